//! Bearer tokens for scripts: made, and shown once.

use super::{
    model::{About, NewToken},
    scopes::Scopes,
    session,
    store::{self, TokenToStore},
};
use crate::{
    calls::model::VOICE_SDK_VERSION,
    domain::{ids::UserId, time::MS_PER_DAY},
    error::AppError,
    server::{config::Carrier, database::Transaction, ids, state::AppState},
    words,
};

/// What every secret starts with, so that people and scanners recognise a leaked one.
const PREFIX: &str = "ringfare_";
/// Tokens of one account that work at the same time.
const TOKENS_MOST: i64 = 20;
/// Characters of a name.
const NAME_MOST: usize = 60;

/// The longest life of a token that ends, in days.
const DAYS_MOST: i64 = 366;
const SECONDS_PER_DAY: i64 = MS_PER_DAY / 1_000;

/// What a token shall be.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    pub name: &'a str,
    pub scopes: Scopes,
    /// How many days it serves; none means for ever.
    pub days: Option<i64>,
}

/// Days as a form has them: `never`, or a number.
///
/// # Errors
/// [`AppError::Invalid`] on `days`.
pub fn days_of(text: &str) -> Result<Option<i64>, AppError> {
    let days = || text.trim().parse().ok().filter(|days| (1..=DAYS_MOST).contains(days));
    match text.trim() {
        "never" => Ok(None),
        _ => days().map(Some).ok_or_else(|| AppError::invalid("days", words::users().token_days(DAYS_MOST))),
    }
}

/// Makes a token. Only its SHA-256 is kept.
///
/// # Errors
/// [`AppError::Invalid`] on `name` or `scopes`, [`AppError::Refused`] when there are too many, or when the database fails.
pub async fn create(state: &AppState, user: &UserId, wanted: Wanted<'_>) -> Result<NewToken, AppError> {
    let mut tx = state.db.begin().await?;
    let made = create_within(&mut tx, state, user, wanted).await?;
    tx.commit().await?;
    Ok(made)
}

/// The same inside a unit of work.
///
/// # Errors
/// As [`create`].
pub async fn create_within(
    tx: &mut Transaction,
    state: &AppState,
    user: &UserId,
    wanted: Wanted<'_>,
) -> Result<NewToken, AppError> {
    let Wanted { name, scopes, days } = wanted;
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_MOST || name.chars().any(char::is_control) {
        return Err(AppError::invalid("name", words::users().token_name(NAME_MOST)));
    }
    if scopes == Scopes::default() {
        return Err(AppError::invalid("scopes", words::users().token_scopes()));
    }
    if store::tokens_kept(tx, user).await? >= TOKENS_MOST {
        return Err(AppError::refused("too_many_tokens", words::users().too_many_tokens(TOKENS_MOST)));
    }
    let secret = format!("{PREFIX}{}", ids::secret());
    let at = state.clock.now();
    let expires_at = days.map(|days| at.plus_seconds(days * SECONDS_PER_DAY));
    let token = TokenToStore { user, name, secret_hash: &session::sha256(&secret), scopes, expires_at, at };
    let id = store::insert_token(tx, token).await?;
    tracing::info!(user.id = %user, token.id = %id, scopes = scopes.words(), "a bearer token was made");
    Ok(NewToken { id, name: name.to_owned(), secret })
}

/// What runs here.
pub fn about(state: &AppState) -> About {
    About {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        engine: state.db.engine().to_owned(),
        carrier: if state.config.carrier == Carrier::Local { words::users().carrier_local() } else { "Twilio" }.to_owned(),
        voice_sdk: VOICE_SDK_VERSION.to_owned(),
    }
}
