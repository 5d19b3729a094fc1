//! Who asks: the one way through which every server function and every `/api/user/*` handler learns it.

use axum::{
    extract::FromRequestParts,
    http::{header::AUTHORIZATION, request::Parts},
};
use leptos::prelude::use_context;
use tower_sessions::Session;

use super::{known::Known, model::Me, session, store};
use crate::{error::AppError, server::state::AppState};

/// The signed-in caller of a request, by session cookie or bearer token, with what a handler needs to answer.
#[derive(Debug, Clone)]
pub struct Caller {
    pub me: Me,
    pub state: AppState,
    known: Known,
}

impl Caller {
    /// Makes the next request look again who a cookie or token stands for: after a change to an account or a token.
    pub(super) fn forget(&self) {
        self.known.forget_all();
    }

    /// ISO 3166-1 alpha-2 country of the caller's own number: how numbers without a `+` are read.
    pub fn home(&self) -> Option<String> {
        self.me.number.as_ref().and_then(|number| crate::server::numbering::describe(number).country)
    }
}

/// As an extractor, for axum handlers: `async fn handler(caller: Caller) -> …`.
impl FromRequestParts<AppState> for Caller {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let known = parts.extensions.get::<Known>().cloned().unwrap_or_default();
        if let Some(me) = parts.extensions.get::<Me>().cloned() {
            return Ok(Self { me, state: state.clone(), known });
        }
        let session = parts.extensions.get::<Session>();
        let secret = bearer(parts);
        let credential = secret.as_deref().map(session::sha256).or_else(|| session.and_then(session::stored_id));
        let credential = credential.ok_or(AppError::NotSignedIn)?;
        let now = state.clock.now();
        let me = match (known.get(&credential, now), secret) {
            (Ok(me), _) => me,
            (Err(began), secret) => {
                let found =
                    if secret.is_some() { by_token(state, &credential).await? } else { by_session(state, session).await? };
                let me = found.ok_or(AppError::NotSignedIn)?;
                known.put(credential, &me, now, began);
                me
            }
        };
        // A page asks once for each of its parts.
        parts.extensions.insert(me.clone());
        Ok(Self { me, state: state.clone(), known })
    }
}

/// What stands behind `Authorization: Bearer`. Other schemes are a proxy's own business. A token that is there decides alone: a
/// script that sends a bad one must not pass because of a cookie.
fn bearer(parts: &Parts) -> Option<String> {
    let text = parts.headers.get(AUTHORIZATION).map(|value| value.to_str().unwrap_or_default())?;
    let (scheme, secret) = text.split_once(' ').unwrap_or((text, ""));
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim().to_owned())
}

async fn by_token(state: &AppState, secret_hash: &str) -> Result<Option<Me>, AppError> {
    let Some((me, token, last_used_at)) = store::by_token(&state.db, secret_hash).await? else { return Ok(None) };
    let now = state.clock.now();
    if last_used_at.is_none_or(|at| now.seconds_since(at) >= session::REFRESH_SECONDS) {
        store::touch_token(&state.db, &token, now).await?;
    }
    Ok(Some(me))
}

async fn by_session(state: &AppState, session: Option<&Session>) -> Result<Option<Me>, AppError> {
    let Some(session) = session else { return Ok(None) };
    let Some(user) = session::user(session, state.clock.now()).await? else { return Ok(None) };
    Ok(store::by_id(&state.db, &user).await?.map(|account| account.me))
}

/// The caller of the server function that is running.
///
/// # Errors
/// [`AppError::NotSignedIn`] without a good session or token.
pub async fn caller() -> Result<Caller, AppError> {
    let state: AppState = use_context().ok_or(AppError::NotSignedIn)?;
    let mut parts: Parts = use_context().ok_or(AppError::NotSignedIn)?;
    Caller::from_request_parts(&mut parts, &state).await
}
