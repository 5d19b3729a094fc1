//! Bearer tokens.

use sqlx::FromRow;

use super::MeRow;
use crate::{
    domain::{
        ids::{TokenId, UserId},
        time::EpochMs,
    },
    server::{
        database::{Database, Transaction, on_engine},
        ids,
    },
    users::{
        model::{Me, Token},
        scopes::Scopes,
    },
};

/// A bearer token to be.
#[derive(Clone, Copy)]
pub struct TokenToStore<'a> {
    pub user: &'a UserId,
    pub name: &'a str,
    /// SHA-256 of the secret.
    pub secret_hash: &'a str,
    pub scopes: Scopes,
    /// From when on it is refused.
    pub expires_at: Option<EpochMs>,
    pub at: EpochMs,
}

/// # Errors
/// When the database fails.
pub async fn insert_token(tx: &mut Transaction, token: TokenToStore<'_>) -> sqlx::Result<TokenId> {
    const INSERT: &str = "
        insert into tokens (id, user_id, name, secret_hash, scopes, expires_at, created_at) values ($1, $2, $3, $4, $5, $6, $7)";

    let id = ids::token_id();
    on_engine!(tx, |tx| {
        let insert = sqlx::query(INSERT).bind(&id).bind(token.user).bind(token.name).bind(token.secret_hash);
        insert.bind(token.scopes.words()).bind(token.expires_at).bind(token.at).execute(&mut **tx).await?;
    });
    Ok(id)
}

/// How many tokens of an account were not revoked, those that have expired among them.
///
/// # Errors
/// When the database fails.
pub async fn tokens_kept(tx: &mut Transaction, user: &UserId) -> sqlx::Result<i64> {
    const COUNT: &str = "select count(*) from tokens where user_id = $1 and revoked_at is null";

    on_engine!(tx, |tx| sqlx::query_scalar(COUNT).bind(user).fetch_one(&mut **tx).await)
}

/// The tokens of an account that were not revoked, newest first; those that have expired are among them.
///
/// # Errors
/// When the database fails.
pub async fn tokens(db: &Database, user: &UserId) -> sqlx::Result<Vec<Token>> {
    const SELECT: &str = "
        select id, name, created_at, last_used_at, scopes, expires_at from tokens
         where user_id = $1 and revoked_at is null order by created_at desc, id desc limit 100";

    let rows: Vec<TokenRow> = on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).fetch_all(pool).await)?;
    let token = |TokenRow { id, name, created_at, last_used_at, scopes, expires_at }| {
        let scopes = scopes_of(&scopes);
        Token { id, name, created_at, last_used_at, scopes, expires_at }
    };
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

/// A secret that was shown, and whose it is.
#[derive(Debug, Clone)]
pub struct Shown {
    pub owner: Me,
    pub token: TokenId,
    pub last_used_at: Option<EpochMs>,
    pub scopes: Scopes,
    pub expires_at: Option<EpochMs>,
}

/// What a secret stands for, unless it was revoked; it may have expired.
///
/// # Errors
/// When the database fails.
pub async fn by_token(db: &Database, secret_hash: &str) -> sqlx::Result<Option<Shown>> {
    const SELECT: &str = "
        select u.id, u.email, u.e164, u.is_admin, (u.email_verified_at is not null) as email_verified, t.id as token_id, t.last_used_at, t.scopes, t.expires_at
          from tokens t join users u on u.id = t.user_id
         where t.secret_hash = $1 and t.revoked_at is null and u.status <> 'closed'";

    let row: Option<ShownRow> = on_engine!(db, |pool| sqlx::query_as(SELECT).bind(secret_hash).fetch_optional(pool).await)?;
    Ok(row.map(|ShownRow { me, token_id, last_used_at, scopes, expires_at }| Shown {
        owner: me.into_me(),
        token: token_id,
        last_used_at,
        scopes: scopes_of(&scopes),
        expires_at,
    }))
}

/// A word that this binary does not know gives nothing, and takes what stands beside it along.
fn scopes_of(words: &str) -> Scopes {
    Scopes::parse(words).unwrap_or_default()
}

/// # Errors
/// When the database fails.
pub async fn touch_token(db: &Database, token: &TokenId, at: EpochMs) -> sqlx::Result<()> {
    const UPDATE: &str = "update tokens set last_used_at = $2 where id = $1";

    on_engine!(db, |pool| sqlx::query(UPDATE).bind(token).bind(at).execute(pool).await.map(drop))
}

#[derive(FromRow)]
struct ShownRow {
    #[sqlx(flatten)]
    me: MeRow,
    token_id: TokenId,
    last_used_at: Option<EpochMs>,
    scopes: String,
    expires_at: Option<EpochMs>,
}

#[derive(FromRow)]
struct TokenRow {
    id: TokenId,
    name: String,
    created_at: EpochMs,
    last_used_at: Option<EpochMs>,
    scopes: String,
    expires_at: Option<EpochMs>,
}
