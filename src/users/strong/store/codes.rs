//! Code apps and recovery codes.

use sqlx::FromRow;

use crate::{
    domain::{ids::UserId, time::EpochMs},
    server::database::{Database, Transaction, on_engine},
};

/// The code app of an account.
#[derive(Debug, Clone, FromRow)]
pub struct CodeAppRow {
    #[sqlx(rename = "secret")]
    pub sealed: String,
    /// `None` until a code has shown that the app has the key.
    pub confirmed_at: Option<EpochMs>,
    pub created_at: EpochMs,
}

/// The code app of an account, confirmed or not.
///
/// # Errors
/// When the database fails.
pub async fn code_app(db: &Database, user: &UserId) -> sqlx::Result<Option<CodeAppRow>> {
    const SELECT: &str = "select secret, confirmed_at, created_at from totp where user_id = $1";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).fetch_optional(pool).await)
}

/// Keeps a key that waits for its first code, instead of one that still waits. `false` when a confirmed one is there.
///
/// # Errors
/// When the database fails.
pub async fn put_unconfirmed(db: &Database, user: &UserId, sealed: &str, at: EpochMs) -> sqlx::Result<bool> {
    const UPSERT: &str = "
        insert into totp (user_id, secret, created_at) values ($1, $2, $3)
        on conflict (user_id) do update set secret = excluded.secret, created_at = excluded.created_at
         where totp.confirmed_at is null";

    let put =
        on_engine!(db, |pool| { sqlx::query(UPSERT).bind(user).bind(sealed).bind(at).execute(pool).await?.rows_affected() });
    Ok(put == 1)
}

/// What turns two-step sign-in on.
#[derive(Debug, Clone, Copy)]
pub struct Confirmed<'a> {
    /// The key that the code was of, sealed.
    pub sealed: &'a str,
    /// The time step of the code, which is used up.
    pub step: i64,
    /// SHA-256 of the recovery codes.
    pub codes: &'a [String],
    pub at: EpochMs,
}

/// Turns two-step sign-in on. `false` when it is on, or the key is another one meanwhile.
///
/// # Errors
/// When the database fails.
pub async fn confirm(db: &Database, user: &UserId, confirmed: Confirmed<'_>) -> sqlx::Result<bool> {
    const UPDATE: &str = "
        update totp set confirmed_at = $2, last_step = $3 where user_id = $1 and confirmed_at is null and secret = $4";

    let Confirmed { sealed, step, codes, at } = confirmed;
    let mut tx = db.begin().await?;
    let updated = on_engine!(&mut tx, |tx| {
        sqlx::query(UPDATE).bind(user).bind(at).bind(step).bind(sealed).execute(&mut **tx).await?.rows_affected()
    });
    if updated != 1 {
        return Ok(false);
    }
    put_codes(&mut tx, user, codes).await?;
    tx.commit().await?;
    Ok(true)
}

/// Accepts a code's time step, unless it or a later one was accepted before: of two requests with one code, one gets in.
///
/// # Errors
/// When the database fails.
pub async fn accept_step(db: &Database, user: &UserId, step: i64) -> sqlx::Result<bool> {
    const UPDATE: &str = "
        update totp set last_step = $2 where user_id = $1 and confirmed_at is not null and last_step < $2";

    let rows = on_engine!(db, |pool| sqlx::query(UPDATE).bind(user).bind(step).execute(pool).await?.rows_affected());
    Ok(rows == 1)
}

/// Turns two-step sign-in off, or drops a key that waits. `false` when there was nothing.
///
/// # Errors
/// When the database fails.
pub async fn remove_code_app(db: &Database, user: &UserId) -> sqlx::Result<bool> {
    const DELETE_APP: &str = "delete from totp where user_id = $1";
    const DELETE_CODES: &str = "delete from recovery_codes where user_id = $1";

    let mut tx = db.begin().await?;
    let rows = on_engine!(&mut tx, |tx| {
        sqlx::query(DELETE_CODES).bind(user).execute(&mut **tx).await?;
        sqlx::query(DELETE_APP).bind(user).execute(&mut **tx).await?.rows_affected()
    });
    tx.commit().await?;
    Ok(rows == 1)
}

/// Uses a recovery code up. `false` when it is not one of the account's, or was used before.
///
/// # Errors
/// When the database fails.
pub async fn use_recovery_code(db: &Database, user: &UserId, code_hash: &str, at: EpochMs) -> sqlx::Result<bool> {
    const UPDATE: &str = "
        update recovery_codes set used_at = $3 where user_id = $1 and code_hash = $2 and used_at is null";

    let rows =
        on_engine!(db, |pool| sqlx::query(UPDATE).bind(user).bind(code_hash).bind(at).execute(pool).await?.rows_affected());
    Ok(rows == 1)
}

/// How many recovery codes are unused.
///
/// # Errors
/// When the database fails.
pub async fn recovery_codes_left(db: &Database, user: &UserId) -> sqlx::Result<i64> {
    const COUNT: &str = "select count(*) from recovery_codes where user_id = $1 and used_at is null";

    on_engine!(db, |pool| sqlx::query_scalar(COUNT).bind(user).fetch_one(pool).await)
}

/// Replaces the recovery codes of an account whose two-step sign-in is on; `false` when it is off.
///
/// # Errors
/// When the database fails.
pub async fn replace_codes(db: &Database, user: &UserId, codes: &[String]) -> sqlx::Result<bool> {
    const LOCK: &str = "update totp set last_step = last_step where user_id = $1 and confirmed_at is not null";
    const DELETE: &str = "delete from recovery_codes where user_id = $1";

    let mut tx = db.begin().await?;
    let locked = on_engine!(&mut tx, |tx| sqlx::query(LOCK).bind(user).execute(&mut **tx).await?.rows_affected());
    if locked != 1 {
        return Ok(false);
    }
    on_engine!(&mut tx, |tx| sqlx::query(DELETE).bind(user).execute(&mut **tx).await.map(drop))?;
    put_codes(&mut tx, user, codes).await?;
    tx.commit().await?;
    Ok(true)
}

async fn put_codes(tx: &mut Transaction, user: &UserId, codes: &[String]) -> sqlx::Result<()> {
    const INSERT: &str = "insert into recovery_codes (user_id, code_hash) values ($1, $2)";

    for code in codes {
        on_engine!(&mut *tx, |tx| sqlx::query(INSERT).bind(user).bind(code).execute(&mut **tx).await.map(drop))?;
    }
    Ok(())
}
