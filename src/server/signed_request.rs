//! Requests of the carrier: read whole, believed only when signed.

use std::net::SocketAddr;

use axum::{
    Json,
    body::{Bytes, to_bytes},
    extract::{ConnectInfo, FromRequest, OriginalUri, Request},
    http::{HeaderMap, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{
    config::{Carrier, Config},
    state::AppState,
};
use crate::{
    error::AppError,
    twilio::signature::{Incoming, Params, Payload, SignatureError, read_unverified, verify},
};

/// More than any post of Twilio needs, in bytes.
pub const BODY_MOST: usize = 64 * 1024;

/// A request that the carrier signed, as an axum extractor (it must come last in a handler).
#[derive(Debug, Clone)]
pub struct SignedRequest {
    pub payload: Payload,
    /// `I-Twilio-Idempotency-Token`: equal for retries of one request, and only for them.
    pub idempotency_token: Option<String>,
    /// What was sent, as text to keep: the body, or the query of a GET.
    pub raw: String,
}

impl SignedRequest {
    /// The fields of a form.
    ///
    /// # Errors
    /// [`AppError::Invalid`] for JSON, which only the events' address takes.
    pub fn form(&self) -> Result<&Params, AppError> {
        match &self.payload {
            Payload::Form(params) => Ok(params),
            Payload::Json(_) => Err(AppError::invalid("", "This address takes form fields. Post JSON to /api/twilio/events.")),
        }
    }
}

/// Why a request was not taken.
#[derive(Debug)]
pub enum Rejection {
    Refused(AppError),
    TooLarge,
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(error) => error.into_response(),
            Self::TooLarge => {
                let message = format!("The body is larger than {BODY_MOST} bytes, which no post of Twilio is.");
                let body = json!({ "error": { "code": "too_large", "message": message } });
                (StatusCode::PAYLOAD_TOO_LARGE, Json(body)).into_response()
            }
        }
    }
}

impl FromRequest<AppState> for SignedRequest {
    type Rejection = Rejection;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Rejection> {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, BODY_MOST).await.map_err(|_| Rejection::TooLarge)?;
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
        let incoming = Incoming {
            public_url: &state.config.public_url,
            target: uri.path_and_query().map_or("/", |target| target.as_str()),
            method: parts.method.as_str(),
            content_type: text(&parts.headers, header::CONTENT_TYPE.as_str()),
            body: &body,
            signature: text(&parts.headers, "x-twilio-signature"),
        };
        let payload = match verify(state.twilio.account(), &incoming) {
            Err(SignatureError::Missing) if takes_unsigned(&state.config, &parts) => read_unverified(&incoming),
            verdict => verdict,
        };
        let payload = payload.map_err(|error| refused(error, uri))?;
        let idempotency_token = text(&parts.headers, "i-twilio-idempotency-token").map(str::to_owned);
        Ok(Self { payload, idempotency_token, raw: raw(&body, uri) })
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn refused(error: SignatureError, uri: &Uri) -> Rejection {
    tracing::warn!(path = uri.path(), %error, "a webhook was refused");
    let message = format!(
        "{error}. Nothing was stored. Twilio signs with the account's primary auth token and the address in RINGFARE_PUBLIC_URL; \
         `ringfare twilio sign` makes a signed request by hand."
    );
    Rejection::Refused(AppError::Forbidden { message })
}

/// Only in local mode, only when asked for, only from this machine itself: what a proxy passes on came from elsewhere.
fn takes_unsigned(config: &Config, parts: &Parts) -> bool {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let here = peer.is_some_and(|ConnectInfo(address)| address.ip().to_canonical().is_loopback());
    let proxied = ["forwarded", "x-forwarded-for", "via"].iter().any(|name| parts.headers.contains_key(*name));
    config.unsigned_webhooks && config.carrier == Carrier::Local && here && !proxied
}

/// PostgreSQL's text takes no NUL.
fn raw(body: &Bytes, uri: &Uri) -> String {
    let text = if body.is_empty() { uri.query().unwrap_or_default().into() } else { String::from_utf8_lossy(body) };
    text.replace('\0', "\u{fffd}")
}
