//! Bearer tokens for scripts: made, and shown once.

use super::{
    model::{About, NewToken},
    session,
    store::{self, TokenToStore},
};
use crate::{
    calls::model::VOICE_SDK_VERSION,
    domain::ids::UserId,
    error::AppError,
    server::{config::Carrier, ids, state::AppState},
};

/// What every secret starts with, so that people and scanners recognise a leaked one.
const PREFIX: &str = "ringfare_";
/// Tokens of one account that work at the same time.
const TOKENS_MOST: usize = 20;
/// Characters of a name.
const NAME_MOST: usize = 60;

/// Makes a token. Only its SHA-256 is kept.
///
/// # Errors
/// [`AppError::Invalid`] on `name`, [`AppError::Refused`] when there are too many, or when the database fails.
pub async fn create(state: &AppState, user: &UserId, name: &str) -> Result<NewToken, AppError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_MOST || name.chars().any(char::is_control) {
        return Err(AppError::invalid(
            "name",
            format!("Give the token a name of 1 to {NAME_MOST} characters, such as 'backup script'."),
        ));
    }
    if store::tokens(&state.db, user).await?.len() >= TOKENS_MOST {
        let message = format!("There are {TOKENS_MOST} tokens already. Revoke one that is no longer used.");
        return Err(AppError::refused("too_many_tokens", message));
    }
    let secret = format!("{PREFIX}{}", ids::secret());
    let token = TokenToStore { user, name, secret_hash: &session::sha256(&secret), at: state.clock.now() };
    let id = store::insert_token(&state.db, token).await?;
    tracing::info!(user.id = %user, token.id = %id, "a bearer token was made");
    Ok(NewToken { id, name: name.to_owned(), secret })
}

/// What runs here.
pub fn about(state: &AppState) -> About {
    About {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        engine: state.db.engine().to_owned(),
        carrier: if state.config.carrier == Carrier::Local { "local (built in)" } else { "Twilio" }.to_owned(),
        voice_sdk: VOICE_SDK_VERSION.to_owned(),
    }
}
