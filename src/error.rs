//! What a caller may be told when something does not work: the one error type that crosses the wire.
//!
//! The causes behind [`AppError::Internal`] are logged on the server and never told. The mapping to HTTP is in
//! `server::http_error`.

use leptos::prelude::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

use crate::domain::json::Json;

/// A failure, in words that name the cause and the next step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case", try_from = "Told")]
pub enum AppError {
    /// No session, no token, or one that has ended.
    #[error("Sign in first: there is no session, or it has ended.")]
    NotSignedIn,
    /// Signed in, but too long ago for this: the caller must show once more who they are (`users::confirmed`).
    #[error("Confirm in the browser that it is you, which holds for ten minutes, and try again. A token cannot do this.")]
    ConfirmFirst,
    /// A token after its last day.
    #[error("This token has expired. Make a new one on the settings page, or with `ringfare user token`.")]
    TokenExpired,
    /// A token that was made for less.
    #[error("This token may not do that: it lacks the scope `{scope}`. Make one that has it on the settings page.")]
    ScopeMissing { scope: String },
    /// Signed in, but this is for operators, or the request came from another site.
    #[error("{message}")]
    Forbidden { message: String },
    /// Nothing of this name belongs to the caller.
    #[error("There is no such {what}.")]
    NotFound { what: String },
    /// The input cannot be used; `field` names the part that is wrong.
    #[error("{message}")]
    Invalid { field: String, message: String },
    /// The input is good, but the rules say no; `code` is stable, such as `insufficient_credit`.
    #[error("{message}")]
    Refused { code: String, message: String },
    /// Too many tries.
    #[error("Too many tries. Wait {retry_after_seconds} s and try again.")]
    TooMany { retry_after_seconds: i64 },
    /// The database or the carrier does not answer just now.
    #[error("{message}")]
    Unavailable { message: String },
    /// A fault of ours; the log has it under this request id.
    #[error("Something failed on the server. Nothing was charged for it. Quote request {request_id} to the operator.")]
    Internal { request_id: String },
    /// The browser could not reach the server.
    #[error("The server could not be reached: {message}")]
    Unreachable { message: String },
}

impl AppError {
    pub fn invalid(field: &str, message: impl Into<String>) -> Self {
        Self::Invalid { field: field.to_owned(), message: message.into() }
    }

    pub fn refused(code: &str, message: impl Into<String>) -> Self {
        Self::Refused { code: code.to_owned(), message: message.into() }
    }

    pub fn not_found(what: &str) -> Self {
        Self::NotFound { what: what.to_owned() }
    }

    /// A short word for programs.
    pub fn code(&self) -> &str {
        match self {
            Self::NotSignedIn => "not_signed_in",
            Self::ConfirmFirst => "confirm_first",
            Self::TokenExpired => "token_expired",
            Self::ScopeMissing { .. } => "scope_missing",
            Self::Forbidden { .. } => "forbidden",
            Self::NotFound { .. } => "not_found",
            Self::Invalid { .. } => "invalid_input",
            Self::Refused { code, .. } => code,
            Self::TooMany { .. } => "too_many_tries",
            Self::Unavailable { .. } => "unavailable",
            Self::Internal { .. } => "internal",
            Self::Unreachable { .. } => "unreachable",
        }
    }

    /// The input that is wrong, if one is.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid { field, .. } if !field.is_empty() => Some(field),
            _ => None,
        }
    }
}

/// An [`AppError`] as it comes: the parts of every kind.
#[derive(Deserialize)]
struct Told {
    kind: String,
    message: Option<String>,
    code: Option<String>,
    field: Option<String>,
    request_id: Option<String>,
    retry_after_seconds: Option<i64>,
    scope: Option<String>,
    what: Option<String>,
}

impl TryFrom<Told> for AppError {
    type Error = &'static str;

    fn try_from(told: Told) -> Result<Self, Self::Error> {
        const LACKING: &str = "a part of the failure is missing";

        Ok(match told.kind.as_str() {
            "not_signed_in" => Self::NotSignedIn,
            "confirm_first" => Self::ConfirmFirst,
            "token_expired" => Self::TokenExpired,
            "scope_missing" => Self::ScopeMissing { scope: told.scope.ok_or(LACKING)? },
            "not_found" => Self::NotFound { what: told.what.ok_or(LACKING)? },
            "too_many" => Self::TooMany { retry_after_seconds: told.retry_after_seconds.ok_or(LACKING)? },
            "internal" => Self::Internal { request_id: told.request_id.ok_or(LACKING)? },
            kind => {
                let message = told.message.ok_or(LACKING)?;
                match kind {
                    "forbidden" => Self::Forbidden { message },
                    "invalid" => Self::Invalid { field: told.field.ok_or(LACKING)?, message },
                    "refused" => Self::Refused { code: told.code.ok_or(LACKING)?, message },
                    "unavailable" => Self::Unavailable { message },
                    "unreachable" => Self::Unreachable { message },
                    _ => return Err("a kind of failure that is not known here"),
                }
            }
        })
    }
}

impl FromServerFnError for AppError {
    type Encoder = Json;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(message) | ServerFnErrorErr::MissingArg(message) => Self::invalid("", message),
            // In the browser it is an answer that is not of ours: a proxy's page that says that we are away, or a network's sign-in.
            ServerFnErrorErr::Deserialization(message) if !cfg!(target_arch = "wasm32") => Self::invalid("", message),
            ServerFnErrorErr::Request(message) | ServerFnErrorErr::Deserialization(message) => Self::Unreachable { message },
            other => Self::Unavailable { message: other.to_string() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::json;

    #[test]
    fn every_failure_is_read_as_it_was_written() {
        let text = || "a \"word\"\n".to_owned();
        for failure in [
            AppError::NotSignedIn,
            AppError::ConfirmFirst,
            AppError::TokenExpired,
            AppError::ScopeMissing { scope: text() },
            AppError::Forbidden { message: text() },
            AppError::NotFound { what: text() },
            AppError::Invalid { field: text(), message: text() },
            AppError::Refused { code: text(), message: text() },
            AppError::TooMany { retry_after_seconds: 60 },
            AppError::Unavailable { message: text() },
            AppError::Internal { request_id: text() },
            AppError::Unreachable { message: text() },
        ] {
            let json = serde_json::to_vec(&failure).expect("JSON");
            assert_eq!(json::read(&json), Ok(failure));
        }
        assert_eq!(json::read::<AppError>(br#"{"kind":"refused","message":"no code"}"#), Err(json::Unreadable));
        assert_eq!(json::read::<AppError>(br#"{"kind":"bad_weather","message":"rain"}"#), Err(json::Unreadable));
    }
}
