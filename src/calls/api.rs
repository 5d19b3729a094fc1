//! Server functions of calls.

use leptos::prelude::*;

use super::model::{Call, CallDetail, CallFilter, VoiceAccess};
use crate::{
    domain::{ids::CallId, page::Page},
    error::AppError,
};

/// Lets the browser's phone place one call to `to` (as typed): checks number, rate and credit, and mints a token.
#[server(prefix = "/app", endpoint = "voice-access")]
pub async fn grant_voice_access(to: String) -> Result<VoiceAccess, AppError> {
    let caller = crate::users::caller().await?;
    super::access::voice_access(&caller, &to).await
}

/// Ends a call that rings or runs, at the carrier: for when the browser's own hang-up cannot reach it.
#[server(prefix = "/app", endpoint = "hang-up")]
pub async fn hang_up(id: CallId) -> Result<(), AppError> {
    let caller = crate::users::caller().await?;
    super::hangup::hang_up(&caller, &id).await
}

/// Calls that ring or run, and the newest ones that have ended.
#[server(prefix = "/app", endpoint = "recent-calls")]
pub async fn recent_calls() -> Result<Vec<Call>, AppError> {
    let caller = crate::users::caller().await?;
    super::store::recent(&caller.state.db, &caller.me.id).await.map_err(AppError::from)
}

/// A page of the caller's calls, newest first.
#[server(prefix = "/app", endpoint = "calls")]
pub async fn list_calls(#[server(default)] filter: CallFilter, cursor: Option<String>) -> Result<Page<Call>, AppError> {
    let caller = crate::users::caller().await?;
    super::store::page(&caller.state.db, &caller.me.id, &filter, cursor.as_deref(), crate::domain::page::Limit::default()).await
}

/// One call with its receipt and its events.
#[server(prefix = "/app", endpoint = "call")]
pub async fn read_call(id: CallId) -> Result<CallDetail, AppError> {
    let caller = crate::users::caller().await?;
    super::store::detail(&caller.state.db, &caller.me.id, &id).await?.ok_or_else(|| AppError::not_found("call"))
}
