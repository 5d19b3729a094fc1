//! Axum's extractors for queries and JSON bodies, with failures that read like every other error of `/api/*`.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::error::AppError;

/// The query string as a typed value.
#[derive(Debug, Clone, Copy)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, AppError> {
        let read = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        read.map(|query| Self(query.0)).map_err(|rejection| unusable(&rejection.body_text()))
    }
}

/// The JSON body as a typed value.
#[derive(Debug, Clone, Copy)]
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = AppError;

    async fn from_request(request: Request, state: &S) -> Result<Self, AppError> {
        let read = axum::Json::<T>::from_request(request, state).await;
        read.map(|body| Self(body.0)).map_err(|rejection| unusable(&rejection.body_text()))
    }
}

/// Axum says `Failed to …: days: invalid digit found in string`; what stands between the colons is the field.
fn unusable(rejection: &str) -> AppError {
    let (_, cause) = rejection.split_once(": ").unwrap_or(("", rejection));
    let is_name = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    match cause.split_once(": ") {
        Some((field, problem)) if is_name(field) => AppError::invalid(field, format!("{field}: {problem}")),
        _ => AppError::invalid("", cause),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wrong_field_is_named_where_axum_knows_it() {
        let error = unusable("Failed to deserialize query string: days: invalid digit found in string");
        assert_eq!(error, AppError::invalid("days", "days: invalid digit found in string"));
        let error =
            unusable("Failed to deserialize the JSON body into the target type: unknown field `user_id`, expected `phone`");
        assert_eq!(error, AppError::invalid("", "unknown field `user_id`, expected `phone`"));
        assert_eq!(error.field(), None);
    }
}
