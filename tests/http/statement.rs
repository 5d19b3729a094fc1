//! The monthly statement, the proof of a balance, the metrics.

use ringfare::{
    domain::{money::Micros, month::Month, time::EpochMs},
    ledger::{
        command,
        store::{self as ledger, Adjustment},
    },
};
use serde_json::{Value, json};

use crate::{actors::Script, support::TestApp};

/// A line of credit at a moment, given or taken by an operator.
async fn adjust_at(app: &TestApp, caller: &Script, dollars: &str, at: EpochMs) {
    let amount = Micros::parse(dollars).expect("an amount");
    let mut tx = app.db().begin().await.expect("a transaction");
    let adjustment = Adjustment { user: &caller.user, amount, operator: "ada", reason: "at a moment", at };
    assert!(ledger::adjust(&mut tx, adjustment).await.expect("the ledger answers"));
    tx.commit().await.expect("stored");
}

async fn statement(caller: &Script, month: &str) -> Value {
    caller.get(&format!("/api/user/statement?month={month}&limit=100")).await.expect(200).json()
}

/// The month before the one that runs: every account here is opened in the running one, but its lines are older.
fn last_month(app: &TestApp) -> Month {
    Month::of(app.clock.now()).previous()
}

fn int(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn assert_adds_up(statement: &Value) {
    let kinds = ["top_ups", "calls", "refunds", "adjustments", "chargebacks"];
    let total: i64 = kinds.iter().map(|kind| int(&statement["totals"][kind]["amount_micros"])).sum();
    assert_eq!(int(&statement["opening_micros"]) + total, int(&statement["closing_micros"]), "{statement}");
    let lines = statement["lines"].as_array().expect("lines");
    let mut balance = int(&statement["opening_micros"]);
    for line in lines {
        balance += int(&line["amount_micros"]);
        assert_eq!(balance, int(&line["balance_after_micros"]), "{line}");
    }
    if statement["next_cursor"].is_null() && statement["line_count"] == lines.len() {
        assert_eq!(balance, int(&statement["closing_micros"]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_begins_and_ends_at_midnight_utc_and_adds_up() {
    let app = TestApp::start().await;
    let caller = app.script("ann@example.test").await;
    let month = last_month(&app);
    let (begin, end) = (month.begin(), month.end());
    let moments = [EpochMs(begin.0 - 1), begin, EpochMs(begin.0 + 1), EpochMs(end.0 - 1), end];
    for (at, dollars) in moments.into_iter().zip(["10", "-1.5", "0.000001", "2", "0.25"]) {
        adjust_at(&app, &caller, dollars, at).await;
    }
    let before = statement(&caller, &month.previous().to_string()).await;
    let during = statement(&caller, &month.to_string()).await;
    let after = statement(&caller, &month.next().to_string()).await;
    for part in [&before, &during, &after] {
        assert_adds_up(part);
    }
    assert_eq!((int(&before["opening_micros"]), int(&before["closing_micros"])), (0, 10_000_000));
    assert_eq!((int(&during["opening_micros"]), int(&during["closing_micros"])), (10_000_000, 10_500_001));
    assert_eq!((&during["line_count"], &during["complete"], &during["currency"]), (&json!(3), &json!(true), &json!("USD")));
    assert_eq!((int(&after["opening_micros"]), int(&after["closing_micros"])), (10_500_001, 10_750_001));
    assert_eq!(after["complete"], false);
    assert_eq!(during["lines"][0]["operator"], "ada");
    let running = caller.get("/api/user/statement").await.expect(200).json();
    assert_eq!(running["month"], after["month"], "no month means the one that runs");
    app.assert_books_balance().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_was_set_back_tears_no_line_out_of_its_place() {
    let app = TestApp::start().await;
    let caller = app.script("ann@example.test").await;
    let month = last_month(&app);
    for (at, dollars) in [(month.end(), "3"), (EpochMs(month.end().0 - 5), "4"), (EpochMs(month.end().0 + 5), "-1")] {
        adjust_at(&app, &caller, dollars, at).await;
    }
    let (during, after) = (statement(&caller, &month.to_string()).await, statement(&caller, &month.next().to_string()).await);
    assert_adds_up(&during);
    assert_adds_up(&after);
    assert_eq!((&during["line_count"], &after["line_count"]), (&json!(0), &json!(3)));
}

#[tokio::test(flavor = "multi_thread")]
async fn months_without_entries_and_months_that_are_none_are_told_in_a_sentence() {
    let app = TestApp::start().await;
    let caller = app.script("ann@example.test").await;
    let running = Month::of(app.clock.now());
    let empty = statement(&caller, &running.to_string()).await;
    assert!(empty["note"].as_str().is_some_and(|note| note.starts_with("Nothing has moved")), "{empty}");
    let early = statement(&caller, "1999-12").await;
    assert!(early["note"].as_str().is_some_and(|note| note.starts_with("This account was opened in")), "{early}");
    assert_eq!((int(&early["opening_micros"]), int(&early["closing_micros"])), (0, 0));
    for month in ["2026-13", "x", "2026-1", &running.next().to_string()] {
        let answer = caller.get(&format!("/api/user/statement?month={month}")).await.expect(422);
        assert_eq!(answer.json()["error"]["field"], "month", "{month}");
        caller.get(&format!("/api/user/statement.csv?month={month}")).await.expect(422);
    }
    caller.get("/api/user/statement?month=2026-01&cursor=x").await.expect(422);
    let browser = app.signed_in("ann@example.test").await;
    for (month, words) in [
        ("2026-13", "is not a month"),
        (running.next().to_string().as_str(), "has not begun"),
        ("1999-12", "This account was opened in"),
    ] {
        let page = browser.get(&format!("/dashboard/statements/{month}")).await.expect(200).body;
        assert!(page.contains(words), "{month}: {words}");
        let same = browser.get(&format!("/dashboard/statements?month={month}")).await.expect(200).body;
        assert!(same.contains(words), "the form's address shows the same: {month}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_and_the_file_of_a_month_have_every_line_once() {
    let app = TestApp::start().await;
    let caller = app.script("ann@example.test").await;
    let month = last_month(&app);
    adjust_at(&app, &caller, "100", EpochMs(month.begin().0 - 1)).await;
    for number in 0..25 {
        adjust_at(&app, &caller, if number % 2 == 0 { "0.5" } else { "-0.25" }, month.begin().plus_seconds(number)).await;
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = caller.get(&format!("/api/user/statement?month={month}&limit=10{cursor}")).await.expect(200).json();
        assert_eq!(int(&page["line_count"]), 25);
        seen.extend(page["lines"].as_array().expect("lines").iter().map(|line| int(&line["seq"])));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen, (2..=26).collect::<Vec<i64>>());
    let whole = statement(&caller, &month.to_string()).await;
    let file = caller.get(&format!("/api/user/statement.csv?month={month}")).await.expect(200);
    assert!(file.header("content-disposition").contains(&format!("statement-{month}.csv")));
    let lines: Vec<&str> = file.body.lines().collect();
    assert_eq!(lines.len(), 28, "a head, the opening, 25 entries, the closing");
    assert!(lines[1].contains(",opening balance,,100.000000,"), "{}", lines[1]);
    let closing = Micros(int(&whole["closing_micros"]));
    assert!(lines[27].contains(",closing balance,"), "{}", lines[27]);
    assert!(closing.exact().ends_with(lines[27].split(',').nth(4).expect("a balance")), "{}", lines[27]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_does_not_add_up_says_so_instead() {
    let app = TestApp::start().await;
    let caller = app.script("ann@example.test").await;
    let month = last_month(&app);
    adjust_at(&app, &caller, "10", EpochMs(month.begin().0 - 1)).await;
    adjust_at(&app, &caller, "5", month.begin()).await;
    app.execute("update transactions set balance_after_micros = 10000001 where seq = 1").await;
    for path in ["statement", "statement.csv"] {
        let answer = caller.get(&format!("/api/user/{path}?month={month}")).await.expect(409);
        assert_eq!(answer.error_code(), "books_do_not_add_up");
        assert!(answer.body.contains("$10.000001, while all lines before it come to $10.000000"), "{}", answer.body);
    }
    let browser = app.signed_in("ann@example.test").await;
    let page = browser.get(&format!("/dashboard/statements/{month}")).await.body;
    assert!(page.contains("does not add up"));
    let proof = caller.get("/api/user/proof").await.expect(200).json();
    assert_eq!(proof["holds"], false);
    let broken: Vec<&Value> = proof["rules"].as_array().expect("rules").iter().filter(|rule| rule["holds"] == false).collect();
    assert_eq!(broken.len(), 1, "{broken:?}");
    assert_eq!(broken[0]["name"], "balance_runs_from_line_to_line");
    assert_eq!((&broken[0]["breach"]["expected"], &broken[0]["breach"]["found"]), (&json!("$10.000000"), &json!("$10.000001")));
    let page = browser.get("/dashboard/proof").await.expect(200).body;
    assert!(page.contains("Your money is safe") && page.contains(caller.user.as_str()));
    let (text, good) = command::verify_books(app.state(), true).await.expect("verified");
    let report: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((good, &report["ok"]), (false, &json!(false)));
    let violation = &report["violations"][0];
    assert_eq!(violation["name"], "balance_runs_from_line_to_line");
    assert_eq!(
        (&violation["expected"], &violation["found"], &violation["more"]),
        (&json!("$10.000000"), &json!("$10.000001"), &json!(1))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_is_of_ones_own_rows_alone() {
    let app = TestApp::start().await;
    let (ann, bea) = (app.script("ann@example.test").await, app.script("bea@example.test").await);
    app.operator().credit(&ann.user, "50").await;
    app.operator().credit(&ann.user, "-12.3456").await;
    app.operator().credit(&bea.user, "1").await;
    let proof = ann.get("/api/user/proof").await.expect(200).json();
    assert_eq!((&proof["holds"], &proof["entries"], &proof["account"]), (&json!(true), &json!(2), &json!(ann.user.as_str())));
    assert_eq!(proof["sum"], "2 entries: +$37.654400 adjustments = $37.654400, which is your balance.");
    assert!(proof["rules"].as_array().is_some_and(|rules| rules.len() > 15 && rules.iter().all(|rule| rule["holds"] == true)));
    let asked = ann.get(&format!("/api/user/proof?user={}", bea.user)).await.json();
    assert_ne!(asked["account"], bea.user.as_str(), "nobody chooses whose rows are read");
    // Trouble in somebody else's rows is not hers, and hers is not told to them.
    app.execute("update users set txn_seq = 9 where email = 'bea@example.test'").await;
    assert_eq!(ann.get("/api/user/proof").await.expect(200).json()["holds"], true);
    let broken = bea.get("/api/user/proof").await.expect(200);
    assert!(!broken.body.contains(ann.user.as_str()));
    assert_eq!(broken.json()["holds"], false);
    app.anonymous().get("/api/user/proof").await.expect(401);
}

#[tokio::test(flavor = "multi_thread")]
async fn proofs_are_not_for_the_asking_without_end() {
    let app = TestApp::start().await;
    let caller = app.script("ann@example.test").await;
    let mut refused = None;
    for _ in 0..30 {
        let answer = caller.get("/api/user/proof").await;
        if answer.status == 429 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("the scans of one account are slowed down");
    assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|seconds| (1..=7).contains(&seconds)), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_are_told_on_an_address_of_their_own() {
    let app = TestApp::start_with(&[("RINGFARE_METRICS_ADDR", "127.0.0.1:0")]).await;
    let address = app.running.metrics_address.expect("metrics are served");
    app.anonymous().get("/metrics").await.expect(404);
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
    loop {
        let answer = reqwest::get(format!("http://{address}/metrics")).await.expect("an answer");
        let text = answer.text().await.expect("text");
        let verified = text.contains("ringfare_ledger_violations{rule=\"balance_is_the_sum_of_its_lines\"}");
        if verified && text.contains("ringfare_ledger_verified_timestamp_seconds ") && text.contains("ringfare_calls_open ") {
            break;
        }
        assert!(tokio::time::Instant::now() < deadline, "not verified soon after the start: {text}");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_does_not_start_when_its_metrics_cannot_be_told() {
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = taken.local_addr().expect("its address");
    let message = TestApp::fails_to_start(&[("RINGFARE_METRICS_ADDR", &address.to_string())]).await;
    assert!(message.contains("cannot serve metrics") && message.contains("RINGFARE_METRICS_ADDR"), "{message}");
}
