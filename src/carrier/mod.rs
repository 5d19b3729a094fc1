//! The local carrier: a stand-in for Twilio that speaks its protocols, so that everything works without an account.
//!
//! It meets the app over HTTP alone and imports only `twilio` and `domain`. A browser comes in by `signalling`, becomes a
//! `call` of the `exchange`, whose TwiML the `engine` follows; `dial` is the called leg, `media` its voice, `postman` and
//! `post` tell the app, `rest` answers it. To add a scripted number: `numbers`; a fault: `settings` and `postman`.

use std::{net::SocketAddr, sync::Arc};

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

const PRELOAD: &str = include_str!("preload.js");

/// The one application that this carrier serves, as a Twilio account would know it.
#[derive(Debug, Clone)]
pub struct Application {
    pub account: Account,
    /// The TwiML App's Voice URL.
    pub voice_url: String,
    /// The TwiML App's status callback: the end of the browser's leg.
    pub status_url: String,
    /// Where this server listens.
    pub address: SocketAddr,
}

/// Starts the carrier; it stops when `stopped` turns true.
///
/// # Errors
/// A sentence, when no socket for the media is to be had.
#[expect(clippy::unused_async, reason = "the composition root need not know what is awaited here")]
pub async fn start(settings: Settings, application: Application, stopped: watch::Receiver<bool>) -> Result<Router, String> {
    let sockets = media_sockets::open(&settings)?;
    let addresses: Vec<_> = sockets.iter().map(|bound| bound.announced.to_string()).collect();
    tracing::info!(media = addresses.join(", "), "the local carrier is on the line");
    let media = media::Media::start(sockets, stopped.clone())?;
    let scripted = settings.scripted;
    let exchange = Arc::new(exchange::Exchange::new(settings, application, media, stopped.clone())?);
    end_calls_when_stopped(exchange.clone(), stopped);
    let mut routes = Router::new()
        .route(PRELOAD_PATH, get(([(header::CONTENT_TYPE, "text/javascript"), (header::CACHE_CONTROL, "no-cache")], PRELOAD)))
        .route("/carrier/signal", any(signalling::open));
    if scripted {
        routes = routes.route("/carrier/test-calls", post(test_calls::start));
    }
    Ok(routes.with_state(exchange.clone()).nest(&format!("{REST_PATH}/2010-04-01"), rest::router(exchange)))
}

fn end_calls_when_stopped(exchange: Arc<exchange::Exchange>, mut stopped: watch::Receiver<bool>) {
    tokio::spawn(async move {
        drop(stopped.wait_for(|stopped| *stopped).await.map(drop));
        exchange.tell_all(&orders::Order::EndCall);
    });
}

#[cfg(test)]
mod tests;
