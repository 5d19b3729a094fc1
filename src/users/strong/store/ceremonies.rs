//! What was begun and must be finished soon.

use sqlx::FromRow;

use crate::{
    domain::{ids::UserId, time::EpochMs},
    server::database::{Database, on_engine},
};

crate::wire_enum! {
    /// What a browser has begun.
    pub enum Kind {
        /// The password was right; a code is to come.
        Code = "code",
        /// Signing in with a passkey.
        Passkey = "passkey",
        /// A passkey is being made.
        NewPasskey = "new_passkey",
        /// A visit to an OpenID Connect provider.
        Provider = "provider",
    }
}

/// A ceremony to be.
#[derive(Debug, Clone, Copy)]
pub struct Ceremony<'a> {
    /// SHA-256 of what the session holds.
    pub id: &'a str,
    pub kind: Kind,
    pub user: Option<&'a UserId>,
    pub data: &'a str,
    pub expires_at: EpochMs,
}

/// A ceremony that came to its end.
#[derive(Debug, Clone, FromRow)]
pub struct Taken {
    pub user_id: Option<UserId>,
    pub data: String,
    pub expires_at: EpochMs,
}

/// Begins a ceremony, and sweeps those that nobody finished; who comes late by less than an hour can still be told what for.
///
/// # Errors
/// When the database fails.
pub async fn insert_ceremony(db: &Database, ceremony: Ceremony<'_>, now: EpochMs) -> sqlx::Result<()> {
    const SWEEP: &str = "delete from ceremonies where expires_at <= $1 - 3600000";
    const INSERT: &str = "insert into ceremonies (id, kind, user_id, data, expires_at) values ($1, $2, $3, $4, $5)";

    let Ceremony { id, kind, user, data, expires_at } = ceremony;
    on_engine!(db, |pool| {
        sqlx::query(SWEEP).bind(now).execute(pool).await?;
        sqlx::query(INSERT).bind(id).bind(kind).bind(user).bind(data).bind(expires_at).execute(pool).await.map(drop)
    })
}

/// Counts a try at a second step and tells whose it is; `None` when its time or its tries are over. The count is the
/// database's, so that tries side by side are counted too.
///
/// # Errors
/// When the database fails.
pub async fn try_ceremony(db: &Database, id: &str, now: EpochMs, tries_most: i64) -> sqlx::Result<Option<UserId>> {
    const UPDATE: &str = "
        update ceremonies set tries = tries + 1
         where id = $1 and kind = 'code' and expires_at > $2 and tries < $3 returning user_id";

    on_engine!(db, |pool| sqlx::query_scalar(UPDATE).bind(id).bind(now).bind(tries_most).fetch_optional(pool).await)
}

/// Takes a ceremony out, so that its end comes once, also when its time is over; `None` when it is not there any more.
///
/// # Errors
/// When the database fails.
pub async fn take_ceremony(db: &Database, id: &str, kind: Kind) -> sqlx::Result<Option<Taken>> {
    const DELETE: &str = "delete from ceremonies where id = $1 and kind = $2 returning user_id, data, expires_at";

    on_engine!(db, |pool| sqlx::query_as(DELETE).bind(id).bind(kind).fetch_optional(pool).await)
}
