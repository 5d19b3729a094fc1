//! What stands before every route: the session, and the way between the sign-in page and the dashboard.
//!
//! The gate is a courtesy to people. What protects data is [`Caller`] in every handler and server function.

use axum::{
    Extension, Router,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header::SET_COOKIE},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Redirect, Response},
};

use super::{Caller, known::Known, session, strong::second_step::Next as NextStep, throttle::Throttle};
use crate::{
    error::AppError,
    server::{
        redirect::{local_path, send_to},
        state::AppState,
    },
};

/// Where a caller goes who wants nothing in particular.
pub const HOME: &str = "/dashboard/dialer";

/// Puts the session, the memory of guesses and the gate before all routes of a router.
pub fn guard(router: Router<AppState>, state: &AppState) -> Router<AppState> {
    let router = router
        .layer(from_fn_with_state(state.clone(), gate))
        .layer(session::layer(state))
        .layer(Extension(Throttle::new(state)))
        .layer(Extension(Known::default()));
    if state.config.is_https() { router.layer(from_fn(removal_is_secure)) } else { router }
}

async fn gate(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_door = matches!(path, "/" | "/sign-in" | "/sign-in/code" | "/sign-up");
    let is_inside = ["/dashboard", "/admin", "/confirm"]
        .iter()
        .any(|root| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    if !is_door && !is_inside {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let caller = Caller::in_person(&mut parts, &state).await;
    let wanted = parts.uri.path_and_query().map_or("/", |wanted| wanted.as_str());
    match caller {
        Ok(_) if is_door || parts.uri.path() == "/dashboard" => {
            Redirect::to(next_of(&parts.uri).as_deref().unwrap_or(HOME)).into_response()
        }
        Err(AppError::NotSignedIn | AppError::Forbidden { .. } | AppError::TokenExpired) if parts.uri.path() == "/" => {
            Redirect::to("/sign-in").into_response()
        }
        Err(AppError::NotSignedIn | AppError::Forbidden { .. } | AppError::TokenExpired) if is_inside => {
            Redirect::to(&sign_in_path(wanted)).into_response()
        }
        // To a caller there are no operator's pages; the frame shows the page for that.
        Ok(caller) if !caller.me.is_admin && parts.uri.path().starts_with("/admin") => {
            let page = next.run(Request::from_parts(parts, body)).await;
            (StatusCode::NOT_FOUND, page).into_response()
        }
        // Also when the database fails, which is not the same as not being signed in: the page says so in its parts.
        _ => next.run(Request::from_parts(parts, body)).await,
    }
}

fn sign_in_path(wanted: &str) -> String {
    format!("/sign-in?{}", serde_urlencoded::to_string([("next", wanted)]).unwrap_or_default())
}

fn next_of(uri: &axum::http::Uri) -> Option<String> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(uri.query()?).ok()?;
    let (_, wanted) = pairs.into_iter().find(|(name, _)| name == "next")?;
    local_path(&wanted).map(ToOwned::to_owned)
}

/// Adds what tower-sessions leaves out when it takes a cookie away: without `Secure`, browsers ignore a `Set-Cookie` for a name
/// that starts with `__Host-`.
async fn removal_is_secure(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for value in response.headers_mut().iter_mut().filter_map(|(name, value)| (name == SET_COOKIE).then_some(value)) {
        let text = value.to_str().unwrap_or_default();
        if text.starts_with("__Host-")
            && !text.contains("Secure")
            && let Ok(secure) = HeaderValue::from_str(&format!("{text}; Secure; HttpOnly; SameSite=Lax"))
        {
            *value = secure;
        }
    }
    response
}

/// Answers the server function that is running with the way to what comes after a right password.
pub fn send_after_password(step: NextStep, next: Option<&str>) {
    match step {
        NextStep::Inside => send_on(next),
        NextStep::Code => send_to(&code_path(next.and_then(local_path))),
    }
}

/// Where the second step is asked for; `next` is a path of this site.
pub fn code_path(next: Option<&str>) -> String {
    let query = next.and_then(|next| serde_urlencoded::to_string([("next", next)]).ok());
    query.map_or_else(|| "/sign-in/code".into(), |query| format!("/sign-in/code?{query}"))
}

/// Answers the server function that is running with the way to where a caller wanted to go.
pub fn send_on(next: Option<&str>) {
    send_to(next.and_then(local_path).unwrap_or(HOME));
}
