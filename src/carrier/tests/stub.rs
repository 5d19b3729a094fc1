//! The application at the other end of the wire.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri},
    response::{IntoResponse, Response},
    routing::any,
};
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::{
    carrier::{self, Application, Settings},
    twilio::{
        account::Account,
        signature::{self, Incoming, Payload},
    },
};

/// A request that the application got.
#[derive(Debug, Clone)]
pub struct Seen {
    pub path: String,
    pub fields: BTreeMap<String, String>,
    /// Whether its signature was right.
    pub signed: bool,
    /// `I-Twilio-Idempotency-Token`.
    pub token: String,
    pub body: String,
    pub agent: String,
}

impl Seen {
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }
}

/// What the application does.
#[derive(Debug, Default)]
pub struct Behaviour {
    /// The answer of the Voice URL; `{base}` becomes the application's address.
    pub twiml: String,
    /// So many status posts are answered with 503.
    pub refuses: AtomicU32,
}

/// A running carrier and its application, on one port.
pub struct Stub {
    pub base: String,
    pub account: Account,
    behaviour: Behaviour,
    seen: Mutex<Vec<Seen>>,
    stop: watch::Sender<bool>,
    client: reqwest::Client,
}

/// Rings at once and answers soon.
pub fn quick() -> Settings {
    Settings {
        ring: Duration::from_millis(30),
        no_answer: Duration::from_millis(200),
        price: Duration::ZERO,
        scripted: true,
        ..Settings::default()
    }
}

/// A `<Dial>` as Ringfare writes it.
pub fn dial(number: &str, attributes: &str) -> String {
    format!(
        r#"<Response><Dial callerId="+14155550100" answerOnBridge="true" action="{{base}}/dial" {attributes}><Number statusCallback="{{base}}/status#rc=3&amp;rp=5xx" statusCallbackEvent="initiated ringing answered completed">{number}</Number></Dial></Response>"#
    )
}

impl Stub {
    pub async fn start(settings: Settings, behaviour: Behaviour) -> Arc<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let base = format!("http://{address}");
        let digits = || hex::encode(rand::random::<[u8; 16]>());
        let account = Account::from_digits([digits(), digits(), digits(), digits(), digits()]).expect("good digits");
        let (stop, stopped) = watch::channel(false);
        let application = application(&account, &base, address);
        let carrier = carrier::start(settings, application, stopped).await.expect("it starts");
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        let stub = Arc::new(Self { base, account, behaviour, seen: Mutex::default(), stop, client });
        let app = Router::new()
            .route("/voice", any(answer))
            .route("/status", any(answer))
            .route("/dial", any(answer))
            .route("/events", any(answer))
            .with_state(stub.clone())
            .merge(carrier);
        tokio::spawn(async move { axum::serve(listener, app).await });
        stub
    }

    /// A carrier and an application that answers with this TwiML.
    pub async fn with(twiml: impl Into<String>) -> Arc<Self> {
        Self::start(quick(), Behaviour { twiml: twiml.into(), ..Behaviour::default() }).await
    }

    /// Starts a scripted call that talks so long; the SID of its first leg.
    pub async fn call(&self, to: &str, talk_seconds: f64) -> String {
        let test = json!({ "identity": "u_1", "to": to, "params": { "call_id": "call_7" }, "talk_seconds": talk_seconds });
        let url = format!("{}/carrier/test-calls", self.base);
        let answer = self.client.post(url).body(test.to_string()).header("Content-Type", "application/json").send().await;
        let answer = answer.expect("an answer").text().await.expect("a body");
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        answer["call_sid"].as_str().expect("a SID").to_owned()
    }

    /// Everything the application got, once there are so many requests and 150 ms have passed without another.
    pub async fn seen(&self, count: usize) -> Vec<Seen> {
        for _ in 0..1_000 {
            let before = self.seen.lock().expect("not poisoned").len();
            tokio::time::sleep(Duration::from_millis(150)).await;
            let seen = self.seen.lock().expect("not poisoned");
            if seen.len() >= count && seen.len() == before {
                return seen.clone();
            }
        }
        panic!("{count} requests did not come: {:#?}", self.seen);
    }

    /// A REST request with the account's credentials; status and body.
    pub async fn rest(&self, method: Method, path: &str, form: &str) -> (StatusCode, Value) {
        self.rest_as(&self.account.auth_token, method, path, form).await
    }

    pub async fn rest_as(&self, password: &str, method: Method, path: &str, form: &str) -> (StatusCode, Value) {
        let sid = self.account.account_sid.as_str();
        let url = format!("{}/carrier/2010-04-01/Accounts/{sid}/{path}", self.base);
        let request = self.client.request(method, url).basic_auth(sid, Some(password));
        let request = request.header("Content-Type", "application/x-www-form-urlencoded").body(form.to_owned());
        let answer = request.send().await.expect("an answer");
        let status = answer.status();
        (status, serde_json::from_str(&answer.text().await.expect("a body")).expect("JSON"))
    }

    /// The called leg of a call, as REST has it.
    pub async fn called(&self, parent: &str) -> Value {
        let (status, list) = self.rest(Method::GET, &format!("Calls.json?ParentCallSid={parent}"), "").await;
        assert_eq!(status, StatusCode::OK);
        list["calls"][0].clone()
    }

    /// Stops the carrier and waits until it is done.
    pub async fn stop(&self) {
        self.stop.send_replace(true);
        self.stop.closed().await;
    }
}

fn application(account: &Account, base: &str, address: SocketAddr) -> Application {
    let (voice_url, status_url) = (format!("{base}/voice"), format!("{base}/status#rc=3&rp=5xx"));
    let events_url = format!("{base}/events");
    Application { account: account.clone(), voice_url, status_url, events_url, address }
}

async fn answer(State(stub): State<Arc<Stub>>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let incoming = Incoming {
        public_url: &stub.base,
        target: uri.path_and_query().map_or("/", |target| target.as_str()),
        method: method.as_str(),
        content_type: header("content-type"),
        body: &body,
        signature: header("x-twilio-signature"),
    };
    let read = signature::verify(&stub.account, &incoming);
    let signed = read.is_ok();
    let Ok(payload) = read.or_else(|_| signature::read_unverified(&incoming)) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let fields = match payload {
        Payload::Form(params) => params.pairs().iter().cloned().collect(),
        Payload::Json(_) => BTreeMap::new(),
    };
    let path = uri.path().to_owned();
    let seen = Seen {
        path: path.clone(),
        fields,
        signed,
        token: header("i-twilio-idempotency-token").unwrap_or_default().to_owned(),
        body: String::from_utf8_lossy(&body).into_owned(),
        agent: header("user-agent").unwrap_or_default().to_owned(),
    };
    stub.seen.lock().expect("not poisoned").push(seen);
    match path.as_str() {
        "/voice" => xml(stub.behaviour.twiml.replace("{base}", &stub.base)),
        "/dial" => xml("<Response/>".to_owned()),
        _ if !signed => StatusCode::FORBIDDEN.into_response(),
        _ if stub.behaviour.refuses.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok() => {
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
        _ => StatusCode::NO_CONTENT.into_response(),
    }
}

fn xml(body: String) -> Response {
    ([("content-type", "text/xml")], body).into_response()
}
