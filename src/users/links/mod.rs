//! What a letter's link does: once, and for a while. The table knows a link by the SHA-256 of its secret.

mod letters;
mod store;

use super::{model::Email, session};
use crate::{
    domain::{ids::UserId, phone::E164, time::EpochMs},
    server::{
        database::{Database, Transaction},
        ids,
    },
};

pub use self::letters::Post;
pub use self::store::{Link, void};

crate::wire_enum! {
    /// What a link is for.
    pub enum Purpose {
        /// Opens an account.
        SignUp = "sign_up",
        /// Shows that an account's address is its owner's.
        Verify = "verify",
        /// Lets choose a new password.
        Reset = "reset",
        /// Moves an account to another address.
        Email = "email",
        /// Lets open an account where not everybody may.
        Invitation = "invitation",
        /// None: notes that somebody asked for an address, known or not.
        Nothing = "nothing",
    }
}

impl Purpose {
    /// For how long a link works, in seconds.
    const fn seconds(self) -> i64 {
        match self {
            Self::Reset | Self::Nothing => 3_600,
            Self::SignUp | Self::Verify | Self::Email => 86_400,
            Self::Invitation => 7 * 86_400,
        }
    }
}

/// A link to be.
#[derive(Clone, Copy)]
pub struct NewLink<'a> {
    pub purpose: Purpose,
    pub user: Option<&'a UserId>,
    /// Where its letter goes.
    pub email: &'a Email,
    /// Of an account to be.
    pub password_hash: Option<&'a str>,
    /// Of an account to be.
    pub number: Option<&'a E164>,
}

/// Letters of one purpose to one address in an hour, whoever asks for them. Those of another purpose do not count: a stranger who
/// opens accounts in somebody's name must not keep them from a new password.
const LETTERS_MOST: i64 = 5;

/// Makes a link; its secret is in this answer and nowhere else. `None` when the address had its letters of this hour: nobody
/// shall fill a stranger's mailbox, and whoever asks is not told.
///
/// # Errors
/// When the database fails.
pub async fn make(tx: &mut Transaction, new: NewLink<'_>, now: EpochMs) -> sqlx::Result<Option<String>> {
    store::delete_old(tx, now.plus_seconds(-86_400)).await?;
    if store::count_since(tx, new.purpose, new.email, now.plus_seconds(-3_600)).await? >= LETTERS_MOST {
        return Ok(None);
    }
    let secret = ids::secret();
    store::insert(tx, &session::sha256(&secret), new, now, now.plus_seconds(new.purpose.seconds())).await?;
    Ok(Some(secret))
}

/// What a secret stands for while its link works.
///
/// # Errors
/// When the database fails.
pub async fn find(db: &Database, secret: &str, now: EpochMs) -> sqlx::Result<Option<Link>> {
    store::find(db, &session::sha256(secret), now).await
}

/// Uses a link up. `None` when it does not work (any more), or is for something else.
///
/// # Errors
/// When the database fails.
pub async fn take(tx: &mut Transaction, secret: &str, purpose: Purpose, now: EpochMs) -> sqlx::Result<Option<Link>> {
    store::take(tx, &session::sha256(secret), purpose, now).await
}
