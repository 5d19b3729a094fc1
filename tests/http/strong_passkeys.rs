//! Passkeys: making them, signing in, and what is refused.

use crate::{
    actors::{Answer, SignedIn},
    authenticator::Authenticator,
    strong::{Browser, enrol},
    support::TestApp,
};

/// A server with a name, which passkeys need.
async fn start() -> TestApp {
    TestApp::start_with(&[("RINGFARE_PUBLIC_URL", "http://localhost:3000")]).await
}

/// Makes a passkey for an account.
async fn make(owner: &SignedIn, device: &mut Authenticator, name: &str) -> Answer {
    let asked = owner.post_form("/app/new-passkey-challenge", &[("", "")]).await.expect(200).json();
    let answer = device.make(&asked);
    owner.post_form("/app/add-passkey", &[("name", name), ("answer", &answer)]).await
}

/// Presses "Sign in with a passkey".
async fn try_to_sign_in(browser: &Browser, device: &mut Authenticator) -> (Answer, String) {
    let asked = browser.post("/app/passkey-challenge", &[]).await.expect(200).json();
    assert!(asked["publicKey"]["allowCredentials"].as_array().is_none_or(Vec::is_empty), "nobody was named");
    let answer = device.sign(&asked);
    (browser.post("/app/sign-in-with-passkey", &[("answer", &answer), ("next", "/dashboard/contacts")]).await, answer)
}

