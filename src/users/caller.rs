//! Who asks: the one way through which every server function and every `/api/*` handler learns it.
//!
//! A [`Caller`] is no extractor: a handler takes `Scoped<…>` or `InPerson`, so that it cannot forget what a token may do.

use std::net::IpAddr;

use axum::{
    extract::FromRequestParts,
    http::{header::AUTHORIZATION, request::Parts},
};
use leptos::prelude::use_context;
use tower_sessions::Session;

use super::{
    known::Known,
    model::{Me, OpenSession},
    scopes::Scopes,
    session, store,
};
use crate::{
    domain::time::EpochMs,
    error::AppError,
    server::{peer::Peer, state::AppState, throttle::Door},
    words,
};

/// The signed-in caller of a request, by session cookie or bearer token, with what a handler needs to answer.
#[derive(Clone)]
pub struct Caller {
    pub me: Me,
    pub state: AppState,
    known: Known,
    /// What they showed: the SHA-256 of a token or of a session's id.
    credential: String,
    rights: Rights,
    /// Where the request came from.
    peer: Option<IpAddr>,
}

/// What the credential allows, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rights {
    pub scopes: Scopes,
    /// A token's last moment.
    pub expires_at: Option<EpochMs>,
    pub is_token: bool,
}

impl Rights {
    /// What a session allows: everything, until it ends.
    pub(super) const SESSION: Self = Self { scopes: Scopes::ALL, expires_at: None, is_token: false };

    fn in_force(self, now: EpochMs) -> Result<Self, AppError> {
        if self.expires_at.is_some_and(|end| end <= now) { Err(AppError::TokenExpired) } else { Ok(self) }
    }
}

impl Caller {
    /// Who asks, by session cookie or bearer token.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] or [`AppError::TokenExpired`], or when the database fails.
    pub(super) async fn of(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let known = parts.extensions.get::<Known>().cloned().unwrap_or_default();
        let session = parts.extensions.get::<Session>();
        let peer = parts.extensions.get::<Peer>().map(|peer| peer.0);
        let secret = bearer(parts);
        let is_token = secret.is_some();
        let credential = secret.as_deref().map(session::sha256).or_else(|| session.and_then(session::stored_id));
        if let (Some(me), Some(rights)) = (parts.extensions.get::<Me>().cloned(), parts.extensions.get::<Rights>().copied()) {
            return Ok(Self { me, state: state.clone(), known, credential: credential.unwrap_or_default(), rights, peer });
        }
        let credential = credential.ok_or(AppError::NotSignedIn)?;
        let now = state.clock.now();
        let (me, rights) = match known.get(&credential, now) {
            Ok((me, rights)) => (me, rights.in_force(now)?),
            Err(began) => {
                let found = if is_token { by_token(state, &credential).await? } else { by_session(state, session).await? };
                let (me, rights) = found.ok_or(AppError::NotSignedIn)?;
                known.put(credential.clone(), (&me, rights), now, began);
                (me, rights)
            }
        };
        // A page asks once for each of its parts.
        parts.extensions.insert(me.clone());
        parts.extensions.insert(rights);
        Ok(Self { me, state: state.clone(), known, credential, rights, peer })
    }

    /// Who asks, by session cookie alone.
    ///
    /// # Errors
    /// As [`Caller::of`]; [`AppError::Forbidden`] for a token.
    pub(super) async fn in_person(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let caller = Self::of(parts, state).await?;
        if caller.rights.is_token {
            return Err(AppError::Forbidden { message: words::users().no_tokens_here().to_owned() });
        }
        Ok(caller)
    }

    /// Where the request came from.
    pub fn address(&self) -> String {
        self.peer.map(|peer| peer.to_string()).unwrap_or_default()
    }

    /// What the caller may, by what they showed.
    pub fn scopes(&self) -> Scopes {
        self.rights.scopes
    }

