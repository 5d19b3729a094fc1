//! The headers and cookies of every answer of every route, behind TLS, without it, and with Twilio on the line.

use reqwest::Method;

use crate::{
    actors::{Answer, SignedIn},
    matrix::{
        row::Row,
        table::TABLE,
        world::{Things, with_body},
    },
    rest_stub::RestStub,
    support::TestApp,
};

/// Choices that scripts read too; they are no secret.
const CHOICES: [&str; 3] = ["language=", "theme=", "zone="];

/// What is wrong with an answer's headers.
fn faults(answer: &Answer, is_https: bool, is_twilio: bool) -> Vec<String> {
    let mut faults = Vec::new();
    let mut must = |good: bool, what: String| {
        if !good {
            faults.push(what);
        }
    };
    let fixed = [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("permissions-policy", "microphone=(self), camera=(), geolocation=()"),
        ("cross-origin-opener-policy", "same-origin"),
        ("strict-transport-security", if is_https { "max-age=31536000" } else { "" }),
        ("server", ""),
        ("access-control-allow-origin", ""),
    ];
    for (name, value) in fixed {
        must(answer.header(name) == value, format!("{name}: {:?}, not {value:?}", answer.header(name)));
    }
    let policy = answer.header("content-security-policy");
    must(policy.contains("frame-ancestors 'none'"), format!("frame-ancestors in {policy}"));
    must(answer.headers.get_all("content-security-policy").iter().count() == 1, "one policy".into());
    must(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), format!("unsafe in {policy}"));
    if answer.header("content-type").starts_with("text/html") {
        let nonce = policy.split_once("script-src 'nonce-").and_then(|(_, rest)| rest.split_once('\'')).map_or("", |it| it.0);
        must(nonce.len() >= 22, format!("a nonce in {policy}"));
        for wanted in ["'strict-dynamic' 'wasm-unsafe-eval'", "object-src 'none'", "base-uri 'none'", "form-action 'self'"] {
            must(policy.contains(wanted), format!("{wanted} in {policy}"));
        }
        must(policy.contains("twilio") == is_twilio, format!("Twilio's hosts in Twilio mode alone: {policy}"));
        must(policy.contains("wss://phone.example.org") == is_https, format!("the page's own socket in {policy}"));
    } else {
        must(policy.starts_with("default-src 'none'"), format!("nothing may be loaded: {policy}"));
    }
    let cache = answer.header("cache-control");
    must(!cache.is_empty() && (!cache.contains("public") || !answer.status.is_success()), format!("cache-control: {cache}"));
    for cookie in answer.headers.get_all("set-cookie") {
        let cookie = cookie.to_str().unwrap_or_default();
        let lower = cookie.to_ascii_lowercase();
        // Without TLS, taking a cookie away needs no more than its name.
        let is_removal = lower.contains("max-age=0") && !is_https;
        must(is_removal || lower.contains("samesite=lax") || lower.contains("samesite=strict"), format!("SameSite: {cookie}"));
        must(lower.contains("secure") == is_https, format!("Secure when https: {cookie}"));
        must(lower.contains("path=/") && !lower.contains("domain="), format!("of this host: {cookie}"));
        if !CHOICES.iter().any(|choice| cookie.starts_with(choice)) {
            must(is_removal || lower.contains("httponly"), format!("HttpOnly: {cookie}"));
            must(cookie.starts_with("__Host-") == is_https, format!("__Host- when https: {cookie}"));
        }
    }
    faults
}

async fn crawl(app: &TestApp, is_https: bool, is_twilio: bool) {
    let email = "ann@ringfare.test";
    let mut ann = app.signed_in(email).await;
    let (nothing, mut broken, mut answers, mut cookies) = (Things::default(), Vec::new(), 0, 0);
    // The local carrier's doors are there in local mode alone.
    for row in TABLE.iter().filter(|row| !(row.is_stream || is_twilio && row.route.starts_with("/carrier/"))) {
        let method = if row.method == "ANY" { Method::GET } else { Method::from_bytes(row.method.as_bytes()).expect("a method") };
        let path = row.at.replace(['{', '}'], "");
        for request in [app.anonymous().request(method.clone(), &path), ann.request(method.clone(), &path)] {
            let answer = Answer::of(with_body(request, row.body, &nothing)).await;
            answers += 1;
            cookies += answer.headers.get_all("set-cookie").iter().count();
            let faults = faults(&answer, is_https, is_twilio);
            broken.extend(faults.iter().map(|fault| format!("{} {} ({}): {fault}", row.method, path, answer.status)));
        }
        if ends_a_session(row) {
            ann = SignedIn::enter(app.url(""), ann.user.clone(), email).await;
        }
        app.clock.advance_seconds(60);
    }
    for path in ["/nothing-here", "/favicon.svg", "/sw.js", "/../etc/passwd"] {
        let answer = app.anonymous().get(path).await;
        answers += 1;
        broken.extend(faults(&answer, is_https, is_twilio).iter().map(|fault| format!("{path}: {fault}")));
    }
    assert!(broken.is_empty(), "\n{answers} answers, {cookies} cookies, {} faults:\n{}\n", broken.len(), broken.join("\n"));
    assert!(answers > 150 && cookies > 0, "{answers} answers, {cookies} cookies");
}

fn ends_a_session(row: &Row) -> bool {
    matches!(row.route, "/app/sign-out" | "/app/change-password")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_protected_without_tls() {
    crawl(&TestApp::start().await, false, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_protected_behind_tls() {
    crawl(&TestApp::start_with(&[("RINGFARE_PUBLIC_URL", "https://phone.example.org")]).await, true, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_protected_with_twilio_on_the_line() {
    let stub = RestStub::start().await;
    let variables = stub.variables();
    let pairs: Vec<(&str, &str)> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
    crawl(&TestApp::start_with(&pairs).await, false, true).await;
}
