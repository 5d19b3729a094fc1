//! A REST API of the carrier that says what a test tells it to, and remembers what it was ordered.

use std::{
    collections::{HashMap, HashSet},
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Form, Json, Router,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::{Value, json};

/// A change of a call that the carrier was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub sid: String,
    /// `Status` or `TimeLimit`.
    pub field: String,
    pub value: String,
}

type Witness = Arc<dyn Fn(Order) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

#[derive(Default)]
struct Inner {
    legs: HashMap<String, Value>,
    hanging: HashSet<String>,
    is_down: bool,
    orders: Vec<Order>,
    questions: usize,
    witness: Option<Witness>,
}

/// Cheap to clone.
#[derive(Clone, Default)]
pub struct RestStub {
    pub url: String,
    inner: Arc<Mutex<Inner>>,
}

impl RestStub {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let stub = Self { url, inner: Arc::default() };
        let app = Router::new()
            .route("/2010-04-01/Accounts/{account}/Calls.json", get(list))
            .route("/2010-04-01/Accounts/{account}/Calls/{file}", get(fetch).post(change))
            .with_state(stub.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        stub
    }

    /// The variables of a server that takes this for Twilio.
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        let sid = |letters: &str| format!("{letters}0123456789abcdef0123456789abcdef");
        vec![
            ("TWILIO_ACCOUNT_SID", sid("AC")),
            ("TWILIO_AUTH_TOKEN", "a-token-for-tests".into()),
            ("TWILIO_API_KEY_SID", sid("SK")),
            ("TWILIO_API_KEY_SECRET", "a-secret-for-tests".into()),
            ("TWILIO_TWIML_APP_SID", sid("AP")),
            ("TWILIO_CALLER_ID", "+14155552671".into()),
            ("TWILIO_API_URL", self.url.clone()),
        ]
    }

    /// From now on the called leg stands like this; an empty duration is one that is not known.
    pub fn says(&self, parent: &str, child: &str, status: &str, duration: &str) {
        let mut inner = self.lock();
        inner.legs.insert(
            child.to_owned(),
            json!({ "sid": child, "parent_call_sid": parent, "status": status, "duration": duration, "direction": "outbound-dial" }),
        );
    }

    /// The same for the browser's leg.
    pub fn says_of_browser(&self, parent: &str, status: &str) {
        let leg = json!({ "sid": parent, "status": status, "duration": "9", "direction": "inbound" });
        self.lock().legs.insert(parent.to_owned(), leg);
    }

    /// What a leg costs: `-0.01400`, `USD`.
    pub fn prices(&self, sid: &str, price: &str, currency: &str) {
        let mut inner = self.lock();
        let leg =
            inner.legs.entry(sid.to_owned()).or_insert_with(|| json!({ "sid": sid, "status": "completed", "duration": "1" }));
        (leg["price"], leg["price_unit"]) = (json!(price), json!(currency));
    }

    /// Questions about this leg are never answered.
    pub fn hangs_on(&self, sid: &str) {
        self.lock().hanging.insert(sid.to_owned());
    }

    pub fn set_down(&self, is_down: bool) {
        self.lock().is_down = is_down;
    }

    /// Called with each order before it is answered.
    pub fn on_order<F: Future<Output = ()> + Send + 'static>(&self, witness: impl Fn(Order) -> F + Send + Sync + 'static) {
        self.lock().witness = Some(Arc::new(move |order| Box::pin(witness(order))));
    }

    pub fn orders(&self) -> Vec<Order> {
        self.lock().orders.clone()
    }

    /// How often anything was asked.
    pub fn questions(&self) -> usize {
        self.lock().questions
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn unavailable() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, Json(Value::Null)).into_response()
}

fn not_found() -> Response {
    (StatusCode::NOT_FOUND, Json(json!({ "code": 20404 }))).into_response()
}

async fn list(State(stub): State<RestStub>, Query(query): Query<HashMap<String, String>>) -> Response {
    let mut inner = stub.lock();
    inner.questions += 1;
    if inner.is_down {
        return unavailable();
    }
    let parent = query.get("ParentCallSid").cloned().unwrap_or_default();
    let calls: Vec<Value> = inner.legs.values().filter(|leg| leg["parent_call_sid"] == parent).cloned().collect();
    Json(json!({ "calls": calls })).into_response()
}

async fn fetch(State(stub): State<RestStub>, Path((_, file)): Path<(String, String)>) -> Response {
    let sid = file.trim_end_matches(".json").to_owned();
    let (hangs, answer) = {
        let mut inner = stub.lock();
        inner.questions += 1;
        let answer = match inner.legs.get(&sid) {
            _ if inner.is_down => unavailable(),
            Some(leg) => Json(leg.clone()).into_response(),
            None => not_found(),
        };
        (inner.hanging.contains(&sid), answer)
    };
    if hangs {
        std::future::pending::<()>().await;
    }
    answer
}

async fn change(
    State(stub): State<RestStub>,
    Path((_, file)): Path<(String, String)>,
    Form(fields): Form<HashMap<String, String>>,
) -> Response {
    let sid = file.trim_end_matches(".json").to_owned();
    let Some((field, value)) = fields.into_iter().next() else { return not_found() };
    let order = Order { sid: sid.clone(), field, value };
    let witness = {
        let mut inner = stub.lock();
        if inner.is_down {
            return unavailable();
        }
        inner.orders.push(order.clone());
        inner.witness.clone()
    };
    if let Some(witness) = witness {
        witness(order).await;
    }
    let inner = stub.lock();
    match inner.legs.get(&sid) {
        Some(leg) if leg["status"] == "completed" => (StatusCode::BAD_REQUEST, Json(json!({ "code": 21220 }))).into_response(),
        _ => Json(json!({})).into_response(),
    }
}
