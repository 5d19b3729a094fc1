//! Figures for a Prometheus server, on an address of their own (`RINGFARE_METRICS_ADDR`), because they are not for callers.
//!
//! Anyone may count: `metrics::counter!("ringfare_…_total").increment(1)`. Without the address nothing is kept.
//! `docs/operations.md` lists every figure and what to do about it.

use super::config::Reader;
use std::{net::SocketAddr, pin::Pin, sync::Arc, sync::OnceLock};

use axum::{Router, extract::State, http::header, response::IntoResponse, routing::get};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::{net::TcpListener, sync::watch};

/// Reads `RINGFARE_METRICS_ADDR`.
pub(super) fn read_address(reader: &mut Reader<'_>) -> Option<SocketAddr> {
    let text = reader.text("RINGFARE_METRICS_ADDR")?;
    let wrong = || format!("RINGFARE_METRICS_ADDR is '{text}': give an address and a port, such as 127.0.0.1:9464");
    text.parse().ok().or_else(|| reader.problem(wrong(), None))
}

/// Brings the figures that are read, not counted, up to date before they are told.
pub type Refresh = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// The text format of Prometheus (<https://prometheus.io/docs/instrumenting/exposition_formats>).
const TEXT_FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";

#[derive(Clone)]
struct Exporter {
    handle: PrometheusHandle,
    refresh: Refresh,
}

/// Keeps what is counted from here on; once per process.
fn recorder() -> Result<PrometheusHandle, String> {
    static HANDLE: OnceLock<Result<PrometheusHandle, String>> = OnceLock::new();
    HANDLE.get_or_init(|| PrometheusBuilder::new().install_recorder().map_err(|error| error.to_string())).clone()
}

/// Serves `GET /metrics` until told to stop; gives the address, for port 0.
///
/// # Errors
/// What keeps it from listening.
pub async fn serve(address: SocketAddr, refresh: Refresh, mut stopped: watch::Receiver<bool>) -> std::io::Result<SocketAddr> {
    let listener = TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    let exporter = Exporter { handle: recorder().map_err(std::io::Error::other)?, refresh };
    let app = Router::new().route("/metrics", get(tell)).with_state(exporter);
    tokio::spawn(async move {
        let stop = async move { drop(stopped.wait_for(|stop| *stop).await) };
        if let Err(error) = axum::serve(listener, app).with_graceful_shutdown(stop).await {
            tracing::error!(%error, "metrics are no longer served");
        }
    });
    Ok(address)
}

async fn tell(State(exporter): State<Exporter>) -> impl IntoResponse {
    (exporter.refresh)().await;
    exporter.handle.run_upkeep();
    ([(header::CONTENT_TYPE, TEXT_FORMAT)], exporter.handle.render())
}

/// A count as the floating point that Prometheus keeps; exact below 2⁵³.
#[expect(clippy::cast_precision_loss, reason = "a metric, not money")]
pub const fn figure(count: i64) -> f64 {
    count as f64
}
