//! Passkeys: public keys, nothing that needs hiding.

use sqlx::FromRow;

use crate::{
    domain::{
        ids::{PasskeyId, UserId},
        time::EpochMs,
    },
    server::{
        database::{Database, on_engine},
        ids,
    },
};

/// A passkey as the table has it.
#[derive(Debug, Clone, FromRow)]
pub struct PasskeyRow {
    pub id: PasskeyId,
    pub user_id: UserId,
    /// As the authenticator names it, in base64url.
    pub credential_id: String,
    pub name: String,
    /// With its policy, as JSON of webauthn-rs.
    #[sqlx(rename = "credential")]
    pub public_key: String,
    pub created_at: EpochMs,
    pub last_used_at: Option<EpochMs>,
}

/// A passkey to be.
#[derive(Debug, Clone, Copy)]
pub struct NewPasskey<'a> {
    pub user: &'a UserId,
    pub credential_id: &'a str,
    pub name: &'a str,
    pub public_key: &'a str,
    pub at: EpochMs,
}

/// Keeps a passkey. `false` when an account has it already.
///
/// # Errors
/// When the database fails.
pub async fn insert_passkey(db: &Database, new: NewPasskey<'_>) -> sqlx::Result<bool> {
    const INSERT: &str = "
        insert into passkeys (id, user_id, credential_id, name, credential, created_at) values ($1, $2, $3, $4, $5, $6)
        on conflict (credential_id) do nothing";

    let NewPasskey { user, credential_id, name, public_key, at } = new;
    let rows = on_engine!(db, |pool| {
        let insert = sqlx::query(INSERT).bind(ids::passkey_id()).bind(user).bind(credential_id).bind(name);
        insert.bind(public_key).bind(at).execute(pool).await?.rows_affected()
    });
    Ok(rows == 1)
}

/// The passkeys of an account, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn passkeys(db: &Database, user: &UserId) -> sqlx::Result<Vec<PasskeyRow>> {
    const SELECT: &str = "
        select id, user_id, credential_id, name, credential, created_at, last_used_at from passkeys
         where user_id = $1 order by created_at, id limit 100";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).fetch_all(pool).await)
}

/// A passkey by what its authenticator calls it.
///
/// # Errors
/// When the database fails.
pub async fn passkey(db: &Database, credential_id: &str) -> sqlx::Result<Option<PasskeyRow>> {
    const SELECT: &str = "
        select id, user_id, credential_id, name, credential, created_at, last_used_at from passkeys where credential_id = $1";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(credential_id).fetch_optional(pool).await)
}

/// A use of a passkey.
#[derive(Debug, Clone, Copy)]
pub struct Used<'a> {
    pub id: &'a PasskeyId,
    /// The count of signatures that came with it; 0 when the authenticator does not count.
    pub counter: i64,
    /// The key with its policy after it.
    pub public_key: &'a str,
    pub at: EpochMs,
}

/// Notes a use, unless a signature with this count or a later one was accepted before: two copies of a key cannot both go on.
///
/// # Errors
/// When the database fails.
pub async fn use_passkey(db: &Database, used: Used<'_>) -> sqlx::Result<bool> {
    const UPDATE: &str = "
        update passkeys set counter = $2, credential = $3, last_used_at = $4
         where id = $1 and (counter < $2 or (counter = 0 and $2 = 0))";

    let Used { id, counter, public_key, at } = used;
    let rows = on_engine!(db, |pool| {
        sqlx::query(UPDATE).bind(id).bind(counter).bind(public_key).bind(at).execute(pool).await?.rows_affected()
    });
    Ok(rows == 1)
}

/// Removes a passkey. `false` when the account has none of this id.
///
/// # Errors
/// When the database fails.
pub async fn remove_passkey(db: &Database, user: &UserId, id: &PasskeyId) -> sqlx::Result<bool> {
    const DELETE: &str = "delete from passkeys where id = $1 and user_id = $2";

    let rows = on_engine!(db, |pool| sqlx::query(DELETE).bind(id).bind(user).execute(pool).await?.rows_affected());
    Ok(rows == 1)
}
