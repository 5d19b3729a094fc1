//! SQL of the table `sessions`.

use sqlx::FromRow;

use crate::{
    domain::{ids::UserId, time::EpochMs},
    server::database::{Database, on_engine},
};

/// A session as the table has it: its id hashed, and the caller it belongs to.
#[derive(Debug, Clone, FromRow)]
pub struct SessionRow {
    /// SHA-256 of the id in the cookie.
    pub id: String,
    pub user_id: Option<UserId>,
    /// JSON.
    pub data: String,
    pub expires_at: EpochMs,
}

/// # Errors
/// When the database fails.
pub async fn insert(db: &Database, session: &SessionRow) -> sqlx::Result<()> {
    const INSERT: &str = "insert into sessions (id, user_id, data, expires_at) values ($1, $2, $3, $4)";

    let SessionRow { id, user_id, data, expires_at } = session;
    on_engine!(db, |pool| {
        sqlx::query(INSERT).bind(id).bind(user_id).bind(data).bind(expires_at).execute(pool).await.map(drop)
    })
}

/// Changes a session that is still there; one that was ended meanwhile stays ended.
///
/// # Errors
/// When the database fails.
pub async fn update(db: &Database, session: &SessionRow) -> sqlx::Result<()> {
    const UPDATE: &str = "update sessions set user_id = $2, data = $3, expires_at = $4 where id = $1";

    let SessionRow { id, user_id, data, expires_at } = session;
    on_engine!(db, |pool| {
        sqlx::query(UPDATE).bind(id).bind(user_id).bind(data).bind(expires_at).execute(pool).await.map(drop)
    })
}

/// A session that has not expired.
///
/// # Errors
/// When the database fails.
pub async fn find(db: &Database, id: &str, now: EpochMs) -> sqlx::Result<Option<SessionRow>> {
    const SELECT: &str = "select id, user_id, data, expires_at from sessions where id = $1 and expires_at > $2";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(id).bind(now).fetch_optional(pool).await)
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
