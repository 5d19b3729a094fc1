//! The calls of an account that have not ended.

use super::lifecycle::{OpenCall, open_call};
use crate::{
    calls::model::RANK_PARKED,
    domain::ids::UserId,
    server::database::{Database, on_engine},
};

/// The calls of an account that ring or run.
///
/// # Errors
/// When the database fails.
pub async fn of_user(db: &Database, user: &UserId) -> sqlx::Result<Vec<OpenCall>> {
    const SELECT: &str = open_call!("where user_id = $1 and settled_at is null and status_rank < $2 order by created_at");

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).bind(RANK_PARKED).fetch_all(pool).await)
}
