//! Two-step sign-in: codes of an app, recovery codes, and what a password alone opens when they are on.

use std::cell::RefCell;

use reqwest::Method;
use serde_json::Value;
use totp_rs::{Builder, Secret};

use crate::{
    actors::{Anonymous, Answer, SignedIn},
    support::{PASSWORD, TestApp},
};

const STEP: i64 = 30;

/// A browser that keeps its cookie.
pub struct Browser {
    nobody: Anonymous,
    cookie: RefCell<String>,
}

impl Browser {
    pub fn new(app: &TestApp) -> Self {
        Self { nobody: app.anonymous(), cookie: RefCell::default() }
    }

    pub fn cookie(&self) -> String {
        self.cookie.borrow().clone()
    }

    pub async fn send(&self, method: Method, path: &str, form: &[(&str, &str)]) -> Answer {
        let request = self.nobody.request(method, path).header("cookie", self.cookie());
        let answer = Answer::of(if form.is_empty() { request } else { request.form(form) }).await;
        for set in answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()) {
            let pair = set.split(';').next().unwrap_or_default();
            if pair.starts_with("ringfare=") {
                self.cookie.replace(pair.to_owned());
            }
        }
        answer
    }

    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.send(Method::POST, path, form).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[]).await
    }

    /// Gives the password; the answer says what comes next.
    pub async fn password(&self, email: &str) -> Answer {
        self.post("/app/sign-in", &[("email", email), ("password", PASSWORD)]).await
    }

    pub async fn code(&self, code: &str) -> Answer {
        self.post("/app/second-step", &[("code", code)]).await
    }

    pub async fn is_inside(&self) -> bool {
        self.get("/api/user/me").await.status == 200
    }
}

/// A code app on somebody's phone.
pub struct Phone(totp_rs::Totp);

impl Phone {
    fn of(key: &str) -> Self {
        let secret = Secret::try_from_base32(key.replace(' ', "")).expect("base 32");
        Self(Builder::new().with_secret(secret).with_account_name("x").build().expect("a key of 160 bits"))
    }

    /// The code that it shows now.
    pub fn code(&self, app: &TestApp) -> String {
        self.0.generate(u64::try_from(app.clock.now().0 / 1_000).expect("after 1970")).to_string()
    }
}

/// Where an answer of a server function leads: a header for the app in the browser.
fn leads_to(answer: &Answer) -> &str {
    answer.header("location")
}

fn codes_of(answer: &Answer) -> Vec<String> {
    let codes = answer.json();
    codes.as_array().expect("a list").iter().map(|code| code.as_str().expect("text").to_owned()).collect()
}

