//! The sessions of an account: where somebody is signed in, and ending that.

use sqlx::FromRow;

use crate::{
    domain::{
        ids::{SessionId, UserId},
        time::EpochMs,
    },
    server::database::Database,
    users::model::OpenSession,
};

use super::store;

/// A row of the list.
#[derive(Debug, FromRow)]
pub struct SessionListRow {
    pub id: String,
    pub device: String,
    pub began_at: EpochMs,
    pub seen_at: EpochMs,
}

/// What a session is called where its owner sees it: half of the hash of its id, from which nobody finds the id.
fn public_id(stored_id: &str) -> Option<SessionId> {
    SessionId::parse(&format!("{}{}", SessionId::PREFIX, stored_id.get(..32)?))
}

/// The sessions of an account, last seen first; `here` is the stored id of the one that asks.
///
/// # Errors
/// When the database fails.
pub async fn all(db: &Database, user: &UserId, here: &str, now: EpochMs) -> sqlx::Result<Vec<OpenSession>> {
    let rows = store::of_user(db, user, now).await?;
    let known = |at: EpochMs| (at.0 > 0).then_some(at);
    let session = |row: SessionListRow| {
        let id = public_id(&row.id)?;
        let (began_at, seen_at) = (known(row.began_at), known(row.seen_at));
        Some(OpenSession { id, device: row.device, began_at, seen_at, is_this: row.id == here })
    };
    Ok(rows.into_iter().filter_map(session).collect())
}

/// Ends a session of an account; `false` when it has none such.
///
/// # Errors
/// When the database fails.
pub async fn end_one(db: &Database, user: &UserId, session: &SessionId) -> sqlx::Result<bool> {
    let digits = session.as_str().strip_prefix(SessionId::PREFIX).unwrap_or_default();
    store::delete_of_user(db, user, digits).await
}
