//! Each page is drawn by one thread, from its first byte to its last.
//!
//! The signals, resources and suspenses of a page take each other's locks in an order that depends on who comes first: with
//! several threads drawing it, one page in some 1,500 stood still for ever (leptos-rs/leptos#4578, #4647, #4673). Tasks that
//! a page spawns stay on its thread; pages share the threads, and nothing else.

use std::{io, num::NonZero, sync::LazyLock, thread, time::Duration};

use axum::{
    body::{Body, HttpBody},
    extract::Request,
    middleware::Next,
    response::Response,
};
use futures_util::stream;
use http_body_util::{BodyExt, StreamBody};
use tokio::{
    sync::{mpsc, oneshot},
    time::timeout,
};
use tokio_util::task::{AbortOnDropHandle, LocalPoolHandle};
use tracing::{Instrument, instrument::WithSubscriber};

use crate::error::AppError;

/// A page that has nothing to add for so long will never end.
const PATIENCE: Duration = Duration::from_secs(30);
/// Pieces of a page that wait for a slow reader.
const AHEAD: usize = 4;

static THREADS: LazyLock<LocalPoolHandle> =
    LazyLock::new(|| LocalPoolHandle::new(thread::available_parallelism().map_or(1, NonZero::get)));

/// Layers around everything that draws pages.
///
/// # Errors
/// [`AppError::Internal`] when drawing panicked.
pub async fn draw(request: Request, next: Next) -> Result<Response, AppError> {
    let (answer, answered) = oneshot::channel();
    let drawing = pass_on(request, next, answer).in_current_span().with_current_subscriber();
    // Nobody may be waiting any more: what is still to be read of the request goes with the task, and so its connection.
    let drawing = AbortOnDropHandle::new(THREADS.spawn_pinned(|| drawing));
    let answer = answered.await.map_err(|error| AppError::internal(&error));
    drawing.detach();
    answer
}

/// Answers as soon as there is a head, and brings the body piece by piece.
async fn pass_on(request: Request, next: Next, answer: oneshot::Sender<Response>) {
    let (head, mut body) = next.run(request).await.into_parts();
    if body.size_hint().exact().is_some() {
        drop(answer.send(Response::from_parts(head, body)));
        return;
    }
    let (pieces, mut sent) = mpsc::channel(AHEAD);
    let sent = StreamBody::new(stream::poll_fn(move |task| sent.poll_recv(task)));
    if answer.send(Response::from_parts(head, Body::new(sent))).is_err() {
        return;
    }
    while let Some(piece) = timeout(PATIENCE, body.frame()).await.unwrap_or_else(|_| Some(Err(stood_still()))) {
        let over = piece.is_err();
        if pieces.send(piece).await.is_err() || over {
            return;
        }
    }
}

/// Breaks the answer off, so that a browser says so instead of waiting.
fn stood_still() -> axum::Error {
    tracing::error!(patience_s = PATIENCE.as_secs(), "a page stood still while it was drawn");
    axum::Error::new(io::Error::from(io::ErrorKind::TimedOut))
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, sync::Arc, sync::Mutex, thread::ThreadId};

    use axum::{Router, middleware::from_fn, routing::get};
    use tower::ServiceExt;

    use super::*;

    type Seen = Arc<Mutex<HashSet<ThreadId>>>;

    fn note(seen: &Seen) {
        seen.lock().expect("no test panicked").insert(thread::current().id());
    }

    /// Notes its thread in the handler, in a task that it spawns, and with each of a hundred pieces.
    fn page(seen: Seen) -> Body {
        note(&seen);
        let pieces = stream::unfold(0, move |number| {
            let seen = seen.clone();
            async move {
                note(&seen);
                let told = seen.clone();
                tokio::spawn(async move { note(&told) }).await.expect("the task ends");
                tokio::task::yield_now().await;
                note(&seen);
                (number < 100).then(|| (Ok::<_, io::Error>(format!("{number},")), number + 1))
            }
        });
        Body::from_stream(pieces)
    }

    async fn get_page(handler: Router) -> Response {
        let request = Request::builder().uri("/").body(Body::empty()).expect("a request");
        handler.layer(from_fn(draw)).oneshot(request).await.expect("an answer")
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn a_page_and_all_it_spawns_stay_on_one_thread() {
        for _ in 0..20 {
            let seen = Seen::default();
            let told = seen.clone();
            let answer = get_page(Router::new().route("/", get(async move || page(told)))).await;
            let text = answer.into_body().collect().await.expect("the whole page").to_bytes();
            assert!(text.starts_with(b"0,1,2,") && text.ends_with(b",98,99,"), "every piece, in order");
            let seen = seen.lock().expect("no test panicked");
            assert_eq!(seen.len(), 1, "{seen:?}");
            assert!(!seen.contains(&thread::current().id()));
        }
    }

    #[tokio::test]
    async fn a_short_answer_keeps_its_length_and_a_panic_is_an_error() {
        let answer = get_page(Router::new().route("/", get(async || "short"))).await;
        assert_eq!(answer.body().size_hint().exact(), Some(5));
        let answer = get_page(Router::new().route("/", get(async || -> &'static str { panic!("on purpose") }))).await;
        assert_eq!(answer.status(), 500);
    }
}
