//! SQL of analytics: it reads calls and contacts, and writes nothing.

#[cfg(test)]
pub(crate) mod fixture;

use serde::{Deserialize, Serialize};
use sqlx::FromRow;

use super::period::Span;
use crate::{
    calls::model::CallStatus,
    contacts::model::ContactName,
    domain::{
        ids::{CallId, ContactId, UserId},
        money::Micros,
        phone::E164,
        time::EpochMs,
    },
    server::database::{Database, Transaction, on_engine},
};

/// A call as it is added up.
#[derive(Debug, Clone, PartialEq, Eq, FromRow, Serialize, Deserialize)]
pub struct Counted {
    pub id: CallId,
    pub created_at: EpochMs,
    pub to_e164: E164,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    pub status: CallStatus,
    pub seconds: i64,
    pub charged_micros: Micros,
}

/// A caller's calls that began in a span, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn calls(tx: &mut Transaction, user: &UserId, span: Span) -> sqlx::Result<Vec<Counted>> {
    const SELECT: &str = "
        select id, created_at, to_e164, country, status, coalesce(duration_s, 0) as seconds,
               coalesce(charged_micros, 0) as charged_micros
          from calls where user_id = $1 and created_at >= $2 and created_at < $3 order by created_at, id";

    on_engine!(tx, |tx| sqlx::query_as(SELECT).bind(user).bind(span.from).bind(span.to).fetch_all(&mut **tx).await)
}

/// How many calls began in a span; it stops counting at `most`.
///
/// # Errors
/// When the database fails.
pub async fn count(tx: &mut Transaction, user: &UserId, span: Span, most: i64) -> sqlx::Result<i64> {
    const COUNT: &str = "
        select count(*) from
               (select 1 from calls where user_id = $1 and created_at >= $2 and created_at < $3 limit $4) some_calls";

    on_engine!(tx, |tx| {
        sqlx::query_scalar(COUNT).bind(user).bind(span.from).bind(span.to).bind(most).fetch_one(&mut **tx).await
    })
}

/// The numbers of a caller's contacts to whom there are calls.
///
/// # Errors
/// When the database fails.
pub async fn names(db: &Database, user: &UserId) -> sqlx::Result<Vec<(E164, ContactName)>> {
    const NAMES: &str = "
        select n.e164, c.id, c.name from contact_numbers n join contacts c on c.id = n.contact_id
         where n.user_id = $1 and exists (select 1 from calls k where k.contact_id = n.contact_id)";

    let rows: Vec<(E164, ContactId, String)> = on_engine!(db, |pool| sqlx::query_as(NAMES).bind(user).fetch_all(pool).await)?;
    Ok(rows.into_iter().map(|(number, id, name)| (number, ContactName { id, name })).collect())
}

/// What a contact is called; `None` when this caller has no such contact.
///
/// # Errors
/// When the database fails.
pub async fn contact_name(db: &Database, user: &UserId, contact: &ContactId) -> sqlx::Result<Option<String>> {
    const NAME: &str = "select name from contacts where user_id = $1 and id = $2";

    on_engine!(db, |pool| sqlx::query_scalar(NAME).bind(user).bind(contact).fetch_optional(pool).await)
}