fn sentence(answer: &Answer) -> String {
    answer.json()["message"].as_str().expect("a sentence").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_a_whole_sign_in() {
    let app = start().await;
    let ann = app.signed_in("ann@example.test").await;
    enrol(&app, &ann).await;
    let mut device = Authenticator::new(0);
    make(&ann, &mut device, " Laptop ").await.expect(200);
    let listed = ann.post_form("/app/factors", &[("", "")]).await.expect(200).json();
    assert_eq!((&listed["passkeys"][0]["name"], &listed["passkeys"][0]["last_used_at"]), (&"Laptop".into(), &().into()));

    let browser = Browser::new(&app);
    let (answer, _) = try_to_sign_in(&browser, &mut device).await;
    assert_eq!(answer.expect(200).header("location"), "/dashboard/contacts");
    assert!(browser.is_inside().await, "no code is asked for besides");
    let me = browser.get("/api/user/me").await.json();
    assert_eq!(me["email"], "ann@example.test");
    let listed = ann.post_form("/app/factors", &[("", "")]).await.expect(200).json();
    assert!(listed["passkeys"][0]["last_used_at"].is_string(), "{listed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_serves_once_and_only_the_browser_that_asked() {
    let app = start().await;
    let ann = app.signed_in("ann@example.test").await;
    let mut device = Authenticator::new(0);
    make(&ann, &mut device, "Laptop").await.expect(200);
    let browser = Browser::new(&app);
    let (answer, sent) = try_to_sign_in(&browser, &mut device).await;
    answer.expect(200);
    // The same answer again, in the same browser and in another that has a challenge of its own.
    assert!(sentence(&browser.post("/app/sign-in-with-passkey", &[("answer", &sent)]).await.expect(409)).contains("sent before"));
    let thief = Browser::new(&app);
    thief.post("/app/passkey-challenge", &[]).await.expect(200);
    thief.post("/app/sign-in-with-passkey", &[("answer", &sent)]).await.expect(409);
    assert!(!thief.is_inside().await);

    let late = Browser::new(&app);
    let asked = late.post("/app/passkey-challenge", &[]).await.expect(200).json();
    app.clock.advance_seconds(300);
    late.post("/app/sign-in-with-passkey", &[("answer", &device.sign(&asked))]).await.expect(409);
    assert!(!late.is_inside().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_counter_that_does_not_rise_is_refused() {
    let app = start().await;
    let ann = app.signed_in("ann@example.test").await;
    let mut device = Authenticator::new(7);
    make(&ann, &mut device, "Key").await.expect(200);
    let browser = Browser::new(&app);
    try_to_sign_in(&browser, &mut device).await.0.expect(200);
    for counter in [device.counter - 1, device.counter - 3] {
        let copy = Browser::new(&app);
        device.counter = counter;
        assert!(sentence(&try_to_sign_in(&copy, &mut device).await.0.expect(409)).contains("not good here"));
        assert!(!copy.is_inside().await);
    }
    device.counter = 20;
    try_to_sign_in(&Browser::new(&app), &mut device).await.0.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_not_verified_or_is_elsewhere_stays_outside() {
    let app = start().await;
    let ann = app.signed_in("ann@example.test").await;
    let mut device = Authenticator::new(0);
    device.verifies = false;
    make(&ann, &mut device, "Key").await.expect(409);
    device.verifies = true;
    device.origin = "https://localhost.evil.example".into();
    make(&ann, &mut device, "Key").await.expect(409);
    device.origin = "http://localhost:3000".into();
    make(&ann, &mut device, "Key").await.expect(200);

    device.verifies = false;
    try_to_sign_in(&Browser::new(&app), &mut device).await.0.expect(409);
    device.verifies = true;
    for origin in ["http://localhost:3001", "https://localhost:3000", "http://evil.example"] {
        device.origin = origin.into();
        let browser = Browser::new(&app);
        try_to_sign_in(&browser, &mut device).await.0.expect(409);
        assert!(!browser.is_inside().await, "{origin}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_opens_its_own_account_only() {
    let app = start().await;
    let (ann, bob) = (app.signed_in("ann@example.test").await, app.signed_in("bob@example.test").await);
    let (mut anns, mut bobs) = (Authenticator::new(0), Authenticator::new(0));
    make(&ann, &mut anns, "Ann's").await.expect(200);
    make(&bob, &mut bobs, "Bob's").await.expect(200);
    anns.pretend(&bobs.handle());
    try_to_sign_in(&Browser::new(&app), &mut anns).await.0.expect(409);
    let mut stranger = Authenticator::new(0);
    stranger.pretend(&bobs.handle());
    assert!(sentence(&try_to_sign_in(&Browser::new(&app), &mut stranger).await.0.expect(409)).contains("opens no account"));

    // One begun by Ann is not Bob's to finish.
    let asked = ann.post_form("/app/new-passkey-challenge", &[("", "")]).await.expect(200).json();
    let made = Authenticator::new(0).make(&asked);
    bob.post_form("/app/new-passkey-challenge", &[("", "")]).await.expect(200);
    bob.post_form("/app/add-passkey", &[("name", "x"), ("answer", &made)]).await.expect(409);

    let listed = ann.post_form("/app/factors", &[("", "")]).await.expect(200).json();
    let id = listed["passkeys"][0]["id"].as_str().expect("an id");
    bob.post_form("/app/remove-passkey", &[("passkey", id)]).await.expect(404);
    app.anonymous().post_form("/app/remove-passkey", &[("passkey", id)]).await.expect(401);
    ann.post_form("/app/remove-passkey", &[("passkey", id)]).await.expect(200);
    let mut removed = anns;
    try_to_sign_in(&Browser::new(&app), &mut removed).await.0.expect(409);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_account_is_not_opened_by_its_passkey() {
    let app = start().await;
    let ann = app.signed_in("ann@example.test").await;
    let mut device = Authenticator::new(0);
    make(&ann, &mut device, "Laptop").await.expect(200);
    app.close_account(&ann.user).await;
    let browser = Browser::new(&app);
    try_to_sign_in(&browser, &mut device).await.0.expect(409);
    assert!(!browser.is_inside().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_checked_nonsense_is_refused_and_one_device_keeps_one() {
    let app = start().await;
    let ann = app.signed_in("ann@example.test").await;
    for name in ["", "   ", &"x".repeat(61)] {
        let refused = ann.post_form("/app/add-passkey", &[("name", name), ("answer", "{}")]).await.expect(422);
        assert_eq!(refused.json()["field"], "name");
    }
    for answer in ["", "{}", "null", "[1]", &"x".repeat(10_000)] {
        ann.post_form("/app/new-passkey-challenge", &[("", "")]).await.expect(200);
        ann.post_form("/app/add-passkey", &[("name", "x"), ("answer", answer)]).await.expect(422);
        let browser = Browser::new(&app);
        browser.post("/app/passkey-challenge", &[]).await.expect(200);
        browser.post("/app/sign-in-with-passkey", &[("answer", answer)]).await.expect(422);
    }
    let mut device = Authenticator::new(0);
    make(&ann, &mut device, "Laptop").await.expect(200);
    make(&ann, &mut device, "Again").await.expect(409);
    let asked = ann.post_form("/app/new-passkey-challenge", &[("", "")]).await.expect(200).json();
    assert_eq!(asked["publicKey"]["excludeCredentials"].as_array().expect("a list").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_address_is_a_number_there_are_no_passkeys() {
    let app = TestApp::start_with(&[("RINGFARE_PUBLIC_URL", "http://127.0.0.1:3000")]).await;
    let ann = app.signed_in("ann@example.test").await;
    ann.post_form("/app/new-passkey-challenge", &[("", "")]).await.expect(409);
    assert!(ann.get("/dashboard/settings").await.expect(200).body.contains("number instead of a name"));
}
