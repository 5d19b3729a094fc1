//! What was begun in a browser and must be finished there soon.

use tower_sessions::Session;

use super::store::{self, Ceremony, Kind};
use crate::{
    domain::{ids::UserId, time::EpochMs},
    error::AppError,
    server::{database::Database, ids},
    users::session,
};

/// From the password to the code, from the challenge to the passkey, to the provider and back.
const LASTS_SECONDS: i64 = 300;

/// Begins a ceremony that only this browser can finish; an earlier one of its kind ends.
///
/// # Errors
/// When the database fails.
pub async fn begin(db: &Database, session: &Session, begun: Begun<'_>) -> Result<(), AppError> {
    let secret = ids::secret();
    let Begun { kind, user, data, now } = begun;
    end(db, session, kind).await?;
    let expires_at = now.plus_seconds(LASTS_SECONDS);
    store::insert_ceremony(db, Ceremony { id: &session::sha256(&secret), kind, user, data, expires_at }, now).await?;
    if kind == Kind::Code {
        // A fresh id: one that somebody else planted in this browser must not be half signed in.
        session.cycle_id().await.map_err(|error| session::unavailable(&error))?;
    }
    session.insert(kind.word(), secret).await.map_err(|error| session::unavailable(&error))
}

/// What a ceremony begins with.
#[derive(Debug, Clone, Copy)]
pub struct Begun<'a> {
    pub kind: Kind,
    /// Who is signing in, where that is known.
    pub user: Option<&'a UserId>,
    /// What its end needs.
    pub data: &'a str,
    pub now: EpochMs,
}

/// The id of this browser's ceremony of a kind, if it began one.
///
/// # Errors
/// When the database fails.
pub async fn id(session: &Session, kind: Kind) -> Result<Option<String>, AppError> {
    let secret: Option<String> = session.get(kind.word()).await.map_err(|error| session::unavailable(&error))?;
    Ok(secret.map(|secret| session::sha256(&secret)))
}

/// Takes the ceremony of this browser, which is over with that: nothing can be sent twice. `None` when there is none, or its time
/// is over.
///
/// # Errors
/// When the database fails.
pub async fn take(db: &Database, session: &Session, kind: Kind, now: EpochMs) -> Result<Option<store::Taken>, AppError> {
    Ok(take_late(db, session, kind).await?.filter(|taken| taken.expires_at > now))
}

/// Takes the ceremony of this browser, also when its time is over: who is told so can be told where they set out from.
///
/// # Errors
/// When the database fails.
pub async fn take_late(db: &Database, session: &Session, kind: Kind) -> Result<Option<store::Taken>, AppError> {
    let Some(id) = id(session, kind).await? else { return Ok(None) };
    session.remove::<String>(kind.word()).await.map_err(|error| session::unavailable(&error))?;
    Ok(store::take_ceremony(db, &id, kind).await?)
}

/// Ends a ceremony, if there is one.
///
/// # Errors
/// When the database fails.
pub async fn end(db: &Database, session: &Session, kind: Kind) -> Result<(), AppError> {
    take_late(db, session, kind).await.map(drop)
}
