//! The composition root: from a configuration to a running server, with the local carrier if it is on the line.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::Router;
use leptos::prelude::get_configuration;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
    task::JoinHandle,
};

use crate::{
    calls, carrier, contacts, ledger, live as pages_live, privacy, rates,
    server::{
        clock::Clock,
        config::{Carrier, Config, Variables},
        database::{ConnectError, Database},
        ids, listen,
        live::{self, Streams},
        mailer::{self, Mailer},
        metrics, router, settings,
        state::{AppState, VoicePreload},
        throttle::Throttle,
    },
    twilio::{account::Account, client::Client},
};

/// How long open connections may take to end.
const STOP_PATIENCE: Duration = Duration::from_secs(10);
/// What keeps a server from starting, with the remedy.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Database(#[from] ConnectError),
    #[error("the database failed while starting: {0}")]
    Query(#[from] sqlx::Error),
    #[error("{0} is in use or not ours to listen on ({1}): stop what listens there, or set LEPTOS_SITE_ADDR to another port")]
    Listen(SocketAddr, std::io::Error),
    #[error(
        "{0} cannot serve metrics ({1}): stop what listens there, or set RINGFARE_METRICS_ADDR to another port or leave it out"
    )]
    Metrics(SocketAddr, std::io::Error),
    #[error("the local carrier cannot start: {0}")]
    Carrier(String),
    #[error("Leptos.toml cannot be read: {0}")]
    Leptos(String),
}

/// Everything but the listening socket: for commands that work on the database alone.
///
/// # Errors
/// [`StartError`], with the remedy.
pub async fn open(config: Config, clock: Clock) -> Result<AppState, StartError> {
    let db = Database::connect(config.database_url.expose()).await?;
    if rates::deck::ensure_default(&db, clock.now()).await? {
        tracing::info!("no rates were there: the example prices are in force until you import a deck (docs/rates.md)");
    }
    contacts::store::write::fill_search(&db).await?;
    let account = match config.account.clone() {
        Some(account) => account,
        None => local_account(&db).await?,
    };
    let (base_url, voice_preload) = match config.carrier {
        Carrier::Twilio => (config.twilio_api.clone(), VoicePreload(None)),
        Carrier::Local => {
            (format!("http://{}{}", config.site_addr, carrier::REST_PATH), VoicePreload(Some(carrier::PRELOAD_PATH.to_owned())))
        }
    };
    let leptos_file = std::path::Path::new("Leptos.toml").exists().then_some("Leptos.toml");
    let mut leptos = get_configuration(leptos_file).map_err(|error| StartError::Leptos(error.to_string()))?.leptos_options;
    leptos.hash_files &= stands_beside_us(&leptos.hash_file);
    let twilio = Client::new(account, base_url);
    let streams = Streams::default();
    let (mailer, throttle) = (Mailer::default(), Throttle::new(&clock));
    Ok(AppState { db, config: Arc::new(config), clock, twilio, leptos, voice_preload, mailer, streams, throttle })
}

/// Leptos reads the hashes of the site's file names beside the executable, and panics on every page without them: tests and a
/// binary without its site have none.
fn stands_beside_us(file: &str) -> bool {
    std::env::current_exe().is_ok_and(|exe| exe.with_file_name(file).exists())
}

/// A server that listens.
#[derive(Debug)]
pub struct Running {
    pub address: SocketAddr,
    /// Where metrics are served, if anywhere.
    pub metrics_address: Option<SocketAddr>,
    pub state: AppState,
    /// What is served: tests read from it which routes there are.
    pub router: Router,
    /// Told first: what it has to say about its calls must find the server still listening.
    stop_carrier: watch::Sender<bool>,
    stop: watch::Sender<bool>,
    server: JoinHandle<()>,
}

