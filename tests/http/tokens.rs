//! Bearer tokens: what each may do, until when, and that the OpenAPI document says so.

use reqwest::Method;
use ringfare::users::command::{self, TokenWanted};
use serde_json::Value;

use crate::{
    actors::{Answer, SignedIn},
    support::TestApp,
};

const DAY: i64 = 86_400;
const SCOPES: [&str; 3] = ["read", "call", "money"];

/// A token of these scopes, made on the settings page.
async fn token(browser: &SignedIn, scopes: &[&str], days: &str) -> String {
    let mut form = vec![("name", "a script"), ("days", days)];
    form.extend(scopes.iter().map(|scope| (*scope, "1")));
    let made = browser.post_form("/app/create-token", &form).await.expect(200).json();
    made["secret"].as_str().expect("a secret").to_owned()
}

/// What somebody with this token gets. The body is JSON that means nothing, so that nothing is changed.
async fn ask(app: &TestApp, method: &str, path: &str, token: &str) -> Answer {
    let method = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
    let request = app.anonymous().request(method.clone(), path).bearer_auth(token);
    Answer::of(if method == Method::GET { request } else { request.json(&serde_json::json!({ "nothing": 1 })) }).await
}

/// Method, path with ids that nobody has, and scope of every address of the document that a token opens; behind them those that
/// ask for a session.
async fn addresses(app: &TestApp) -> (Vec<(String, String, String)>, Vec<(String, String)>) {
    let document = app.anonymous().get("/api/openapi.json").await.expect(200).json();
    let (mut found, mut in_person) = (Vec::new(), Vec::new());
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            let doors = operation["security"].as_array().unwrap_or_else(|| panic!("{method} {path} says no scope"));
            assert!(doors.iter().any(|door| door["session"].is_array()), "{method} {path}: a session opens everything");
            let Some(scopes) = doors.iter().find_map(|door| door["token"].as_array()) else {
                in_person.push((method.clone(), path.clone()));
                continue;
            };
            let [Value::String(scope)] = scopes.as_slice() else { panic!("{method} {path}: {scopes:?}") };
            let path = path.replace("{id}", "contact_0123456789abcdef0123456789abcdef");
            found.push((method.clone(), path, scope.clone()));
        }
    }
    (found, in_person)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_address_demands_the_scope_that_the_document_names_and_no_other() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    let (addresses, in_person) = addresses(&app).await;
    assert!(addresses.len() > 20, "{addresses:?}");
    assert_eq!(in_person, [("get".to_owned(), "/api/user/export".to_owned())], "what no token opens is said here too");
    let all = token(&ann, &SCOPES, "90").await;
    for (method, path) in &in_person {
        assert_eq!(ask(&app, method, path, &all).await.expect(403).error_code(), "forbidden", "{method} {path}");
    }
    for scope in SCOPES {
        let others: Vec<_> = SCOPES.into_iter().filter(|other| *other != scope).collect();
        let (with, without) = (token(&ann, &[scope], "90").await, token(&ann, &others, "90").await);
        for (method, path, demanded) in &addresses {
            if path.ends_with("/stream") && demanded == scope {
                continue; // It would go on for ever; tests/http/stream.rs reads it.
            }
            let wanted = demanded == scope;
            let refused = ask(&app, method, path, if wanted { &without } else { &with }).await.expect(403);
            assert_eq!(refused.error_code(), "scope_missing", "{method} {path}");
            assert!(refused.body.contains(&format!("`{demanded}`")), "{}", refused.body);
            if wanted {
                let answer = ask(&app, method, path, &with).await;
                assert!(![401, 403].contains(&answer.status.as_u16()), "{method} {path}: {answer:?}");
            }
        }
    }
    let seen: std::collections::BTreeSet<_> = addresses.iter().map(|(.., scope)| scope.as_str()).collect();
    assert_eq!(seen.len(), 3, "each scope opens something");
    app.assert_books_balance().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_ends_on_its_day_even_when_it_was_used_a_moment_before() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    let (week, ever) = (token(&ann, &["read"], "7").await, token(&ann, &["read"], "never").await);
    let usual = ann.post_form("/app/create-token", &[("name", "usual"), ("read", "1")]).await.expect(200);
    let usual = usual.json()["secret"].as_str().expect("a secret").to_owned();
    app.clock.advance_seconds(7 * DAY - 1);
    ask(&app, "get", "/api/user/me", &week).await.expect(200);
    app.clock.advance_seconds(1);
    let refused = ask(&app, "get", "/api/user/me", &week).await.expect(401);
    assert_eq!(refused.error_code(), "token_expired");
    assert!(refused.body.contains("Make a new one"), "{}", refused.body);
    let page = ann.get("/dashboard/settings").await.expect(200);
    assert!(page.body.contains("Expired "), "the page says so");
    ask(&app, "get", "/api/user/me", &usual).await.expect(200);
    app.clock.advance_seconds(83 * DAY);
    ask(&app, "get", "/api/user/me", &usual).await.expect(401);
    app.clock.advance_seconds(3_650 * DAY);
    ask(&app, "get", "/api/user/me", &ever).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_made_with_a_name_a_scope_and_a_possible_life() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    for (form, field) in [
        (vec![("name", "x")], "scopes"),
        (vec![("name", "x"), ("days", "7")], "scopes"),
        (vec![("name", " "), ("read", "1")], "name"),
        (vec![("name", "x"), ("read", "1"), ("days", "0")], "days"),
        (vec![("name", "x"), ("read", "1"), ("days", "367")], "days"),
        (vec![("name", "x"), ("read", "1"), ("days", "soon")], "days"),
        (vec![("name", "x"), ("read", "1"), ("days", "99999999999999999999")], "days"),
    ] {
        let refused = ann.post_form("/app/create-token", &form).await.expect(422);
        assert_eq!(refused.json()["field"], field, "{form:?}");
    }
    assert_eq!(app.count("select count(*) from tokens").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_take_no_token_so_that_none_does_more_than_its_scopes() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    let all = token(&ann, &SCOPES, "never").await;
    for path in ["/app/create-token", "/app/set-number", "/app/settings", "/app/change-password", "/app/hang-up", "/app/dial"] {
        let form = [("name", "more"), ("read", "1"), ("current", "x"), ("new", "y"), ("id", "z"), ("to", "1")];
        let request = app.anonymous().request(Method::POST, path).bearer_auth(&all).form(&form);
        let status = Answer::of(request).await.status.as_u16();
        // A server function reads its arguments first.
        assert!(status == 403 || status == 422, "{path}: {status}");
    }
    assert_eq!(app.count("select count(*) from tokens").await, 1);
    let file = app.anonymous().request(Method::POST, "/app/contacts-file").bearer_auth(&all);
    Answer::of(file.header("content-type", "multipart/form-data; boundary=x").body("--x--")).await.expect(403);
    let page = app.anonymous().request(Method::GET, "/dashboard/settings").bearer_auth(&all);
    assert!(!Answer::of(page).await.body.contains("ann@example.test"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_makes_tokens_for_everything_or_for_less() {
    let app = TestApp::start().await;
    let state = app.state();
    app.account("ann@example.test").await;
    let wanted = |scopes: &str, days: &str| TokenWanted { name: "cron".into(), scopes: scopes.into(), days: days.into() };
    let all = command::token(state, "ann@example.test", &TokenWanted::of_name("cron")).await.expect("made");
    let less = command::token(state, "ann@example.test", &wanted("read,money", "1")).await.expect("made");
    for (method, path) in [("get", "/api/user/me"), ("post", "/api/user/contacts"), ("put", "/api/user/limits")] {
        let status = ask(&app, method, path, &all).await.status.as_u16();
        assert!(status == 200 || status == 422, "{path}: {status}");
    }
    ask(&app, "get", "/api/user/me", &less).await.expect(200);
    ask(&app, "post", "/api/user/contacts", &less).await.expect(403);
    app.clock.advance_seconds(DAY);
    ask(&app, "get", "/api/user/me", &less).await.expect(401);
    for (scopes, days) in [("", "1"), ("all", "1"), ("read", "0"), ("read", "x")] {
        assert!(command::token(state, "ann@example.test", &wanted(scopes, days)).await.is_err(), "{scopes} {days}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_places_and_ends_calls_with_the_scope_for_it() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    app.operator().credit(&ann.user, "5").await;
    let call = token(&ann, &["call"], "90").await;
    let post = |path: &str, to: &str| {
        app.anonymous().request(Method::POST, path).bearer_auth(&call).json(&serde_json::json!({ "to": to }))
    };
    let access = Answer::of(post("/api/user/voice-access", "+442079460000")).await.expect(200).json();
    assert!(access["token"].as_str().is_some_and(|token| token.split('.').count() == 3), "{access}");
    Answer::of(post("/api/user/voice-access", "12")).await.expect(422);
    let nobodys = "/api/user/calls/call_0123456789abcdef0123456789abcdef/hang-up";
    ask(&app, "post", nobodys, &call).await.expect(404);
    app.assert_books_balance().await;
}
