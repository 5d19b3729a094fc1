//! Server functions of calls.

use leptos::prelude::*;

use super::model::{Call, CallDetail, CallFilter, CallNow, VoiceAccess, look::Look};
use crate::{
    domain::{ids::CallId, json::Answer, page::Page},
    error::AppError,
};

/// Everything the dialer shows about what stands in its field.
#[server(prefix = "/app", endpoint = "dial", output = Answer)]
pub async fn dial(#[server(default)] to: String) -> Result<Look, AppError> {
    let caller = crate::users::caller().await?;
    caller.knock(crate::server::throttle::Door::Quote)?;
    super::look::look(&caller, to).await
}

/// Remembers which of the server's numbers the called party sees.
#[server(prefix = "/app", endpoint = "choose-caller-id", output = Answer)]
pub async fn choose_caller_id(number: String) -> Result<(), AppError> {
    let caller = crate::users::caller().await?;
    crate::users::caller_id::choose(&caller, &number).await
}

/// Lets the browser's phone place one call to `to` (as typed): checks number, rate and credit, and mints a token.
#[server(prefix = "/app", endpoint = "voice-access", output = Answer)]
pub async fn grant_voice_access(to: String) -> Result<VoiceAccess, AppError> {
    let caller = crate::users::caller().await?;
    caller.knock(crate::server::throttle::Door::Call)?;
    super::access::voice_access(&caller, &to).await
}

/// Ends a call that rings or runs, at the carrier: for when the browser's own hang-up cannot reach it.
#[server(prefix = "/app", endpoint = "hang-up", output = Answer)]
pub async fn hang_up(id: CallId) -> Result<(), AppError> {
    let caller = crate::users::caller().await?;
    super::hangup::hang_up(&caller, &id).await
}

/// Calls that ring or run, and the newest ones that have ended.
#[server(prefix = "/app", endpoint = "recent-calls", output = Answer)]
pub async fn recent_calls() -> Result<Vec<Call>, AppError> {
    let caller = crate::users::caller().await?;
    super::store::recent(&caller.state.db, &caller.me.id).await.map_err(AppError::from)
}

/// A page of the caller's calls, newest first.
#[server(prefix = "/app", endpoint = "calls", output = Answer)]
pub async fn list_calls(#[server(default)] filter: CallFilter, cursor: Option<String>) -> Result<Page<Call>, AppError> {
    let caller = crate::users::caller().await?;
    super::store::page(&caller.state.db, &caller.me.id, &filter, cursor.as_deref(), crate::domain::page::Limit::default()).await
}

/// One call with its receipt, its events and its record, in the reader's language.
#[server(prefix = "/app", endpoint = "call", output = Answer)]
pub async fn read_call(id: CallId) -> Result<CallDetail, AppError> {
    let (caller, language) = (crate::users::caller().await?, crate::words::language());
    let detail = super::store::detail(&caller.state.db, &caller.me.id, &id, language).await?;
    detail.map(|detail| super::told::in_language(detail, language)).ok_or_else(|| AppError::not_found("call"))
}

/// The server's clock and a call's events: for the meter of a page that follows the call.
#[server(prefix = "/app", endpoint = "call-pulse", output = Answer)]
pub async fn call_pulse(id: CallId) -> Result<CallNow, AppError> {
    let caller = crate::users::caller().await?;
    super::record::pulse(&caller, &id).await
}

/// Keeps what the caller writes about a call.
#[server(prefix = "/app", endpoint = "note-call", output = Answer)]
pub async fn note_call(id: CallId, note: String) -> Result<(), AppError> {
    let caller = crate::users::caller().await?;
    super::record::note(&caller, &id, &note).await
}

/// Keeps how the line was, measured by the browser's SDK: `record` is JSON of a `LineRecord`, posted by `public/line.js`.
#[server(prefix = "/app", endpoint = "measure-call", output = Answer)]
pub async fn measure_call(id: CallId, record: String) -> Result<(), AppError> {
    let caller = crate::users::caller().await?;
    super::record::measure(&caller, &id, &record).await
}

/// Tells the operator that a call was bad.
#[server(prefix = "/app", endpoint = "report-call", output = Answer)]
pub async fn report_call(id: CallId, words: String) -> Result<(), AppError> {
    let caller = crate::users::caller().await?;
    super::record::report(&caller, &id, &words).await
}
