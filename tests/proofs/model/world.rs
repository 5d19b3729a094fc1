//! Ringfare on a database of its own, without sockets: the same service that `serve` puts behind a listener, asked directly.
//! Several of them on one database are several servers.

use std::sync::{Arc, atomic::AtomicU64};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use ringfare::{
    calls::reconcile,
    domain::{ids::UserId, money::Micros},
    ledger::{
        self,
        store::{Adjustment, adjust},
    },
    rates::model::Tariff,
    serve,
    server::{
        clock::Clock,
        config::{Config, Variables},
        database::{Database, Engine},
        ids, router,
        state::AppState,
    },
    twilio::{client::Client, signature},
};
use tower::ServiceExt;

use super::carrier::Carrier;
use crate::support::Scratch;

/// Runs the same statement on either engine.
macro_rules! on {
    ($db:expr, |$pool:ident| $body:expr) => {
        match $db {
            Engine::Sqlite($pool) => $body,
            Engine::Postgres($pool) => $body,
        }
    };
}

/// Where the servers believe to be reached: part of every signature.
const PUBLIC_URL: &str = "https://phone.example.org";

pub struct World {
    nodes: Vec<Node>,
    pub clock: Clock,
    pub carrier: Arc<Carrier>,
    next: AtomicU64,
    _scratch: Scratch,
}

struct Node {
    state: AppState,
    service: Router,
}

/// A post of the carrier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    Voice,
    Status,
    /// The same by GET.
    StatusGet,
    Dial,
    /// A form at the address of the event streams.
    EventForm,
    /// A batch of an event stream; the one field is the JSON.
    EventJson,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub body: String,
}

/// A settled or open call, as its row says.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct CallRow {
    pub parent_sid: Option<String>,
    pub child_sid: Option<String>,
    pub user_id: UserId,
    pub status: String,
    pub duration_s: Option<i64>,
    pub billed_s: Option<i64>,
    pub hold_micros: i64,
    pub rated_micros: Option<i64>,
    pub charged_micros: Option<i64>,
    pub settled_at: Option<i64>,
}

/// An account's wallet, as its row says.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct WalletRow {
    pub id: UserId,
    pub balance_micros: i64,
    pub held_micros: i64,
    pub active_calls: i64,
}

impl World {
    /// Servers on an empty database. SQLite has one, as everywhere; PostgreSQL two.
    pub async fn open(seed: u64) -> Self {
        let scratch = Scratch::make().await;
        let (clock, carrier) = (Clock::default(), Arc::new(Carrier::new(seed)));
        let rest = carrier.clone().listen().await;
        let mut nodes = Vec::new();
        for _ in 0..if scratch.url().starts_with("sqlite") { 1 } else { 2 } {
            let pairs = [("DATABASE_URL", scratch.url()), ("RINGFARE_PUBLIC_URL", PUBLIC_URL.to_owned())];
            let variables: Variables = pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            let config = Config::read(&variables).expect("a good configuration");
            let mut state = serve::open(config, clock.clone()).await.expect("the database opens");
            state.twilio = Client::new(state.twilio.account().clone(), rest.clone());
            nodes.push(Node { service: router::build(state.clone(), Router::new()), state });
        }
        Self { nodes, clock, carrier, next: AtomicU64::new(0), _scratch: scratch }
    }

    pub fn db(&self) -> &Database {
        &self.nodes[0].state.db
    }

    /// Opens an account with credit and, if it shall take calls that began elsewhere, its own number.
    pub async fn account(&self, id: &UserId, credit: i64, number: Option<&str>) {
        const INSERT: &str =
            "insert into users (id, email, password_hash, e164, max_calls, created_at) values ($1, $1, '-', $2, 10000, $3)";
        let at = self.clock.now();
        on!(self.db(), |pool| sqlx::query(INSERT).bind(id).bind(number).bind(at).execute(pool).await.map(drop))
            .expect("the account is stored");
        if credit > 0 {
            let mut tx = self.db().begin().await.expect("a transaction");
            let adjustment = Adjustment { user: id, amount: Micros(credit), operator: "proofs", reason: "opening balance", at };
            assert!(adjust(&mut tx, adjustment).await.expect("the ledger answers"), "the credit was refused");
            tx.commit().await.expect("the credit is stored");
        }
    }

    /// Prices calls by these tariffs from now on.
    pub async fn put_deck_in_force(&self, tariffs: &[(String, Tariff)]) {
        const DECK: &str = "insert into decks (id, name, created_at, activated_at) values ($1, $1, $2, $2)";
        const RATE: &str = "
            insert into rates (deck_id, prefix, destination, blocked, rate_micros_per_min, connect_micros, initial_s, increment_s, free_under_s)
            values ($1, $2, 'Somewhere', false, $3, $4, $5, $6, $7)";
        // The deck in force is the one activated last.
        self.clock.advance_seconds(1);
        let (id, at) = (ids::deck_id(), self.clock.now());
        on!(self.db(), |pool| sqlx::query(DECK).bind(&id).bind(at).execute(pool).await.map(drop)).expect("the deck is stored");
        for (prefix, tariff) in tariffs {
            on!(self.db(), |pool| sqlx::query(RATE)
                .bind(&id)
                .bind(prefix)
                .bind(tariff.rate_micros_per_minute)
                .bind(tariff.connect_micros)
                .bind(tariff.initial_seconds)
                .bind(tariff.increment_seconds)
                .bind(tariff.free_under_seconds)
                .execute(pool)
                .await
                .map(drop))
            .expect("the rate is stored");
        }
    }

