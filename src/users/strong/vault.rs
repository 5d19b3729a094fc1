//! Secrets that must be read again, sealed before they are stored: AES-256-GCM, bound to the account they belong to.
//!
//! With `RINGFARE_SECRET_KEY` the key is not in the database, and a copy of the database alone opens nothing. Without it the key
//! is a row of `settings`, which only keeps the secrets out of sight (docs/accounts.md).

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey},
    hkdf::{HKDF_SHA256, KeyType, Salt},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{
    domain::ids::UserId,
    error::AppError,
    server::{ids, settings, state::AppState},
};

/// Where the key comes from, as the first letters of what it sealed.
const OF_CONFIGURATION: &str = "c1.";
const OF_DATABASE: &str = "d1.";
/// The row of `settings`.
const SETTING: &str = "seal_key";
/// What the key is for: another use of the same secret has another key.
const PURPOSE: &[u8] = b"ringfare code app";

/// Seals a secret of an account.
///
/// # Errors
/// When the database fails.
pub async fn seal(state: &AppState, user: &UserId, secret: &[u8]) -> Result<String, AppError> {
    let origin = if state.config.sign_in.secret_key.is_some() { OF_CONFIGURATION } else { OF_DATABASE };
    let key = key(state, origin).await?;
    let mut sealed = secret.to_vec();
    let nonce = key.seal_in_place_append_tag(Aad::from(user.as_str().as_bytes()), &mut sealed).map_err(broken)?;
    let whole = [nonce.as_ref().as_slice(), &sealed].concat();
    Ok(format!("{origin}{}", URL_SAFE_NO_PAD.encode(whole)))
}

/// Opens what was sealed for this account.
///
/// # Errors
/// [`AppError::Internal`] when the key is another one now, or when the database fails.
pub async fn open(state: &AppState, user: &UserId, sealed: &str) -> Result<Vec<u8>, AppError> {
    let origin = [OF_CONFIGURATION, OF_DATABASE].into_iter().find(|origin| sealed.starts_with(origin));
    let origin = origin.ok_or_else(|| AppError::internal(&"a secret is sealed in an unknown way"))?;
    let mut whole = URL_SAFE_NO_PAD.decode(&sealed[origin.len()..]).map_err(broken)?;
    if whole.len() < NONCE_LEN {
        return Err(AppError::internal(&"a sealed secret is cut off"));
    }
    let mut secret = whole.split_off(NONCE_LEN);
    let nonce = Nonce::try_assume_unique_for_key(&whole).map_err(broken)?;
    let key = key(state, origin).await?;
    let opened = key.open_in_place(nonce, Aad::from(user.as_str().as_bytes()), &mut secret);
    opened.map(|secret| secret.to_vec()).map_err(|_| {
        AppError::internal(&"a code app's key cannot be opened: RINGFARE_SECRET_KEY is not the one it was sealed with")
    })
}

async fn key(state: &AppState, origin: &str) -> Result<RandomizedNonceKey, AppError> {
    let secret = match (&state.config.sign_in.secret_key, origin) {
        (Some(secret), OF_CONFIGURATION) => secret.expose().to_owned(),
        (None, OF_CONFIGURATION) => return Err(AppError::internal(&"RINGFARE_SECRET_KEY is gone: set it as it was")),
        _ => settings::get_or_insert(&state.db, SETTING, &ids::secret()).await?,
    };
    let mut bytes = [0; 32];
    let derived = Salt::new(HKDF_SHA256, &[]).extract(secret.as_bytes());
    derived.expand(&[PURPOSE], Length).and_then(|material| material.fill(&mut bytes)).map_err(broken)?;
    RandomizedNonceKey::new(&AES_256_GCM, &bytes).map_err(broken)
}

/// Of AES-256's key.
#[derive(Debug, Clone, Copy)]
struct Length;

impl KeyType for Length {
    fn len(&self) -> usize {
        32
    }
}

fn broken(error: impl std::fmt::Display) -> AppError {
    AppError::internal(&error)
}
