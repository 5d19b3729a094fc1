//! What an operator can do. Each act locks the audit log's end, changes what it changes, writes its entry and commits: together or
//! not at all. The lock comes first, so that two acts at once wait for each other there and nowhere else.

pub mod credit;
pub mod decks;
pub mod hang_up;
pub mod refund;
pub mod settle;
pub mod spending;
pub mod standing;
mod store;

use crate::{error::AppError, words};

/// The longest reason, in characters: the caller reads it, and of a freeze also hears it.
pub const REASON_MOST: usize = 200;

/// A reason as it is kept.
///
/// # Errors
/// [`AppError::Invalid`] on `reason` when it says nothing or too much.
pub fn reason(text: &str) -> Result<String, AppError> {
    let reason = text.trim();
    if reason.is_empty() || reason.chars().count() > REASON_MOST || reason.chars().any(char::is_control) {
        return Err(AppError::invalid("reason", words::admin().reason_needed(REASON_MOST)));
    }
    Ok(reason.to_owned())
}

/// A form that was sent before, with something else in it.
fn sent_before() -> AppError {
    AppError::refused("sent_before", words::admin().sent_before())
}
