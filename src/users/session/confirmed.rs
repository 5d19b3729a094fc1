//! When the caller of a session last showed who they are.

use super::store;
use crate::{domain::time::EpochMs, server::database::Database};

/// For how long that holds, in seconds.
const HOLDS_SECONDS: i64 = 600;

/// Notes when the caller of a session showed who they are.
///
/// # Errors
/// When the database fails.
pub async fn note(db: &Database, stored_id: &str, at: EpochMs) -> sqlx::Result<()> {
    store::set_confirmed(db, stored_id, at).await
}

/// Whether the caller of a session showed who they are a moment ago. Signing in counts.
///
/// # Errors
/// When the database fails.
pub async fn is_in_force(db: &Database, stored_id: &str, now: EpochMs) -> sqlx::Result<bool> {
    Ok(store::confirmed_at(db, stored_id).await?.is_some_and(|at| is_recent(at, now)))
}

/// Whether it still holds what somebody showed at a moment.
pub fn is_recent(at: EpochMs, now: EpochMs) -> bool {
    (0..HOLDS_SECONDS).contains(&now.seconds_since(at))
}
