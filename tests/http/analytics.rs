//! What calls add up to, asked by scripts.

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
