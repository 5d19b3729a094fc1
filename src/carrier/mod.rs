//! The local carrier: a stand-in for Twilio that speaks its protocols, so that everything works without an account.
//!
//! It meets the app over HTTP alone and imports only `twilio` and `domain`. A browser comes in by `signalling`, becomes a
//! `call` of the `exchange`, whose TwiML the `engine` follows; `dial` is the called leg, `media` its voice, `postman` and
//! `post` tell the app, `rest` answers it. To add a scripted number: `numbers`; a fault: `settings` and `postman`.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    http::header,
    routing::{any, get, post},
};
use tokio::sync::watch;

use crate::twilio::account::Account;

mod call;
mod caller;
mod dial;
mod engine;
mod exchange;
mod form;
mod insights;
mod media;
mod media_session;
mod media_sockets;
mod messages;
mod numbers;
mod orders;
mod overrides;
mod post;
mod postman;
mod records;
mod reports;
mod rest;
mod settings;
mod sids;
mod signalling;
mod test_calls;
mod wall_clock;

pub use settings::{Faults, Settings};

/// Where the page loads the script that leads the Voice SDK's socket here.
pub const PRELOAD_PATH: &str = "/carrier/preload.js";
/// Where the REST resources live on this server; Twilio's path `/2010-04-01/…` follows.
pub const REST_PATH: &str = "/carrier";

/// How long the posts about calls that end because the server stops may take.
const LAST_POSTS: Duration = Duration::from_secs(3);

const PRELOAD: &str = include_str!("preload.js");

/// The one application that this carrier serves, as a Twilio account would know it.
#[derive(Debug, Clone)]
pub struct Application {
    pub account: Account,
    /// The TwiML App's Voice URL.
    pub voice_url: String,
    /// The TwiML App's status callback: the end of the browser's leg.
    pub status_url: String,
    /// The sink of Event Streams.
    pub events_url: String,
    /// Where this server listens.
    pub address: SocketAddr,
}

/// Starts the carrier. When `stopped` turns true it ends all calls and tells the application so; when it is done, or after
/// [`LAST_POSTS`], it drops `stopped`: then the application may stop too.
///
/// # Errors
/// A sentence, when no socket for the media is to be had.
#[expect(clippy::unused_async, reason = "the composition root need not know what is awaited here")]
pub async fn start(settings: Settings, application: Application, stopped: watch::Receiver<bool>) -> Result<Router, String> {
    let sockets = media_sockets::open(&settings)?;
    let addresses: Vec<_> = sockets.iter().map(|bound| bound.announced.to_string()).collect();
    tracing::info!(media = addresses.join(", "), "the local carrier is on the line");
    let (close, closed) = watch::channel(false);
    let media = media::Media::start(sockets, closed.clone())?;
    let scripted = settings.scripted;
    let exchange = Arc::new(exchange::Exchange::new(settings, application, media, closed)?);
    tokio::spawn(close_when_stopped(exchange.clone(), close, stopped));
    let mut routes = Router::new()
        .route(PRELOAD_PATH, get(([(header::CONTENT_TYPE, "text/javascript"), (header::CACHE_CONTROL, "no-cache")], PRELOAD)))
        .route("/carrier/signal", any(signalling::open));
    if scripted {
        routes = routes.route("/carrier/test-calls", post(test_calls::start));
    }
    Ok(routes.with_state(exchange.clone()).nest(&format!("{REST_PATH}/2010-04-01"), rest::router(exchange)))
}

/// First the calls, then the sockets: a browser is to hear of the end, and the application to be told what to charge.
async fn close_when_stopped(exchange: Arc<exchange::Exchange>, close: watch::Sender<bool>, mut stopped: watch::Receiver<bool>) {
    drop(stopped.wait_for(|stopped| *stopped).await.map(drop));
    exchange.tell_all(&orders::Order::EndCall);
    let idle = async {
        while !exchange.is_idle() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    if tokio::time::timeout(LAST_POSTS, idle).await.is_err() {
        tracing::warn!("the local carrier stops before the application took all posts about the calls that ended with it");
    }
    close.send_replace(true);
}

#[cfg(test)]
mod tests;
