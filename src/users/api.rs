//! Server functions of accounts. They answer plain forms too: after success the browser is sent on.

use leptos::prelude::*;

use super::model::{NewToken, Settings};
use crate::{domain::ids::TokenId, error::AppError};

/// Signs in and goes on to `next`, a path of this site, or to the dialer.
#[server(prefix = "/app", endpoint = "sign-in")]
pub async fn sign_in(email: String, password: String, next: Option<String>) -> Result<(), AppError> {
    super::entrance::Visit::current()?.sign_in(&email, &password).await?;
    super::gate::send_on(next.as_deref());
    Ok(())
}

/// Opens an account, signs in and goes on to the dialer. `number` is the caller's own, if they want to give it.
#[server(prefix = "/app", endpoint = "sign-up")]
pub async fn sign_up(email: String, password: String, number: Option<String>) -> Result<(), AppError> {
    super::entrance::Visit::current()?.sign_up(&email, &password, number.as_deref()).await?;
    super::gate::send_on(None);
    Ok(())
}

/// Ends the session on the server and in the browser.
#[server(prefix = "/app", endpoint = "sign-out")]
pub async fn sign_out() -> Result<(), AppError> {
    super::entrance::Visit::current()?.sign_out().await?;
    crate::server::redirect::send_to("/sign-in");
    Ok(())
}

/// Who is signed in.
#[server(prefix = "/app", endpoint = "me")]
pub async fn me() -> Result<super::model::Me, AppError> {
    Ok(super::caller().await?.me)
}

/// What the settings page shows.
#[server(prefix = "/app", endpoint = "settings")]
pub async fn my_settings() -> Result<Settings, AppError> {
    let super::Caller { me, state, .. } = super::caller().await?;
    let tokens = super::store::tokens(&state.db, &me.id).await?;
    Ok(Settings { me, tokens, about: super::token::about(&state) })
}

/// Sets the caller's own number; nothing written clears it.
#[server(prefix = "/app", endpoint = "set-number")]
pub async fn set_number(number: Option<String>) -> Result<(), AppError> {
    let caller = super::caller().await?;
    let number = super::entrance::parse_number(number.as_deref())?;
    super::store::set_number(&caller.state.db, &caller.me.id, number.as_ref()).await?;
    caller.forget();
    Ok(())
}

/// Changes the password, given the one in force, and ends all other sessions.
#[server(prefix = "/app", endpoint = "change-password")]
pub async fn change_password(current: String, new: String) -> Result<(), AppError> {
    let caller = super::caller().await?;
    super::entrance::Visit::current()?.change_password(&caller.me, &current, &new).await
}

/// Makes a bearer token; its secret is in this answer and nowhere else.
#[server(prefix = "/app", endpoint = "create-token")]
pub async fn create_token(name: String) -> Result<NewToken, AppError> {
    let caller = super::caller().await?;
    super::token::create(&caller.state, &caller.me.id, &name).await
}

/// Ends a bearer token of the caller's.
#[server(prefix = "/app", endpoint = "revoke-token")]
pub async fn revoke_token(token: TokenId) -> Result<(), AppError> {
    let caller = super::caller().await?;
    let now = caller.state.clock.now();
    let revoked = super::store::revoke_token(&caller.state.db, &caller.me.id, &token, now).await?;
    caller.forget();
    if revoked { Ok(()) } else { Err(AppError::not_found("token")) }
}
