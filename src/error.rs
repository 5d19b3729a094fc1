//! What a caller may be told when something does not work: the one error type that crosses the wire.
//!
//! The causes behind [`AppError::Internal`] are logged on the server and never told. The mapping to HTTP is in
//! `server::http_error`.

use leptos::{
    prelude::{FromServerFnError, ServerFnErrorErr},
    server_fn::codec::JsonEncoding,
};
use serde::{Deserialize, Serialize};

/// A failure, in words that name the cause and the next step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
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

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

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
