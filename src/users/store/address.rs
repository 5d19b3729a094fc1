//! Addresses and passwords: what letters change.

use super::{MeRow, taken};
use crate::{
    domain::{ids::UserId, phone::E164, time::EpochMs},
    error::AppError,
    server::database::{Database, Transaction, on_engine},
    users::model::Email,
    words::Language,
};

/// The account of an address, closed ones too, and the language of its letters.
///
/// # Errors
/// When the database fails.
pub async fn reader(db: &Database, email: &Email) -> sqlx::Result<Option<(UserId, Language)>> {
    const SELECT: &str = "select id, coalesce(language, 'en') from users where email = $1";

    let row: Option<(UserId, String)> = on_engine!(db, |pool| sqlx::query_as(SELECT).bind(email).fetch_optional(pool).await)?;
    Ok(row.map(|(user, tag)| (user, Language::of_tag(&tag).unwrap_or_default())))
}

/// The language of an account's letters, where it is known.
///
/// # Errors
/// When the database fails.
pub async fn language(tx: &mut Transaction, user: &UserId) -> sqlx::Result<Option<Language>> {
    const SELECT: &str = "select language from users where id = $1 and language is not null";

    let tag: Option<String> = on_engine!(tx, |tx| sqlx::query_scalar(SELECT).bind(user).fetch_optional(&mut **tx).await)?;
    Ok(tag.as_deref().and_then(Language::of_tag))
}

/// Whether an account has this number.
///
/// # Errors
/// When the database fails.
pub async fn has_number(tx: &mut Transaction, number: &E164) -> sqlx::Result<bool> {
    const EXISTS: &str = "select exists (select 1 from users where e164 = $1)";

    on_engine!(tx, |tx| sqlx::query_scalar(EXISTS).bind(number).fetch_one(&mut **tx).await)
}

/// Notes that the address is its owner's, while the account still has it.
///
/// # Errors
/// When the database fails.
pub async fn set_verified(tx: &mut Transaction, user: &UserId, email: &Email, at: EpochMs) -> sqlx::Result<()> {
    const UPDATE: &str = "
        update users set email_verified_at = $3 where id = $1 and email = $2 and email_verified_at is null";

    on_engine!(tx, |tx| sqlx::query(UPDATE).bind(user).bind(email).bind(at).execute(&mut **tx).await.map(drop))
}

/// Gives an account another address, which is its owner's; the old one.
///
/// # Errors
/// [`AppError::Invalid`] on `email` when another account has it, or when the database fails.
pub async fn set_email(tx: &mut Transaction, user: &UserId, email: &Email, at: EpochMs) -> Result<Email, AppError> {
    const SELECT: &str = "select email from users where id = $1";
    const UPDATE: &str = "
        update users set email = $2, email_verified_at = $3
         where id = $1 and not exists (select 1 from users other where other.email = $2 and other.id <> $1)";

    let old: Email = on_engine!(tx, |tx| sqlx::query_scalar(SELECT).bind(user).fetch_one(&mut **tx).await)?;
    let rows = on_engine!(tx, |tx| {
        sqlx::query(UPDATE).bind(user).bind(email).bind(at).execute(&mut **tx).await.map(|done| done.rows_affected())
    });
    match rows {
        Ok(1) => Ok(old),
        Ok(_) => Err(taken()),
        Err(sqlx::Error::Database(cause)) if cause.is_unique_violation() => Err(taken()),
        Err(other) => Err(other.into()),
    }
}

/// A password to be.
#[derive(Clone, Copy)]
pub struct NewPassword<'a> {
    pub hash: &'a str,
    /// The hash it takes the place of; whatever there is where none is named.
    pub instead_of: Option<&'a str>,
    /// The stored id of the session that goes on.
    pub keep: Option<&'a str>,
    pub at: EpochMs,
}

/// Gives an account a new password and ends its other sessions, and whatever was begun with the old one and waits for a second
/// step; a session that somebody is just beginning with it is refused, because it began before. `false` when the password is
/// another one meanwhile: nothing changed.
///
/// # Errors
/// When the database fails.
pub async fn set_password(tx: &mut Transaction, user: &UserId, new: NewPassword<'_>) -> sqlx::Result<bool> {
    const UPDATE: &str = "
        update users set password_hash = $2, password_changed_at = $3
         where id = $1 and password_hash = coalesce($4, password_hash)";
    const END_SESSIONS: &str = "delete from sessions where user_id = $1 and id <> coalesce($2, '')";
    const END_CEREMONIES: &str = "delete from ceremonies where user_id = $1";

    on_engine!(tx, |tx| {
        let update = sqlx::query(UPDATE).bind(user).bind(new.hash).bind(new.at).bind(new.instead_of);
        if update.execute(&mut **tx).await?.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query(END_SESSIONS).bind(user).bind(new.keep).execute(&mut **tx).await?;
        sqlx::query(END_CEREMONIES).bind(user).execute(&mut **tx).await.map(|_| true)
    })
}

/// Whose a session is that began at a moment, unless the account was closed or its password changed since.
///
/// # Errors
/// When the database fails.
pub async fn of_session(db: &Database, user: &UserId, began: EpochMs) -> sqlx::Result<Option<crate::users::model::Me>> {
    const SELECT: &str = "
        select id, email, e164, is_admin, (email_verified_at is not null) as email_verified from users
         where id = $1 and status <> 'closed' and (password_changed_at is null or password_changed_at <= $2)";

    let row: Option<MeRow> = on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).bind(began).fetch_optional(pool).await)?;
    Ok(row.map(MeRow::into_me))
}
