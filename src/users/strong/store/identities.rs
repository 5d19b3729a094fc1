//! Accounts at OpenID Connect providers.

use sqlx::FromRow;

use crate::{
    domain::{ids::UserId, time::EpochMs},
    server::database::{Database, on_engine},
    users::model::Email,
};

/// An account at a provider, to be linked.
#[derive(Debug, Clone, Copy)]
pub struct NewIdentity<'a> {
    pub issuer: &'a str,
    pub subject: &'a str,
    pub user: &'a UserId,
    /// As the provider says it.
    pub email: Option<&'a Email>,
    pub at: EpochMs,
}

/// Links an account at a provider, unless it is linked; whose it then is.
///
/// # Errors
/// When the database fails.
pub async fn link_identity(db: &Database, new: NewIdentity<'_>) -> sqlx::Result<UserId> {
    const INSERT: &str = "
        insert into identities (issuer, subject, user_id, email, created_at) values ($1, $2, $3, $4, $5)
        on conflict (issuer, subject) do nothing";
    const SELECT: &str = "select user_id from identities where issuer = $1 and subject = $2";

    let NewIdentity { issuer, subject, user, email, at } = new;
    on_engine!(db, |pool| {
        let insert = sqlx::query(INSERT).bind(issuer).bind(subject).bind(user);
        insert.bind(email).bind(at).execute(pool).await?;
        sqlx::query_scalar(SELECT).bind(issuer).bind(subject).fetch_one(pool).await
    })
}

/// The account that an account at a provider opens; notes that it did.
///
/// # Errors
/// When the database fails.
pub async fn use_identity(db: &Database, issuer: &str, subject: &str, at: EpochMs) -> sqlx::Result<Option<UserId>> {
    const UPDATE: &str = "
        update identities set last_used_at = $3 where issuer = $1 and subject = $2 returning user_id";

    on_engine!(db, |pool| sqlx::query_scalar(UPDATE).bind(issuer).bind(subject).bind(at).fetch_optional(pool).await)
}

/// A link, as its owner sees it.
#[derive(Debug, Clone, FromRow)]
pub struct IdentityRow {
    pub issuer: String,
    pub subject: String,
    pub email: Option<Email>,
    pub created_at: EpochMs,
    pub last_used_at: Option<EpochMs>,
}

/// The links of an account, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn identities(db: &Database, user: &UserId) -> sqlx::Result<Vec<IdentityRow>> {
    const SELECT: &str = "
        select issuer, subject, email, created_at, last_used_at from identities
         where user_id = $1 order by created_at, issuer, subject limit 100";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).fetch_all(pool).await)
}

/// Ends a link. `false` when the account has none such.
///
/// # Errors
/// When the database fails.
pub async fn unlink_identity(db: &Database, user: &UserId, issuer: &str, subject: &str) -> sqlx::Result<bool> {
    const DELETE: &str = "delete from identities where user_id = $1 and issuer = $2 and subject = $3";

    let rows =
        on_engine!(db, |pool| sqlx::query(DELETE).bind(user).bind(issuer).bind(subject).execute(pool).await?.rows_affected());
    Ok(rows == 1)
}
