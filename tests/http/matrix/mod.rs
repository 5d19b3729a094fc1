//! Every route against everybody: which status each gets, and that nobody learns anything of caller A's.
//!
//! The routes are read from the router that serves (`listing.rs`), the expectations stand in `table.rs`. A route without a line
//! there fails [`every_route_has_a_line_and_every_line_a_route`].

pub mod listing;
pub mod row;
pub mod table;
pub mod world;

use std::{collections::BTreeSet, time::Duration};

use axum::{extract::Request, middleware::Next, response::Response};
use leptos::server_fn::axum::server_fn_paths;
use reqwest::{Method, RequestBuilder};

use self::{
    row::Row,
    table::TABLE,
    world::{Things, World, with_body},
};
use crate::{actors::Answer, support::TestApp};

/// A layer that does nothing.
pub async fn pass_on(request: Request, next: Next) -> Response {
    next.run(request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_has_a_line_and_every_line_a_route() {
    let app = TestApp::start().await;
    let found = listing::routes(&app.running.router);
    let listed: BTreeSet<_> = TABLE.iter().map(|row| (row.method.to_owned(), row.route.to_owned())).collect();
    assert_eq!(listed.len(), TABLE.len(), "a route has two lines in tests/http/matrix/table.rs");
    let lacking: Vec<String> = found.difference(&listed).map(|(method, route)| suggestion(method, route)).collect();
    assert!(
        lacking.is_empty(),
        "\nThese routes have no line in tests/http/matrix/table.rs, so nobody knows who may use them. Add one for each beside \
         its slice's (row.rs tells more), then run `cargo test --features ssr --test http matrix`:\n    {}\n",
        lacking.join("\n    ")
    );
    let gone: Vec<_> = listed.difference(&found).collect();
    assert!(
        gone.is_empty(),
        "\nThese lines of tests/http/matrix/table.rs are of no route any more; take them out:\n  {gone:?}\n"
    );
}

/// What the line of a new route most likely is.
fn suggestion(method: &str, route: &str) -> String {
    let things = if route.contains('{') {
        format!(".things(\"{route} with {{call}} or another thing of A's for its id\")")
    } else {
        String::new()
    };
    let is_operators = route.contains("/admin");
    let is_page = method == "GET" && !route.starts_with("/api/") && !route.starts_with("/app/");
    match (is_operators, is_page) {
        (true, true) => format!("operators_page(\"{route}\"),"),
        (false, true) => format!("page(\"{route}\"){things},"),
        (true, false) => format!("operators(\"{method}\", \"{route}\"),"),
        (false, false) => format!("caller(\"{method}\", \"{route}\"){things},"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_listing_reads_agrees_with_the_document_and_the_server_functions() {
    let app = TestApp::start().await;
    let found = listing::routes(&app.running.router);
    let document = app.anonymous().get("/api/openapi.json").await.expect(200).json();
    let paths = document["paths"].as_object().expect("paths");
    for (path, operations) in paths {
        for method in operations.as_object().expect("operations").keys() {
            assert!(found.contains(&(method.to_uppercase(), path.clone())), "{method} {path} of the document is not listed");
        }
    }
    let functions: Vec<_> = server_fn_paths().collect();
    assert!(functions.len() > 40 && paths.len() > 15, "the document and the server functions are there");
    for (path, method) in functions {
        assert!(found.contains(&(method.to_string(), path.to_owned())), "the server function {path} is not listed");
    }
}

/// Everybody who asks, and which column of the table is theirs.
fn everybody(world: &World, row: &Row, path: &str) -> Vec<(&'static str, &'static [u16], RequestBuilder)> {
    let method = if row.method == "ANY" { Method::GET } else { Method::from_bytes(row.method.as_bytes()).expect("a method") };
    let nobody = || world.app.anonymous().request(method.clone(), path);
    vec![
        ("nobody", row.nobody, nobody()),
        ("a made-up token", row.nobody, nobody().bearer_auth("ringfare_00000000000000000000000000000000")),
        ("a made-up token beside B's cookie", row.nobody, world.bob.request(method.clone(), path).bearer_auth("x")),
        ("a made-up cookie", row.nobody, nobody().header("cookie", "ringfare=AAAAAAAAAAAAAAAAAAAAAA")),
        ("a closed account", row.nobody, world.closed.request(method.clone(), path)),
        ("a closed account's token", row.nobody, world.closed_script.request(method.clone(), path)),
        ("caller B", row.stranger, world.bob.request(method.clone(), path)),
        ("B's token", with_token(row), world.bobs_script.request(method.clone(), path)),
        ("a frozen account", row.stranger, world.frozen.request(method.clone(), path)),
        ("an operator", row.operator, world.operator.request(method.clone(), path)),
        ("caller A", row.own, world.ann.request(method.clone(), path)),
    ]
}

/// A token is for `/api/*`: to a page its bearer is nobody, and a server function says so.
fn with_token(row: &Row) -> &'static [u16] {
    match row.route {
        route if route.starts_with("/api/") => row.token.unwrap_or(row.stranger),
        route if route.starts_with("/app/") && row.nobody == [401] => &[403],
        _ => row.nobody,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_further_than_the_table_says_or_learns_anything_of_another() {
    let mut world = World::open().await;
    let (mut broken, mut asked) = (Vec::new(), 0_usize);
    for row in TABLE {
        if !row.is_safe() || row.token.is_some() || row.at.contains('{') {
            world.sign_in_again().await;
        }
        let things = world.things(row).await;
        let path = things.fill(row.at);
        for (who, expected, request) in everybody(&world, row, &path) {
            let answer = send(with_body(request, row.body, &things), row).await;
            asked += 1;
            let (status, name) = (answer.status.as_u16(), format!("{} {} as {who}", row.method, row.route));
            if !expected.contains(&status) {
                let said: String = answer.body.chars().take(300).collect();
                broken.push(format!("{name}: {status}, not {expected:?}: {said}"));
            }
            // An operator sees everybody at an operator's door.
            if who != "caller A" && !(who == "an operator" && row.own == [404]) {
                let question = format!("{path} {}", asked_for(row, &things));
                broken.extend(world.leaks(&question, &answer).iter().map(|mark| format!("{name}: shows A's {mark}")));
            }
        }
        // Budgets of tries are not what is looked at here.
        world.app.clock.advance_seconds(60);
    }
    assert!(broken.is_empty(), "\n{asked} requests, {} surprises:\n{}\n", broken.len(), broken.join("\n"));
    world.app.assert_books_balance().await;
}

fn asked_for(row: &Row, things: &Things) -> String {
    things.fill(&format!("{:?}", row.body))
}

/// The answer, or of one without an end what comes within a moment.
async fn send(request: RequestBuilder, row: &Row) -> Answer {
    if !row.is_stream {
        return Answer::of(request).await;
    }
    let mut response = request.send().await.expect("the server answers");
    let (status, headers, mut body) = (response.status(), response.headers().clone(), String::new());
    while let Ok(Ok(Some(chunk))) = tokio::time::timeout(Duration::from_millis(200), response.chunk()).await {
        body.push_str(&String::from_utf8_lossy(&chunk));
    }
    Answer { status, headers, body }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_search_for_leaks_finds_them() {
    let world = World::open().await;
    let own = world.ann.get("/api/user/calls").await.expect(200);
    assert!(!world.leaks("", &own).is_empty(), "A's calls hold A's id of a call");
    let page = world.ann.get("/dashboard/settings").await.expect(200);
    assert!(world.leaks("", &page).len() >= 2, "A's settings hold A's address and number, however it is written");
}
