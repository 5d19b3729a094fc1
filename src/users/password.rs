//! Hashing of passwords: Argon2id, away from the threads that answer requests.

use std::{sync::LazyLock, thread::available_parallelism};

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version,
    password_hash::{Error, phc::PasswordHash},
};
use tokio::{sync::Semaphore, task::spawn_blocking};

use crate::error::AppError;

/// Memory in KiB, passes and lanes: OWASP's password storage cheat sheet.
const COST: (u32, u32, u32) = (19_456, 2, 1);

/// A hash that no password has, of the same cost: what an unknown account is compared with, so that the time of the answer
/// does not tell that it is unknown.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$cmluZ2ZhcmUtbm9ib2R5$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// As many hashes at once as there are processors: each takes one for some 20 ms, and 19 MiB.
static AT_ONCE: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(available_parallelism().map_or(1, Into::into)));

/// The hash of a new password, as a PHC string.
///
/// # Errors
/// [`AppError::Internal`] when the system gives no memory or randomness.
pub async fn hash(password: &str) -> Result<String, AppError> {
    let password = password.to_owned();
    let hashed =
        apart(move || argon2().and_then(|argon2| argon2.hash_password(password.as_bytes())).map(|hash| hash.to_string()));
    hashed.await?.map_err(|error| AppError::internal(&error))
}

/// Whether a password belongs to a hash. Without one (an unknown account) it takes as long and says no.
///
/// # Errors
/// [`AppError::Internal`] when the stored hash cannot be read.
pub async fn verify(password: &str, hash: Option<&str>) -> Result<bool, AppError> {
    let password = password.to_owned();
    let known = hash.is_some();
    let hash = hash.unwrap_or(NOBODY).to_owned();
    let verified = apart(move || {
        let hash = PasswordHash::new(&hash).map_err(|_| Error::EncodingInvalid)?;
        Argon2::default().verify_password(password.as_bytes(), &hash)
    });
    match verified.await? {
        Ok(()) => Ok(known),
        Err(Error::PasswordInvalid) => Ok(false),
        Err(error) => Err(AppError::internal(&error)),
    }
}

fn argon2() -> Result<Argon2<'static>, Error> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(|_| Error::ParamsInvalid)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
    let _turn = AT_ONCE.acquire().await.map_err(|error| AppError::internal(&error))?;
    spawn_blocking(work).await.map_err(|error| AppError::internal(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_belongs_to_its_own_hash_alone() {
        let hashed = hash("ringfare-demo").await.expect("hashes");
        assert!(hashed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hashed}");
        assert!(verify("ringfare-demo", Some(&hashed)).await.expect("verifies"));
        assert!(!verify("ringfare-dem0", Some(&hashed)).await.expect("verifies"));
    }

    #[tokio::test]
    async fn an_unknown_account_is_compared_with_nobodys_hash() {
        assert!(!verify("ringfare-demo", None).await.expect("nobody's hash can be read"));
    }

    #[tokio::test]
    async fn an_unreadable_hash_is_a_fault_and_not_a_no() {
        assert!(verify("x", Some("plain text")).await.is_err());
    }
}
