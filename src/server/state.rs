//! What every handler can reach.

use std::sync::Arc;

use axum::extract::FromRef;
use leptos::prelude::LeptosOptions;

use super::{clock::Clock, config::Config, database::Database, live::Streams, mailer::Mailer, throttle::Throttle};
use crate::twilio::client::Client;

/// Cheap to clone; one per server.
#[derive(Debug, Clone, FromRef)]
pub struct AppState {
    pub db: Database,
    pub config: Arc<Config>,
    pub clock: Clock,
    /// The carrier's REST API and account.
    pub twilio: Client,
    pub leptos: LeptosOptions,
    /// What the page must load before the Voice SDK; the local carrier's socket shim, nothing for Twilio.
    pub voice_preload: VoicePreload,
    /// Is told that there are letters.
    pub mailer: Mailer,
    /// The streams that are open.
    pub streams: Streams,
    /// The doors that may be knocked at so often.
    pub throttle: Throttle,
}

/// A script's path, or nothing.
#[derive(Debug, Clone, Default)]
pub struct VoicePreload(pub Option<String>);
