//! Server functions of limits.

use leptos::prelude::*;

use super::{form::LimitsForm, model::Overview};
use crate::{domain::json::Answer, error::AppError};

/// The caller's limits, and what is spent of them.
#[server(prefix = "/app", endpoint = "limits", output = Answer)]
pub async fn my_limits() -> Result<Overview, AppError> {
    let caller = crate::users::caller().await?;
    Ok(super::change::overview(&caller.state, &caller.me.id).await?)
}

/// Replaces the caller's own limits by what the form says.
#[server(prefix = "/app", endpoint = "set-limits", output = Answer)]
pub async fn set_limits(#[server(default)] limits: LimitsForm) -> Result<(), AppError> {
    let caller = crate::users::caller().await?;
    super::change::set_own(&caller, limits.read()?).await.map(drop)
}
