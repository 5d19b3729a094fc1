//! What calls add up to, asked by scripts.

use ringfare::{
    domain::{ids::UserId, time::EpochMs},
    server::{database::Engine, ids},
};
use serde_json::{Value, json};

use crate::{actors::Twilio, line::Line, support::TestApp};

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
        ("period=someday", "period"),
        ("period=today&days=7", "period"),
        ("from=9999-01-01", "from"),
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
    assert_eq!(sums["outcomes"], json!([{ "status": "completed", "calls": 3, "seconds": 180, "charged_micros": 60_000 }]));
    assert_eq!(eve.get(PATH).await.expect(200).json()["summary"]["calls"], 0);

    let page = ann.get("/dashboard/call-history?days=7").await.expect(200).body;
    assert_eq!(page.matches("data-testid=\"call-row\"").count(), 3);
    let parts = [
        "summary-cards",
        "period-filter",
        "daily-chart",
        "top-countries",
        "top-numbers",
        "top-contacts",
        "outcomes",
        "heat",
        "biggest-calls",
        "calls-list",
        "csv-export",
    ];
    for part in parts {
        assert!(page.contains(&format!("data-testid=\"{part}\"")), "{part} is missing");
    }
    assert!(page.contains("$0.0600"));
    let page = eve.get("/dashboard/call-history").await.expect(200).body;
    assert_eq!(page.matches("data-testid=\"call-row\"").count(), 0);
}

fn figure(value: &Value, name: &str) -> i64 {
    value[name].as_i64().unwrap_or_else(|| panic!("{name} in {value}"))
}

/// The sum of a figure over a list.
fn sum(list: &Value, name: &str) -> i64 {
    list.as_array().expect("a list").iter().map(|row| figure(row, name)).sum()
}

