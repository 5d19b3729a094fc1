//! Accounts, sessions and tokens: who gets in, who does not, and what ends.

use axum::{Router, body::Body};
use reqwest::Method;
use ringfare::{
    ledger, serve,
    server::{clock::Clock, config::Config, router},
    users::command::{self, TokenWanted},
};
use tower::ServiceExt;

use crate::{
    actors::{Anonymous, Answer},
    support::{PASSWORD, TestApp},
};

const DAY: i64 = 86_400;

fn credentials<'a>(email: &'a str, password: &'a str) -> [(&'static str, &'a str); 2] {
    [("email", email), ("password", password)]
}

/// The cookie of an answer, as the browser sends it back.
fn cookie_of(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
}

/// The status of the door that every caller has, for somebody with these headers.
async fn enter(nobody: &Anonymous, headers: &[(&str, &str)]) -> u16 {
    let request = nobody.request(Method::GET, "/api/user/me");
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    request.send().await.expect("an answer").status().as_u16()
}

/// Posts a form as a browser does whose WASM has not arrived.
async fn post_plain(nobody: &Anonymous, path: &str, form: &[(&str, &str)]) -> (u16, String) {
    let request = nobody.request(Method::POST, path).form(form).header("accept", "text/html,application/xhtml+xml");
    let answer = request.header("referer", "http://localhost:3000/sign-in").send().await.expect("an answer");
    let location = answer.headers().get("location").and_then(|value| value.to_str().ok()).unwrap_or_default();
    (answer.status().as_u16(), location.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_up_opens_an_account_with_an_empty_wallet_and_signs_in() {
    let app = TestApp::start().await;
    let nobody = app.anonymous();
    let form = [("email", " New@Example.Test "), ("password", PASSWORD), ("number", "+14155552671")];
    let answer = nobody.post_form("/app/sign-up", &form).await.expect(200);
    let me = nobody.request(Method::GET, "/api/user/me").header("cookie", cookie_of(&answer)).send().await.expect("an answer");
    let me: serde_json::Value = serde_json::from_str(&me.text().await.expect("text")).expect("JSON");
    assert_eq!(me["email"], "new@example.test");
    assert_eq!(me["number"], "+14155552671");
    assert_eq!(app.count("select balance_micros from users").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_up_says_which_field_will_not_do() {
    let app = TestApp::start().await;
    let nobody = app.anonymous();
    app.account("taken@example.test").await;
    for (email, password, number, field) in [
        ("nonsense", PASSWORD, "", "email"),
        ("taken@example.test", PASSWORD, "", "email"),
        ("a@example.test", "short", "", "password"),
        ("a@example.test", "password123", "", "password"),
        ("a@example.test", PASSWORD, "12", "number"),
    ] {
        let form = [("email", email), ("password", password), ("number", number)];
        let answer = nobody.post_form("/app/sign-up", &form).await.expect(422);
        assert_eq!(answer.json()["field"], field, "{}", answer.body);
        assert_eq!(answer.header("set-cookie"), "");
    }
    assert_eq!(app.count("select count(*) from users").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_belongs_to_one_account() {
    let app = TestApp::start().await;
    let nobody = app.anonymous();
    let form = |email| [("email", email), ("password", PASSWORD), ("number", "+14155552671")];
    nobody.post_form("/app/sign-up", &form("a@example.test")).await.expect(200);
    let answer = nobody.post_form("/app/sign-up", &form("b@example.test")).await.expect(422);
    assert_eq!(answer.json()["field"], "number");
    let browser = app.signed_in("c@example.test").await;
    browser.post_form("/app/set-number", &[("number", "+14155552671")]).await.expect(422);
    browser.post_form("/app/set-number", &[("number", "+14155552672")]).await.expect(200);
    browser.post_form("/app/set-number", &[("number", "")]).await.expect(200);
    assert_eq!(app.count("select count(*) from users where e164 is not null").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_an_unknown_address_get_the_same_answer() {
    let app = TestApp::start().await;
    app.account("known@example.test").await;
    let nobody = app.anonymous();
    let wrong = nobody.post_form("/app/sign-in", &credentials("known@example.test", "not-the-password")).await.expect(422);
    let unknown = nobody.post_form("/app/sign-in", &credentials("nobody@example.test", "not-the-password")).await.expect(422);
    assert_eq!(wrong.body, unknown.body);
    let names = |answer: &Answer| answer.headers.keys().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(names(&wrong), names(&unknown));
    assert_eq!(wrong.header("set-cookie"), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_is_kept_from_scripts_and_other_sites() {
    let app = TestApp::start().await;
    app.account("ann@example.test").await;
    let answer = app.anonymous().post_form("/app/sign-in", &credentials("ann@example.test", PASSWORD)).await.expect(200);
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("ringfare="), "{cookie}");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=1209600"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    assert_eq!(app.count("select count(*) from sessions where length(id) = 64").await, 1, "the id is stored as its SHA-256");
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_tls_the_cookie_is_bound_to_this_host_and_taken_away_in_a_way_that_browsers_heed() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}", folder.path().join("ringfare.db").display());
    let variables = [("DATABASE_URL".into(), url), ("RINGFARE_PUBLIC_URL".into(), "https://phone.example.org".into())].into();
    let state = serve::open(Config::read(&variables).expect("good"), Clock::default()).await.expect("opens");
    let app = router::build(state, Router::new());
    let post = async |path: &str, cookie: &str, form: &str| {
        let request = axum::http::Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        let request = request.header("cookie", cookie).body(Body::from(form.to_owned())).expect("a request");
        let answer = app.clone().oneshot(request).await.expect("an answer");
        answer
            .headers()
            .get_all("set-cookie")
            .iter()
            .next_back()
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned()
    };
    let set = post("/app/sign-up", "", "email=ann%40example.test&password=correct-horse-battery").await;
    assert!(set.starts_with("__Host-ringfare="), "{set}");
    let taken = post("/app/sign-out", set.split(';').next().expect("a value"), "").await;
    assert!(taken.contains("Max-Age=0"), "{taken}");
    for cookie in [set, taken] {
        for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(part), "{part} in {cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_the_session_on_the_server() {
    let app = TestApp::start().await;
    let browser = app.signed_in("ann@example.test").await;
    browser.get("/api/user/me").await.expect(200);
    let answer = browser.post_form("/app/sign-out", &[("", "")]).await.expect(200);
    assert!(answer.header("set-cookie").contains("Max-Age=0"), "{answer:?}");
    browser.get("/api/user/me").await.expect(401);
    assert_eq!(app.count("select count(*) from sessions").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_known_before_signing_in_is_worth_nothing_after() {
    let app = TestApp::start().await;
    let attacker = app.signed_in("attacker@example.test").await;
    app.account("victim@example.test").await;
    let planted = [attacker.cookie.as_str(), "ringfare=AAAAAAAAAAAAAAAAAAAAAA"];
    for cookie in planted {
        let request = app.anonymous().request(Method::POST, "/app/sign-in").header("cookie", cookie);
        let answer = request.form(&credentials("victim@example.test", PASSWORD)).send().await.expect("an answer");
        let fresh = answer
            .headers()
            .get_all("set-cookie")
            .iter()
            .next_back()
            .expect("a cookie")
            .to_str()
            .expect("text")
            .split(';')
            .next()
            .expect("a value")
            .to_owned();
        assert_ne!(fresh, cookie);
        assert_eq!(enter(&app.anonymous(), &[("cookie", cookie)]).await, 401, "the planted cookie is nobody's");
        assert_eq!(enter(&app.anonymous(), &[("cookie", &fresh)]).await, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn polling_writes_the_session_once_in_five_minutes() {
    let app = TestApp::start().await;
    let browser = app.signed_in("ann@example.test").await;
    let before = app.count("select expires_at from sessions").await;
    app.clock.advance_seconds(200);
    let answer = browser.get("/api/user/me").await.expect(200);
    assert_eq!(answer.header("set-cookie"), "");
    assert_eq!(app.count("select expires_at from sessions").await, before);
    app.clock.advance_seconds(100);
    let answer = browser.get("/api/user/me").await.expect(200);
    assert!(!answer.header("set-cookie").is_empty(), "the browser keeps the cookie longer too");
    assert!(app.count("select expires_at from sessions").await >= before + 300_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_after_fourteen_idle_days_and_after_ninety_busy_ones() {
    let app = TestApp::start().await;
    let idle = app.signed_in("idle@example.test").await;
    app.clock.advance_seconds(14 * DAY + 1);
    idle.get("/api/user/me").await.expect(401);
    let busy = app.signed_in("busy@example.test").await;
    assert_eq!(app.count("select count(*) from sessions").await, 1, "the expired one was swept away");
    for _ in 0..8 {
        app.clock.advance_seconds(10 * DAY);
        busy.get("/api/user/me").await.expect(200);
    }
    app.clock.advance_seconds(10 * DAY);
    busy.get("/api/user/me").await.expect(401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_ends_the_other_sessions() {
    let app = TestApp::start().await;
    let here = app.signed_in("ann@example.test").await;
    let there = app.signed_in("ann@example.test").await;
    let form = |current| [("current", current), ("new", "another-good-one")];
    let refused = here.post_form("/app/change-password", &form("not-the-password")).await.expect(422);
    assert_eq!(refused.json()["field"], "current");
    there.get("/api/user/me").await.expect(200);
    let answer = here.post_form("/app/change-password", &form(PASSWORD)).await.expect(200);
    there.get("/api/user/me").await.expect(401);
    assert_eq!(enter(&app.anonymous(), &[("cookie", &cookie_of(&answer))]).await, 200, "this session goes on, under a new id");
    let nobody = app.anonymous();
    nobody.post_form("/app/sign-in", &credentials("ann@example.test", PASSWORD)).await.expect(422);
    nobody.post_form("/app/sign-in", &credentials("ann@example.test", "another-good-one")).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_works_until_it_is_revoked_by_its_owner() {
    let app = TestApp::start().await;
    let browser = app.signed_in("ann@example.test").await;
    let token = browser.post_form("/app/create-token", &[("name", "backup"), ("read", "1")]).await.expect(200).json();
    let secret = format!("Bearer {}", token["secret"].as_str().expect("a secret"));
    let id = token["id"].as_str().expect("an id");
    let nobody = app.anonymous();
    assert_eq!(enter(&nobody, &[("authorization", &secret)]).await, 200);
    assert_eq!(app.count("select count(*) from tokens where last_used_at is not null and length(secret_hash) = 64").await, 1);

    let other = app.signed_in("other@example.test").await;
    other.post_form("/app/revoke-token", &[("token", id)]).await.expect(404);
    assert_eq!(enter(&nobody, &[("authorization", &secret)]).await, 200);

    browser.post_form("/app/revoke-token", &[("token", id)]).await.expect(200);
    assert_eq!(enter(&nobody, &[("authorization", &secret)]).await, 401);
    browser.post_form("/app/revoke-token", &[("token", id)]).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_token_is_not_made_good_by_a_cookie() {
    let app = TestApp::start().await;
    let browser = app.signed_in("ann@example.test").await;
    let nobody = app.anonymous();
    for bad in ["Bearer ringfare_wrong", "Bearer ", "Bearer", "bearer x"] {
        assert_eq!(enter(&nobody, &[("cookie", &browser.cookie), ("authorization", bad)]).await, 401, "{bad}");
    }
    let by_a_proxy = [("cookie", browser.cookie.as_str()), ("authorization", "Basic cHJveHk6cHJveHk=")];
    assert_eq!(enter(&nobody, &by_a_proxy).await, 200, "a proxy's own credentials are none of ours");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_account_is_nobodys() {
    let app = TestApp::start().await;
    let browser = app.signed_in("ann@example.test").await;
    let script = app.script("ann@example.test").await;
    app.close_account(&browser.user).await;
    // What a session or token stands for is remembered for a few seconds.
    app.clock.advance_seconds(10);
    browser.get("/api/user/me").await.expect(401);
    script.get("/api/user/me").await.expect(401);
    app.anonymous().post_form("/app/sign-in", &credentials("ann@example.test", PASSWORD)).await.expect(422);
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_are_slowed_down_and_the_owner_still_gets_in() {
    let app = TestApp::start_with(&[("RINGFARE_TRUSTED_PROXIES", "127.0.0.1")]).await;
    app.account("victim@example.test").await;
    let nobody = app.anonymous();
    let from = |address: &'static str, password: &'static str| {
        let request = nobody.request(Method::POST, "/app/sign-in").header("x-forwarded-for", address);
        request.form(&credentials("victim@example.test", password)).send()
    };
    let mut refused = 0;
    for _ in 0..20 {
        let answer = from("203.0.113.7", "a-wrong-guess").await.expect("an answer");
        refused += u32::from(answer.status().as_u16() == 429);
    }
    assert_eq!(refused, 14);
    assert_eq!(from("203.0.113.7", PASSWORD).await.expect("an answer").status().as_u16(), 429, "not even the right one");
    assert_eq!(from("198.51.100.7", PASSWORD).await.expect("an answer").status().as_u16(), 200, "the owner, elsewhere");
    app.clock.advance_seconds(31);
    assert_eq!(from("203.0.113.7", PASSWORD).await.expect("an answer").status().as_u16(), 200, "patience helps");
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_forms_are_sent_on_and_no_further_than_this_site() {
    let app = TestApp::start().await;
    app.account("ann@example.test").await;
    let nobody = app.anonymous();
    for (next, location) in [
        ("/dashboard/contacts?q=a", "/dashboard/contacts?q=a"),
        ("", "/dashboard/dialer"),
        ("//evil.example", "/dashboard/dialer"),
        ("/\\evil.example", "/dashboard/dialer"),
        ("https://evil.example", "/dashboard/dialer"),
    ] {
        let form = [("email", "ann@example.test"), ("password", PASSWORD), ("next", next)];
        assert_eq!(post_plain(&nobody, "/app/sign-in", &form).await, (302, location.to_owned()), "{next}");
    }
    let form = [("email", "new@example.test"), ("password", PASSWORD), ("number", "")];
    assert_eq!(post_plain(&nobody, "/app/sign-up", &form).await, (302, "/dashboard/dialer".to_owned()));
    assert_eq!(post_plain(&nobody, "/app/sign-out", &[]).await, (302, "/sign-in".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_form_that_is_refused_comes_back_with_the_reason() {
    let app = TestApp::start().await;
    let nobody = app.anonymous();
    let (status, location) = post_plain(&nobody, "/app/sign-in", &credentials("ann@example.test", "not-the-password")).await;
    assert_eq!(status, 302);
    let page = location.strip_prefix("http://localhost:3000").expect("back to the form");
    let page = nobody.get(page).await.expect(200);
    assert!(page.body.contains("The e-mail or the password is wrong."), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_gate_leads_in_and_out() {
    let app = TestApp::start().await;
    let nobody = app.anonymous();
    let out = nobody.get("/dashboard/call-history?days=7").await.expect(303);
    assert_eq!(out.header("location"), "/sign-in?next=%2Fdashboard%2Fcall-history%3Fdays%3D7");
    assert_eq!(nobody.get("/").await.expect(303).header("location"), "/sign-in");
    nobody.get("/sign-in").await.expect(200);
    nobody.get("/sign-up").await.expect(200);

    let browser = app.signed_in("ann@example.test").await;
    for path in ["/", "/sign-in", "/sign-up", "/dashboard", "/sign-in?next=//evil.example"] {
        assert_eq!(browser.get(path).await.expect(303).header("location"), "/dashboard/dialer", "{path}");
    }
    let settings = browser.get("/dashboard/settings").await.expect(200);
    assert!(settings.body.contains("ann@example.test"), "the page is rendered with its data");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_opens_accounts_and_gives_credit_and_tokens() {
    let app = TestApp::start().await;
    let state = app.state();
    let line = Some("correct-horse-battery\n");
    command::add(state, "Ann@Example.Test", line, true, Some("+14155552671")).await.expect("opens the account");
    app.anonymous().post_form("/app/sign-in", &credentials("ann@example.test", PASSWORD)).await.expect(200);
    let twice = command::add(state, "ann@example.test", line, false, None).await.expect_err("there is one already");
    assert!(twice.contains("already"), "{twice}");

    let told = ledger::command::credit(state, "ann@example.test", "2.50", "welcome").await.expect("gives credit");
    assert!(told.contains("$2.500000"), "{told}");
    assert!(ledger::command::credit(state, "ann@example.test", "-2.500001", "too much").await.is_err());
    assert!(ledger::command::credit(state, "nobody@example.test", "1", "x").await.is_err());
    assert_eq!(app.count("select count(*) from transactions where kind = 'adjust' and operator = 'cli'").await, 1);

    let secret = command::token(state, "ann@example.test", &TokenWanted::of_name("cron")).await.expect("makes a token");
    assert_eq!(enter(&app.anonymous(), &[("authorization", &format!("Bearer {secret}"))]).await, 200);
    app.assert_books_balance().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_signed_in_before_gets_in_whatever_others_try_from_the_same_address() {
    let app = TestApp::start().await;
    app.account("victim@example.test").await;
    app.account("other@example.test").await;
    let nobody = app.anonymous();
    let first = nobody.post_form("/app/sign-in", &credentials("victim@example.test", PASSWORD)).await.expect(200);
    let cookies: Vec<&str> = first.headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok()).collect();
    let device = cookies.iter().find(|cookie| cookie.starts_with("ringfare_device=")).expect("the browser is to be known again");
    assert!(device.contains("HttpOnly") && device.contains("SameSite=Lax"), "{device}");
    let device = device.split(';').next().unwrap_or_default();
    let guess = async |email: &str, password: &str, cookie: &str| {
        let form = credentials(email, password);
        let answer = nobody.request(Method::POST, "/app/sign-in").header("cookie", cookie).form(&form).send().await;
        answer.expect("an answer").status().as_u16()
    };
    // An attacker beside the victim spends what the address has.
    for at in 0..100 {
        guess(if at % 2 == 0 { "victim@example.test" } else { "other@example.test" }, "a-wrong-guess", "a=b").await;
    }
    assert_eq!(guess("victim@example.test", PASSWORD, "a=b").await, 429, "who is not known waits");
    assert_eq!(guess("victim@example.test", PASSWORD, device).await, 200, "who is known gets in");
    let (id, seal) = device.split_once('.').expect("an id and its seal");
    let forged = format!("{id}.{}", seal.chars().rev().collect::<String>());
    assert_eq!(guess("victim@example.test", PASSWORD, &forged).await, 429, "a made-up cookie is nobody's");
    assert_eq!(guess("other@example.test", PASSWORD, device).await, 429, "it is of one account");
    // It opens nothing: a thief of the cookie has six guesses, too.
    let wrong = async || guess("victim@example.test", "a-wrong-guess", device).await;
    let mut statuses = Vec::new();
    for _ in 0..8 {
        statuses.push(wrong().await);
    }
    assert_eq!(statuses.iter().filter(|status| **status == 422).count(), 6, "{statuses:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_for_prices_or_calls_without_end_is_told_to_wait() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    for (path, form, budget) in
        [("/app/voice-access", [("to", "+447911123456")], 20), ("/app/dial", [("to", "+447911123456")], 120)]
    {
        let mut told = None;
        for at in 0..budget + 40 {
            let answer = ann.post_form(path, &form).await;
            if answer.status.as_u16() == 429 {
                told = Some((at, answer));
                break;
            }
        }
        let (at, answer) = told.unwrap_or_else(|| panic!("{path} has no end"));
        assert!(at >= budget, "{path}: refused after {at}");
        assert!(!answer.header("retry-after").is_empty(), "{answer:?}");
    }
}
