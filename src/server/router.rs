//! Merges every slice's routes with the pages into one service.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use axum::{
    Json, Router,
    handler::Handler,
    http::{StatusCode, header, request::Parts},
    middleware::{from_fn, from_fn_with_state},
    routing::{any, get},
};
use leptos::{
    nonce::Nonce,
    prelude::{provide_context, use_context},
};
use leptos_axum::{AxumRouteListing, LeptosRoutes, file_and_error_handler_with_context, generate_route_list};
use tower::ServiceBuilder;
use tower_http::{
    compression::{
        CompressionLayer, Predicate,
        predicate::{NotForContentType, SizeAbove},
    },
    limit::RequestBodyLimitLayer,
    request_id::{PropagateRequestIdLayer, SetRequestIdLayer},
    timeout::TimeoutLayer,
    trace::TraceLayer,
};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use super::{
    config::Carrier,
    health,
    http_error::{api_error_body, server_function_status},
    security::{CspNonce, Security, protect},
    site,
    state::AppState,
    telemetry::{RequestIds, request_span},
};
use crate::{
    analytics, app, calls, contacts,
    error::AppError,
    ledger, limits, rates,
    ui::{site::Site, theme::chosen_theme},
    users,
};

/// More than any form or JSON of ours needs, in bytes; the carrier's addresses take less.
const BODY_MOST: usize = 1024 * 1024;
/// Who has not sent a whole request and got the head of an answer by then never will. Streams may go on for longer.
const PATIENCE: Duration = Duration::from_secs(30);
/// Below this size, in bytes, compressing an answer costs more than it saves.
const COMPRESS_ABOVE: u16 = 1_024;

/// The document at `/api/openapi.json`.
#[derive(OpenApi)]
#[openapi(info(title = "Ringfare", description = "A prepaid phone in the browser that you host yourself"))]
struct ApiDocument;

/// The whole application; `carrier` brings the local carrier's routes, if it is on the line.
pub fn build(state: AppState, carrier: Router) -> Router {
    let (api, document) = OpenApiRouter::with_openapi(ApiDocument::openapi())
        .merge(users::rest::router())
        .merge(ledger::rest::router())
        .merge(limits::rest::router())
        .merge(rates::rest::router())
        .merge(contacts::rest::router())
        .merge(calls::rest::router())
        .merge(analytics::rest::router())
        .split_for_parts();
    let api = api
        .route("/api/openapi.json", get(|| async { Json(document) }))
        .route("/api/{*unknown}", any(async || AppError::not_found("address; /api/openapi.json lists them all")));
    let inside = users::guard(api.merge(pages(&state)), &state);
    let outside = site::packages(&state.leptos).merge(carrier);
    wrap(inside.merge(health::router()).with_state(state.clone()).merge(outside), &state)
}

/// The server-rendered pages, the server functions at `/app/*`, and the files of the site.
fn pages(state: &AppState) -> Router<AppState> {
    let context = {
        let state = state.clone();
        move || provide_page_context(&state)
    };
    let shell = {
        let options = state.leptos.clone();
        move || app::shell(options.clone())
    };
    let not_found = file_and_error_handler_with_context::<AppState, _>(context.clone(), app::shell).with_state(state.clone());
    Router::new()
        .leptos_routes_with_context(state, page_routes(), context, shell)
        .fallback_service(site::files(&state.leptos, not_found))
        .layer(from_fn(server_function_status))
}

/// What components and server functions find as context.
fn provide_page_context(state: &AppState) {
    provide_context(state.clone());
    let Some(parts) = use_context::<Parts>() else { return };
    if let Some(CspNonce(nonce)) = parts.extensions.get() {
        provide_context(Nonce::from_value(nonce.clone()));
    }
    let cookies = parts.headers.get(header::COOKIE).and_then(|cookies| cookies.to_str().ok()).unwrap_or_default();
    let theme = chosen_theme(cookies).map(str::to_owned);
    provide_context(Site { theme, local_carrier: state.config.carrier == Carrier::Local });
}

/// Built once per process, before anything is served: while it is built, resources polled elsewhere would hang for ever
/// (leptos-rs/leptos#4773).
fn page_routes() -> Vec<AxumRouteListing> {
    static ROUTES: OnceLock<Vec<AxumRouteListing>> = OnceLock::new();
    ROUTES.get_or_init(|| generate_route_list(app::App)).clone()
}

/// What goes around every route; the first layer is the outermost.
fn wrap(routes: Router, state: &AppState) -> Router {
    let security = Arc::new(Security::new(&state.config, state.leptos.reload_port));
    let worth_compressing = SizeAbove::new(COMPRESS_ABOVE)
        .and(NotForContentType::IMAGES)
        .and(NotForContentType::SSE)
        .and(NotForContentType::const_new("audio/"));
    routes.layer(
        ServiceBuilder::new()
            .layer(SetRequestIdLayer::x_request_id(RequestIds))
            .layer(TraceLayer::new_for_http().make_span_with(request_span))
            .layer(PropagateRequestIdLayer::x_request_id())
            .layer(from_fn_with_state(security, protect))
            .layer(CompressionLayer::new().compress_when(worth_compressing))
            .layer(from_fn(api_error_body))
            .layer(RequestBodyLimitLayer::new(BODY_MOST))
            .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE)),
    )
}
