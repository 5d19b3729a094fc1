//! Merges every slice's routes with the pages into one service.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use axum::{
    Json, Router,
    handler::Handler,
    http::{HeaderValue, StatusCode, header, request::Parts},
    middleware::{from_fn, from_fn_with_state},
    routing::{any, get},
};
use leptos::{
    nonce::Nonce,
    prelude::{provide_context, use_context},
};
use leptos_axum::{
    AxumRouteListing, LeptosRoutes, file_and_error_handler_with_context, generate_route_list, render_app_to_stream_with_context,
};
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
    document, health,
    http_error::{api_error_body, server_function_status},
    one_thread,
    security::{CspNonce, Security, protect},
    sign_up::SignUp,
    site,
    state::AppState,
    telemetry::{RequestIds, request_span},
};
use crate::{
    analytics, app, calls,
    contacts::{self, transfer::upload::UPLOAD_MOST},
    error::AppError,
    ledger, limits, live, privacy, rates,
    ui::{
        site::{Entrance, Site},
        theme::chosen_theme,
    },
    users,
    words::chosen_language,
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
    let mut document = ApiDocument::openapi();
    users::scoped::describe_doors(&mut document);
    let (api, document) = OpenApiRouter::with_openapi(document)
        .merge(users::rest::router())
        .merge(ledger::rest::router())
        .merge(limits::rest::router())
        .merge(rates::rest::router())
        .merge(contacts::rest::router())
        .merge(calls::rest::router())
        .merge(analytics::rest::router())
        .merge(live::rest::router())
        .merge(privacy::rest::router())
        .split_for_parts();
    let (uploads, document) = OpenApiRouter::with_openapi(document).merge(contacts::rest::uploads()).split_for_parts();
    let document = document::with_what_holds_for_all(document);
    let uploads = uploads.merge(contacts::transfer::upload::router()).layer(RequestBodyLimitLayer::new(UPLOAD_MOST));
    let api = api
        .merge(users::strong::provider::router())
        .route("/api/openapi.json", get(|| async { Json(document) }))
        .route("/api/{*unknown}", any(async || AppError::not_found("address; /api/openapi.json lists them all")));
    let inside = users::guard(small_bodies(api.merge(pages(&state))).merge(uploads), &state);
    let outside = site::packages(&state.leptos).merge(carrier);
    wrap(inside.merge(health::router()).with_state(state.clone()).merge(small_bodies(outside)), &state)
}

/// Refuses larger bodies than any form or JSON of ours needs.
fn small_bodies<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    routes.layer(RequestBodyLimitLayer::new(BODY_MOST))
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
    let not_found = file_and_error_handler_with_context::<AppState, _>(context.clone(), app::shell);
    let not_found = not_found.layer(from_fn(one_thread::draw)).with_state(state.clone());
    Router::new()
        .leptos_routes_with_context(state, page_routes(), context, shell)
        .merge(styleguide(state))
        .layer(from_fn(one_thread::draw))
        .fallback_service(site::files(&state.leptos, not_found))
        .layer(from_fn(server_function_status))
}

/// The widgets in all their states: in development builds only.
fn styleguide(state: &AppState) -> Router<AppState> {
    if !cfg!(debug_assertions) {
        return Router::new();
    }
    let context = {
        let state = state.clone();
        move || provide_page_context(&state)
    };
    let options = state.leptos.clone();
    let document = move || app::styleguide::document(options.clone());
    Router::new().route("/styleguide", get(render_app_to_stream_with_context(context, document)))
}

/// What components and server functions find as context.
fn provide_page_context(state: &AppState) {
    provide_context(state.clone());
    let Some(parts) = use_context::<Parts>() else { return };
    if let Some(CspNonce(nonce)) = parts.extensions.get() {
        provide_context(Nonce::from_value(nonce.clone()));
    }
    let text = |name| parts.headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
    let cookies = text(header::COOKIE);
    let language = chosen_language(cookies, text(header::ACCEPT_LANGUAGE));
    provide_context(language);
    let theme = chosen_theme(cookies).map(str::to_owned);
    // The gate has looked for who asks, where it matters.
    let me = parts.extensions.get::<users::model::Me>();
    let (account, operator) = (me.map(|me| me.id.to_string()), me.is_some_and(|me| me.is_admin));
    let verified = state.config.mail.is_none() || me.is_none_or(|me| me.email_verified);
    let local_carrier = state.config.carrier == Carrier::Local;
    let entrance = Entrance {
        open: state.config.sign_up == SignUp::Open,
        by_invitation: state.config.sign_up != SignUp::Closed,
        letters: state.config.mail.is_some(),
    };
    let provider = state.config.sign_in.provider.as_ref().map(|provider| provider.name.clone());
    provide_context(Site {
        theme,
        language,
        now: state.clock.now(),
        account,
        operator,
        local_carrier,
        entrance,
        verified,
        provider,
    });
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
            .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE)),
    )
}
