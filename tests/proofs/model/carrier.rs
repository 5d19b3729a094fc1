//! A carrier's REST API that knows the truth of each call and tells it late: at first a leg still runs, or has ended without a
//! duration; some answers fail, all take a while.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::StatusCode,
    routing::get,
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};

/// What the carrier knows of a leg.
#[derive(Debug, Clone)]
pub struct Leg {
    pub parent: Option<String>,
    /// The final status.
    pub status: &'static str,
    pub seconds: i64,
    /// So many askings find it still running, or without its duration.
    pub late: u32,
}

pub struct Carrier {
    legs: Mutex<HashMap<String, Leg>>,
    /// The called leg of a browser's leg.
    children: Mutex<HashMap<String, String>>,
    chance: Mutex<StdRng>,
    asked: std::sync::atomic::AtomicU64,
}

type Said = Result<Json<Value>, StatusCode>;

impl Carrier {
    pub fn new(seed: u64) -> Self {
        let chance = Mutex::new(StdRng::seed_from_u64(seed ^ 0xCA));
        Self { legs: Mutex::default(), children: Mutex::default(), chance, asked: 0.into() }
    }

    pub fn know(&self, sid: &str, leg: Leg) {
        if let Some(parent) = &leg.parent {
            self.children.lock().expect("no panic").insert(parent.clone(), sid.to_owned());
        }
        self.legs.lock().expect("no panic").insert(sid.to_owned(), leg);
    }

    /// Forgets every leg: their calls are settled.
    pub fn forget(&self) {
        self.legs.lock().expect("no panic").clear();
        self.children.lock().expect("no panic").clear();
    }

    /// How often it was asked.
    pub fn asked(&self) -> u64 {
        self.asked.load(std::sync::atomic::Ordering::Relaxed)
    }

    /// Listens; gives its address.
    pub async fn listen(self: Arc<Self>) -> String {
        let app = Router::new()
            .route("/2010-04-01/Accounts/{account}/Calls/{call}", get(Self::one).post(Self::end))
            .route("/2010-04-01/Accounts/{account}/Calls.json", get(Self::list))
            .with_state(self);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, app).await });
        format!("http://{address}")
    }

    async fn dawdle(&self) -> Result<(), StatusCode> {
        self.asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let (wait, broken) = {
            let mut chance = self.chance.lock().expect("no panic");
            (if chance.random_bool(0.1) { chance.random_range(1..20) } else { 0 }, chance.random_bool(0.02))
        };
        if wait > 0 {
            tokio::time::sleep(Duration::from_millis(wait)).await;
        }
        if broken { Err(StatusCode::SERVICE_UNAVAILABLE) } else { Ok(()) }
    }

    fn tell(&self, sid: &str) -> Option<Value> {
        let mut legs = self.legs.lock().expect("no panic");
        let leg = legs.get_mut(sid)?;
        let (status, duration) = match leg.late {
            0 => (leg.status, json!(leg.seconds.to_string())),
            late => {
                leg.late -= 1;
                // Its end is known before its length is.
                if late % 2 == 0 || leg.status != "completed" { ("in-progress", Value::Null) } else { ("completed", json!("")) }
            }
        };
        Some(json!({ "sid": sid, "parent_call_sid": leg.parent, "status": status, "duration": duration,
            "direction": if leg.parent.is_some() { "outbound-dial" } else { "inbound" }, "price": null, "price_unit": "USD" }))
    }

    async fn one(State(carrier): State<Arc<Self>>, Path((_, call)): Path<(String, String)>) -> Said {
        carrier.dawdle().await?;
        carrier.tell(call.trim_end_matches(".json")).map(Json).ok_or(StatusCode::NOT_FOUND)
    }

    async fn end(State(carrier): State<Arc<Self>>, Path((_, call)): Path<(String, String)>) -> Said {
        carrier.dawdle().await?;
        Ok(Json(json!({ "sid": call.trim_end_matches(".json"), "status": "in-progress" })))
    }

    async fn list(State(carrier): State<Arc<Self>>, Query(query): Query<HashMap<String, String>>) -> Said {
        carrier.dawdle().await?;
        let parent = query.get("ParentCallSid").cloned().unwrap_or_default();
        let child = carrier.children.lock().expect("no panic").get(&parent).cloned();
        let calls: Vec<Value> = child.and_then(|sid| carrier.tell(&sid)).into_iter().collect();
        Ok(Json(json!({ "calls": calls })))
    }
}
