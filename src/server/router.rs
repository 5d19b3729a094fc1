//! Merges every slice's routes with the pages into one service.

use std::sync::OnceLock;

use axum::{
    Json, Router,
    http::{header, request::Parts},
    middleware,
    routing::get,
};
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use super::{config::Carrier, http_error::server_function_status, state::AppState};
use crate::{
    analytics, app, calls, contacts, ledger, rates,
    ui::{site::Site, theme::chosen_theme},
    users,
};

/// The document at `/api/openapi.json`.
#[derive(OpenApi)]
#[openapi(info(title = "Ringfare", description = "A prepaid phone in the browser that you host yourself"))]
struct ApiDocument;

/// The whole application; `carrier` brings the local carrier's routes, if it is on the line.
pub fn build(state: AppState, carrier: Router) -> Router {
    let (api, document) = OpenApiRouter::with_openapi(ApiDocument::openapi())
        .merge(users::rest::router())
        .merge(ledger::rest::router())
        .merge(rates::rest::router())
        .merge(contacts::rest::router())
        .merge(calls::rest::router())
        .merge(analytics::rest::router())
        .split_for_parts();
    let inside = api.route("/api/openapi.json", get(|| async { Json(document) })).merge(pages(&state));
    users::guard(inside, &state).with_state(state).merge(carrier)
}

/// The server-rendered pages and the server functions at `/app/*`.
fn pages(state: &AppState) -> Router<AppState> {
    let context = {
        let state = state.clone();
        move || {
            provide_context(state.clone());
            provide_context(site(&state));
        }
    };
    let shell = {
        let options = state.leptos.clone();
        move || app::shell(options.clone())
    };
    Router::new()
        .leptos_routes_with_context(state, page_routes(), context.clone(), shell)
        .fallback(leptos_axum::file_and_error_handler_with_context::<AppState, _>(context, app::shell))
        .layer(middleware::from_fn(server_function_status))
}

/// What the page may know before it reads any data.
fn site(state: &AppState) -> Site {
    let parts = use_context::<Parts>();
    let cookies = parts.as_ref().and_then(|parts| parts.headers.get(header::COOKIE)).and_then(|value| value.to_str().ok());
    let theme = cookies.and_then(chosen_theme).map(str::to_owned);
    Site { theme, local_carrier: state.config.carrier == Carrier::Local }
}

/// Built once per process, before anything is served: while it is built, resources polled elsewhere would hang for ever
/// (leptos-rs/leptos#4773).
fn page_routes() -> Vec<AxumRouteListing> {
    static ROUTES: OnceLock<Vec<AxumRouteListing>> = OnceLock::new();
    ROUTES.get_or_init(|| generate_route_list(app::App)).clone()
}
