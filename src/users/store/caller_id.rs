//! Which number a caller shows.

use crate::{
    domain::{ids::UserId, phone::E164},
    server::database::{Database, on_engine},
};

/// The number that a caller chose to show, which the server may no longer have.
///
/// # Errors
/// When the database fails.
pub async fn caller_id(db: &Database, user: &UserId) -> sqlx::Result<Option<E164>> {
    const SELECT: &str = "select caller_id from users where id = $1 and caller_id is not null";

    on_engine!(db, |pool| sqlx::query_scalar(SELECT).bind(user).fetch_optional(pool).await)
}

/// Remembers it.
///
/// # Errors
/// When the database fails.
pub async fn set_caller_id(db: &Database, user: &UserId, number: &E164) -> sqlx::Result<()> {
    const UPDATE: &str = "update users set caller_id = $2 where id = $1";

    on_engine!(db, |pool| sqlx::query(UPDATE).bind(user).bind(number).execute(pool).await.map(drop))
}
