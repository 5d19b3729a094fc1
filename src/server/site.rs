//! The files a browser loads, from the site's folder.

use std::convert::Infallible;

use axum::{
    Router,
    body::Body,
    http::{HeaderValue, Request, Response, header::CACHE_CONTROL},
    response::IntoResponse,
};
use leptos::prelude::LeptosOptions;
use leptos_axum::{site_pkg_dir_service, site_pkg_dir_service_route_path};
use tower::{Service, ServiceBuilder};
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

/// A file with a hash in its name never changes: for a year, without asking.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// The others are asked for again each time, and answered with 304 when unchanged.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// WASM, JS and CSS, compressed when the site was built.
pub fn packages(options: &LeptosOptions) -> Router {
    let keep = if options.hash_files { FOR_EVER } else { ASK_AGAIN };
    let files = ServiceBuilder::new().layer(when_found(keep)).service(site_pkg_dir_service(options));
    Router::new().route_service(&site_pkg_dir_service_route_path(options), files)
}

/// The other files of the site; `not_found` answers for what is none.
pub fn files<N>(
    options: &LeptosOptions,
    not_found: N,
) -> impl Service<Request<Body>, Response: IntoResponse, Error = Infallible, Future: Send> + Clone + Send + Sync + use<N>
where
    N: Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send> + Clone + Send + Sync + 'static,
{
    let folder = ServeDir::new(&*options.site_root)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip()
        .call_fallback_on_method_not_allowed(true)
        .fallback(not_found);
    ServiceBuilder::new().layer(when_found(ASK_AGAIN)).service(folder)
}

/// A 404 must not be kept for a year.
fn when_found<B>(value: HeaderValue) -> SetResponseHeaderLayer<impl Fn(&Response<B>) -> Option<HeaderValue> + Clone> {
    SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, move |response: &Response<B>| {
        (response.status().is_success() || response.status().as_u16() == 304).then(|| value.clone())
    })
}
