//! Server functions of prices.

use leptos::prelude::*;

use super::model::Quote;
use crate::error::AppError;

/// What a call to `to` (as typed) costs the caller, and how long their credit lasts.
#[server(prefix = "/app", endpoint = "quote")]
pub async fn quote_number(to: String) -> Result<Quote, AppError> {
    let caller = crate::users::caller().await?;
    super::quote::quote(&caller, &to).await
}
