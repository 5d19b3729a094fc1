//! SQL of the table `links`.

use sqlx::FromRow;

use super::{NewLink, Purpose};
use crate::{
    domain::{ids::UserId, phone::E164, time::EpochMs},
    server::database::{Database, Transaction, on_engine},
    users::model::Email,
};

/// A link that works.
#[derive(Clone, FromRow)]
pub struct Link {
    pub purpose: Purpose,
    pub user_id: Option<UserId>,
    pub email: Email,
    pub password_hash: Option<String>,
    pub e164: Option<E164>,
}

/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut Transaction, id: &str, new: NewLink<'_>, at: EpochMs, expires_at: EpochMs) -> sqlx::Result<()> {
    const INSERT: &str = "
        insert into links (id, purpose, user_id, email, password_hash, e164, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";

    on_engine!(tx, |tx| {
        let insert = sqlx::query(INSERT).bind(id).bind(new.purpose).bind(new.user).bind(new.email).bind(new.password_hash);
        insert.bind(new.number).bind(at).bind(expires_at).execute(&mut **tx).await.map(drop)
    })
}

/// How many links of a purpose were made for an address since a moment.
///
/// # Errors
/// When the database fails.
pub async fn count_since(tx: &mut Transaction, purpose: Purpose, email: &Email, since: EpochMs) -> sqlx::Result<i64> {
    const SELECT: &str = "select count(*) from links where purpose = $1 and email = $2 and created_at > $3";

    on_engine!(tx, |tx| sqlx::query_scalar(SELECT).bind(purpose).bind(email).bind(since).fetch_one(&mut **tx).await)
}

/// # Errors
/// When the database fails.
pub async fn find(db: &Database, id: &str, now: EpochMs) -> sqlx::Result<Option<Link>> {
    const SELECT: &str = "
        select purpose, user_id, email, password_hash, e164 from links where id = $1 and used_at is null and expires_at > $2";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(id).bind(now).fetch_optional(pool).await)
}

/// # Errors
/// When the database fails.
pub async fn take(tx: &mut Transaction, id: &str, purpose: Purpose, now: EpochMs) -> sqlx::Result<Option<Link>> {
    const UPDATE: &str = "
        update links set used_at = $3 where id = $1 and purpose = $2 and used_at is null and expires_at > $3
        returning purpose, user_id, email, password_hash, e164";

    on_engine!(tx, |tx| sqlx::query_as(UPDATE).bind(id).bind(purpose).bind(now).fetch_optional(&mut **tx).await)
}

/// Ends the links of an account: its password or its address changed.
///
/// # Errors
/// When the database fails.
pub async fn void(tx: &mut Transaction, user: &UserId, now: EpochMs) -> sqlx::Result<()> {
    const UPDATE: &str = "update links set used_at = $2 where user_id = $1 and used_at is null";

    on_engine!(tx, |tx| sqlx::query(UPDATE).bind(user).bind(now).execute(&mut **tx).await.map(drop))
}

/// # Errors
/// When the database fails.
pub async fn delete_old(tx: &mut Transaction, expired_before: EpochMs) -> sqlx::Result<()> {
    const DELETE: &str = "delete from links where expires_at < $1";

    on_engine!(tx, |tx| sqlx::query(DELETE).bind(expired_before).execute(&mut **tx).await.map(drop))
}
