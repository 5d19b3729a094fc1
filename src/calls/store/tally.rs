//! How many calls a filter finds, and what they came to.

use sqlx::FromRow;

use super::read::{like_pattern, name_pattern};
use crate::{
    calls::model::CallFilter,
    domain::{ids::UserId, money::Micros},
    server::database::{Database, on_engine},
};

/// Calls, counted and added up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromRow)]
pub struct Tally {
    pub calls: i64,
    /// What the settled ones were charged.
    pub charged_micros: Micros,
}

/// Counts the calls that [`super::page`] lists on all its pages.
///
/// # Errors
/// When the database fails.
pub async fn tally(db: &Database, user: &UserId, filter: &CallFilter) -> sqlx::Result<Tally> {
    const SELECT: &str = "
        select count(*) as calls, cast(coalesce(sum(c.charged_micros), 0) as bigint) as charged_micros
          from calls c left join contacts n on n.id = c.contact_id
         where c.user_id = $1 and c.created_at >= $2 and c.created_at < $3 and (cast($4 as text) is null or c.status = $4)
           and (cast($5 as text) is null or c.country = $5)
           and (cast($6 as text) is null or c.to_e164 like $6 escape '\\' or n.sort_key like $11 escape '\\')
           and (cast($7 as text) is null or c.contact_id = $7) and (cast($8 as text) is null or c.to_e164 = $8)
           and (cast($9 as bigint) is null or c.charged_micros >= $9) and (cast($10 as bigint) is null or c.charged_micros <= $10)";

    on_engine!(db, |pool| {
        sqlx::query_as(SELECT)
            .bind(user)
            .bind(filter.from.map_or(i64::MIN, |at| at.0))
            .bind(filter.to.map_or(i64::MAX, |at| at.0))
            .bind(filter.status)
            .bind(&filter.country)
            .bind(filter.q.as_deref().and_then(like_pattern))
            .bind(&filter.contact)
            .bind(&filter.number)
            .bind(filter.charged_from)
            .bind(filter.charged_to)
            .bind(filter.q.as_deref().and_then(name_pattern))
            .fetch_one(pool)
            .await
    })
}
