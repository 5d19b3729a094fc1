//! What opens an account, for its export: without what a thief would need. Secrets, hashes and keys are in no statement here.

use sqlx::FromRow;

use crate::{
    domain::{
        ids::{TokenId, UserId},
        time::EpochMs,
    },
    server::database::{Database, Transaction, on_engine},
};

/// A session without what opens it.
#[derive(FromRow)]
pub struct SessionKept {
    pub began_at: EpochMs,
    pub seen_at: EpochMs,
    pub confirmed_at: Option<EpochMs>,
    pub expires_at: EpochMs,
    pub device: String,
}

/// The sessions of an account, newest first.
///
/// # Errors
/// When the database fails.
pub async fn sessions(db: &Database, user: &UserId) -> sqlx::Result<Vec<SessionKept>> {
    const SELECT: &str = "
        select began_at, seen_at, confirmed_at, expires_at, device from sessions where user_id = $1 order by began_at desc";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).fetch_all(pool).await)
}

/// A token without what opens it.
#[derive(FromRow)]
pub struct TokenKept {
    pub id: TokenId,
    pub name: String,
    pub scopes: String,
    pub created_at: EpochMs,
    pub expires_at: Option<EpochMs>,
    pub last_used_at: Option<EpochMs>,
    pub revoked_at: Option<EpochMs>,
}

/// Every token of an account, those that were ended too, newest first.
///
/// # Errors
/// When the database fails.
pub async fn tokens(db: &Database, user: &UserId) -> sqlx::Result<Vec<TokenKept>> {
    const SELECT: &str = "
        select id, name, scopes, created_at, expires_at, last_used_at, revoked_at from tokens
         where user_id = $1 order by created_at desc, id desc";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).fetch_all(pool).await)
}

/// A code app, a recovery code or a passkey.
#[derive(FromRow)]
pub struct FactorKept {
    pub kind: String,
    pub name: Option<String>,
    pub created_at: Option<EpochMs>,
    pub confirmed_at: Option<EpochMs>,
    /// Of a recovery code: when it was used up.
    pub used_at: Option<EpochMs>,
}

/// The second factors of an account.
///
/// # Errors
/// When the database fails.
pub async fn factors(db: &Database, user: &UserId) -> sqlx::Result<Vec<FactorKept>> {
    const SELECT: &str = "
        select cast('code_app' as text) as kind, cast(null as text) as name, created_at, confirmed_at, cast(null as bigint) as used_at
          from totp where user_id = $1
        union all
        select cast('passkey' as text), name, created_at, cast(null as bigint), last_used_at from passkeys where user_id = $1
        union all
        select cast('recovery_code' as text), cast(null as text), cast(null as bigint), cast(null as bigint), used_at
          from recovery_codes where user_id = $1
        order by kind, created_at";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).fetch_all(pool).await)
}

/// An account elsewhere that opens an account here.
#[derive(FromRow)]
pub struct IdentityKept {
    pub issuer: String,
    /// As the provider names its account.
    pub subject: String,
    pub address: Option<String>,
    pub created_at: EpochMs,
    pub last_used_at: Option<EpochMs>,
}

/// The accounts elsewhere that open an account.
///
/// # Errors
/// When the database fails.
pub async fn identities(db: &Database, user: &UserId) -> sqlx::Result<Vec<IdentityKept>> {
    const SELECT: &str = "
        select issuer, subject, email as address, created_at, last_used_at from identities
         where user_id = $1 order by created_at, issuer, subject";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).fetch_all(pool).await)
}

/// Something that a browser began and has not finished.
#[derive(FromRow)]
pub struct CeremonyKept {
    pub kind: String,
    pub tries: i64,
    pub expires_at: EpochMs,
}

/// The second steps and new passkeys that were begun for an account.
///
/// # Errors
/// When the database fails.
pub async fn ceremonies(db: &Database, user: &UserId) -> sqlx::Result<Vec<CeremonyKept>> {
    const SELECT: &str = "select kind, tries, expires_at from ceremonies where user_id = $1 order by expires_at";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).fetch_all(pool).await)
}

/// Takes away everything that opens an account.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &mut Transaction, user: &UserId) -> sqlx::Result<()> {
    const SESSIONS: &str = "delete from sessions where user_id = $1";
    const TOKENS: &str = "delete from tokens where user_id = $1";
    const CODE_APP: &str = "delete from totp where user_id = $1";
    const CODES: &str = "delete from recovery_codes where user_id = $1";
    const PASSKEYS: &str = "delete from passkeys where user_id = $1";
    const IDENTITIES: &str = "delete from identities where user_id = $1";
    const CEREMONIES: &str = "delete from ceremonies where user_id = $1";

    on_engine!(tx, |tx| {
        for forget in [SESSIONS, TOKENS, CODE_APP, CODES, PASSKEYS, IDENTITIES, CEREMONIES] {
            sqlx::query(forget).bind(user).execute(&mut **tx).await?;
        }
        Ok(())
    })
}
