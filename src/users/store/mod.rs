//! SQL of accounts and bearer tokens. The wallet columns of `users` belong to `ledger::store`.

mod address;
mod caller_id;
pub mod kept;
pub mod keys;
mod new_user;
mod standing;
mod tokens;

use sqlx::FromRow;

pub use self::{
    address::{NewPassword, has_number, language, of_session, reader, set_email, set_password, set_verified},
    caller_id::{caller_id, set_caller_id},
    new_user::{NewUser, create, create_within},
    standing::{StatusChange, allow_calls, set_status},
    tokens::{Shown, TokenToStore, by_token, insert_token, revoke_token, tokens, tokens_kept, touch_token},
};

use self::new_user::{number_taken, taken};
use super::model::{Email, Me};
use crate::{
    domain::{ids::UserId, phone::E164},
    error::AppError,
    server::database::{Database, on_engine},
};

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

/// An account with what is needed to let its owner in.
#[derive(Clone)]
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
        select id, email, e164, is_admin, (email_verified_at is not null) as email_verified, password_hash from users where email = $1 and status <> 'closed'";

    let row: Option<AccountRow> = on_engine!(db, |pool| sqlx::query_as(SELECT).bind(email).fetch_optional(pool).await)?;
    Ok(row.map(|row| Account { me: row.me.into_me(), password_hash: row.password_hash }))
}

/// An account with its password's hash, by its id.
///
/// # Errors
/// When the database fails.
pub async fn by_id(db: &Database, user: &UserId) -> sqlx::Result<Option<Account>> {
    const SELECT: &str = "
        select id, email, e164, is_admin, (email_verified_at is not null) as email_verified, password_hash from users where id = $1 and status <> 'closed'";

    let row: Option<AccountRow> = on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).fetch_optional(pool).await)?;
    Ok(row.map(|row| Account { me: row.me.into_me(), password_hash: row.password_hash }))
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

#[derive(FromRow)]
struct MeRow {
    id: UserId,
    email: String,
    e164: Option<E164>,
    is_admin: bool,
    email_verified: bool,
}

impl MeRow {
    fn into_me(self) -> Me {
        Me { id: self.id, email: self.email, number: self.e164, is_admin: self.is_admin, email_verified: self.email_verified }
    }
}

#[derive(FromRow)]
struct AccountRow {
    #[sqlx(flatten)]
    me: MeRow,
    password_hash: String,
}
