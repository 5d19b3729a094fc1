//! Server functions of strong sign-in.

use leptos::prelude::*;

use super::model::{Enrolment, Factors};
use crate::{
    domain::{ids::PasskeyId, json::Answer},
    error::AppError,
};

/// The second step of signing in: a code of the app, or a recovery code; goes on to `next`, a path of this site.
#[server(prefix = "/app", endpoint = "second-step", output = Answer)]
pub async fn second_step(code: String, next: Option<String>) -> Result<(), AppError> {
    crate::users::entrance::Visit::current()?.second_step(&code).await?;
    crate::users::gate::send_on(next.as_deref());
    Ok(())
}

/// What the caller's account asks for besides its password.
#[server(prefix = "/app", endpoint = "factors", output = Answer)]
pub async fn my_factors() -> Result<Factors, AppError> {
    let caller = crate::users::caller().await?;
    crate::users::strong::enrol::factors(&caller.state, &caller.me).await
}

/// Makes a key for a code app. It counts once [`confirm_two_step`] has seen a code of it.
#[server(prefix = "/app", endpoint = "start-two-step", output = Answer)]
pub async fn start_two_step() -> Result<Enrolment, AppError> {
    let caller = crate::users::confirmed().await?;
    crate::users::strong::enrol::start(&caller.state, &caller.me).await
}

/// Turns two-step sign-in on; the recovery codes are in this answer and nowhere else.
#[server(prefix = "/app", endpoint = "confirm-two-step", output = Answer)]
pub async fn confirm_two_step(code: String) -> Result<Vec<String>, AppError> {
    let caller = crate::users::confirmed().await?;
    crate::users::strong::enrol::confirm(&caller.state, &caller.me, &code).await
}

/// Replaces the recovery codes; the new ones are in this answer and nowhere else.
#[server(prefix = "/app", endpoint = "new-recovery-codes", output = Answer)]
pub async fn new_recovery_codes() -> Result<Vec<String>, AppError> {
    let caller = crate::users::confirmed().await?;
    crate::users::strong::enrol::new_codes(&caller.state, &caller.me).await
}

/// Turns two-step sign-in off.
#[server(prefix = "/app", endpoint = "stop-two-step", output = Answer)]
pub async fn stop_two_step() -> Result<(), AppError> {
    let caller = crate::users::confirmed().await?;
    crate::users::strong::enrol::stop(&caller.state, &caller.me).await
}

/// What the browser asks its authenticators for when somebody signs in with a passkey (`public/passkey.js`).
#[server(prefix = "/app", endpoint = "passkey-challenge", output = Answer)]
pub async fn passkey_challenge() -> Result<serde_json::Value, AppError> {
    crate::users::entrance::Visit::current()?.passkey_challenge().await
}

/// Signs in with a passkey, by what the authenticator signed; goes on to `next`, a path of this site.
#[server(prefix = "/app", endpoint = "sign-in-with-passkey", output = Answer)]
pub async fn sign_in_with_passkey(answer: String, next: Option<String>) -> Result<(), AppError> {
    crate::users::entrance::Visit::current()?.sign_in_with_passkey(&answer).await?;
    crate::users::gate::send_on(next.as_deref());
    Ok(())
}

/// What the browser asks an authenticator for to make a passkey.
#[server(prefix = "/app", endpoint = "new-passkey-challenge", output = Answer)]
pub async fn new_passkey_challenge() -> Result<serde_json::Value, AppError> {
    let caller = crate::users::confirmed().await?;
    crate::users::entrance::Visit::current()?.new_passkey_challenge(&caller.me).await
}

/// Keeps a passkey that an authenticator made.
#[server(prefix = "/app", endpoint = "add-passkey", output = Answer)]
pub async fn add_passkey(name: String, answer: String) -> Result<(), AppError> {
    let caller = crate::users::confirmed().await?;
    crate::users::entrance::Visit::current()?.add_passkey(&caller.me, &name, &answer).await
}

/// Removes a passkey of the caller's.
#[server(prefix = "/app", endpoint = "remove-passkey", output = Answer)]
pub async fn remove_passkey(passkey: PasskeyId) -> Result<(), AppError> {
    let caller = crate::users::confirmed().await?;
    crate::users::strong::enrol::remove_passkey(&caller.state, &caller.me, &passkey).await
}

/// Shows by a code that the caller is who they are; a plain form goes on to `next`, a path of this site.
#[server(prefix = "/app", endpoint = "confirm-by-code", output = Answer)]
pub async fn confirm_by_code(code: String, next: Option<String>) -> Result<(), AppError> {
    let caller = crate::users::caller().await?;
    crate::users::entrance::Visit::current()?.confirm_by_code(&caller, &code).await?;
    if next.is_some() {
        crate::users::gate::send_on(next.as_deref());
    }
    Ok(())
}

/// Ends a link of the caller's with an account at the provider.
#[server(prefix = "/app", endpoint = "unlink-identity", output = Answer)]
pub async fn unlink_identity(issuer: String, subject: String) -> Result<(), AppError> {
    let caller = crate::users::confirmed().await?;
    crate::users::strong::enrol::unlink(&caller.state, &caller.me, &issuer, &subject).await
}
