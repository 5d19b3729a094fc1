//! Who asks: the one way through which every server function and every `/api/user/*` handler learns it.

use axum::{extract::FromRequestParts, http::request::Parts};
use leptos::prelude::use_context;

use super::model::Me;
use crate::{error::AppError, server::state::AppState};

/// The signed-in caller of a request, by session cookie or bearer token, with what a handler needs to answer.
#[derive(Debug, Clone)]
pub struct Caller {
    pub me: Me,
    pub state: AppState,
}

impl Caller {
    /// ISO 3166-1 alpha-2 country of the caller's own number: how numbers without a `+` are read.
    pub fn home(&self) -> Option<String> {
        self.me.number.as_ref().and_then(|number| crate::server::numbering::describe(number).country)
    }
}

/// As an extractor, for axum handlers: `async fn handler(caller: Caller) -> …`.
impl FromRequestParts<AppState> for Caller {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let _ = (parts, state);
        Err(AppError::NotSignedIn)
    }
}

/// The caller of the server function that is running.
///
/// # Errors
/// [`AppError::NotSignedIn`] without a good session or token.
pub async fn caller() -> Result<Caller, AppError> {
    let state: AppState = use_context().ok_or(AppError::NotSignedIn)?;
    let mut parts: Parts = use_context().ok_or(AppError::NotSignedIn)?;
    Caller::from_request_parts(&mut parts, &state).await
}
