//! Whom a provider's word lets in.

use super::talk::Identity;
use crate::{
    domain::{ids::UserId, time::EpochMs},
    error::AppError,
    server::{ids, sign_up::SignUp, state::AppState},
    users::{
        factors::model::Refusal,
        model::Email,
        password,
        store::{self as accounts, NewUser},
        strong::store,
    },
};

/// The account of somebody who came back from the provider: the one that is linked, or a new one for an address that the provider
/// has verified and nobody here has. Never one that has only the same address: whoever opened it need not be who reads its
/// letters today.
///
/// # Errors
/// The [`Refusal`] inside, or when the database fails.
pub async fn of(state: &AppState, identity: &Identity) -> Result<Result<UserId, Refusal>, AppError> {
    let now = state.clock.now();
    if let Some(user) = store::use_identity(&state.db, &identity.issuer, &identity.subject, now).await? {
        let is_open = accounts::by_id(&state.db, &user).await?.is_some();
        return Ok(if is_open { Ok(user) } else { Err(Refusal::NoAccount) });
    }
    // What the provider has not verified anybody may claim: it tells them nothing about our accounts either.
    let email = identity.email.as_ref().filter(|_| identity.is_verified);
    let Some(email) = email else { return Ok(Err(Refusal::NoAccount)) };
    if accounts::by_email(&state.db, email).await?.is_some() {
        return Ok(Err(Refusal::LinkFirst));
    }
    // An invitation is for an address and typed by nobody here: who has one opens the account first, and links it.
    if state.config.sign_up != SignUp::Open {
        return Ok(Err(Refusal::NoAccount));
    }
    open(state, identity, email, now).await
}

/// Opens an account whose password nobody knows.
async fn open(state: &AppState, identity: &Identity, email: &Email, now: EpochMs) -> Result<Result<UserId, Refusal>, AppError> {
    let password_hash = password::hash(&ids::secret()).await?;
    let new = NewUser {
        email,
        password_hash: &password_hash,
        number: None,
        is_admin: false,
        is_verified: true,
        language: None,
        at: now,
    };
    let user = match accounts::create(&state.db, new).await {
        Ok(user) => user,
        // A closed account has the address, or another visit was faster.
        Err(AppError::Invalid { .. }) => return Ok(Err(Refusal::LinkFirst)),
        Err(other) => return Err(other),
    };
    tracing::info!(user.id = %user, "an account was opened through the provider");
    link(state, identity, &user).await.map(|linked| linked.map(|()| user))
}

/// Links an account here with one at the provider.
///
/// # Errors
/// [`Refusal::Taken`] inside, or when the database fails.
pub async fn link(state: &AppState, identity: &Identity, user: &UserId) -> Result<Result<(), Refusal>, AppError> {
    let email = identity.email.as_ref();
    let new = store::NewIdentity { issuer: &identity.issuer, subject: &identity.subject, user, email, at: state.clock.now() };
    let owner = store::link_identity(&state.db, new).await?;
    if owner != *user {
        return Ok(Err(Refusal::Taken));
    }
    tracing::info!(user.id = %user, "an account was linked with the provider");
    Ok(Ok(()))
}
