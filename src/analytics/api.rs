//! Server functions of the history page: the server reads the address and draws what it asks for.

use leptos::prelude::*;

use crate::{domain::json::Answer, error::AppError, ui::drawing::Drawing};

/// What the caller's calls of a period came to; `query` is that of the page's address. Days are those of the visitor's `tz`
/// cookie, unless the address names a zone.
#[server(prefix = "/app", endpoint = "call-analytics", output = Answer)]
pub async fn draw_figures(query: String) -> Result<Drawing, AppError> {
    let caller = crate::users::caller().await?;
    super::draw::figures(&caller, &query, super::visitor::cookies().as_deref()).await
}

/// A page of the calls of a period, newest first; `query` is that of the page's address.
#[server(prefix = "/app", endpoint = "call-history", output = Answer)]
pub async fn draw_calls(query: String) -> Result<Drawing, AppError> {
    let caller = crate::users::caller().await?;
    super::draw::list(&caller, &query, super::visitor::cookies().as_deref()).await
}
