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
    talk::{self, BACK, Identity, Purpose, Waiting},
};
use crate::{
    domain::{ids::UserId, query, time::EpochMs},
    error::AppError,
    server::{redirect::local_path, sign_in::Provider, state::AppState, throttle::Door},
    users::{
        Caller, Confirmed, InPerson,
        entrance::Visit,
        factors::model::Refusal,
        gate::{HOME, code_path},
        session,
        strong::{
            ceremony::{self, Begun},
            second_step::Next,
            store::{self, Kind},
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
    /// `1`: to show once more who is there.
    confirm: Option<String>,
}

impl To {
    fn purpose(&self) -> Purpose {
        let is_set = |flag: &Option<String>| flag.as_deref() == Some("1");
        match (is_set(&self.link), is_set(&self.confirm)) {
            (true, _) => Purpose::Link,
            (_, true) => Purpose::Confirm,
            _ => Purpose::SignIn,
        }
    }
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
    let purpose = to.purpose();
    let next = to.next.as_deref().and_then(local_path).map(ToOwned::to_owned);
    let user = match purpose {
        Purpose::SignIn => None,
        Purpose::Link => match whoever(Confirmed::from_request_parts(&mut parts, &state).await.map(|it| it.0), &parts.headers)? {
            Ok(user) => Some(user),
            Err(refusal) => return Ok(refused(refusal, purpose, None)),
        },
        Purpose::Confirm => match whoever(InPerson::from_request_parts(&mut parts, &state).await.map(|it| it.0), &parts.headers)?
        {
            // The provider stands in for the password, which is too little here.
            Ok(user) if visit.asks_for_codes(&user).await? => {
                return Ok(Redirect::to(&confirm_path(None, next.as_deref())).into_response());
            }
            Ok(user) => Some(user),
            Err(_) => return Ok(refused(Refusal::OtherWay, purpose, next.as_deref())),
        },
    };
    let now = state.clock.now();
    visit.throttle.knock(Door::Key, visit.peer, None)?;
    let (url, waiting) = match talk::begin(state.config.clone(), provider, purpose, next.clone()).await {
        Ok(begun) => begun,
        Err(refusal) => return Ok(refused(refusal, purpose, next.as_deref())),
    };
    let data = serde_json::to_string(&waiting).map_err(|error| AppError::internal(&error))?;
    let begun = Begun { kind: Kind::Provider, user: user.as_ref(), data: &data, now };
    ceremony::begin(&state.db, &visit.session, begun).await?;
    Ok(Redirect::to(&url).into_response())
}

/// Who may link or confirm: somebody who is signed in (and, to link, confirmed), and pressed the button on a page of ours. Otherwise
/// another site could link an account of its own with the account of whoever looks at it.
fn whoever(caller: Result<Caller, AppError>, headers: &HeaderMap) -> Result<Result<UserId, Refusal>, AppError> {
    match caller {
        Ok(caller) if is_from_here(headers) => Ok(Ok(caller.me.id)),
        Ok(_) | Err(AppError::ConfirmFirst | AppError::NotSignedIn) => Ok(Err(Refusal::ConfirmFirst)),
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
    let set_out = ceremony::id(&visit.session, Kind::Provider).await?.is_some();
    // Taken before anything is believed: whatever comes of it, it cannot be sent again.
    let begun = ceremony::take_late(&state.db, &visit.session, Kind::Provider).await?;
    // One of an older version of ours begins anew.
    let waiting = begun.as_ref().and_then(|begun| serde_json::from_str::<Waiting>(&begun.data).ok());
    let Some((begun, waiting)) = begun.zip(waiting) else {
        // What it was for is not known any more: its row was swept away.
        let purpose = if set_out { Purpose::Confirm } else { Purpose::SignIn };
        return Ok(late(&mut parts, &state, purpose, None).await);
    };
    let (purpose, next) = (waiting.purpose, waiting.next.clone());
    let next = next.as_deref().and_then(local_path);
    if begun.expires_at <= now {
        return Ok(late(&mut parts, &state, purpose, next).await);
    }
    let code = match code_of(back, &waiting, &provider) {
        Ok(code) => code,
        Err(refusal) => return Ok(refused(refusal, purpose, next)),
    };
    let identity = match talk::finish(state.config.clone(), provider, waiting, code, now).await {
        Ok(identity) => identity,
        Err(refusal) => return Ok(refused(refusal, purpose, next)),
    };
    let Some(user) = begun.user_id else { return enter(&visit, &identity, next, now).await };
    let here = InPerson::from_request_parts(&mut parts, &state).await;
    let Some(InPerson(caller)) = here.ok().filter(|InPerson(caller)| caller.me.id == user) else {
        return Ok(late(&mut parts, &state, purpose, None).await);
    };
    let done = match purpose {
        Purpose::Confirm => confirm(&visit, &caller, &identity, now).await?,
        Purpose::Link | Purpose::SignIn => account::link(&state, &identity, &user).await?,
    };
    let there = Redirect::to(next.unwrap_or(SETTINGS));
    Ok(done.map_or_else(|refusal| refused(refusal, purpose, next), |()| there.into_response()))
}

/// To the page that a visit set out from, if somebody is signed in to read there that it counts no more.
async fn late(parts: &mut Parts, state: &AppState, purpose: Purpose, next: Option<&str>) -> Response {
    let is_inside = InPerson::from_request_parts(parts, state).await.is_ok();
    refused(Refusal::Late, if is_inside { purpose } else { Purpose::SignIn }, next)
}

/// Lets in whom the provider's word lets in.
async fn enter(visit: &Visit, identity: &Identity, next: Option<&str>, now: EpochMs) -> Result<Response, AppError> {
    let user = match account::of(&visit.state, identity).await? {
        Ok(user) => user,
        Err(refusal) => return Ok(refused(refusal, Purpose::SignIn, None)),
    };
    // Where the account asks for a code, the provider stands in for the password only.
    let inside = visit.after_password(&user, identity.shown_at, now).await? == Next::Inside;
    Ok(if inside { Redirect::to(next.unwrap_or(HOME)) } else { Redirect::to(&code_path(next)) }.into_response())
}

/// Notes that the caller is who they are, because they showed it at the provider a moment ago, as who they are there.
async fn confirm(visit: &Visit, caller: &Caller, identity: &Identity, now: EpochMs) -> Result<Result<(), Refusal>, AppError> {
    let Identity { issuer, subject, shown_at, .. } = identity;
    if store::use_identity(&visit.state.db, issuer, subject, now).await?.as_ref() != Some(&caller.me.id) {
        return Ok(Err(Refusal::SomebodyElse));
    }
    // What the account asks for may have changed since the browser set out.
    if visit.asks_for_codes(&caller.me.id).await? {
        return Ok(Err(Refusal::OtherWay));
    }
    match shown_at.filter(|at| session::confirmed::is_recent(*at, now)) {
        Some(at) => Ok(Ok(caller.confirm(at).await?)),
        None => Ok(Err(Refusal::NotAsked)),
    }
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
fn refused(refusal: Refusal, purpose: Purpose, next: Option<&str>) -> Response {
    let word = refusal.word();
    let page = match purpose {
        Purpose::SignIn => format!("/sign-in?refused={word}"),
        Purpose::Link => format!("{SETTINGS}?refused={word}"),
        Purpose::Confirm => confirm_path(Some(word), next),
    };
    Redirect::to(&page).into_response()
}

/// The page that asks who is there, and why it asks again.
fn confirm_path(refused: Option<&str>, next: Option<&str>) -> String {
    let pairs = [("refused", refused), ("next", next)];
    let query = query::joined(pairs.into_iter().filter_map(|(name, value)| value.map(|value| (name, value))));
    if query.is_empty() { "/confirm".to_owned() } else { format!("/confirm?{query}") }
}
