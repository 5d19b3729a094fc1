//! `/api/user/calls…` and the signed-in side of `/api/twilio/events`.

use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    access, export, hangup,
    model::{Call, CallDetail, CallEvent, CallFilter, CallRecord, CallStatus, Receipt, VoiceAccess},
    store, webhooks,
};
use crate::{
    domain::{
        ids::{CallId, EventId},
        page::Limit,
    },
    error::AppError,
    server::{extract::JsonBody, query, state::AppState, throttle::Door},
    users::{
        Scoped,
        scoped::{Call as Dial, Read},
    },
    words::Language,
};

/// The routes of this slice, the carrier's among them.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(events))
        .routes(routes!(list))
        .routes(routes!(one))
        .routes(routes!(csv))
        .routes(routes!(voice_access))
        .routes(routes!(hang_up))
        .merge(webhooks::router().into())
}

/// The query of a list of calls, as it comes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct CallsQuery {
    limit: Option<i64>,
    cursor: Option<String>,
    status: Option<String>,
    /// RFC 3339 in UTC or a day: from this moment on.
    from: Option<String>,
    /// RFC 3339 in UTC or a day: before this moment, or to the end of this day.
    to: Option<String>,
    /// ISO 3166-1 alpha-2.
    country: Option<String>,
    /// Part of a number or of a contact's name.
    q: Option<String>,
}

impl CallsQuery {
    fn filter(&self) -> Result<CallFilter, AppError> {
        let status = query::word(self.status.as_deref(), "status", CallStatus::from_word)?;
        Ok(CallFilter {
            status,
            from: query::moment(self.from.as_deref(), "from")?,
            to: query::moment_after(self.to.as_deref(), "to")?,
            country: self.country.clone().filter(|country| !country.is_empty()),
            q: self.q.clone().filter(|q| !q.trim().is_empty()),
            ..CallFilter::default()
        })
    }
}

/// A page of calls.
#[derive(Debug, Serialize, ToSchema)]
struct Calls {
    calls: Vec<Call>,
    next_cursor: Option<String>,
}

/// The caller's calls, newest first.
#[utoipa::path(get, path = "/api/user/calls", params(CallsQuery), responses((status = 200, body = Calls)), security(("token" = ["read"]), ("session" = [])))]
async fn list(Scoped { caller, .. }: Scoped<Read>, Query(query): Query<CallsQuery>) -> Result<Json<Calls>, AppError> {
    let limit = Limit::parse(query.limit).map_err(|message| AppError::invalid("limit", message))?;
    let page = store::page(&caller.state.db, &caller.me.id, &query.filter()?, query.cursor.as_deref(), limit).await?;
    Ok(Json(Calls { calls: page.items, next_cursor: page.next_cursor }))
}

/// A call with all there is to know.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CallDetail)]
struct OneCall {
    #[serde(flatten)]
    call: Call,
    /// Absent until the call is settled.
    receipt: Option<Receipt>,
    events: Vec<CallEvent>,
    #[serde(flatten)]
    record: CallRecord,
}

impl From<CallDetail> for OneCall {
    fn from(CallDetail { call, receipt, events, record }: CallDetail) -> Self {
        Self { call, receipt, events, record }
    }
}

/// One call with its receipt, its events, its note and how its line was.
#[utoipa::path(get, path = "/api/user/calls/{id}", params(("id" = String, Path)), responses((status = 200, body = OneCall)), security(("token" = ["read"]), ("session" = [])))]
async fn one(Scoped { caller, .. }: Scoped<Read>, Path(id): Path<String>) -> Result<Json<OneCall>, AppError> {
    let id = CallId::parse(&id).ok_or_else(|| AppError::not_found("call"))?;
    let detail = store::detail(&caller.state.db, &caller.me.id, &id, Language::En).await?;
    detail.map(|detail| Json(detail.into())).ok_or_else(|| AppError::not_found("call"))
}

/// The same calls as a CSV file, streamed.
#[utoipa::path(get, path = "/api/user/calls.csv", params(CallsQuery), responses((status = 200, content_type = "text/csv", body = String)), security(("token" = ["read"]), ("session" = [])))]
async fn csv(Scoped { caller, .. }: Scoped<Read>, Query(query): Query<CallsQuery>) -> Result<Response, AppError> {
    Ok(export::calls(caller, query.filter()?))
}

/// Whom a program wants to call.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct VoiceAccessBody {
    /// The number, E.164 or as dialled in the caller's own country.
    to: String,
}

/// Lets a program with a Voice SDK of its own place one call: checks number, rate and credit, and mints the carrier's token.
#[utoipa::path(post, path = "/api/user/voice-access", request_body = VoiceAccessBody, responses((status = 200, body = VoiceAccess), (status = 409, description = "The call would be refused, with the reason"), (status = 422, description = "Not a number"), (status = 429, description = "Asked too often; `Retry-After` says for how long")), security(("token" = ["call"]), ("session" = [])))]
async fn voice_access(
    Scoped { caller, .. }: Scoped<Dial>,
    JsonBody(body): JsonBody<VoiceAccessBody>,
) -> Result<Json<VoiceAccess>, AppError> {
    caller.knock(Door::Call)?;
    access::voice_access(&caller, &body.to).await.map(Json)
}

/// Ends a call that rings or runs; one that has ended already is fine.
#[utoipa::path(post, path = "/api/user/calls/{id}/hang-up", params(("id" = String, Path)), responses((status = 204), (status = 404, description = "Not there, or another caller's"), (status = 503, description = "The carrier did not answer")), security(("token" = ["call"]), ("session" = [])))]
async fn hang_up(Scoped { caller, .. }: Scoped<Dial>, Path(id): Path<String>) -> Result<StatusCode, AppError> {
    let id = CallId::parse(&id).ok_or_else(|| AppError::not_found("call"))?;
    hangup::hang_up(&caller, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Where the last page of events ended.
#[derive(Debug, Default, Deserialize, IntoParams)]
pub struct EventsQuery {
    since: Option<String>,
    limit: Option<i64>,
}

/// Events of the caller's calls.
#[derive(Debug, Serialize, ToSchema)]
pub struct Events {
    events: Vec<CallEvent>,
    next_cursor: Option<String>,
}

/// The events of the caller's calls after a cursor, oldest first. `next_cursor` is where to go on, also at the end.
///
/// # Errors
/// [`AppError::Invalid`] for a wrong cursor or limit, or when the database fails.
#[utoipa::path(get, path = "/api/twilio/events", params(EventsQuery), responses((status = 200, body = Events)), security(("token" = ["read"]), ("session" = [])))]
async fn events(
    Scoped { caller, .. }: Scoped<Read>,
    State(state): State<AppState>,
    Query(query): Query<EventsQuery>,
) -> Result<Json<Events>, AppError> {
    let limit = Limit::parse(query.limit).map_err(|message| AppError::invalid("limit", message))?;
    let since = query.since.unwrap_or_default();
    if !since.is_empty() && EventId::parse(&since).is_none() {
        return Err(AppError::invalid("since", "since: pass the next_cursor of the answer before, unchanged"));
    }
    let page = store::events::since(&state.db, &caller.me.id, &since, limit).await?;
    let last = page.items.last().map(|event| event.id.to_string());
    let next_cursor = page.next_cursor.or(last).or(Some(since)).filter(|cursor| !cursor.is_empty());
    Ok(Json(Events { events: page.items, next_cursor }))
}
