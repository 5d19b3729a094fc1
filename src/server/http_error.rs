//! How an [`AppError`] reads over HTTP, decided in one place for both doors.

use axum::{
    Json,
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde_json::json;
use sqlx::error::ErrorKind;

use crate::{error::AppError, server::ids};

/// More than any error of a server function needs, in bytes.
const ERROR_BODY_MOST: usize = 16 * 1024;

impl AppError {
    /// The status code that tells a program what to do next.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotSignedIn | Self::TokenExpired => StatusCode::UNAUTHORIZED,
            Self::ConfirmFirst | Self::ScopeMissing { .. } | Self::Forbidden { .. } => StatusCode::FORBIDDEN,
            Self::NotFound { .. } => StatusCode::NOT_FOUND,
            Self::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Refused { .. } => StatusCode::CONFLICT,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable { .. } | Self::Unreachable { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Logs the cause of a fault of ours and keeps it from the caller.
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        let request_id = ids::hex32()[..12].to_owned();
        tracing::error!(request.id = request_id, %cause, "a request failed by a fault of ours");
        Self::Internal { request_id }
    }
}

/// `{"error":{"code","message","field"}}`, the body of every error of `/api/*`.
impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let mut error = json!({ "code": self.code(), "message": self.to_string() });
        if let Some(field) = self.field() {
            error["field"] = json!(field);
        }
        let mut response = (self.status(), Json(json!({ "error": error }))).into_response();
        if let Self::TooMany { retry_after_seconds } = self {
            response.headers_mut().insert(header::RETRY_AFTER, retry_after_seconds.into());
        }
        response
    }
}

impl From<sqlx::Error> for AppError {
    fn from(error: sqlx::Error) -> Self {
        if is_unstorable(&error) {
            tracing::warn!(%error, "a text cannot be stored");
            return Self::invalid("", "There is a character in this that the database cannot store. Take it out.");
        }
        if is_ours(&error) {
            return Self::internal(&error);
        }
        tracing::error!(%error, "the database does not do its work");
        Self::Unavailable { message: "The database is busy, full or away. Nothing was changed; try again in a moment.".into() }
    }
}

/// Whether a text held a character that PostgreSQL keeps in none, such as NUL, or not in this database's encoding
/// (`character_not_in_repertoire`, `untranslatable_character`).
fn is_unstorable(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    matches!(code.as_deref(), Some("22P05" | "22021"))
}

/// Whether trying again would fail again: a broken constraint, a value or a statement that is wrong (PostgreSQL's classes 22 and
/// 42). Whatever else a database says, the carrier shall post again, so it is not ours: a full disk makes SQLite say more than
/// FULL (CANTOPEN, "no transaction is active"), and a deadlock of PostgreSQL is over at the next try.
fn is_ours(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(cause) => {
            let code = cause.code().unwrap_or_default();
            cause.kind() != ErrorKind::Other || code.len() == 5 && (code.starts_with("22") || code.starts_with("42"))
        }
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::BeginFailed => false,
        _ => true,
    }
}

/// Gives a failed server function the status of its error: server functions of Leptos 0.8 answer 500 for all of them.
pub async fn server_function_status(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, ERROR_BODY_MOST).await else {
        return AppError::internal(&"an error's body could not be read").into_response();
    };
    if let Ok(error) = serde_json::from_slice::<AppError>(&bytes) {
        parts.status = error.status();
        if let AppError::TooMany { retry_after_seconds } = error {
            parts.headers.insert(header::RETRY_AFTER, retry_after_seconds.into());
        }
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// Gives the errors that axum makes by itself the body that `/api/*` promises for all of them.
pub async fn api_error_body(request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    let status = response.status();
    let is_json =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !is_api || is_json || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let told = to_bytes(body, ERROR_BODY_MOST).await.unwrap_or_default();
    let (code, message) = match status {
        StatusCode::NOT_FOUND => ("not_found", "There is no such address; /api/openapi.json lists them all.".to_owned()),
        StatusCode::METHOD_NOT_ALLOWED => {
            ("method_not_allowed", "This address does not take that method: its `Allow` header names those it takes.".to_owned())
        }
        StatusCode::PAYLOAD_TOO_LARGE => ("too_large", "The body is larger than this address takes.".to_owned()),
        status if status.is_client_error() => ("invalid_input", String::from_utf8_lossy(&told).into_owned()),
        _ => ("unavailable", "The server did not finish in time. Try again in a moment.".to_owned()),
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Response::from_parts(parts, Body::from(json!({ "error": { "code": code, "message": message } }).to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_carrier_is_asked_to_try_again_unless_that_would_fail_again() {
        for passing in [sqlx::Error::PoolTimedOut, sqlx::Error::BeginFailed, sqlx::Error::WorkerCrashed] {
            assert_eq!(AppError::from(passing).status(), StatusCode::SERVICE_UNAVAILABLE);
        }
        assert_eq!(AppError::from(sqlx::Error::RowNotFound).status(), StatusCode::INTERNAL_SERVER_ERROR);
    }
}
