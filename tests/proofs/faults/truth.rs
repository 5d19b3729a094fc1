//! The carrier's REST API, as far as the reconciler asks it: it knows how every call went, whatever became of its posts.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::StatusCode,
    routing::get,
};
use serde_json::{Value, json};

use super::calls::{Call, Deed};

#[derive(Debug, Clone)]
struct Leg {
    parent: Option<String>,
    status: &'static str,
    seconds: Option<i64>,
}

/// Every leg by its SID.
#[derive(Debug, Default)]
pub struct Truth(Mutex<BTreeMap<String, Leg>>);

impl Truth {
    /// Begins to answer; the server of it ends with the test's runtime.
    pub async fn serve() -> (Arc<Self>, SocketAddr) {
        let truth = Arc::new(Self::default());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let app = Router::new()
            .route("/2010-04-01/Accounts/{account}/Calls/{file}", get(one).post(one))
            .route("/2010-04-01/Accounts/{account}/Calls.json", get(children))
            .with_state(truth.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        (truth, address)
    }

    /// How a call stands by the carrier's own books.
    pub fn tell(&self, call: &Call) {
        let ended = call.is_over() || call.steps.get(call.next).is_some_and(|step| step.deed == Deed::Settles);
        let (status, seconds) = match (ended, call.seconds) {
            (false, _) => ("in-progress", None),
            (true, 0) => ("no-answer", Some(0)),
            (true, seconds) => ("completed", Some(seconds)),
        };
        let mut legs = self.0.lock().expect("nobody panics");
        if !call.refused && (call.next > 0 || call.parent.is_none()) {
            legs.insert(call.child.clone(), Leg { parent: call.parent.clone(), status, seconds });
        }
        if let Some(parent) = &call.parent {
            let status = if ended { "completed" } else { "in-progress" };
            legs.insert(parent.clone(), Leg { parent: None, status, seconds });
        }
    }

    fn record(sid: &str, leg: &Leg) -> Value {
        let duration = leg.seconds.map(|seconds| seconds.to_string());
        json!({ "sid": sid, "parent_call_sid": leg.parent, "status": leg.status, "duration": duration, "price": null,
            "from": "+14155550100", "to": "+447911123456" })
    }
}

async fn one(State(truth): State<Arc<Truth>>, Path((_, file)): Path<(String, String)>) -> (StatusCode, Json<Value>) {
    let sid = file.trim_end_matches(".json");
    let legs = truth.0.lock().expect("nobody panics");
    legs.get(sid).map_or_else(
        || (StatusCode::NOT_FOUND, Json(json!({ "code": 20404, "message": "not found" }))),
        |leg| (StatusCode::OK, Json(Truth::record(sid, leg))),
    )
}

async fn children(State(truth): State<Arc<Truth>>, Query(query): Query<BTreeMap<String, String>>) -> Json<Value> {
    let parent = query.get("ParentCallSid");
    let legs = truth.0.lock().expect("nobody panics");
    let calls = legs.iter().filter(|(_, leg)| parent.is_some() && leg.parent.as_ref() == parent);
    let calls: Vec<Value> = calls.map(|(sid, leg)| Truth::record(sid, leg)).collect();
    Json(json!({ "calls": calls, "next_page_uri": null }))
}
