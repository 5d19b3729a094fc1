//! What is kept of an account itself, for its export, and how it is forgotten.

use sqlx::FromRow;

use super::keys;
use crate::{
    domain::{ids::UserId, phone::E164, time::EpochMs},
    server::{
        database::{Database, Transaction, on_engine},
        mailer,
    },
    users::model::{AccountStatus, Email},
};

/// What is noted of an account, whatever its standing.
#[derive(FromRow)]
pub struct Profile {
    pub email: Email,
    pub number: Option<E164>,
    pub is_admin: bool,
    pub status: AccountStatus,
    pub status_reason: Option<String>,
    pub status_changed_at: Option<EpochMs>,
    pub created_at: EpochMs,
    pub caller_id: Option<E164>,
    pub max_calls: i64,
    pub email_verified_at: Option<EpochMs>,
    pub password_changed_at: Option<EpochMs>,
    pub language: Option<String>,
}

/// What is noted of an account; one that was closed is there too.
///
/// # Errors
/// When the database fails.
pub async fn profile(db: &Database, user: &UserId) -> sqlx::Result<Option<Profile>> {
    const SELECT: &str = "
        select email, e164 as number, is_admin, status, status_reason, status_changed_at, created_at, caller_id, max_calls,
               email_verified_at, password_changed_at, language
          from users where id = $1";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).fetch_optional(pool).await)
}

/// The account of an address, whatever its standing, unless it was deleted.
///
/// # Errors
/// When the database fails.
pub async fn id_of_address(db: &Database, email: &Email) -> sqlx::Result<Option<UserId>> {
    const SELECT: &str =
        "select id from users where email = $1 and not (email = id || '@deleted.invalid' and password_hash = '')";

    on_engine!(db, |pool| sqlx::query_scalar(SELECT).bind(email).fetch_optional(pool).await)
}

/// Whether an account was deleted; its books go on without a name.
///
/// # Errors
/// When the database fails.
pub async fn is_deleted(db: &Database, user: &UserId) -> sqlx::Result<bool> {
    const SELECT: &str =
        "select count(*) > 0 from users where id = $1 and email = id || '@deleted.invalid' and password_hash = ''";

    on_engine!(db, |pool| sqlx::query_scalar(SELECT).bind(user).fetch_one(pool).await)
}

/// A link of a letter, without what opens it.
#[derive(FromRow)]
pub struct LinkKept {
    pub purpose: String,
    pub email: Email,
    pub created_at: EpochMs,
    pub expires_at: EpochMs,
    pub used_at: Option<EpochMs>,
}

/// The links that were sent for an account or to its address, newest first.
///
/// # Errors
/// When the database fails.
pub async fn links(db: &Database, user: &UserId) -> sqlx::Result<Vec<LinkKept>> {
    const SELECT: &str = "
        select purpose, email, created_at, expires_at, used_at from links
         where user_id = $1 or email = (select email from users where id = $1) order by created_at desc";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).fetch_all(pool).await)
}

/// The accounts that were deleted since a moment, and when. Anybody may have such an address; only deletion leaves no password.
///
/// # Errors
/// When the database fails.
pub async fn deleted_since(db: &Database, since: EpochMs) -> sqlx::Result<Vec<(UserId, EpochMs)>> {
    const SELECT: &str = "
        select id, status_changed_at from users
         where status = 'closed' and status_changed_at >= $1 and email = id || '@deleted.invalid' and password_hash = ''";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(since).fetch_all(pool).await)
}

/// Takes from an account all that tells whose it was, and closes it for ever. `false` while a call lives or something is held,
/// or when its standing is not the one that it must have, if it must have one: nothing changed. From its commit on no call can
/// begin: a hold asks for an active account.
///
/// # Errors
/// When the database fails.
pub async fn close_and_forget(
    tx: &mut Transaction,
    user: &UserId,
    only: Option<AccountStatus>,
    at: EpochMs,
) -> sqlx::Result<bool> {
    const ADDRESS: &str = "select email from users where id = $1";
    const CLOSE: &str = "
        update users set email = id || '@deleted.invalid', password_hash = '', e164 = null, caller_id = null, is_admin = false,
                         warn_below_micros = null, email_verified_at = null, language = null, password_changed_at = null,
                         status = 'closed', status_reason = 'deleted', status_changed_at = $2
         where id = $1 and held_micros <= 0 and active_calls < 1 and (cast($3 as text) is null or status = $3)";
    // By its own address alone: the address that it wanted to move to may be somebody else's, who waits for letters of their own.
    const LINKS: &str = "delete from links where user_id = $1 or email = $2";

    tx.note(user);
    let address = on_engine!(&mut *tx, |tx| {
        let address: Option<Email> = sqlx::query_scalar(ADDRESS).bind(user).fetch_optional(&mut **tx).await?;
        let closed = sqlx::query(CLOSE).bind(user).bind(at).bind(only).execute(&mut **tx).await?.rows_affected();
        address.filter(|_| closed == 1)
    });
    let Some(address) = address else { return Ok(false) };
    on_engine!(&mut *tx, |tx| sqlx::query(LINKS).bind(user).bind(&address).execute(&mut **tx).await.map(drop))?;
    mailer::store::forget(tx, address.as_str()).await?;
    keys::forget(tx, user).await?;
    Ok(true)
}
