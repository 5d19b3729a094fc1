//! Files that were read and wait for "Apply".

use sqlx::FromRow;

use crate::{
    domain::{
        ids::{ImportId, UserId},
        time::EpochMs,
    },
    server::database::{Database, Transaction, on_engine},
};

/// Keeps what a file says, in place of whatever this caller left waiting, and forgets what anybody left for long.
///
/// # Errors
/// When the database fails.
pub async fn keep(
    db: &Database,
    user: &UserId,
    (id, name): (&ImportId, &str),
    entries: &str,
    (at, stale): (EpochMs, EpochMs),
) -> sqlx::Result<()> {
    const FORGET: &str = "delete from contact_imports where user_id = $1 or created_at < $2";
    const INSERT: &str = "insert into contact_imports (id, user_id, name, created_at, entries) values ($1, $2, $3, $4, $5)";

    let mut tx = db.begin().await?;
    on_engine!(&mut tx, |tx| {
        sqlx::query(FORGET).bind(user).bind(stale).execute(&mut **tx).await?;
        sqlx::query(INSERT).bind(id).bind(user).bind(name).bind(at).bind(entries).execute(&mut **tx).await.map(drop)
    })?;
    tx.commit().await
}

/// The file's name and what it says; `None` when this caller has no such file waiting.
///
/// # Errors
/// When the database fails.
pub async fn read(db: &Database, user: &UserId, id: &ImportId) -> sqlx::Result<Option<(String, String)>> {
    const SELECT: &str = "select name, entries from contact_imports where user_id = $1 and id = $2";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).bind(id).fetch_optional(pool).await)
}

/// Forgets a file; part of applying it.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &mut Transaction, user: &UserId, id: &ImportId) -> sqlx::Result<()> {
    const DELETE: &str = "delete from contact_imports where user_id = $1 and id = $2";

    on_engine!(tx, |tx| sqlx::query(DELETE).bind(user).bind(id).execute(&mut **tx).await.map(drop))
}

/// A file that waits, as it was read.
#[derive(FromRow)]
pub struct FileKept {
    pub name: String,
    pub created_at: EpochMs,
    /// JSON.
    pub entries: String,
}

/// The files of a caller that wait, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn kept(db: &Database, user: &UserId) -> sqlx::Result<Vec<FileKept>> {
    const SELECT: &str = "select name, created_at, entries from contact_imports where user_id = $1 order by created_at";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).fetch_all(pool).await)
}