/// Starts a server. With port 0 in `LEPTOS_SITE_ADDR` the system picks one, and `RINGFARE_PUBLIC_URL` follows it
/// where it is not set: for tests.
///
/// # Errors
/// [`StartError`], with the remedy.
pub async fn start(mut config: Config, variables: &Variables, clock: Clock) -> Result<Running, StartError> {
    let listener = TcpListener::bind(config.site_addr).await.map_err(|error| StartError::Listen(config.site_addr, error))?;
    let address = listener.local_addr().map_err(|error| StartError::Listen(config.site_addr, error))?;
    if config.site_addr.port() == 0 && !variables.contains_key("RINGFARE_PUBLIC_URL") {
        config.public_url = format!("http://{address}");
    }
    config.site_addr = address;
    let state = open(config, clock).await?;
    let (stop, stopped) = watch::channel(false);
    let (stop_carrier, carrier_stopped) = watch::channel(false);
    let carrier = carrier_routes(&state, variables, carrier_stopped).await?;
    let metrics_address = serve_metrics(&state, stopped.clone()).await?;
    let router = router::build(state.clone(), carrier);
    let (app, patience) = (router.clone(), Duration::from_secs(state.config.idle_seconds));
    tokio::spawn(calls::reconcile::run(state.clone(), stopped.clone()));
    tokio::spawn(ledger::verify::watch::watch(state.clone(), stopped.clone()));
    tokio::spawn(privacy::erase::watch(state.clone(), stopped.clone()));
    tokio::spawn(mailer::run(state.clone(), stopped.clone()));
    tokio::spawn(live::listen(state.db.clone(), stopped.clone()));
    tokio::spawn(pages_live::watch::watch(state.clone(), stopped.clone()));
    let mut ending = stopped;
    let server = tokio::spawn(async move {
        listen::serve(listener, app, patience, async move { drop(ending.wait_for(|stop| *stop).await) }).await;
    });
    Ok(Running { address, metrics_address, state, router, stop_carrier, stop, server })
}

impl Running {
    /// Tells the server to finish what it is doing and waits for it, at most ten seconds: a browser may keep a socket open.
    pub async fn stop(self) {
        self.stop_carrier.send_replace(true);
        // The carrier drops its end when it has told of every call that ends now; it takes its time in seconds itself.
        self.stop_carrier.closed().await;
        // Streams never end by themselves.
        self.state.streams.stop();
        self.stop.send_replace(true);
        if tokio::time::timeout(STOP_PATIENCE, self.server).await.is_err() {
            tracing::warn!("some connections did not end in time; stopping all the same");
        }
        self.state.db.close().await;
    }
}

/// Waits for Ctrl-C, or for the signal that a service manager sends.
pub async fn asked_to_stop() {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

/// Serves metrics where the configuration says so, before anything is counted.
async fn serve_metrics(state: &AppState, stopped: watch::Receiver<bool>) -> Result<Option<SocketAddr>, StartError> {
    let Some(address) = state.config.metrics_addr else { return Ok(None) };
    let (state, failed) = (state.clone(), move |error| StartError::Metrics(address, error));
    let refresh: metrics::Refresh = Arc::new(move || Box::pin(calls::gauges::refresh(state.clone())));
    let address = metrics::serve(address, refresh, stopped).await.map_err(failed)?;
    calls::gauges::describe();
    tracing::info!("metrics are at http://{address}/metrics");
    Ok(Some(address))
}

async fn carrier_routes(state: &AppState, variables: &Variables, stopped: watch::Receiver<bool>) -> Result<Router, StartError> {
    if state.config.carrier == Carrier::Twilio {
        return Ok(Router::new());
    }
    let settings = carrier::Settings::read(variables).map_err(|problems| StartError::Carrier(problems.join("; ")))?;
    let application = carrier::Application {
        account: state.twilio.account().clone(),
        voice_url: state.config.url("/api/twilio/voice"),
        status_url: state.config.url("/api/twilio/status"),
        events_url: state.config.url("/api/twilio/events"),
        address: state.config.site_addr,
    };
    carrier::start(settings, application, stopped).await.map_err(StartError::Carrier)
}

/// The account of the local carrier: made once, kept in the database, so that the command line signs with the same token.
async fn local_account(db: &Database) -> sqlx::Result<Account> {
    let mut digits = [const { String::new() }; 5];
    for (name, slot) in ["account", "token", "key", "secret", "app"].into_iter().zip(&mut digits) {
        *slot = settings::get_or_insert(db, &format!("local_carrier_{name}"), &ids::hex32()).await?;
    }
    Account::from_digits(digits).ok_or_else(|| sqlx::Error::Decode("settings: local_carrier_* holds no SID".into()))
}
