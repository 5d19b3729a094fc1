//! Whether an account may call, and how often at once.

use crate::{
    domain::{ids::UserId, time::EpochMs},
    server::database::{Transaction, on_engine},
    users::model::AccountStatus,
};

/// Lets an account have so many calls at once, if it may have fewer; more stays.
///
/// # Errors
/// When the database fails.
pub async fn allow_calls(tx: &mut Transaction, user: &UserId, calls: i64) -> sqlx::Result<()> {
    const UPDATE: &str = "update users set max_calls = $2 where id = $1 and max_calls < $2";

    on_engine!(tx, |tx| sqlx::query(UPDATE).bind(user).bind(calls).execute(&mut **tx).await.map(drop))
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
/// every call after it is refused. `false` for one that was closed, or is not there.
///
/// # Errors
/// When the database fails.
pub async fn set_status(tx: &mut Transaction, user: &UserId, change: StatusChange<'_>) -> sqlx::Result<bool> {
    const UPDATE: &str = "
        update users set status = $2, status_reason = $3, status_changed_at = $4 where id = $1 and status <> 'closed'";

    let StatusChange { status, reason, at } = change;
    tx.note(user);
    let rows = on_engine!(tx, |tx| sqlx::query(UPDATE)
        .bind(user)
        .bind(status)
        .bind(reason)
        .bind(at)
        .execute(&mut **tx)
        .await?
        .rows_affected());
    Ok(rows == 1)
}
