//! The number that the called party sees: one of those the operator gave the server, never one that a caller made up.
//!
//! A caller's own number is not offered: nothing proves that it is theirs, and Twilio refuses a caller id that is neither of
//! the account nor verified there (error 13214). An operator who verified it puts it into `TWILIO_CALLER_ID`.

use super::{Caller, store};
use crate::{
    domain::{ids::UserId, phone::E164},
    error::AppError,
    server::state::AppState,
    words,
};

/// What is shown for a caller: their choice while the server still has it, else its first.
///
/// # Errors
/// When the database fails.
pub async fn shown(state: &AppState, user: &UserId) -> sqlx::Result<E164> {
    let first = || state.config.caller_id.clone();
    if state.config.caller_ids.len() < 2 {
        return Ok(first());
    }
    let chosen = store::caller_id(&state.db, user).await?;
    Ok(chosen.filter(|chosen| state.config.caller_ids.contains(chosen)).unwrap_or_else(first))
}

/// Remembers a caller's choice.
///
/// # Errors
/// [`AppError::Invalid`] on `number` when the server has no such number, or when the database fails.
pub async fn choose(caller: &Caller, number: &str) -> Result<(), AppError> {
    let offered = caller.state.config.caller_ids.iter().find(|offered| offered.as_str() == number);
    let number = offered.ok_or_else(|| AppError::invalid("number", words::dialer().not_offered()))?;
    Ok(store::set_caller_id(&caller.state.db, &caller.me.id, number).await?)
}
