//! Server functions of accounts. They answer plain forms too: after success the browser is sent on.

use leptos::prelude::*;

use crate::error::AppError;

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
