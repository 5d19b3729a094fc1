//! Server functions of accounts. They answer plain forms too: after success the browser is sent on.

use leptos::prelude::*;

use super::model::{NewToken, Settings};
use crate::{
    domain::{ids::TokenId, json::Answer},
    error::AppError,
};

/// Signs in and goes on to `next`, a path of this site, or to the dialer; by way of the second step where there is one.
#[server(prefix = "/app", endpoint = "sign-in", output = Answer)]
pub async fn sign_in(email: String, password: String, next: Option<String>) -> Result<(), AppError> {
    let step = super::entrance::Visit::current()?.sign_in(&email, &password).await?;
    super::gate::send_after_password(step, next.as_deref());
    Ok(())
}

/// Asks for an account and goes on: to the dialer when it is open, else to the page that says that a letter comes. `number` is the
/// caller's own, if they want to give it.
#[server(prefix = "/app", endpoint = "sign-up", output = Answer)]
pub async fn sign_up(
    email: String,
    password: String,
    number: Option<String>,
    invitation: Option<String>,
) -> Result<(), AppError> {
    use super::mailed::{Opened, Wish};

    let wish = Wish { email: &email, password: &password, number: number.as_deref(), invitation: invitation.as_deref() };
    let opened = super::entrance::Visit::current()?.sign_up(wish).await?;
    super::gate::send_on((opened == Opened::ByLetter).then_some("/letter-sent"));
    Ok(())
}

/// Ends the session on the server and in the browser.
#[server(prefix = "/app", endpoint = "sign-out", output = Answer)]
pub async fn sign_out() -> Result<(), AppError> {
    super::entrance::Visit::current()?.sign_out().await?;
    crate::server::redirect::send_to("/sign-in");
    Ok(())
}

/// Keeps the language or the theme in a cookie, and shows the page again; a theme that there is not means the system's.
#[server(prefix = "/app", endpoint = "preferences", output = Answer)]
pub async fn preferences(language: Option<String>, theme: Option<String>) -> Result<(), AppError> {
    use crate::{server::redirect::keep_cookie, ui::theme, words};

    if let Some(language) = language.as_deref().and_then(words::Language::of_tag) {
        keep_cookie(words::LANGUAGE_COOKIE, language.tag());
    }
    if let Some(theme) = theme {
        keep_cookie(theme::COOKIE, theme::known_theme(&theme).unwrap_or_default());
    }
    // A server function is asynchronous, and its macro hides the lint that says this one need not be.
    std::future::ready(Ok(())).await
}

/// Who is signed in.
#[server(prefix = "/app", endpoint = "me", output = Answer)]
pub async fn me() -> Result<super::model::Me, AppError> {
    Ok(super::caller().await?.me)
}

/// What the settings page shows.
#[server(prefix = "/app", endpoint = "settings", output = Answer)]
pub async fn my_settings() -> Result<Settings, AppError> {
    let caller = super::caller().await?;
    let (sessions, super::Caller { me, state, .. }) = (caller.sessions().await?, caller);
    let tokens = super::store::tokens(&state.db, &me.id).await?;
    Ok(Settings { me, tokens, sessions, about: super::token::about(&state) })
}

/// Sets the caller's own number; nothing written clears it.
#[server(prefix = "/app", endpoint = "set-number", output = Answer)]
pub async fn set_number(number: Option<String>) -> Result<(), AppError> {
    let caller = super::caller().await?;
    let number = super::entrance::parse_number(number.as_deref())?;
    // Whether another account has a number is told, but not for thousands of them.
    caller.knock(crate::server::throttle::Door::Call)?;
    super::store::set_number(&caller.state.db, &caller.me.id, number.as_ref()).await?;
    caller.forget();
    Ok(())
}

/// Changes the password, given the one in force, and ends all other sessions.
#[server(prefix = "/app", endpoint = "change-password", output = Answer)]
pub async fn change_password(current: String, new: String) -> Result<(), AppError> {
    let caller = super::caller().await?;
    super::entrance::Visit::current()?.change_password(&caller, &current, &new).await
}

/// Shows by the password that the caller is who they are; a plain form goes on to `next`, a path of this site.
#[server(prefix = "/app", endpoint = "confirm", output = Answer)]
pub async fn confirm(password: String, next: Option<String>) -> Result<(), AppError> {
    let caller = super::caller().await?;
    super::entrance::Visit::current()?.confirm(&caller, &password).await?;
    if next.is_some() {
        super::gate::send_on(next.as_deref());
    }
    Ok(())
}

/// Makes a bearer token; its secret is in this answer and nowhere else. A scope is wanted when its box is ticked, whatever it says;
/// `days` is a number or `never`.
#[server(prefix = "/app", endpoint = "create-token", output = Answer)]
pub async fn create_token(
    name: String,
    read: Option<String>,
    call: Option<String>,
    money: Option<String>,
    days: Option<String>,
) -> Result<NewToken, AppError> {
    let caller = super::confirmed().await?;
    let scopes = super::scopes::Scopes { read: read.is_some(), call: call.is_some(), money: money.is_some() };
    let days = super::token::days_of(days.as_deref().unwrap_or(super::tokens::DAYS_USUAL))?;
    super::token::create(&caller.state, &caller.me.id, super::token::Wanted { name: &name, scopes, days }).await
}

/// Ends a bearer token of the caller's.
#[server(prefix = "/app", endpoint = "revoke-token", output = Answer)]
pub async fn revoke_token(token: TokenId) -> Result<(), AppError> {
    let caller = super::caller().await?;
    let now = caller.state.clock.now();
    let revoked = super::store::revoke_token(&caller.state.db, &caller.me.id, &token, now).await?;
    caller.forget();
    crate::server::live::sessions_changed(&caller.me.id);
    if revoked { Ok(()) } else { Err(AppError::not_found("token")) }
}
