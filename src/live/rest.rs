//! `/api/user/stream`.

use std::convert::Infallible;

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse, Response, Sse, sse::Event},
};
use futures_util::Stream;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::stream::{Cursor, Watcher};
use crate::{
    server::state::AppState,
    users::{Caller, Scoped, scoped::Read},
};

/// The routes of this slice.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(stream))
}

/// Changes of the caller's balance and calls as they are committed: server-sent events (`text/event-stream`).
///
/// `hello` comes first: `{"account","at"}`, with `retry`. `balance` is the body of `/api/user/balance`; `calls` is an array of
/// the calls that are new or changed, each as in `/api/user/calls`, at most the newest 12. A stream begins with both as they
/// are now. Events are states, not steps: take the newest, and one that comes twice does no harm; what happens while a state
/// is read comes as one. Each carries an `id`; a client that comes back with it as `Last-Event-ID`
/// is sent only what differs from then. `beat` comes every 20 seconds, `{"at"}` in the server's milliseconds since 1970: until
/// then nothing else had changed. `end` tells why the server closes: `{"reason"}` is `signed_out`, `deleted` (the account), `too_many`
/// (eight per account; the oldest gives way), `stopping` or `unavailable`. 401 without a good session or token.
#[utoipa::path(get, path = "/api/user/stream", params(("Last-Event-ID" = Option<String>, Header, description = "The last `id` received")),
               responses((status = 200, content_type = "text/event-stream", body = String), (status = 401)), security(("token" = ["read"]), ("session" = [])))]
async fn stream(Scoped { caller, .. }: Scoped<Read>, headers: HeaderMap) -> Response {
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok()).and_then(Cursor::parse);
    // nginx and others would keep events back to fill a buffer.
    let at_once = [
        (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache, no-store, no-transform")),
    ];
    (at_once, Sse::new(events(caller, last))).into_response()
}

fn events(caller: Caller, last: Option<Cursor>) -> impl Stream<Item = Result<Event, Infallible>> {
    async_stream::stream! {
        let mut watcher = Watcher::new(caller, last);
        yield Ok(watcher.hello());
        while let Some(events) = watcher.next().await {
            for event in events {
                yield Ok(event);
            }
        }
    }
}
