//! What protects browsers, and how the server answers what it does not take.

use reqwest::Method;
use ringfare::demo;

use crate::{rest_stub::RestStub, support::TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn a_page_lets_only_its_own_scripts_run() {
    let app = TestApp::start().await;
    let (first, second) = (app.anonymous().get("/sign-in").await.expect(200), app.anonymous().get("/sign-in").await.expect(200));
    let policy = first.header("content-security-policy");
    let nonce = policy.split_once("script-src 'nonce-").and_then(|(_, rest)| rest.split_once('\'')).expect("a nonce").0;
    assert!(first.body.contains(&format!(r#"nonce="{nonce}""#)), "the page's scripts carry the nonce of its header: {policy}");
    for wanted in ["'strict-dynamic'", "'wasm-unsafe-eval'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
        assert!(policy.contains(wanted), "{wanted} in {policy}");
    }
    assert_ne!(policy, second.header("content-security-policy"), "a nonce serves once");
    assert!(!first.body.contains(" style=\""), "the policy would drop style attributes");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_the_protective_headers() {
    let app = TestApp::start().await;
    for path in ["/sign-in", "/api/user/balance", "/healthz", "/nothing-here", "/pkg/nothing.js", "/api/openapi.json", "/"] {
        let answer = app.anonymous().get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert!(answer.header("permissions-policy").contains("microphone=(self)"), "{path}");
        assert!(!answer.header("referrer-policy").is_empty(), "{path}");
        assert!(!answer.header("cache-control").contains("public"), "{path}");
        assert_eq!(answer.header("x-request-id").len(), 12, "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "not over plain http: {path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_cannot_act_with_a_callers_cookie() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("origin", "null")] {
        for path in ["/app/sign-out", "/api/user/contacts/lookup"] {
            let answer = ann.request(Method::POST, path).header(name, value).send().await.expect("an answer");
            assert_eq!(answer.status().as_u16(), 403, "{path} {name}: {value}");
        }
    }
    ann.get("/api/user/balance").await.expect(200);
    let own = ann.request(Method::POST, "/app/sign-out").header("sec-fetch-site", "same-origin").send().await.expect("an answer");
    assert!(own.status().as_u16() < 400, "{}", own.status());
    ann.get("/api/user/balance").await.expect(401);
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_of_the_api_are_json_whoever_makes_them() {
    let app = TestApp::start().await;
    let nobody = app.anonymous();
    assert_eq!(nobody.get("/api/nothing-here").await.expect(404).error_code(), "not_found");
    let wrong_method = nobody.post_form("/api/openapi.json", &[("a", "1")]).await.expect(405);
    assert_eq!((wrong_method.error_code().as_str(), wrong_method.header("allow")), ("method_not_allowed", "GET,HEAD"));
    let large = nobody.post_form("/api/user/contacts/lookup", &[("notes", "x".repeat(2 << 20))]).await.expect(413);
    assert_eq!(large.error_code(), "too_large");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_larger_than_twilios_is_not_read() {
    let app = TestApp::start().await;
    let answer = app.twilio().post_unsigned("/api/twilio/status", &[("CallSid", "x".repeat(70 * 1024).as_str())]).await;
    assert_eq!(answer.expect(413).error_code(), "too_large");
}

#[tokio::test(flavor = "multi_thread")]
async fn unsigned_webhooks_are_taken_only_when_asked_for_and_never_through_a_proxy() {
    let app = TestApp::start_with(&[("RINGFARE_UNSIGNED_WEBHOOKS", "1")]).await;
    let fields = [("CallSid", "CA0123456789abcdef0123456789abcdef"), ("CallStatus", "ringing")];
    app.anonymous().post_form("/api/twilio/status", &fields).await.expect(204);
    let proxied =
        app.anonymous().request(Method::POST, "/api/twilio/status").header("x-forwarded-for", "127.0.0.1").form(&fields);
    assert_eq!(proxied.send().await.expect("an answer").status().as_u16(), 403);
    app.twilio().post_forged("/api/twilio/status", &fields).await.expect(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn large_answers_are_compressed_and_small_ones_are_not() {
    let app = TestApp::start().await;
    for encoding in ["br", "gzip"] {
        let large = app.anonymous().request(Method::GET, "/api/openapi.json").header("accept-encoding", encoding);
        assert_eq!(large.send().await.expect("an answer").headers()["content-encoding"], encoding);
    }
    let small = app.anonymous().request(Method::GET, "/healthz").header("accept-encoding", "br").send().await.expect("an answer");
    assert!(!small.headers().contains_key("content-encoding"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_character_that_no_database_keeps_is_refused_and_no_fault_of_ours() {
    let app = TestApp::start().await;
    let ann = app.script("ann@example.test").await;
    for path in ["/api/user/calls?q=%00", "/api/user/calls?country=%00", "/api/user/contacts?q=a%00b"] {
        let answer = ann.get(path).await;
        assert!(answer.status.as_u16() < 500, "{path}: {answer:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_caller_whose_password_everybody_knows_is_none_where_calls_cost_money() {
    let stub = RestStub::start().await;
    let variables = stub.variables();
    let pairs: Vec<(&str, &str)> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let app = TestApp::start_with(&pairs).await;
    let refused = demo::create(app.state()).await.expect_err("refused");
    assert!(refused.contains("built-in carrier only"), "{refused}");
    assert_eq!(app.count("select count(*) from users").await, 0);
}
