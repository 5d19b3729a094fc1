//! Calls without a browser, for tests of the application: the same engine, minus the sound.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};

use super::exchange::{Exchange, Invitation};

/// Who calls whom and for how long.
#[derive(Debug, Deserialize)]
pub struct TestCall {
    /// As in an access token, such as `u_…`.
    identity: String,
    /// As the page gives it to `connect()`.
    to: String,
    /// Further parameters of `connect()`, such as `call_id`.
    #[serde(default)]
    params: BTreeMap<String, String>,
    /// The caller hangs up so long after the answer; without it the other side or the limit must.
    talk_seconds: Option<f64>,
}

/// The call that was started.
#[derive(Debug, Serialize)]
pub struct Started {
    call_sid: String,
}

/// Starts a call; it goes on after this answer.
pub async fn start(State(exchange): State<Arc<Exchange>>, Json(test): Json<TestCall>) -> (StatusCode, Json<Started>) {
    let talk = test.talk_seconds.map(|seconds| Duration::try_from_secs_f64(seconds).unwrap_or_default());
    let params = std::iter::once(("To".to_owned(), test.to)).chain(test.params).collect();
    let call_sid = exchange.connect(Invitation { identity: test.identity, params, line: None, talk });
    (StatusCode::CREATED, Json(Started { call_sid }))
}
