//! Whether the server lives, and whether it can do its work: for load balancers and people with curl.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{Router, extract::State, routing::get};
use tokio::{sync::Mutex, time::timeout};

use super::{settings, state::AppState};
use crate::error::AppError;

/// A database that takes longer to write one row is not ready.
const PATIENCE: Duration = Duration::from_secs(3);
/// For so long an answer is good: anyone may ask, and each question costs a write.
const GOOD_FOR: Duration = Duration::from_secs(1);

/// When the last write succeeded.
type LastWrite = Arc<Mutex<Option<Instant>>>;

/// `GET /healthz` and `GET /readyz`.
pub fn router() -> Router<AppState> {
    let last_write = LastWrite::default();
    Router::new().route("/healthz", get(async || "alive")).route(
        "/readyz",
        get(move |State(state): State<AppState>| async move { ready(&state, &last_write).await.map(|()| "ready") }),
    )
}

/// Ready is who can write: a full disk or a read-only replica still reads.
async fn ready(state: &AppState, last_write: &LastWrite) -> Result<(), AppError> {
    // One probe at a time; the others wait for its answer.
    let mut last_write = last_write.lock().await;
    if last_write.is_some_and(|at| at.elapsed() < GOOD_FOR) {
        return Ok(());
    }
    *last_write = None;
    let message = "The database takes no writes. No call can be charged until it does; see `ringfare doctor`.";
    let now = state.clock.now().rfc3339();
    let probe = settings::put(&state.db, "readiness_probe", &now);
    match timeout(PATIENCE, probe).await {
        Ok(Ok(())) => {
            *last_write = Some(Instant::now());
            Ok(())
        }
        Ok(Err(error)) => {
            tracing::error!(%error, "not ready");
            Err(AppError::Unavailable { message: message.into() })
        }
        Err(_) => Err(AppError::Unavailable { message: message.into() }),
    }
}
