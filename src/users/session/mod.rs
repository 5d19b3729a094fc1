//! Sessions on the server, found by a cookie.
//!
//! tower-sessions without axum-login: the latter asks the database for the session and its account on every request that
//! carries the cookie, stylesheets included, before anybody wants to know. Here both are read when a handler asks who calls.

pub mod confirmed;
pub mod list;
mod store;

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};
use tower_sessions::{
    Expiry, Session, SessionManagerLayer, SessionStore,
    cookie::SameSite,
    session::{Id, Record},
    session_store::{Error, Result},
};

use self::store::SessionRow;
use crate::{
    domain::{
        ids::UserId,
        time::{EpochMs, MS_PER_DAY},
    },
    error::AppError,
    server::{clock::Clock, config::Config, database::Database, state::AppState},
};

/// A session ends after so many days without a request.
const IDLE_DAYS: i64 = 14;
/// A session ends after so many days, however busy.
const LONGEST_DAYS: i64 = 90;
/// How long a session goes on before its expiry is written again: a poll every two seconds must not write.
pub const REFRESH_SECONDS: i64 = 300;
/// Expired rows are swept at most this often.
const SWEEP_SECONDS: i64 = 3_600;

/// What a session holds.
const KEY: &str = "signed_in";

/// Who signed in, and when they were here.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SignedIn {
    pub user: UserId,
    pub since: EpochMs,
    /// Kept to the nearest [`REFRESH_SECONDS`].
    seen: EpochMs,
    /// Browser and system in a few words; nothing in sessions from before these were kept.
    #[serde(default)]
    device: String,
    /// When they showed who they are, by whatever let them in; nothing where a provider did not say when.
    #[serde(default)]
    shown_at: Option<EpochMs>,
}

impl SignedIn {
    fn is_good(&self, now: EpochMs) -> bool {
        now.0 - self.since.0 < LONGEST_DAYS * MS_PER_DAY
    }
}

/// Begins a session under a fresh id, so that an id known to somebody else before signing in is worth nothing.
///
/// # Errors
/// When the database fails.
pub async fn begin(session: &Session, user: &UserId, began: Began, now: EpochMs) -> std::result::Result<(), AppError> {
    let Began { device, shown_at } = began;
    let signed_in = SignedIn { user: user.clone(), since: now, seen: now, device, shown_at };
    session.cycle_id().await.map_err(|error| unavailable(&error))?;
    session.insert(KEY, signed_in).await.map_err(|error| unavailable(&error))
}

/// What a session begins with.
#[derive(Debug, Clone)]
pub struct Began {
    /// Browser and system in a few words.
    pub device: String,
    /// When its owner showed who they are.
    pub shown_at: Option<EpochMs>,
}

/// Ends a session here and in the browser.
///
/// # Errors
/// When the database fails.
pub async fn end(session: &Session) -> std::result::Result<(), AppError> {
    session.flush().await.map_err(|error| unavailable(&error))
}

/// Who a session belongs to; notes now and then that they were here.
///
/// # Errors
/// When the database fails.
pub async fn user(session: &Session, now: EpochMs) -> std::result::Result<Option<SignedIn>, AppError> {
    let signed_in: Option<SignedIn> = session.get(KEY).await.map_err(|error| unavailable(&error))?;
    let Some(signed_in) = signed_in.filter(|it| it.is_good(now)) else { return Ok(None) };
    if now.seconds_since(signed_in.seen) >= REFRESH_SECONDS {
        let seen_now = SignedIn { seen: now, ..signed_in.clone() };
        session.insert(KEY, seen_now).await.map_err(|error| unavailable(&error))?;
    }
    Ok(Some(signed_in))
}

/// Whose a session is that has neither ended nor expired, by the id under which the table has it.
///
/// # Errors
/// When the database fails.
pub async fn owner(db: &Database, stored_id: &str, now: EpochMs) -> sqlx::Result<Option<UserId>> {
    let Some(data) = store::find(db, stored_id, now).await? else { return Ok(None) };
    let mut data: HashMap<String, serde_json::Value> = serde_json::from_str(&data).unwrap_or_default();
    let signed_in: Option<SignedIn> = data.remove(KEY).and_then(|value| serde_json::from_value(value).ok());
    Ok(signed_in.filter(|it| it.is_good(now)).map(|it| it.user))
}

