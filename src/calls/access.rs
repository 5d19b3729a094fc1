//! Lets the browser's phone place one call.

use super::model::VoiceAccess;
use crate::{error::AppError, rates::quote, server::ids, twilio::access_token, users::Caller};

/// How long a token serves, in seconds: longer than the longest call, far shorter than a stolen one would like.
const TOKEN_SECONDS: i64 = 3_600;

/// Checks number, rate and credit before the browser rings the carrier, and mints a token and a call id.
///
/// # Errors
/// The quote's refusal, or a number that is none.
pub async fn voice_access(caller: &Caller, to: &str) -> Result<VoiceAccess, AppError> {
    let quote = quote::quote(caller, to).await?;
    if !quote.allowed {
        let code = quote.reason_code.as_deref().unwrap_or("refused");
        return Err(AppError::refused(code, quote.reason.unwrap_or_default()));
    }
    let state = &caller.state;
    let token = access_token::mint(state.twilio.account(), caller.me.id.as_str(), TOKEN_SECONDS, state.clock.now());
    let (call_id, preload) = (ids::call_id(), state.voice_preload.0.clone());
    Ok(VoiceAccess { call_id, token, ttl_seconds: TOKEN_SECONDS, to: quote.phone.e164, preload })
}