/// Calls around the night of 2026-10-25, when the clocks of Berlin showed 02:30 twice, each through the ledger.
async fn calls_around_a_change_of_clocks(line: &Line) {
    const CALLS: [(&str, &str, &str, &str); 7] = [
        ("2026-10-24T21:30:00Z", "+447911123456", "completed", "61"),
        ("2026-10-24T22:30:00Z", "+447911123456", "completed", "10"),
        ("2026-10-25T00:30:00Z", "+14155550142", "completed", "600"),
        ("2026-10-25T01:30:00Z", "+441632960961", "completed", "59"),
        ("2026-10-25T12:00:00Z", "+447911123456", "busy", "0"),
        ("2026-10-25T23:30:00Z", "+14155550142", "no-answer", "0"),
        ("2026-10-26T04:44:59Z", "+447911123456", "completed", "1"),
    ];
    for (at, to, status, seconds) in CALLS {
        let at = EpochMs::parse_rfc3339(at).expect("a moment");
        line.app.clock.advance_seconds(at.seconds_since(line.app.clock.now()));
        let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
        line.voice(&parent, to).await;
        line.report(&parent, &child, status, &[("CallDuration", seconds)]).await.expect(204);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn days_outcomes_hours_and_countries_add_up_to_what_the_ledger_charged_in_every_zone() {
    let line = Line::open("10").await;
    calls_around_a_change_of_clocks(&line).await;
    let lines = line.caller.get("/api/user/transactions?kind=call&limit=100").await.expect(200).json();
    let charged = -sum(&lines["transactions"], "amount_micros");
    assert!(charged > 0);
    for tz in ["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/New_York", "Pacific/Chatham"] {
        let sums = async |query: &str| line.caller.get(&format!("{PATH}?{query}&tz={tz}")).await.expect(200).json();
        let whole = sums("from=2026-10-23&to=2026-10-27").await;
        let summary = &whole["summary"];
        assert_eq!((figure(summary, "charged_micros"), figure(summary, "calls")), (charged, 7), "{tz}");
        for list in ["daily", "outcomes", "hours", "top_countries", "top_numbers"] {
            assert_eq!(sum(&whole[list], "charged_micros"), charged, "{list} in {tz}");
            assert_eq!(sum(&whole[list], "calls"), 7, "{list} in {tz}");
        }
        assert_eq!(sum(&whole["daily"], "seconds"), figure(summary, "seconds"));
        assert_eq!(sum(&whole["biggest_calls"], "charged_micros"), charged);
        for day in whole["daily"].as_array().expect("days") {
            let name = day["day"].as_str().expect("a day");
            let alone = sums(&format!("from={name}&to={name}")).await;
            for figure in ["calls", "answered", "seconds", "charged_micros"] {
                assert_eq!(alone["summary"][figure], day[figure], "{figure} of {name} in {tz}");
            }
        }
    }
    let berlin = line.caller.get(&format!("{PATH}?from=2026-10-25&to=2026-10-25&tz=Europe/Berlin")).await.json();
    let hours = berlin["hours"].as_array().expect("hours");
    let twice = hours.iter().find(|hour| hour["hour"] == 2).expect("the hour that came twice");
    assert_eq!((&twice["weekday"], &twice["calls"]), (&json!(7), &json!(2)));
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_csv_holds_the_calls_of_the_page_whatever_narrows_it() {
    let line = Line::open("10").await;
    calls_around_a_change_of_clocks(&line).await;
    let named = json!({ "phone": "+447911123456", "name": "Mesut \u{d6}zil" });
    line.caller.post_json("/api/user/contacts/lookup", &named).await.expect(200);
    let browser = line.app.signed_in("caller@ringfare.test").await;
    let period = "from=2026-10-23&to=2026-10-27&tz=Europe/Berlin";
    let cases = [
        ("", 7),
        ("&q=%C3%B6zil", 4),
        ("&status=completed", 5),
        ("&status=busy", 1),
        ("&country=US", 2),
        ("&number=447911123456", 4),
        ("&q=%2B44%207911", 4),
        ("&cost=free", 2),
        ("&cost=0.07", 2),
        ("&day=2026-10-25", 4),
        ("&day=2026-10-25_2026-10-26", 6),
        ("&hour=7-2", 2),
        ("&hour=7-2&country=US", 1),
        ("&hour=3-2", 0),
        ("&status=failed", 0),
    ];
    for (filter, expected) in cases {
        let page = browser.get(&format!("/dashboard/call-history?{period}{filter}")).await.expect(200).body;
        assert_eq!(page.matches("data-testid=\"call-row\"").count(), expected, "the page with {filter}");
        let csv = line.caller.get(&format!("/api/user/call-history.csv?{period}{filter}")).await.expect(200).body;
        assert_eq!(csv.lines().count(), expected + 1, "the CSV with {filter}: {csv}");
        assert!(page.contains(&format!("{expected} call")), "the sum under the list with {filter}");
    }
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_in_the_address_is_told_on_the_page_and_refused_at_the_scripts_door() {
    let app = TestApp::start().await;
    let (browser, script) = (app.signed_in("ann@example.test").await, app.script("bob@example.test").await);
    let nonsense = [
        "days=abc",
        "days=-5",
        "days=99999999999999999999",
        "from=2026-11-02&to=2026-11-01",
        "from=9999-01-01&to=9999-12-31",
        "period=someday",
        "tz=Mars/Olympus",
        "status=asleep",
        "hour=8-99",
        "cost=cheap",
        "day=2026-02-30",
        "number=%3Cscript%3E",
    ];
    for query in nonsense {
        let page = browser.get(&format!("/dashboard/call-history?{query}")).await.expect(200).body;
        assert!(page.contains("asks for something that does not exist"), "{query} is told");
        assert!(page.contains("data-testid=\"summary-cards\"") && !page.contains("=<script>"), "{query}");
        script.get(&format!("/api/user/call-history.csv?{query}")).await.expect(422);
    }
    for query in ["", "?days=7", "?period=this-year", "?q=%25%27%22%5C"] {
        let page = browser.get(&format!("/dashboard/call-history{query}")).await.expect(200).body;
        assert!(!page.contains("asks for something"), "{query}");
        assert!(page.contains("0 in this period") || query.contains("q="), "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_speaks_the_readers_language_and_counts_in_the_readers_days() {
    let line = Line::open("10").await;
    calls_around_a_change_of_clocks(&line).await;
    let browser = line.app.signed_in("caller@ringfare.test").await;
    let cookie = format!("{}; language=de; tz=Europe/Berlin", browser.cookie);
    let path = "/dashboard/call-history?from=2026-10-24&to=2026-10-26";
    let page = line.app.anonymous().request(reqwest::Method::GET, path).header("cookie", cookie);
    let page = page.send().await.expect("an answer").text().await.expect("text");
    for words in ["Anrufliste", "Ausgegeben", "Nicht angenommen", "Europe/Berlin", "24. Okt.", "Samstag, 24."] {
        assert!(page.replace('\u{a0}', " ").contains(words), "{words} is missing");
    }
    assert!(!page.contains("Call history") && !page.contains(">Spent"), "English in between");
}