    /// Whether what the caller showed is still good, as the database has it: for answers that go on for hours.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_still_signed_in(&self) -> Result<bool, AppError> {
        let Self { me, state, credential, .. } = self;
        if self.rights.is_token {
            let shown = store::by_token(&state.db, credential).await?;
            let is_good = |end: Option<EpochMs>| end.is_none_or(|end| state.clock.now() < end);
            return Ok(shown.is_some_and(|shown| shown.owner.id == me.id && is_good(shown.expires_at)));
        }
        let owner = session::owner(&state.db, credential, state.clock.now()).await?;
        Ok(owner.as_ref() == Some(&me.id) && store::by_id(&state.db, &me.id).await?.is_some())
    }

    /// Whether the caller showed a moment ago who they are, as what follows asks for. A token shows only that somebody has it.
    ///
    /// # Errors
    /// [`AppError::ConfirmFirst`], or when the database fails.
    pub async fn must_be_confirmed(&self) -> Result<(), AppError> {
        let Self { state, credential, .. } = self;
        let confirmed =
            !self.rights.is_token && session::confirmed::is_in_force(&state.db, credential, state.clock.now()).await?;
        if confirmed { Ok(()) } else { Err(AppError::ConfirmFirst) }
    }

    /// A token has nobody behind it who could show anything.
    ///
    /// # Errors
    /// [`AppError::ConfirmFirst`] for a token.
    pub(super) fn must_have_session(&self) -> Result<(), AppError> {
        if self.rights.is_token { Err(AppError::ConfirmFirst) } else { Ok(()) }
    }

    /// Notes when the caller showed who they are: where every way of confirming ends.
    ///
    /// # Errors
    /// [`AppError::ConfirmFirst`] for a token, which has nobody behind it, or when the database fails.
    pub(super) async fn confirm(&self, at: EpochMs) -> Result<(), AppError> {
        self.must_have_session()?;
        Ok(session::confirmed::note(&self.state.db, &self.credential, at).await?)
    }

    /// Where the caller is signed in.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn sessions(&self) -> sqlx::Result<Vec<OpenSession>> {
        session::list::all(&self.state.db, &self.me.id, &self.credential, self.state.clock.now()).await
    }

    /// Makes the next request look again who a cookie or token stands for: after a change to an account or a token.
    pub fn forget(&self) {
        self.known.forget_all();
    }

    /// Takes one of the tries that the caller's account and address have at a door.
    ///
    /// # Errors
    /// [`AppError::TooMany`] with the time until the next try.
    pub fn knock(&self, door: Door) -> Result<(), AppError> {
        self.state.throttle.take(door, Some(self.me.id.as_str()), self.peer)
    }

    /// ISO 3166-1 alpha-2 country of the caller's own number: how numbers without a `+` are read.
    pub fn home(&self) -> Option<String> {
        self.me.number.as_ref().and_then(|number| crate::server::numbering::describe(number).country)
    }
}

/// Without what the caller showed.
impl std::fmt::Debug for Caller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Caller").field("me", &self.me).field("rights", &self.rights).finish_non_exhaustive()
    }
}

/// A [`Caller`] with a session who showed a moment ago who they are; refuses with [`AppError::ConfirmFirst`].
#[derive(Debug, Clone)]
pub struct Confirmed(pub Caller);

impl FromRequestParts<AppState> for Confirmed {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let caller = Caller::in_person(parts, state).await?;
        caller.must_be_confirmed().await?;
        Ok(Self(caller))
    }
}

/// What stands behind `Authorization: Bearer`. Other schemes are a proxy's own business. A token that is there decides alone: a
/// script that sends a bad one must not pass because of a cookie.
fn bearer(parts: &Parts) -> Option<String> {
    let text = parts.headers.get(AUTHORIZATION).map(|value| value.to_str().unwrap_or_default())?;
    let (scheme, secret) = text.split_once(' ').unwrap_or((text, ""));
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim().to_owned())
}

async fn by_token(state: &AppState, secret_hash: &str) -> Result<Option<(Me, Rights)>, AppError> {
    let Some(shown) = store::by_token(&state.db, secret_hash).await? else { return Ok(None) };
    let now = state.clock.now();
    let rights = Rights { scopes: shown.scopes, expires_at: shown.expires_at, is_token: true }.in_force(now)?;
    if shown.last_used_at.is_none_or(|at| now.seconds_since(at) >= session::REFRESH_SECONDS) {
        store::touch_token(&state.db, &shown.token, now).await?;
    }
    Ok(Some((shown.owner, rights)))
}

async fn by_session(state: &AppState, session: Option<&Session>) -> Result<Option<(Me, Rights)>, AppError> {
    let Some(session) = session else { return Ok(None) };
    let Some(signed_in) = session::user(session, state.clock.now()).await? else { return Ok(None) };
    let me = store::of_session(&state.db, &signed_in.user, signed_in.since).await?;
    Ok(me.map(|me| (me, Rights::SESSION)))
}

/// The caller of the server function that is running. Tokens are for `/api/*`: what a token could do here would depend on no scope.
///
/// # Errors
/// [`AppError::NotSignedIn`] without a good session, [`AppError::Forbidden`] for a token.
pub async fn caller() -> Result<Caller, AppError> {
    let state: AppState = use_context().ok_or(AppError::NotSignedIn)?;
    let mut parts: Parts = use_context().ok_or(AppError::NotSignedIn)?;
    Caller::in_person(&mut parts, &state).await
}

/// The caller of the server function that is running, who showed a moment ago who they are.
///
/// # Errors
/// [`AppError::NotSignedIn`] without a good session or token, [`AppError::ConfirmFirst`] when it was too long ago.
pub async fn confirmed() -> Result<Caller, AppError> {
    let caller = caller().await?;
    caller.must_be_confirmed().await?;
    Ok(caller)
}
