//! SQL of accounts and bearer tokens. The wallet columns of `users` belong to `ledger::store`.

mod standing;

use sqlx::FromRow;

pub use self::standing::{StatusChange, allow_calls, set_status};

use super::model::{Email, Me, Token};
use crate::{
    domain::{
        ids::{TokenId, UserId},
        phone::E164,
        time::EpochMs,
    },
    error::AppError,
    server::{
        database::{Database, on_engine},
        ids,
    },
};

/// An account to be.
#[derive(Debug, Clone, Copy)]
pub struct NewUser<'a> {
    pub email: &'a Email,
    /// From `users::password::hash`.
    pub password_hash: &'a str,
    pub number: Option<&'a E164>,
    pub is_admin: bool,
    pub at: EpochMs,
}

/// Opens an account with an empty wallet.
///
/// # Errors
/// [`AppError::Invalid`] on `email` or `number` when another account has it, or when the database fails.
pub async fn create(db: &Database, new: NewUser<'_>) -> Result<UserId, AppError> {
    const INSERT: &str = "
        insert into users (id, email, password_hash, e164, is_admin, created_at) values ($1, $2, $3, $4, $5, $6)
        on conflict do nothing";

    let id = ids::user_id();
    let created = on_engine!(db, |pool| {
        let insert = sqlx::query(INSERT).bind(&id).bind(new.email).bind(new.password_hash);
        insert.bind(new.number).bind(new.is_admin).bind(new.at).execute(pool).await?.rows_affected()
    });
    match created {
        1 => Ok(id),
        _ if by_email(db, new.email).await?.is_some() => {
            Err(AppError::invalid("email", "There is an account with this e-mail already. Sign in instead."))
        }
        _ => Err(number_taken()),
    }
}

/// Whether there is such an account.
///
/// # Errors
/// When the database fails.
pub async fn exists(db: &Database, user: &UserId) -> sqlx::Result<bool> {
    const EXISTS: &str = "select exists (select 1 from users where id = $1)";

    on_engine!(db, |pool| sqlx::query_scalar(EXISTS).bind(user).fetch_one(pool).await)
}

/// The account whose own number this is.
///
/// # Errors
/// When the database fails.
pub async fn id_of_number(db: &Database, number: &E164) -> sqlx::Result<Option<UserId>> {
    const SELECT: &str = "select id from users where e164 = $1";

    on_engine!(db, |pool| sqlx::query_scalar(SELECT).bind(number).fetch_optional(pool).await)
}

fn number_taken() -> AppError {
    AppError::invalid("number", "This number belongs to another account. Leave it empty or give another one.")
}

/// An account with what is needed to let its owner in.
#[derive(Debug, Clone)]
pub struct Account {
    pub me: Me,
    pub password_hash: String,
}

/// The account of an e-mail address, unless it was closed.
///
/// # Errors
/// When the database fails.
pub async fn by_email(db: &Database, email: &Email) -> sqlx::Result<Option<Account>> {
    const SELECT: &str = "
        select id, email, e164, is_admin, password_hash from users where email = $1 and status <> 'closed'";

    let row: Option<AccountRow> = on_engine!(db, |pool| sqlx::query_as(SELECT).bind(email).fetch_optional(pool).await)?;
    Ok(row.map(|row| Account { me: row.me.into_me(), password_hash: row.password_hash }))
}

/// An account with its password's hash, by its id.
///
/// # Errors
/// When the database fails.
pub async fn by_id(db: &Database, user: &UserId) -> sqlx::Result<Option<Account>> {
    const SELECT: &str = "
        select id, email, e164, is_admin, password_hash from users where id = $1 and status <> 'closed'";

    let row: Option<AccountRow> = on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).fetch_optional(pool).await)?;
    Ok(row.map(|row| Account { me: row.me.into_me(), password_hash: row.password_hash }))
}

/// Gives an account a new password and ends its sessions, except the one whose stored id is `keep`.
///
/// # Errors
/// When the database fails.
pub async fn set_password(db: &Database, user: &UserId, password_hash: &str, keep: Option<&str>) -> sqlx::Result<()> {
    const UPDATE: &str = "update users set password_hash = $2 where id = $1";
    const END_SESSIONS: &str = "delete from sessions where user_id = $1 and id <> coalesce($2, '')";

    let mut tx = db.begin().await?;
    on_engine!(&mut tx, |tx| {
        sqlx::query(UPDATE).bind(user).bind(password_hash).execute(&mut **tx).await?;
        sqlx::query(END_SESSIONS).bind(user).bind(keep).execute(&mut **tx).await?;
    });
    tx.commit().await
}

