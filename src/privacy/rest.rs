//! `/api/user/export`: everything of one's own in one file.

use axum::{
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::export;
use crate::{error::AppError, server::state::AppState, users::InPerson, words::chosen_language};

/// Where a person goes who has to confirm first: back at the settings, the same button works.
const CONFIRM: &str = "/confirm?next=/dashboard/settings";

/// The routes of this slice.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(everything))
}

/// Everything that is kept of the caller, as one ZIP archive: account, limits, sessions and tokens (without what opens them),
/// contacts, calls with notes and events, every line of the ledger, every month's statement; as CSV and JSON, contacts as vCard
/// too. Streamed. It asks for a session that was confirmed within ten minutes, so a bearer token is refused, whatever it may do.
#[utoipa::path(
    get,
    path = "/api/user/export",
    tag = "account",
    responses(
        (status = 200, content_type = "application/zip", body = Vec<u8>),
        (status = 303, description = "A page of a browser is to confirm first"),
        (status = 401, description = "Not signed in"),
        (status = 403, description = "Confirm first, or a bearer token"),
        (status = 429, description = "Too often")
    ),
    security(("session" = []))
)]
async fn everything(InPerson(caller): InPerson, headers: HeaderMap) -> Result<Response, AppError> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match caller.must_be_confirmed().await {
        Err(AppError::ConfirmFirst) if text(header::ACCEPT).contains("text/html") => Ok(Redirect::to(CONFIRM).into_response()),
        Err(error) => Err(error),
        Ok(()) => export::archive(&caller, chosen_language(text(header::COOKIE), text(header::ACCEPT_LANGUAGE))),
    }
}
