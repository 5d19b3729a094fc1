//! Showing once more who one is, before what changes who gets in or what may be spent.

use reqwest::Method;
use serde_json::json;

use crate::support::{PASSWORD, TestApp};

/// Longer than it holds that somebody showed who they are.
const LATER: i64 = 601;

#[tokio::test(flavor = "multi_thread")]
async fn who_signed_in_ten_minutes_ago_confirms_before_they_make_a_token() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    ann.post_form("/app/create-token", &[("name", "fresh"), ("read", "1")]).await.expect(200);
    app.clock.advance_seconds(LATER);
    let refused = ann.post_form("/app/create-token", &[("name", "late")]).await.expect(403);
    assert_eq!(refused.json()["kind"], "confirm_first", "{}", refused.body);
    assert_eq!(app.count("select count(*) from tokens").await, 1);

    let wrong = ann.post_form("/app/confirm", &[("password", "not-the-password")]).await.expect(422);
    assert_eq!(wrong.json()["field"], "password");
    ann.post_form("/app/create-token", &[("name", "late")]).await.expect(403);

    ann.post_form("/app/confirm", &[("password", PASSWORD)]).await.expect(200);
    ann.post_form("/app/create-token", &[("name", "late"), ("read", "1")]).await.expect(200);
    app.clock.advance_seconds(LATER);
    ann.post_form("/app/create-token", &[("name", "later")]).await.expect(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_holds_for_the_session_that_confirmed_and_not_for_one_from_before_there_was_this() {
    let app = TestApp::start().await;
    let here = app.signed_in("ann@example.test").await;
    let there = app.signed_in("ann@example.test").await;
    app.clock.advance_seconds(LATER);
    here.post_form("/app/confirm", &[("password", PASSWORD)]).await.expect(200);
    here.post_form("/app/create-token", &[("name", "here"), ("read", "1")]).await.expect(200);
    there.post_form("/app/create-token", &[("name", "there")]).await.expect(403);

    let old = app.signed_in("ann@example.test").await;
    app.execute("update sessions set confirmed_at = null, began_at = 0, seen_at = 0, device = ''").await;
    old.post_form("/app/create-token", &[("name", "old")]).await.expect(403);
    old.get("/dashboard/settings").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_confirms_nobody() {
    let app = TestApp::start().await;
    let script = app.script("ann@example.test").await;
    for (path, form) in [
        ("/app/create-token", vec![("name", "another")]),
        ("/app/confirm", vec![("password", PASSWORD)]),
        ("/app/change-password", vec![("current", PASSWORD), ("new", "another-good-one")]),
    ] {
        let answer = script.request(Method::POST, path).form(&form).send().await.expect("an answer");
        assert_eq!(answer.status().as_u16(), 403, "{path}");
    }
    app.anonymous().post_form("/app/sign-in", &[("email", "ann@example.test"), ("password", PASSWORD)]).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_are_tightened_by_anybody_signed_in_and_loosened_by_who_confirmed() {
    let app = TestApp::start().await;
    let script = app.script("ann@example.test").await;
    let ann = app.signed_in("ann@example.test").await;
    let put = async |limits: serde_json::Value| {
        let answer = script.request(Method::PUT, "/api/user/limits").json(&limits).send().await.expect("an answer");
        (answer.status().as_u16(), answer.text().await.expect("text"))
    };
    let tight = json!({ "day_micros_most": 5_000_000, "calls_most": 2, "blocked_countries": ["CU", "KP"] });
    assert_eq!(put(tight.clone()).await.0, 200);
    for looser in [
        json!({ "day_micros_most": 5_000_001, "calls_most": 2, "blocked_countries": ["CU", "KP"] }),
        json!({ "calls_most": 2, "blocked_countries": ["CU", "KP"] }),
        json!({ "day_micros_most": 5_000_000, "calls_most": 3, "blocked_countries": ["CU", "KP"] }),
        json!({ "day_micros_most": 5_000_000, "calls_most": 2, "blocked_countries": ["CU"] }),
    ] {
        let (status, body) = put(looser.clone()).await;
        assert!(status == 403 && body.contains("\"confirm_first\""), "{looser}: {status} {body}");
    }
    assert_eq!(
        put(json!({ "day_micros_most": 4_000_000, "calls_most": 1, "blocked_countries": ["CU", "KP", "FR"] })).await.0,
        200
    );
    app.clock.advance_seconds(LATER);
    let loosened = async || ann.request(Method::PUT, "/api/user/limits").json(&tight).send().await.expect("an answer").status();
    assert_eq!(loosened().await, 403);
    ann.post_form("/app/confirm", &[("password", PASSWORD)]).await.expect(200);
    assert_eq!(loosened().await, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_at_confirming_are_slowed_down_as_signing_in_is() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    let mut slowed = 0;
    for _ in 0..10 {
        let answer = ann.post_form("/app/confirm", &[("password", "a-wrong-guess")]).await;
        slowed += u32::from(answer.status == 429);
    }
    assert_eq!(slowed, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_script_the_page_that_comes_back_asks_and_the_confirm_page_leads_on() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    app.clock.advance_seconds(LATER);
    let plain = |path: &str, form: &[(&str, &str)]| {
        let request = ann.request(Method::POST, path).header("accept", "text/html,application/xhtml+xml");
        request.header("referer", app.url("/dashboard/settings")).form(form).send()
    };
    let refused = plain("/app/create-token", &[("name", "late")]).await.expect("an answer");
    let back = refused.headers()["location"].to_str().expect("text").to_owned();
    let page = ann.get(back.strip_prefix(&app.url("")).expect("back to the form")).await.expect(200).body;
    assert!(page.contains("Confirm that it is you") && page.contains("name=\"next\" value=\"/dashboard/settings\""), "{page}");

    for (next, location) in [("/dashboard/settings", "/dashboard/settings"), ("//evil.example", "/dashboard/dialer")] {
        let answer = plain("/app/confirm", &[("password", PASSWORD), ("next", next)]).await.expect("an answer");
        assert_eq!((answer.status().as_u16(), answer.headers()["location"].to_str().expect("text")), (302, location));
    }
    let page = ann.get("/confirm?next=/dashboard/settings").await.expect(200).body;
    assert!(page.contains("name=\"next\" value=\"/dashboard/settings\""), "{page}");
    let nobody = app.anonymous().get("/confirm?next=/dashboard/settings").await.expect(303);
    assert!(nobody.header("location").starts_with("/sign-in?next=%2Fconfirm"), "{nobody:?}");
    app.anonymous().post_form("/app/confirm", &[("password", PASSWORD)]).await.expect(401);
}