    /// Delivers one signed post to one of the servers, taking turns.
    pub async fn deliver(&self, door: Door, fields: &[(String, String)], token: Option<&str>) -> Answer {
        let turn = self.next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let node = &self.nodes[usize::try_from(turn).unwrap_or(0) % self.nodes.len()];
        let response = node.service.clone().oneshot(self.request(door, fields, token)).await.expect("the service never fails");
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap_or_default();
        Answer { status, body: String::from_utf8_lossy(&body).into_owned() }
    }

    fn request(&self, door: Door, fields: &[(String, String)], token: Option<&str>) -> Request<Body> {
        let key = &self.nodes[0].state.twilio.account().auth_token;
        let form = || url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let (method, path, body, signed) = match door {
            Door::Voice => ("POST", "/api/twilio/voice".to_owned(), form(), fields),
            Door::Status => ("POST", "/api/twilio/status".to_owned(), form(), fields),
            Door::StatusGet => ("GET", format!("/api/twilio/status?{}", form()), String::new(), &[][..]),
            Door::Dial => ("POST", "/api/twilio/dial".to_owned(), form(), fields),
            Door::EventForm => ("POST", "/api/twilio/events".to_owned(), form(), fields),
            Door::EventJson => {
                let json = fields.first().map(|(_, json)| json.clone()).unwrap_or_default();
                let hash = signature::body_sha256(json.as_bytes());
                ("POST", format!("/api/twilio/events?bodySHA256={hash}"), json, &[][..])
            }
        };
        let kind = if door == Door::EventJson { "application/json" } else { "application/x-www-form-urlencoded" };
        let mut request = Request::builder()
            .method(method)
            .uri(&path)
            .header("x-twilio-signature", signature::sign(key, &format!("{PUBLIC_URL}{path}"), signed));
        if method == "POST" {
            request = request.header("content-type", kind);
        }
        if let Some(token) = token {
            request = request.header("i-twilio-idempotency-token", token);
        }
        request.body(Body::from(body)).expect("a good request")
    }

    /// One pass of the reconciler of every server, all at once.
    pub async fn reconcile(&self) -> Result<usize, String> {
        let passes = self.nodes.iter().map(|node| reconcile::pass(&node.state));
        let mut settled = 0;
        for pass in futures_util::future::join_all(passes).await {
            settled += pass.map_err(|error| format!("a pass of the reconciler failed: {error}"))?.settled;
        }
        Ok(settled)
    }

    /// How many calls the reconciler settled since.
    pub async fn settled_by_reconciler(&self, since: i64) -> u64 {
        const COUNT: &str = "select count(*) from calls where settled_at >= $1 and settled_by = 'reconciler'";
        let rows: i64 = on!(self.db(), |pool| sqlx::query_scalar(COUNT).bind(since).fetch_one(pool).await).expect("a count");
        rows.cast_unsigned()
    }

    /// Every call that was settled at `since` or later, and every open one.
    pub async fn calls(&self, since: i64) -> Vec<CallRow> {
        const SELECT: &str = "
            select parent_sid, child_sid, user_id, status, duration_s, billed_s, hold_micros, rated_micros, charged_micros, settled_at
              from calls where settled_at >= $1 or settled_at is null";
        on!(self.db(), |pool| sqlx::query_as(SELECT).bind(since).fetch_all(pool).await).expect("the calls can be read")
    }

    pub async fn wallets(&self) -> Vec<WalletRow> {
        const SELECT: &str = "select id, balance_micros, held_micros, active_calls from users";
        on!(self.db(), |pool| sqlx::query_as(SELECT).fetch_all(pool).await).expect("the accounts can be read")
    }

    /// Whether a report of a leg is in the table, linked to its call or waiting for it.
    pub async fn is_stored(&self, parent_sid: &str, call_sid: &str, status: &str) -> bool {
        const LINKED: &str = "
            select count(*) from calls c join webhook_events e on e.call_id = c.id
             where (c.parent_sid = $1 or c.child_sid = $2) and e.status = $3";
        const WAITING: &str = "
            select count(*) from webhook_events where call_id is null and status = $3 and (parent_sid = $1 or call_sid = $2)";
        for sql in [WAITING, LINKED, WAITING, LINKED] {
            let rows: i64 =
                on!(self.db(), |pool| sqlx::query_scalar(sql).bind(parent_sid).bind(call_sid).bind(status).fetch_one(pool).await)
                    .expect("the reports can be read");
            if rows > 0 {
                return true;
            }
        }
        false
    }

    /// The first rule of the books that is broken.
    pub async fn verify(&self) -> Result<(), String> {
        let violations = ledger::verify::verify(self.db(), self.clock.now()).await.map_err(|error| error.to_string())?;
        match violations.iter().find(|violation| violation.rule != ledger::verify::FORGOTTEN_CALL) {
            Some(violation) => Err(format!("{violation:?}, the first of {}", violations.len())),
            None => Ok(()),
        }
    }

    /// The engine's own check of its files.
    pub async fn integrity(&self) -> Result<(), String> {
        let Engine::Sqlite(pool) = self.db() else { return Ok(()) };
        let said: String =
            sqlx::query_scalar("pragma integrity_check").fetch_one(pool).await.map_err(|error| error.to_string())?;
        if said == "ok" { Ok(()) } else { Err(format!("integrity_check says {said}")) }
    }

    pub async fn close(self) {
        for node in &self.nodes {
            node.state.db.close().await;
        }
    }
}