/// Sets or clears the caller's own number.
///
/// # Errors
/// [`AppError::Invalid`] on `number` when another account has it, or when the database fails.
pub async fn set_number(db: &Database, user: &UserId, number: Option<&E164>) -> Result<(), AppError> {
    const UPDATE: &str = "update users set e164 = $2 where id = $1";

    let updated = on_engine!(db, |pool| sqlx::query(UPDATE).bind(user).bind(number).execute(pool).await.map(drop));
    match updated {
        Err(sqlx::Error::Database(cause)) if cause.is_unique_violation() => Err(number_taken()),
        other => Ok(other?),
    }
}

/// A bearer token to be.
#[derive(Debug, Clone, Copy)]
pub struct TokenToStore<'a> {
    pub user: &'a UserId,
    pub name: &'a str,
    /// SHA-256 of the secret.
    pub secret_hash: &'a str,
    pub at: EpochMs,
}

/// # Errors
/// When the database fails.
pub async fn insert_token(db: &Database, token: TokenToStore<'_>) -> sqlx::Result<TokenId> {
    const INSERT: &str = "insert into tokens (id, user_id, name, secret_hash, created_at) values ($1, $2, $3, $4, $5)";

    let id = ids::token_id();
    on_engine!(db, |pool| {
        let insert = sqlx::query(INSERT).bind(&id).bind(token.user).bind(token.name);
        insert.bind(token.secret_hash).bind(token.at).execute(pool).await?;
    });
    Ok(id)
}

/// The tokens of an account that still work, newest first.
///
/// # Errors
/// When the database fails.
pub async fn tokens(db: &Database, user: &UserId) -> sqlx::Result<Vec<Token>> {
    const SELECT: &str = "
        select id, name, created_at, last_used_at from tokens
         where user_id = $1 and revoked_at is null order by created_at desc, id desc limit 100";

    let rows: Vec<TokenRow> = on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).fetch_all(pool).await)?;
    let token = |TokenRow { id, name, created_at, last_used_at }| Token { id, name, created_at, last_used_at };
    Ok(rows.into_iter().map(token).collect())
}

/// Ends a token. `false` when the account has no such token, or it was ended before.
///
/// # Errors
/// When the database fails.
pub async fn revoke_token(db: &Database, user: &UserId, token: &TokenId, at: EpochMs) -> sqlx::Result<bool> {
    const UPDATE: &str = "update tokens set revoked_at = $3 where id = $1 and user_id = $2 and revoked_at is null";

    let rows = on_engine!(db, |pool| sqlx::query(UPDATE).bind(token).bind(user).bind(at).execute(pool).await?.rows_affected());
    Ok(rows == 1)
}

/// The owner of a secret, with the token's id and its last use.
///
/// # Errors
/// When the database fails.
pub async fn by_token(db: &Database, secret_hash: &str) -> sqlx::Result<Option<(Me, TokenId, Option<EpochMs>)>> {
    const SELECT: &str = "
        select u.id, u.email, u.e164, u.is_admin, t.id as token_id, t.last_used_at
          from tokens t join users u on u.id = t.user_id
         where t.secret_hash = $1 and t.revoked_at is null and u.status <> 'closed'";

    let row: Option<OwnerRow> = on_engine!(db, |pool| sqlx::query_as(SELECT).bind(secret_hash).fetch_optional(pool).await)?;
    Ok(row.map(|row| (row.me.into_me(), row.token_id, row.last_used_at)))
}

/// # Errors
/// When the database fails.
pub async fn touch_token(db: &Database, token: &TokenId, at: EpochMs) -> sqlx::Result<()> {
    const UPDATE: &str = "update tokens set last_used_at = $2 where id = $1";

    on_engine!(db, |pool| sqlx::query(UPDATE).bind(token).bind(at).execute(pool).await.map(drop))
}

#[derive(FromRow)]
struct MeRow {
    id: UserId,
    email: String,
    e164: Option<E164>,
    is_admin: bool,
}

impl MeRow {
    fn into_me(self) -> Me {
        Me { id: self.id, email: self.email, number: self.e164, is_admin: self.is_admin }
    }
}

#[derive(FromRow)]
struct AccountRow {
    #[sqlx(flatten)]
    me: MeRow,
    password_hash: String,
}

#[derive(FromRow)]
struct OwnerRow {
    #[sqlx(flatten)]
    me: MeRow,
    token_id: TokenId,
    last_used_at: Option<EpochMs>,
}

#[derive(FromRow)]
struct TokenRow {
    id: TokenId,
    name: String,
    created_at: EpochMs,
    last_used_at: Option<EpochMs>,
}
