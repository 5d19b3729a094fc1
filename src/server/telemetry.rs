//! Logging: lines for people, or JSON for machines. Telephone numbers, e-mail addresses and secrets stay out of it: their types
//! hide them from `Debug`, `tests/tidy/logs.rs` keeps them out of our own lines, and `mask` looks over what libraries say.

use axum::{
    body::Body,
    extract::MatchedPath,
    http::{HeaderValue, Request},
};
use tower_http::request_id::{MakeRequestId, RequestId};
use tracing::{Span, field::Empty};
use tracing_subscriber::{EnvFilter, fmt};

use super::{config::Reader, ids, mask::Masked};

/// `RINGFARE_LOG_FORMAT`; what is wrong with it goes to the reader's list of problems.
pub(super) fn is_json(reader: &mut Reader<'_>) -> bool {
    match reader.text("RINGFARE_LOG_FORMAT").as_deref() {
        None | Some("text") => false,
        Some("json") => true,
        Some(other) => reader.problem(format!("RINGFARE_LOG_FORMAT is '{other}': write text or json"), false),
    }
}

/// Starts logging to standard error. A wrong `filter` is reported and `info` used instead.
pub fn start(filter: &str, json: bool) {
    let parsed = EnvFilter::try_new(filter);
    let wrong = parsed.as_ref().err().map(ToString::to_string);
    let filter_in_force = parsed.unwrap_or_else(|_| EnvFilter::new("info"));
    let subscriber = fmt().with_env_filter(filter_in_force).with_writer(|| Masked(std::io::stderr()));
    let started = if json { subscriber.json().try_init() } else { subscriber.compact().try_init() };
    if let (Ok(()), Some(wrong)) = (started, wrong) {
        tracing::warn!(filter, wrong, "RINGFARE_LOG is not a filter that tracing knows; using info");
    }
}

/// Gives each request that brings none an id, which is in every line of its log and in the answer's `x-request-id`.
#[derive(Debug, Clone, Copy, Default)]
pub struct RequestIds;

impl MakeRequestId for RequestIds {
    fn make_request_id<B>(&mut self, _: &Request<B>) -> Option<RequestId> {
        HeaderValue::try_from(&ids::hex32()[..12]).ok().map(RequestId::new)
    }
}

/// What every line of a request's log carries. The route instead of the address: queries and paths hold telephone numbers.
pub fn request_span(request: &Request<Body>) -> Span {
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let span = tracing::info_span!("request", method = %request.method(), route, id = Empty);
    if let Some(id) = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok()) {
        span.record("id", id);
    }
    span
}
