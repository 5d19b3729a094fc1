//! Opening an account.

use crate::{
    domain::{ids::UserId, phone::E164, time::EpochMs},
    error::AppError,
    server::{
        database::{Database, Transaction, on_engine},
        ids,
    },
    users::model::Email,
};

/// An account to be.
#[derive(Clone, Copy)]
pub struct NewUser<'a> {
    pub email: &'a Email,
    /// From `users::password::hash`.
    pub password_hash: &'a str,
    pub number: Option<&'a E164>,
    pub is_admin: bool,
    /// Whether somebody vouches for the address.
    pub is_verified: bool,
    /// The tag of the language of letters, where it is known.
    pub language: Option<&'a str>,
    pub at: EpochMs,
}

/// Opens an account with an empty wallet.
///
/// # Errors
/// [`AppError::Invalid`] on `email` or `number` when another account has it, or when the database fails.
pub async fn create(db: &Database, new: NewUser<'_>) -> Result<UserId, AppError> {
    let mut tx = db.begin().await?;
    let user = create_within(&mut tx, new).await?;
    tx.commit().await?;
    Ok(user)
}

/// The same inside a unit of work.
///
/// # Errors
/// [`AppError::Invalid`] on `email` or `number` when another account has it, or when the database fails.
pub async fn create_within(tx: &mut Transaction, new: NewUser<'_>) -> Result<UserId, AppError> {
    const INSERT: &str = "
        insert into users (id, email, password_hash, e164, is_admin, created_at, email_verified_at, language)
        values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing";
    const TAKEN: &str = "select exists (select 1 from users where email = $1)";

    let id = ids::user_id();
    let verified_at = new.is_verified.then_some(new.at);
    let (created, is_taken) = on_engine!(tx, |tx| {
        let insert = sqlx::query(INSERT).bind(&id).bind(new.email).bind(new.password_hash).bind(new.number);
        let insert = insert.bind(new.is_admin).bind(new.at).bind(verified_at).bind(new.language);
        let created = insert.execute(&mut **tx).await?.rows_affected();
        let is_taken: bool = sqlx::query_scalar(TAKEN).bind(new.email).fetch_one(&mut **tx).await?;
        (created, is_taken)
    });
    match created {
        1 => Ok(id),
        _ if is_taken => Err(taken()),
        _ => Err(number_taken()),
    }
}

/// Another account has the address.
pub(super) fn taken() -> AppError {
    AppError::invalid("email", crate::words::users().email_taken())
}

/// Another account has the number.
pub(super) fn number_taken() -> AppError {
    AppError::invalid("number", crate::words::users().number_taken())
}
