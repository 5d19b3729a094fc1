//! The server is there, says what it offers and lets nobody in without credentials.

use crate::{actors::Answer, support::TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn it_is_alive_and_ready() {
    let app = TestApp::start().await;
    let nobody = app.anonymous();
    nobody.get("/healthz").await.expect(200);
    nobody.get("/readyz").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_openapi_document_names_every_path_for_scripts() {
    let app = TestApp::start().await;
    let document = app.anonymous().get("/api/openapi.json").await.expect(200).json();
    let contract = [
        ("/api/user/balance", "get"),
        ("/api/user/calls", "get"),
        ("/api/user/calls/{id}", "get"),
        ("/api/user/calls.csv", "get"),
        ("/api/user/transactions", "get"),
        ("/api/user/transactions.csv", "get"),
        ("/api/user/contacts/lookup", "get"),
        ("/api/user/contacts/lookup", "post"),
        ("/api/user/call-analytics", "get"),
        ("/api/rates/quote", "get"),
        ("/api/twilio/events", "get"),
    ];
    let missing: Vec<_> = contract.iter().filter(|(path, method)| document["paths"][path][method].is_null()).collect();
    assert!(missing.is_empty(), "not in the document: {missing:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_reads_a_callers_things_without_credentials() {
    let app = TestApp::start().await;
    let nobody = app.anonymous();
    let document = nobody.get("/api/openapi.json").await.json();
    let paths = document["paths"].as_object().expect("paths");
    let mine = paths.iter().filter(|(path, _)| path.starts_with("/api/user/") || *path == "/api/twilio/events");
    let mut asked = 0;
    for (path, methods) in mine {
        let path = path.replace("{id}", "call_0123456789abcdef0123456789abcdef");
        for method in methods.as_object().expect("methods").keys() {
            let method: reqwest::Method = method.to_uppercase().parse().expect("a method");
            let answer = Answer::of(nobody.request(method.clone(), &path)).await.expect(401);
            assert_eq!(answer.error_code(), "not_signed_in", "{method} {path}");
            assert!(answer.json()["error"]["message"].as_str().is_some_and(|message| !message.is_empty()), "{path}");
            asked += 1;
        }
    }
    assert!(asked > 20, "the document names {asked} doors of a caller");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_token_is_no_token() {
    let app = TestApp::start().await;
    let request = app.anonymous().request(reqwest::Method::GET, "/api/user/balance").bearer_auth("ringfare_wrong");
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.status().as_u16(), 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_and_a_token_both_open_the_callers_door() {
    let app = TestApp::start().await;
    let browser = app.signed_in("ann@example.test").await;
    let script = app.script("ann@example.test").await;
    app.operator().credit(&browser.user, "2.50").await;
    for answer in [browser.get("/api/user/balance").await, script.get("/api/user/balance").await] {
        assert_eq!(answer.expect(200).json()["balance_micros"], 2_500_000);
    }
    app.assert_books_balance().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_twilio_did_not_sign_is_refused() {
    let app = TestApp::start().await;
    let (twilio, sid) = (app.twilio(), crate::actors::Twilio::call_sid());
    let fields = [("CallSid", sid.as_str()), ("CallStatus", "completed"), ("CallDuration", "60")];
    for path in ["/api/twilio/status", "/api/twilio/voice", "/api/twilio/dial", "/api/twilio/events"] {
        twilio.post_unsigned(path, &fields).await.expect(403);
        twilio.post_forged(path, &fields).await.expect(403);
    }
    assert_eq!(app.count("select count(*) from webhook_events").await, 0);
}
