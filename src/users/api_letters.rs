//! Server functions of what goes by letter, and of the list of sessions. They answer plain forms too.

use leptos::prelude::*;

use crate::{
    domain::{ids::SessionId, json::Answer},
    error::AppError,
};

/// Opens the account that a letter's link is for, given the password it was asked for with, and goes on to the dialer.
#[server(prefix = "/app", endpoint = "open-account", output = Answer)]
pub async fn open_account(link: String, password: String) -> Result<(), AppError> {
    super::entrance::Visit::current()?.open_account(&link, &password).await?;
    super::gate::send_on(None);
    Ok(())
}

/// Sends a link for a new password, if there is such an account; the answer is the same if there is none.
#[server(prefix = "/app", endpoint = "ask-reset", output = Answer)]
pub async fn ask_reset(email: String) -> Result<(), AppError> {
    super::entrance::Visit::current()?.ask_reset(&email).await?;
    super::gate::send_on(Some("/letter-sent"));
    Ok(())
}

/// Gives an account a new password by a letter's link, ends its sessions and goes on to signing in.
#[server(prefix = "/app", endpoint = "reset-password", output = Answer)]
pub async fn reset_password(link: String, new: String) -> Result<(), AppError> {
    super::entrance::Visit::current()?.reset_password(&link, &new).await?;
    super::gate::send_on(Some("/sign-in"));
    Ok(())
}

/// Confirms an address by a letter's link and goes on to the settings.
#[server(prefix = "/app", endpoint = "confirm-address", output = Answer)]
pub async fn confirm_address(link: String) -> Result<(), AppError> {
    super::entrance::Visit::current()?.confirm_address(&link).await?;
    super::gate::send_on(Some("/dashboard/settings"));
    Ok(())
}

/// Sends the link that confirms the caller's address.
#[server(prefix = "/app", endpoint = "send-verification", output = Answer)]
pub async fn send_verification() -> Result<(), AppError> {
    let caller = super::caller().await?;
    super::entrance::Visit::current()?.send_verification(&caller).await
}

/// Moves the caller's account to another address, by a link that is sent there.
#[server(prefix = "/app", endpoint = "change-email", output = Answer)]
pub async fn change_email(email: String) -> Result<(), AppError> {
    let caller = super::confirmed().await?;
    super::entrance::Visit::current()?.change_email(&caller, &email).await
}

/// Ends one of the caller's sessions.
#[server(prefix = "/app", endpoint = "end-session", output = Answer)]
pub async fn end_session(session: SessionId) -> Result<(), AppError> {
    let caller = super::caller().await?;
    let ended = super::session::list::end_one(&caller.state.db, &caller.me.id, &session).await?;
    super::entrance::Visit::current()?.ended(&caller.me.id);
    if ended { Ok(()) } else { Err(AppError::not_found("session")) }
}

/// Ends all of the caller's sessions, this one too.
#[server(prefix = "/app", endpoint = "sign-out-everywhere", output = Answer)]
pub async fn sign_out_everywhere() -> Result<(), AppError> {
    let caller = super::caller().await?;
    super::session::end_all(&caller.state.db, &caller.me.id).await?;
    let visit = super::entrance::Visit::current()?;
    visit.sign_out().await?;
    visit.ended(&caller.me.id);
    super::gate::send_on(Some("/sign-in"));
    Ok(())
}
