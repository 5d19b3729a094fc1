//! Takes connections, and bounds what each may cost before it has asked for anything.
//!
//! `axum::serve` sets no timer, and without one hyper waits for the head of a request for ever.

use std::{future::Future, net::SocketAddr, pin::pin, time::Duration};

use axum::{Router, extract::ConnectInfo, serve::Listener};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{net::TcpListener, sync::watch};
use tower::Service;

use super::config::Reader;

/// A little longer than usual proxies keep a connection that is idle: who speaks next is then who closes.
const IDLE_SECONDS: u64 = 75;
/// What is read ahead of a connection, in bytes: no head of ours comes near.
const READ_AHEAD: usize = 64 * 1024;

/// `RINGFARE_IDLE_SECONDS`; what is wrong with it goes to the reader's list of problems.
pub(super) fn idle_seconds(reader: &mut Reader<'_>) -> u64 {
    let Some(text) = reader.text("RINGFARE_IDLE_SECONDS") else { return IDLE_SECONDS };
    let sentence = || format!("RINGFARE_IDLE_SECONDS is '{text}': write whole seconds from 5 to 3600");
    text.parse().ok().filter(|seconds| (5..=3_600).contains(seconds)).unwrap_or_else(|| reader.problem(sentence(), IDLE_SECONDS))
}

/// Serves until `stop` ends, and then until the open connections have. Who has not sent a whole head within `patience` is cut off,
/// an idle connection as well: browsers and proxies open another without a word.
pub async fn serve(mut listener: TcpListener, router: Router, patience: Duration, stop: impl Future<Output = ()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience).max_buf_size(READ_AHEAD);
    let (closing, watched) = watch::channel(());
    let mut stop = pin!(stop);
    loop {
        let (stream, peer): (_, SocketAddr) = tokio::select! {
            // Waits a second by itself when the process has no more files to open.
            accepted = Listener::accept(&mut listener) => accepted,
            () = &mut stop => break,
        };
        let router = router.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().call(request)
        });
        let connection = http.serve_connection(TokioIo::new(stream), service).with_upgrades();
        let mut watched = watched.clone();
        tokio::spawn(async move {
            let mut connection = pin!(connection);
            let ended = tokio::select! {
                ended = connection.as_mut() => ended,
                _ = watched.changed() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(%peer, %error, "a connection ended badly");
            }
        });
    }
    drop((listener, watched));
    closing.send_replace(());
    closing.closed().await;
}