/// Turns two-step sign-in on; the phone, and the recovery codes.
pub async fn enrol(app: &TestApp, owner: &SignedIn) -> (Phone, Vec<String>) {
    let begun = owner.post_form("/app/start-two-step", &[("", "")]).await.expect(200).json();
    let phone = Phone::of(begun["key"].as_str().expect("a key"));
    let codes = owner.post_form("/app/confirm-two-step", &[("code", phone.code(app))]).await.expect(200);
    app.clock.advance_seconds(STEP);
    (phone, codes_of(&codes))
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_password_comes_a_code_and_until_then_nothing_opens() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    let (phone, codes) = enrol(&app, &ann).await;
    assert_eq!(codes.len(), 10);

    let browser = Browser::new(&app);
    let asked =
        browser.post("/app/sign-in", &[("email", "ann@example.test"), ("password", PASSWORD), ("next", "/dashboard/contacts")]);
    assert_eq!(leads_to(&asked.await.expect(200)), "/sign-in/code?next=%2Fdashboard%2Fcontacts");
    let half = browser.cookie();
    assert!(!half.is_empty(), "the browser is known again");
    assert!(!browser.is_inside().await);
    for path in ["/api/user/balance", "/api/user/calls", "/api/user/stream"] {
        browser.get(path).await.expect(401);
    }
    for path in ["/app/settings", "/app/factors", "/app/start-two-step", "/app/stop-two-step", "/app/new-recovery-codes"] {
        browser.post(path, &[("x", "")]).await.expect(401);
    }
    assert!(browser.get("/dashboard/dialer").await.header("location").starts_with("/sign-in"));
    assert!(browser.get("/sign-in/code").await.expect(200).body.contains("autocomplete=\"one-time-code\""));

    let wrong = browser.code("000000").await.expect(422);
    assert_eq!(wrong.json()["field"], "code");
    let form = [("code", phone.code(&app)), ("next", "/dashboard/contacts".to_owned())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = browser.post("/app/second-step", &form).await.expect(200);
    assert_eq!(leads_to(&answer), "/dashboard/contacts");
    assert!(browser.is_inside().await);
    assert_ne!(browser.cookie(), half, "whoever knew the half session's id knows nothing");
    let old = app.anonymous().request(Method::GET, "/api/user/me").header("cookie", half);
    assert_eq!(old.send().await.expect("an answer").status().as_u16(), 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_opens_once_and_an_older_one_never() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    let (phone, _) = enrol(&app, &ann).await;
    let before = phone.code(&app);
    app.clock.advance_seconds(STEP);
    let code = phone.code(&app);
    let first = Browser::new(&app);
    first.password("ann@example.test").await.expect(200);
    first.code(&code).await.expect(200);
    assert!(first.is_inside().await);

    let second = Browser::new(&app);
    second.password("ann@example.test").await.expect(200);
    for replayed in [&code, &before] {
        let refused = second.code(replayed).await.expect(422);
        assert!(refused.json()["message"].as_str().expect("a sentence").contains("used before"), "{}", refused.body);
    }
    assert!(!second.is_inside().await);
    app.clock.advance_seconds(STEP);
    second.code(&phone.code(&app)).await.expect(200);
    assert!(second.is_inside().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_requests_with_one_code_one_gets_in() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    let (phone, codes) = enrol(&app, &ann).await;
    for code in [phone.code(&app), codes[0].clone()] {
        let mut tries = Vec::new();
        for _ in 0..4 {
            let browser = Browser::new(&app);
            browser.password("ann@example.test").await.expect(200);
            let request = app.anonymous().request(Method::POST, "/app/second-step").header("cookie", browser.cookie());
            tries.push(tokio::spawn(Answer::of(request.form(&[("code", &code)]))));
        }
        let mut inside = 0;
        for answer in tries {
            inside += i32::from(answer.await.expect("the request ends").status == 200);
        }
        assert_eq!(inside, 1, "{code}");
        app.clock.advance_seconds(600);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_code_opens_once_and_is_kept_hashed() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    let bob = app.signed_in("bob@example.test").await;
    let (_, codes) = enrol(&app, &ann).await;
    let (_, others) = enrol(&app, &bob).await;
    assert_eq!(app.count("select count(*) from recovery_codes where length(code_hash) = 64").await, 20);
    assert_eq!(app.count("select count(*) from recovery_codes where code_hash like '%-%'").await, 0);

    let browser = Browser::new(&app);
    browser.password("ann@example.test").await.expect(200);
    browser.code(&others[0]).await.expect(422);
    browser.code(&codes[3].to_lowercase().replace('-', " ")).await.expect(200);
    assert!(browser.is_inside().await);
    let left = browser.post("/app/factors", &[("x", "")]).await.expect(200).json();
    assert_eq!(left["two_step"]["codes_left"], 9);

    let again = Browser::new(&app);
    again.password("ann@example.test").await.expect(200);
    again.code(&codes[3]).await.expect(422);
    assert!(!again.is_inside().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_step_ends_after_five_tries_and_after_five_minutes() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    let (phone, codes) = enrol(&app, &ann).await;
    let browser = Browser::new(&app);
    browser.password("ann@example.test").await.expect(200);
    for _ in 0..5 {
        browser.code("000000").await.expect(422);
    }
    let over = browser.code(&phone.code(&app)).await.expect(409);
    assert!(over.json()["message"].as_str().expect("a sentence").contains("Sign in again"), "{}", over.body);

    app.clock.advance_seconds(600);
    let late = Browser::new(&app);
    late.password("ann@example.test").await.expect(200);
    app.clock.advance_seconds(300);
    late.code(&phone.code(&app)).await.expect(409);
    late.code(&codes[0]).await.expect(409);
    assert!(!late.is_inside().await);
    Browser::new(&app).code(&codes[0]).await.expect(409);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_knows_the_password_cannot_try_codes_for_ever() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    enrol(&app, &ann).await;
    let (mut tried, mut slowed) = (0, false);
    while tried < 40 && !slowed {
        let browser = Browser::new(&app);
        if browser.password("ann@example.test").await.status == 429 {
            slowed = true;
        }
        for _ in 0..5 {
            tried += 1;
            slowed |= browser.code("000000").await.status == 429;
        }
    }
    assert!(slowed && tried <= 15, "{tried} codes were tried");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_counts_for_nothing_until_a_code_confirms_it() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    let first = ann.post_form("/app/start-two-step", &[("", "")]).await.expect(200).json();
    assert!(first["image"].as_str().expect("a picture").starts_with("data:image/svg+xml;base64,"));
    let browser = Browser::new(&app);
    browser.password("ann@example.test").await.expect(200);
    assert!(browser.is_inside().await, "the password is still enough");

    let stale = Phone::of(first["key"].as_str().expect("a key"));
    let second = ann.post_form("/app/start-two-step", &[("", "")]).await.expect(200).json();
    let phone = Phone::of(second["key"].as_str().expect("a key"));
    ann.post_form("/app/confirm-two-step", &[("code", "12345")]).await.expect(422);
    ann.post_form("/app/confirm-two-step", &[("code", &stale.code(&app))]).await.expect(422);
    ann.post_form("/app/confirm-two-step", &[("code", phone.code(&app))]).await.expect(200);
    ann.post_form("/app/confirm-two-step", &[("code", phone.code(&app))]).await.expect(409);
    ann.post_form("/app/start-two-step", &[("", "")]).await.expect(409);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_waits_too_long_must_be_made_anew() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    let begun = ann.post_form("/app/start-two-step", &[("", "")]).await.expect(200).json();
    let phone = Phone::of(begun["key"].as_str().expect("a key"));
    app.clock.advance_seconds(900);
    let refused = ann.post_form("/app/confirm-two-step", &[("code", phone.code(&app))]).await;
    assert!(matches!(refused.status.as_u16(), 403 | 409), "{}", refused.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn new_recovery_codes_replace_the_old_and_off_means_off() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    ann.post_form("/app/new-recovery-codes", &[("", "")]).await.expect(409);
    let (phone, old) = enrol(&app, &ann).await;
    let new = codes_of(&ann.post_form("/app/new-recovery-codes", &[("", "")]).await.expect(200));
    let browser = Browser::new(&app);
    browser.password("ann@example.test").await.expect(200);
    browser.code(&old[0]).await.expect(422);
    browser.code(&new[0]).await.expect(200);

    ann.post_form("/app/stop-two-step", &[("", "")]).await.expect(200);
    ann.post_form("/app/stop-two-step", &[("", "")]).await.expect(409);
    assert_eq!(app.count("select count(*) from totp").await + app.count("select count(*) from recovery_codes").await, 0);
    let browser = Browser::new(&app);
    assert_eq!(leads_to(&browser.password("ann@example.test").await.expect(200)), "/dashboard/dialer");
    assert!(browser.is_inside().await);
    Browser::new(&app).code(&phone.code(&app)).await.expect(409);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_step_leads_nowhere_else() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    let (phone, _) = enrol(&app, &ann).await;
    for next in ["//evil.example", "https://evil.example", "/\\evil.example"] {
        app.clock.advance_seconds(STEP);
        let browser = Browser::new(&app);
        let form = [("email", "ann@example.test"), ("password", PASSWORD), ("next", next)];
        assert_eq!(leads_to(&browser.post("/app/sign-in", &form).await.expect(200)), "/sign-in/code");
        let answer = browser.post("/app/second-step", &[("code", &phone.code(&app)), ("next", next)]).await.expect(200);
        assert_eq!(leads_to(&answer), "/dashboard/dialer", "{next}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_of_a_code_app_is_sealed_where_it_is_stored() {
    for (variables, sealed) in [
        (&[][..], "select count(*) from totp where secret like 'd1.%'"),
        (
            &[("RINGFARE_SECRET_KEY", "a-secret-of-the-configuration-and-long")][..],
            "select count(*) from totp where secret like 'c1.%'",
        ),
    ] {
        let app = TestApp::start_with(variables).await;
        let ann = app.signed_in("ann@example.test").await;
        let (phone, _) = enrol(&app, &ann).await;
        assert_eq!(app.count(sealed).await, 1);
        let browser = Browser::new(&app);
        browser.password("ann@example.test").await.expect(200);
        browser.code(&phone.code(&app)).await.expect(200);

        // Another account cannot be given the sealed key of this one.
        let bob = app.signed_in("bob@example.test").await;
        enrol(&app, &bob).await;
        app.execute("update totp set secret = (select min(secret) from totp)").await;
        let mut faults = 0;
        for email in ["ann@example.test", "bob@example.test"] {
            app.clock.advance_seconds(STEP);
            let browser = Browser::new(&app);
            browser.password(email).await.expect(200);
            faults += i32::from(browser.code("123456").await.status == 500);
        }
        assert_eq!(faults, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_shown_once_is_in_no_other_answer() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    let begun: Value = ann.post_form("/app/start-two-step", &[("", "")]).await.expect(200).json();
    let key = begun["key"].as_str().expect("a key");
    for path in ["/dashboard/settings", "/api/user/me"] {
        let answer = ann.get(path).await.expect(200);
        assert!(!answer.body.contains(key) && !answer.body.contains(&key.replace(' ', "")), "{path}");
    }
    assert!(!ann.post_form("/app/factors", &[("", "")]).await.expect(200).body.contains(&key[..4]));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_signing_in_takes_a_code_so_does_confirming() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    let (phone, codes) = enrol(&app, &ann).await;
    app.clock.advance_seconds(601);
    for path in ["/app/stop-two-step", "/app/new-recovery-codes", "/app/start-two-step", "/app/new-passkey-challenge"] {
        assert_eq!(ann.post_form(path, &[("", "")]).await.expect(403).json()["kind"], "confirm_first", "{path}");
    }
    let refused = ann.post_form("/app/confirm", &[("password", PASSWORD)]).await.expect(422);
    assert_eq!(refused.json()["field"], "password");
    let change = [("current", PASSWORD), ("new", "another-good-one")];
    assert_eq!(ann.post_form("/app/change-password", &change).await.expect(403).json()["kind"], "confirm_first");
    ann.post_form("/app/confirm-by-code", &[("code", "000000")]).await.expect(422);
    ann.post_form("/app/stop-two-step", &[("", "")]).await.expect(403);
    let code = phone.code(&app);
    ann.post_form("/app/confirm-by-code", &[("code", &code)]).await.expect(200);
    ann.post_form("/app/new-recovery-codes", &[("", "")]).await.expect(200);
    app.clock.advance_seconds(601);
    ann.post_form("/app/confirm-by-code", &[("code", &code)]).await.expect(422);
    ann.post_form("/app/confirm-by-code", &[("code", &codes[0])]).await.expect(422);
    ann.post_form("/app/confirm-by-code", &[("code", &phone.code(&app))]).await.expect(200);
    ann.post_form("/app/stop-two-step", &[("", "")]).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_changes_no_factor_and_uses_no_code_up() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    let (_, codes) = enrol(&app, &ann).await;
    let script = app.script("ann@example.test").await;
    for path in ["/app/start-two-step", "/app/stop-two-step", "/app/new-recovery-codes", "/app/new-passkey-challenge"] {
        assert_eq!(Answer::of(script.request(Method::POST, path)).await.expect(403).json()["kind"], "forbidden", "{path}");
    }
    let by_code = script.request(Method::POST, "/app/confirm-by-code").form(&[("code", &codes[0])]);
    Answer::of(by_code).await.expect(403);
    let browser = Browser::new(&app);
    browser.password("ann@example.test").await.expect(200);
    browser.code(&codes[0]).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_for_a_password_that_was_changed_meanwhile_opens_nothing() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    let (phone, _) = enrol(&app, &ann).await;
    let thief = Browser::new(&app);
    thief.password("ann@example.test").await.expect(200);
    ann.post_form("/app/change-password", &[("current", PASSWORD), ("new", "another-good-one")]).await.expect(200);
    thief.code(&phone.code(&app)).await.expect(409);
    assert!(!thief.is_inside().await);
}
