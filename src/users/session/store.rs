//! SQL of the table `sessions`.

use super::list::SessionListRow;
use crate::{
    domain::{ids::UserId, time::EpochMs},
    server::database::{Database, on_engine},
};

/// A session as the table has it: its id hashed, and the caller it belongs to.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// SHA-256 of the id in the cookie.
    pub id: String,
    pub user_id: Option<UserId>,
    /// JSON.
    pub data: String,
    pub expires_at: EpochMs,
    pub began_at: EpochMs,
    pub seen_at: EpochMs,
    pub device: String,
    /// When its caller showed who they are, as it began.
    pub confirmed_at: Option<EpochMs>,
}

/// A new session.
///
/// # Errors
/// When the database fails.
pub async fn insert(db: &Database, session: &SessionRow) -> sqlx::Result<()> {
    const INSERT: &str = "
        insert into sessions (id, user_id, data, expires_at, began_at, seen_at, device, confirmed_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";

    let SessionRow { id, user_id, data, expires_at, began_at, seen_at, device, confirmed_at } = session;
    on_engine!(db, |pool| {
        let insert = sqlx::query(INSERT).bind(id).bind(user_id).bind(data).bind(expires_at);
        insert.bind(began_at).bind(seen_at).bind(device).bind(confirmed_at).execute(pool).await.map(drop)
    })
}

/// Changes a session that is still there; one that was ended meanwhile stays ended.
///
/// # Errors
/// When the database fails.
pub async fn update(db: &Database, session: &SessionRow) -> sqlx::Result<()> {
    const UPDATE: &str = "
        update sessions set user_id = $2, data = $3, expires_at = $4, began_at = $5, seen_at = $6, device = $7 where id = $1";

    // Confirming has a statement of its own.
    let SessionRow { id, user_id, data, expires_at, began_at, seen_at, device, confirmed_at: _ } = session;
    on_engine!(db, |pool| {
        let update = sqlx::query(UPDATE).bind(id).bind(user_id).bind(data).bind(expires_at);
        update.bind(began_at).bind(seen_at).bind(device).execute(pool).await.map(drop)
    })
}

/// What a session holds, if it has not expired.
///
/// # Errors
/// When the database fails.
pub async fn find(db: &Database, id: &str, now: EpochMs) -> sqlx::Result<Option<String>> {
    const SELECT: &str = "select data from sessions where id = $1 and expires_at > $2";

    on_engine!(db, |pool| sqlx::query_scalar(SELECT).bind(id).bind(now).fetch_optional(pool).await)
}

/// When its caller last showed who they are.
///
/// # Errors
/// When the database fails.
pub async fn confirmed_at(db: &Database, id: &str) -> sqlx::Result<Option<EpochMs>> {
    const SELECT: &str = "select confirmed_at from sessions where id = $1 and confirmed_at is not null";

    on_engine!(db, |pool| sqlx::query_scalar(SELECT).bind(id).fetch_optional(pool).await)
}

/// # Errors
/// When the database fails.
pub async fn set_confirmed(db: &Database, id: &str, at: EpochMs) -> sqlx::Result<()> {
    const UPDATE: &str = "update sessions set confirmed_at = $2 where id = $1";

    on_engine!(db, |pool| sqlx::query(UPDATE).bind(id).bind(at).execute(pool).await.map(drop))
}

/// # Errors
/// When the database fails.
pub async fn delete(db: &Database, id: &str) -> sqlx::Result<()> {
    const DELETE: &str = "delete from sessions where id = $1";

    on_engine!(db, |pool| sqlx::query(DELETE).bind(id).execute(pool).await.map(drop))
}

/// # Errors
/// When the database fails.
pub async fn delete_expired(db: &Database, now: EpochMs) -> sqlx::Result<()> {
    const DELETE: &str = "delete from sessions where expires_at <= $1";

    on_engine!(db, |pool| sqlx::query(DELETE).bind(now).execute(pool).await.map(drop))
}

/// The sessions of an account that have not expired, last seen first.
///
/// # Errors
/// When the database fails.
pub async fn of_user(db: &Database, user: &UserId, now: EpochMs) -> sqlx::Result<Vec<SessionListRow>> {
    const SELECT: &str = "
        select id, device, began_at, seen_at from sessions
         where user_id = $1 and expires_at > $2 order by seen_at desc, id limit 100";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).bind(now).fetch_all(pool).await)
}

/// Ends the session of an account whose id begins with these 32 digits.
///
/// # Errors
/// When the database fails.
pub async fn delete_of_user(db: &Database, user: &UserId, digits: &str) -> sqlx::Result<bool> {
    const DELETE: &str = "delete from sessions where user_id = $1 and substr(id, 1, 32) = $2";

    let rows = on_engine!(db, |pool| sqlx::query(DELETE).bind(user).bind(digits).execute(pool).await?.rows_affected());
    Ok(rows > 0)
}

/// Ends all sessions of an account.
///
/// # Errors
/// When the database fails.
pub async fn delete_all(db: &Database, user: &UserId) -> sqlx::Result<()> {
    const DELETE: &str = "delete from sessions where user_id = $1";

    on_engine!(db, |pool| sqlx::query(DELETE).bind(user).execute(pool).await.map(drop))
}