/// Ends all sessions of an account.
///
/// # Errors
/// When the database fails.
pub async fn end_all(db: &Database, user: &UserId) -> sqlx::Result<()> {
    store::delete_all(db, user).await
}

/// The id under which the table has a session.
pub fn stored_id(session: &Session) -> Option<String> {
    session.id().map(|id| hashed(&id))
}

/// SHA-256 in hexadecimal: enough for secrets of 128 random bits, which nobody can guess.
pub fn sha256(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

fn hashed(id: &Id) -> String {
    sha256(&id.to_string())
}

/// A session that cannot be read or written, as the caller is told it.
pub fn unavailable(error: &tower_sessions::session::Error) -> AppError {
    tracing::error!(%error, "a session could not be read or written");
    AppError::Unavailable { message: crate::words::users().session_unavailable().to_owned() }
}

/// The name of the cookie; the prefix makes browsers insist on TLS, on the whole site and on no other host (RFC 6265bis).
pub fn cookie_name(config: &Config) -> &'static str {
    if config.is_https() { "__Host-ringfare" } else { "ringfare" }
}

/// The layer that finds a request's session.
pub fn layer(state: &AppState) -> SessionManagerLayer<Sessions> {
    let sessions = Sessions { db: state.db.clone(), clock: state.clock.clone(), swept_at: Arc::default() };
    SessionManagerLayer::new(sessions)
        .with_name(cookie_name(&state.config))
        .with_secure(state.config.is_https())
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(Duration::days(IDLE_DAYS)))
}

/// The table `sessions`.
#[derive(Debug, Clone)]
pub struct Sessions {
    db: Database,
    clock: Clock,
    swept_at: Arc<AtomicI64>,
}

impl Sessions {
    fn row(&self, record: &Record) -> Result<SessionRow> {
        let data = serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))?;
        let signed_in: Option<SignedIn> = record.data.get(KEY).and_then(|value| serde_json::from_value(value.clone()).ok());
        Ok(SessionRow {
            id: hashed(&record.id),
            data,
            expires_at: EpochMs(self.clock.now().0 + IDLE_DAYS * MS_PER_DAY),
            user_id: signed_in.as_ref().map(|it| it.user.clone()),
            began_at: signed_in.as_ref().map_or(EpochMs(0), |it| it.since),
            seen_at: signed_in.as_ref().map_or(EpochMs(0), |it| it.seen),
            confirmed_at: signed_in.as_ref().and_then(|it| it.shown_at),
            device: signed_in.map(|it| it.device).unwrap_or_default(),
        })
    }

    async fn sweep(&self) -> sqlx::Result<()> {
        let (now, swept_at) = (self.clock.now(), self.swept_at.load(Ordering::Relaxed));
        if now.seconds_since(EpochMs(swept_at)) >= SWEEP_SECONDS {
            self.swept_at.store(now.0, Ordering::Relaxed);
            store::delete_expired(&self.db, now).await?;
        }
        Ok(())
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        self.sweep().await.map_err(backend)?;
        store::insert(&self.db, &self.row(record)?).await.map_err(backend)
    }

    async fn save(&self, record: &Record) -> Result<()> {
        store::update(&self.db, &self.row(record)?).await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let data = store::find(&self.db, &hashed(id), self.clock.now()).await.map_err(backend)?;
        let record = |data: String| {
            let data = serde_json::from_str(&data).map_err(|error| Error::Decode(error.to_string()))?;
            // Only our own clock decides when a session ends; this date is never looked at.
            Ok(Record { id: *id, data, expiry_date: OffsetDateTime::UNIX_EPOCH })
        };
        data.map(record).transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        store::delete(&self.db, &hashed(id)).await.map_err(backend)
    }
}

fn backend(error: sqlx::Error) -> Error {
    Error::Backend(error.to_string())
}
