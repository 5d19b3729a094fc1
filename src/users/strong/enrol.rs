//! A code app comes and goes. Who calls these has made sure that the caller confirmed who they are.

use super::{code_app, passkey, recovery, store, vault};
use crate::{
    domain::ids::PasskeyId,
    error::AppError,
    server::state::AppState,
    users::{
        factors::model::{Enrolment, Factors, Linked, TwoStep},
        model::Me,
    },
    words,
};

/// A key that no code has confirmed by then must be made anew.
const LASTS_SECONDS: i64 = 900;

/// What the settings page shows of strong sign-in.
///
/// # Errors
/// When the database fails.
pub async fn factors(state: &AppState, me: &Me) -> Result<Factors, AppError> {
    let since = store::code_app(&state.db, &me.id).await?.and_then(|app| app.confirmed_at);
    let codes_left = store::recovery_codes_left(&state.db, &me.id).await?;
    let passkeys = store::passkeys(&state.db, &me.id).await?.into_iter().map(Into::into).collect();
    let passkeys_possible = passkey::relying_party(&state.config).is_some();
    let linked = store::identities(&state.db, &me.id).await?.into_iter().map(Into::into).collect();
    Ok(Factors { two_step: since.map(|since| TwoStep { since, codes_left }), passkeys, passkeys_possible, linked })
}

/// Makes a key for the caller's code app. It counts for nothing until [`confirm`].
///
/// # Errors
/// [`AppError::Refused`] when there is an app already, or when the database fails.
pub async fn start(state: &AppState, me: &Me) -> Result<Enrolment, AppError> {
    let key = code_app::fresh_key();
    let sealed = vault::seal(state, &me.id, &key).await?;
    if !store::put_unconfirmed(&state.db, &me.id, &sealed, state.clock.now()).await? {
        return Err(AppError::refused("two_step_on", words::strong().already_on()));
    }
    code_app::enrolment(&code_app::app(&key, &me.email)?)
}

/// Turns two-step sign-in on, given a code of the app; the answer is the recovery codes.
///
/// # Errors
/// [`AppError::Invalid`] on `code`, [`AppError::Refused`] when there is nothing to confirm, or when the database fails.
pub async fn confirm(state: &AppState, me: &Me, code: &str) -> Result<Vec<String>, AppError> {
    let now = state.clock.now();
    let start_again = || AppError::refused("start_again", words::strong().start_again());
    let waits = |app: &store::CodeAppRow| app.confirmed_at.is_none() && now.seconds_since(app.created_at) < LASTS_SECONDS;
    let app = store::code_app(&state.db, &me.id).await?.filter(waits).ok_or_else(start_again)?;
    let key = vault::open(state, &me.id, &app.sealed).await?;
    let typed: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
    let step = code_app::step_of(&code_app::app(&key, &me.email)?, &typed, now);
    let step = step.ok_or_else(|| AppError::invalid("code", words::strong().wrong_new_code()))?;
    let codes = recovery::fresh();
    let confirmed = store::Confirmed { sealed: &app.sealed, step, codes: &hashes(&codes), at: now };
    if !store::confirm(&state.db, &me.id, confirmed).await? {
        return Err(start_again());
    }
    tracing::info!(user.id = %me.id, "two-step sign-in was turned on");
    Ok(codes)
}

/// Replaces the recovery codes; those from before are worth nothing.
///
/// # Errors
/// [`AppError::Refused`] when two-step sign-in is off, or when the database fails.
pub async fn new_codes(state: &AppState, me: &Me) -> Result<Vec<String>, AppError> {
    let codes = recovery::fresh();
    if !store::replace_codes(&state.db, &me.id, &hashes(&codes)).await? {
        return Err(off());
    }
    tracing::info!(user.id = %me.id, "recovery codes were replaced");
    Ok(codes)
}

/// Turns two-step sign-in off.
///
/// # Errors
/// [`AppError::Refused`] when it is off, or when the database fails.
pub async fn stop(state: &AppState, me: &Me) -> Result<(), AppError> {
    if !store::remove_code_app(&state.db, &me.id).await? {
        return Err(off());
    }
    tracing::info!(user.id = %me.id, "two-step sign-in was turned off");
    Ok(())
}

/// Removes a passkey.
///
/// # Errors
/// [`AppError::NotFound`] when the account has none of this id, or when the database fails.
pub async fn remove_passkey(state: &AppState, me: &Me, id: &PasskeyId) -> Result<(), AppError> {
    if !store::remove_passkey(&state.db, &me.id, id).await? {
        return Err(AppError::not_found("passkey"));
    }
    tracing::info!(user.id = %me.id, passkey.id = %id, "a passkey was removed");
    Ok(())
}

/// Ends a link with an account at the provider.
///
/// # Errors
/// [`AppError::NotFound`] when the account has none such, or when the database fails.
pub async fn unlink(state: &AppState, me: &Me, issuer: &str, subject: &str) -> Result<(), AppError> {
    if !store::unlink_identity(&state.db, &me.id, issuer, subject).await? {
        return Err(AppError::not_found("link"));
    }
    tracing::info!(user.id = %me.id, "a link with the provider was ended");
    Ok(())
}

impl From<store::IdentityRow> for Linked {
    fn from(row: store::IdentityRow) -> Self {
        let store::IdentityRow { issuer, subject, email, created_at, last_used_at } = row;
        Self { issuer, subject, email, created_at, last_used_at }
    }
}

fn off() -> AppError {
    AppError::refused("two_step_off", words::strong().is_off())
}

fn hashes(codes: &[String]) -> Vec<String> {
    codes.iter().filter_map(|code| recovery::hash(code)).collect()
}
