//! A browser's way to the provider and back.

use axum::{
    Router,
    extract::{FromRequestParts, Query, State},
    http::{HeaderMap, request::Parts},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use serde::Deserialize;

use super::{
    account,
    talk::{self, BACK, Waiting},
};
use crate::{
    domain::ids::UserId,
    error::AppError,
    server::{redirect::local_path, sign_in::Provider, state::AppState, throttle::Door},
    users::{
        Caller, Confirmed, InPerson,
        entrance::Visit,
        factors::model::Refusal,
        gate::HOME,
        strong::{
            ceremony::{self, Begun},
            second_step::Next,
            store::Kind,
        },
    },
};

/// Where a browser goes whose owner pressed the provider's button.
const TO: &str = "/sign-in/provider";
const SETTINGS: &str = "/dashboard/settings";

/// The two routes.
pub fn router() -> Router<AppState> {
    Router::new().route(TO, get(to)).route(BACK, get(back))
}

/// How a browser sets out.
#[derive(Debug, Deserialize)]
struct To {
    next: Option<String>,
    /// `1`: to link the account that is signed in.
    link: Option<String>,
}

/// What a browser brings back (OpenID Connect Core 3.1.2.5, RFC 9207).
#[derive(Debug, Deserialize)]
struct Back {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

async fn to(State(state): State<AppState>, Query(to): Query<To>, mut parts: Parts) -> Result<Response, AppError> {
    let provider = provider(&state)?.clone();
    let visit = Visit::of(&parts, state.clone())?;
    let linking = if to.link.as_deref() == Some("1") {
        match linker(&mut parts, &state).await? {
            Ok(user) => Some(user),
            Err(refusal) => return Ok(refused(refusal, true)),
        }
    } else {
        None
    };
    let now = state.clock.now();
    visit.throttle.knock(Door::Key, visit.peer, None)?;
    let next = to.next.as_deref().and_then(local_path).map(ToOwned::to_owned);
    let (url, waiting) = match talk::begin(state.config.clone(), provider, next).await {
        Ok(begun) => begun,
        Err(refusal) => return Ok(refused(refusal, linking.is_some())),
    };
    let data = serde_json::to_string(&waiting).map_err(|error| AppError::internal(&error))?;
    let begun = Begun { kind: Kind::Provider, user: linking.as_ref(), data: &data, now };
    ceremony::begin(&state.db, &visit.session, begun).await?;
    Ok(Redirect::to(&url).into_response())
}

/// Who may link: somebody who confirmed who they are, and pressed the button on a page of ours. Otherwise another site could link
/// an account of its own with the account of whoever looks at it.
async fn linker(parts: &mut Parts, state: &AppState) -> Result<Result<UserId, Refusal>, AppError> {
    if !is_from_here(&parts.headers) {
        return Ok(Err(Refusal::ConfirmFirst));
    }
    match Confirmed::from_request_parts(parts, state).await {
        Ok(Confirmed(Caller { me, .. })) => Ok(Ok(me.id)),
        Err(AppError::ConfirmFirst | AppError::NotSignedIn) => Ok(Err(Refusal::ConfirmFirst)),
        Err(other) => Err(other),
    }
}

fn is_from_here(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin")
}

async fn back(State(state): State<AppState>, Query(back): Query<Back>, mut parts: Parts) -> Result<Response, AppError> {
    let provider = provider(&state)?.clone();
    let visit = Visit::of(&parts, state.clone())?;
    let now = state.clock.now();
    // Taken before anything is believed: whatever comes of it, it cannot be sent again.
    let begun = ceremony::take(&state.db, &visit.session, Kind::Provider, now).await?;
    let Some(begun) = begun else { return Ok(refused(Refusal::Late, false)) };
    let linking = begun.user_id;
    let waiting: Waiting = serde_json::from_str(&begun.data).map_err(|error| AppError::internal(&error))?;
    let next = waiting.next.clone();
    let code = match code_of(back, &waiting, &provider) {
        Ok(code) => code,
        Err(refusal) => return Ok(refused(refusal, linking.is_some())),
    };
    let identity = match talk::finish(state.config.clone(), provider, waiting, code, now).await {
        Ok(identity) => identity,
        Err(refusal) => return Ok(refused(refusal, linking.is_some())),
    };
    if let Some(user) = linking {
        let here = InPerson::from_request_parts(&mut parts, &state).await;
        if !here.is_ok_and(|InPerson(caller)| caller.me.id == user) {
            return Ok(refused(Refusal::Late, false));
        }
        let linked = account::link(&state, &identity, &user).await?;
        return Ok(linked.map_or_else(|refusal| refused(refusal, true), |()| Redirect::to(SETTINGS).into_response()));
    }
    let user = match account::of(&state, &identity).await? {
        Ok(user) => user,
        Err(refusal) => return Ok(refused(refusal, false)),
    };
    // Where the account asks for a code, the provider stands in for the password only.
    let inside = visit.after_password(&user, now).await? == Next::Inside;
    let next = next.as_deref().and_then(local_path);
    Ok(if inside { Redirect::to(next.unwrap_or(HOME)) } else { Redirect::to(&crate::users::gate::code_path(next)) }
        .into_response())
}

fn code_of(back: Back, waiting: &Waiting, provider: &Provider) -> Result<String, Refusal> {
    if !back.state.as_deref().is_some_and(|state| waiting.is_of(state)) {
        return Err(Refusal::Late);
    }
    if back.iss.is_some_and(|issuer| issuer != provider.issuer) {
        return Err(Refusal::Issuer);
    }
    if let Some(error) = back.error {
        tracing::info!(error, "the provider said no");
        return Err(Refusal::SaidNo);
    }
    back.code.ok_or(Refusal::SaidNo)
}

fn provider(state: &AppState) -> Result<&Provider, AppError> {
    state.config.sign_in.provider.as_ref().ok_or_else(|| AppError::not_found("address"))
}

/// To the page that says why, in the reader's language.
fn refused(refusal: Refusal, is_linking: bool) -> Response {
    let page = if is_linking { SETTINGS } else { "/sign-in" };
    Redirect::to(&format!("{page}?refused={}", refusal.word())).into_response()
}
