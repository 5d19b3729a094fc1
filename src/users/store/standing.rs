//! Whether an account may call, and how often at once.

use crate::{
    domain::{ids::UserId, time::EpochMs},
    server::database::{Database, on_engine},
    users::model::AccountStatus,
};

/// Lets an account have so many calls at once, if it may have fewer; more stays.
///
/// # Errors
/// When the database fails.
pub async fn allow_calls(db: &Database, user: &UserId, calls: i64) -> sqlx::Result<()> {
    const UPDATE: &str = "update users set max_calls = $2 where id = $1 and max_calls < $2";

    on_engine!(db, |pool| sqlx::query(UPDATE).bind(user).bind(calls).execute(pool).await.map(drop))
}

/// A change of whether an account may call.
#[derive(Debug, Clone, Copy)]
pub struct StatusChange<'a> {
    pub status: AccountStatus,
    /// Why, for its owner; nothing for an active one.
    pub reason: Option<&'a str>,
    pub at: EpochMs,
}

/// Freezes an account or opens it again; one that was closed stays closed. It waits for a call that is being authorised, and
/// every call after it is refused.
///
/// # Errors
/// When the database fails.
pub async fn set_status(db: &Database, user: &UserId, change: StatusChange<'_>) -> sqlx::Result<bool> {
    const UPDATE: &str = "
        update users set status = $2, status_reason = $3, status_changed_at = $4 where id = $1 and status <> 'closed'";

    let StatusChange { status, reason, at } = change;
    let rows = on_engine!(db, |pool| sqlx::query(UPDATE)
        .bind(user)
        .bind(status)
        .bind(reason)
        .bind(at)
        .execute(pool)
        .await?
        .rows_affected());
    Ok(rows == 1)
}
