//! What calls add up to, asked by scripts.

use ringfare::{
    domain::{ids::UserId, time::EpochMs},
    server::{database::Engine, ids},
};
use serde_json::json;

use crate::support::TestApp;

const PATH: &str = "/api/user/call-analytics";

#[tokio::test(flavor = "multi_thread")]
async fn every_day_of_the_period_is_there_also_without_calls() {
    let app = TestApp::start().await;
    let ann = app.script("ann@example.test").await;
    for (query, days) in [("", 30), ("?days=1", 1), ("?days=366&tz=Asia/Kathmandu", 366), ("?from=2026-10-24&to=2026-10-26", 3)] {
        let answer = ann.get(&format!("{PATH}{query}")).await.expect(200).json();
        assert_eq!(answer["daily"].as_array().map(Vec::len), Some(days), "{query}");
        assert_eq!(answer["period"]["days"], json!(days));
        assert_eq!(answer["summary"]["calls"], 0);
        assert_eq!(answer["summary"]["answer_rate"], 0.0);
        assert_eq!((&answer["top_countries"], &answer["outcomes"]), (&json!([]), &json!([])));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_or_zone_that_does_not_exist_is_refused_at_its_field() {
    let app = TestApp::start().await;
    let ann = app.script("ann@example.test").await;
    let bad = [
        ("days=0", "days"),
        ("days=367", "days"),
        ("days=-1", "days"),
        ("days=many", "days"),
        ("days=7&from=2026-11-01", "days"),
        ("from=yesterday", "from"),
        ("from=2026-11-02&to=2026-11-01", "from"),
        ("from=2026-11-01&to=tomorrow", "to"),
        ("to=2026-11-01", "from"),
        ("tz=Mars/Olympus", "tz"),
        ("tz=..%2F..%2Fetc%2Fpasswd", "tz"),
    ];
    for (query, field) in bad {
        let answer = ann.get(&format!("{PATH}?{query}")).await.expect(422).json();
        assert_eq!(answer["error"]["field"], field, "{query}: {answer}");
        assert_eq!(answer["error"]["code"], "invalid_input");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_zone_is_named_as_the_database_of_zones_names_it() {
    let app = TestApp::start().await;
    let ann = app.script("ann@example.test").await;
    let answer = ann.get(&format!("{PATH}?days=7&tz=europe/berlin")).await.expect(200).json();
    assert_eq!(answer["period"]["tz"], "Europe/Berlin");
}

/// A settled call of the moment to a British number of a minute and two cents.
async fn call(app: &TestApp, user: &UserId, at: EpochMs) {
    const CALL: &str = "
        insert into calls (id, user_id, to_e164, from_e164, country, destination, deck_id, prefix, origin, rate_micros_per_min,
                           connect_micros, initial_s, increment_s, free_under_s, time_limit_s, hold_micros, hold_expires_at, status,
                           status_rank, duration_s, created_at, ended_at, settled_at, settled_by, billed_s, rated_micros, charged_micros)
        select $1, $2, '+447700900123', '+14155550100', 'GB', destination, deck_id, prefix, origin, 20000, 0, 60, 60, 0, 3600, 900000, 0,
               'completed', 10, 60, $3, $3, $3, 'status', 60, 20000, 20000
          from rates limit 1";

    let id = ids::call_id();
    match app.db() {
        Engine::Sqlite(pool) => sqlx::query(CALL).bind(&id).bind(user).bind(at).execute(pool).await.map(drop),
        Engine::Postgres(pool) => sqlx::query(CALL).bind(&id).bind(user).bind(at).execute(pool).await.map(drop),
    }
    .expect("the call is stored");
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_of_this_moment_count_for_their_caller_alone_and_stand_on_the_page() {
    let app = TestApp::start().await;
    let (ann, eve) = (app.signed_in("ann@example.test").await, app.signed_in("eve@example.test").await);
    for _ in 0..3 {
        call(&app, &ann.user, app.clock.now()).await;
    }
    let sums = ann.get(PATH).await.expect(200).json();
    let summary =
        json!({ "calls": 3, "answered": 3, "seconds": 180, "charged_micros": 60_000, "average_seconds": 60, "answer_rate": 1.0 });
    assert_eq!(sums["summary"], summary);
    assert_eq!(sums["top_countries"][0]["country_name"], "United Kingdom");
    assert_eq!((&sums["top_numbers"][0]["to"], &sums["top_numbers"][0]["calls"]), (&json!("+447700900123"), &json!(3)));
    assert_eq!(sums["outcomes"], json!([{ "status": "completed", "calls": 3 }]));
    assert_eq!(eve.get(PATH).await.expect(200).json()["summary"]["calls"], 0);

    let page = ann.get("/dashboard/call-history?days=7").await.expect(200).body;
    assert_eq!(page.matches("data-testid=\"call-row\"").count(), 3);
    for part in ["summary-cards", "period-filter", "daily-chart", "top-countries", "top-numbers", "calls-list", "csv-export"] {
        assert!(page.contains(&format!("data-testid=\"{part}\"")), "{part} is missing");
    }
    assert!(page.contains("$0.0600"));
    let page = eve.get("/dashboard/call-history").await.expect(200).body;
    assert_eq!(page.matches("data-testid=\"call-row\"").count(), 0);
}
