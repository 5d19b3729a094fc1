//! What the router holds, read from the router itself: axum lists its routes nowhere but in its `Debug`, which knows them all,
//! however they were added.

use std::collections::BTreeSet;

use axum::Router;

/// `("GET", "/api/user/me")`; `ANY` where a route takes every method.
pub type Route = (String, String);

const METHODS: [&str; 7] = ["get", "put", "post", "patch", "delete", "options", "trace"];

/// Every route of a router.
pub fn routes(router: &Router) -> BTreeSet<Route> {
    let text = format!("{router:?}");
    let text = text.split("fallback_router").next().expect("a first part");
    let (endpoints, paths) =
        text.split_once("node: Node { paths: {").expect("axum's Debug of a router has changed: see listing.rs");
    let endpoints: Vec<(&str, &str)> = numbered(endpoints).collect();
    let mut found = BTreeSet::new();
    for (id, path) in numbered(paths) {
        let path = path.split('"').nth(1).expect("a path in quotes");
        let (_, endpoint) = endpoints.iter().find(|(other, _)| *other == id).expect("an endpoint for each path");
        found.extend(methods(endpoint).into_iter().map(|method| (method, path.to_owned())));
    }
    found
}

/// The entries of a map whose keys are `RouteId(7)`.
fn numbered(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split("RouteId(").skip(1).filter_map(|entry| entry.split_once("): "))
}

fn methods(endpoint: &str) -> Vec<String> {
    let named = |method: &&&str| {
        let field = format!(" {method}: ");
        endpoint.split_once(&field).is_some_and(|(_, rest)| !rest.starts_with("None"))
    };
    let named: Vec<String> = METHODS.iter().filter(named).map(|method| method.to_uppercase()).collect();
    if named.is_empty() { vec!["ANY".to_owned()] } else { named }
}

#[test]
fn a_routers_own_words_name_every_route_and_method() {
    use axum::routing::{any, get, post};
    let inner = Router::new().route("/deep/{id}", get(async || "").delete(async || ""));
    let router: Router = Router::new().route("/a", get(async || "")).route("/b", any(async || "")).nest("/in", inner);
    let router = router.merge(Router::new().route("/a", post(async || ""))).fallback(async || "");
    let found = routes(&router.layer(axum::middleware::from_fn(crate::matrix::pass_on)));
    let found: Vec<String> = found.into_iter().map(|(method, path)| format!("{method} {path}")).collect();
    assert_eq!(found, ["ANY /b", "DELETE /in/deep/{id}", "GET /a", "GET /in/deep/{id}", "POST /a"]);
}
