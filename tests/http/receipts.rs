//! What a caller can read of a call afterwards: the receipt, the timeline, and what was given back.

use ringfare::{
    domain::money::Micros,
    ledger::{self, command::refund_call},
    server::database::Engine,
};
use serde_json::{Value, json};

use crate::{
    actors::Twilio,
    line::{Line, UK_MOBILE},
    support::TestApp,
};

const SUMMARY: &str = "com.twilio.voice.insights.call-summary.complete";

/// The call in full, as scripts read it.
async fn detail(line: &Line) -> Value {
    let call = line.only_call().await;
    line.caller.get(&format!("/api/user/calls/{}", call["id"].as_str().expect("an id"))).await.expect(200).json()
}

/// What became of each event, in the order they came.
fn effects(detail: &Value) -> Vec<&str> {
    detail["events"].as_array().expect("events").iter().map(|event| event["effect"].as_str().unwrap_or("none")).collect()
}

fn sentence(detail: &Value, at: usize) -> &str {
    detail["events"][at]["summary"].as_str().expect("a sentence")
}

/// Twilio's last word on a called leg: so many packets came from there.
fn summary(id: &str, line: &Line, (parent, child): (&str, &str), packets: i64) -> Value {
    let edge = json!({ "metrics": { "inbound": { "packets_received": packets }, "outbound": { "packets_sent": 500 } } });
    json!([{ "id": id, "type": SUMMARY, "data": {
        "account_sid": line.twilio.account.account_sid.as_str(), "call_sid": child, "parent_call_sid": parent,
        "call_state": "completed", "carrier_edge": edge } }])
}

async fn post_event(line: &Line, event: &Value) {
    line.twilio.post_json("/api/twilio/events", event).await.expect(204);
}

/// A call that ran for so many seconds.
async fn one_call(line: &Line, seconds: &str) -> (String, String) {
    let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
    line.voice(&parent, UK_MOBILE).await;
    line.report(&parent, &child, "completed", &[("CallDuration", seconds)]).await.expect(204);
    (parent, child)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_receipt_is_the_sum_with_its_deck_and_the_page_shows_it_without_script() {
    let line = Line::open("10").await;
    one_call(&line, "107").await;
    let detail = detail(&line).await;
    let receipt = &detail["receipt"];
    assert_eq!(
        receipt["arithmetic"],
        "1 m 47 s → 2 × 60 s × $0.0350 (Test destination, prefix 447, deck test) = $0.07; held $2.10, released $2.03"
    );
    assert_eq!((&receipt["deck"], &receipt["refund"], &receipt["shortfall_micros"]), (&json!("test"), &Value::Null, &json!(0)));
    let browser = line.app.signed_in("caller@ringfare.test").await;
    let id = detail["id"].as_str().expect("an id");
    let page = browser.get(&format!("/dashboard/calls/{id}")).await.expect(200).body;
    for part in ["1 m 47 s → 2 × 60 s × $0.0350", "settled the call", "data-testid=\"timeline\""] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let stranger = line.app.signed_in("stranger@ringfare.test").await;
    for path in [format!("/dashboard/calls/{id}"), "/dashboard/calls/banana".into()] {
        let page = stranger.get(&path).await.body;
        assert!(page.contains("There is no such call.") && !page.contains("$0.0350"), "{path}: {page}");
    }
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unanswered_calls_say_that_and_why_they_are_free() {
    for (status, why) in [
        ("busy", "the line was busy"),
        ("no-answer", "not answered"),
        ("canceled", "cancelled before the answer"),
        ("failed", "the call could not be put through"),
    ] {
        let line = Line::open("10").await;
        let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
        line.voice(&parent, UK_MOBILE).await;
        line.report(&parent, &child, status, &[("CallDuration", "0")]).await.expect(204);
        let receipt = &detail(&line).await["receipt"];
        assert_eq!(receipt["arithmetic"], format!("{why} → free of charge; held $2.10, released $2.10"));
        line.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_timeline_tells_delay_repetition_and_effect() {
    let line = Line::open("10").await;
    let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
    line.voice(&parent, UK_MOBILE).await;
    let now = line.app.clock.now();
    let (early, ahead) = (now.plus_seconds(-7).rfc3339(), now.plus_seconds(3_600).rfc3339());
    let ringing = [("Timestamp", early.as_str()), ("SequenceNumber", "1")];
    line.app.clock.advance_seconds(5);
    for _ in 0..3 {
        line.report(&parent, &child, "ringing", &ringing).await.expect(204);
    }
    line.report(&parent, &child, "completed", &[("CallDuration", "30"), ("Timestamp", &ahead)]).await.expect(204);
    line.report(&parent, &child, "in-progress", &[("Timestamp", "half past nine"), ("SequenceNumber", "2")]).await.expect(204);
    line.report(&parent, &child, "completed", &[("CallDuration", "31"), ("SequenceNumber", "9")]).await.expect(204);
    line.report(&parent, &child, "daydreaming", &[]).await.expect(204);
    let detail = detail(&line).await;
    assert_eq!(effects(&detail), ["moved", "settled", "late", "late", "noted"]);
    let events = detail["events"].as_array().expect("events");
    let delays: Vec<_> = events.iter().map(|event| event["delay_seconds"].as_i64()).collect();
    assert!(delays[0].is_some_and(|seconds| (12..=13).contains(&seconds)), "{delays:?}");
    assert_eq!(delays[1..], [Some(0), None, None, None]);
    let deliveries: Vec<_> = events.iter().map(|event| event["deliveries"].as_i64()).collect();
    assert_eq!(deliveries, [3, 1, 1, 1, 1].map(Some));
    assert!(events[0]["last_delivery_at"].is_string() && events[1]["last_delivery_at"].is_null());
    let listed = line.caller.get("/api/twilio/events").await.json();
    assert_eq!(listed["events"], detail["events"]);
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_that_waited_says_what_it_changed_once_its_call_is_known() {
    let line = Line::open("10").await;
    let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
    line.report(&parent, &child, "completed", &[("CallDuration", "30")]).await.expect(204);
    assert_eq!(line.app.count("select count(*) from webhook_events where effect = 'waiting'").await, 1);
    post_event(&line, &summary("EZ1", &line, (&parent, &child), 0)).await;
    line.voice(&parent, UK_MOBILE).await;
    let detail = detail(&line).await;
    assert_eq!(effects(&detail), ["settled", "refunded"]);
    assert_eq!(detail["receipt"]["refund"]["amount_micros"], detail["charged_micros"]);
    assert_eq!(line.balance().await, Micros(10_000_000));
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_without_sound_is_refunded_once_whenever_and_however_often_the_carrier_says_so() {
    for before_the_end in [true, false] {
        let line = Line::open("10").await;
        let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
        line.voice(&parent, UK_MOBILE).await;
        line.report(&parent, &child, "in-progress", &[]).await.expect(204);
        let event = |id: &str| summary(id, &line, (&parent, &child), 0);
        if before_the_end {
            post_event(&line, &event("EZ1")).await;
        }
        line.report(&parent, &child, "completed", &[("CallDuration", "61")]).await.expect(204);
        for id in ["EZ1", "EZ1", "EZ2"] {
            post_event(&line, &event(id)).await;
        }
        let detail = detail(&line).await;
        let expected = if before_the_end {
            vec!["moved", "noted", "settled", "nothing"]
        } else {
            vec!["moved", "settled", "refunded", "nothing"]
        };
        assert_eq!(effects(&detail), expected, "{detail}");
        let refund = &detail["receipt"]["refund"];
        assert_eq!((&refund["amount_micros"], &refund["operator"]), (&json!(70_000), &json!("ringfare")));
        assert_eq!(refund["reason"], "The carrier reports that no sound ever passed");
        assert_eq!(detail["charged_micros"], json!(70_000), "the charge stays what it was");
        assert!(detail["receipt"]["arithmetic"].as_str().is_some_and(|words| words.ends_with("; refunded $0.07")));
        assert_eq!(line.app.wallet(&line.caller.user).await, (Micros(10_000_000), Micros(0)));
        let lines = line.caller.get("/api/user/transactions").await.json();
        let kinds: Vec<_> = lines["transactions"].as_array().expect("lines").iter().map(|line| line["kind"].clone()).collect();
        assert_eq!(kinds, ["adjust", "call", "adjust"]);
        assert_eq!(lines["transactions"][0]["call_id"], detail["id"]);
        line.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_carriers_final_word_on_this_accounts_own_answered_call_refunds() {
    let line = Line::open("10").await;
    let (parent, child) = one_call(&line, "61").await;
    let silent = |id: &str| summary(id, &line, (&parent, &child), 0);
    let mut partial = silent("EZ1");
    partial[0]["type"] = json!("com.twilio.voice.insights.call-summary.partial");
    let mut foreign = silent("EZ2");
    foreign[0]["data"]["account_sid"] = json!("AC00000000000000000000000000000000");
    let mut browser = silent("EZ3");
    browser[0]["data"]["sdk_edge"] = browser[0]["data"]["carrier_edge"].take();
    let mut another = silent("EZ4");
    another[0]["data"]["call_sid"] = json!(Twilio::call_sid());
    another[0]["data"]["parent_call_sid"] = Value::Null;
    for event in [partial, foreign, browser, another, summary("EZ5", &line, (&parent, &child), 1)] {
        post_event(&line, &event).await;
    }
    let unsigned = line.app.anonymous().request(reqwest::Method::POST, "/api/twilio/events").json(&silent("EZ6"));
    assert_eq!(unsigned.send().await.expect("an answer").status(), 403);
    assert_eq!(line.balance().await, Micros(10_000_000 - 70_000));
    assert_eq!(effects(&detail(&line).await), ["settled", "noted", "noted", "noted", "noted"]);
    let busy = Line::open("10").await;
    let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
    busy.voice(&parent, UK_MOBILE).await;
    busy.report(&parent, &child, "busy", &[]).await.expect(204);
    post_event(&busy, &summary("EZ1", &busy, (&parent, &child), 0)).await;
    assert_eq!(effects(&detail(&busy).await), ["settled", "noted"]);
    assert!(sentence(&detail(&busy).await, 1).ends_with("nothing was charged"));
    line.finish().await;
    busy.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_has_so_many_automatic_refunds_a_day_then_the_operator_decides() {
    let line = Line::open("10").await;
    for nth in 0..7 {
        let (parent, child) = one_call(&line, "30").await;
        post_event(&line, &summary(&format!("EZ{nth}"), &line, (&parent, &child), 0)).await;
    }
    assert_eq!(line.balance().await, Micros(10_000_000 - 2 * 35_000));
    let left = line.app.count("select count(*) from webhook_events where summary like '%the operator decides%'").await;
    assert_eq!(left, 2);
    line.app.clock.advance_seconds(86_401);
    let (parent, child) = one_call(&line, "30").await;
    post_event(&line, &summary("EZ9", &line, (&parent, &child), 0)).await;
    assert_eq!(line.balance().await, Micros(10_000_000 - 2 * 35_000), "the next day has its own");
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answered_call_under_the_operators_seconds_is_charged_and_refunded_in_one() {
    let app = TestApp::start_with(&[("RINGFARE_REFUND_UNDER_SECONDS", "4")]).await;
    let line = Line::on(app, "10").await;
    one_call(&line, "3").await;
    let detail = detail(&line).await;
    assert_eq!(detail["charged_micros"], json!(35_000));
    assert_eq!(detail["receipt"]["refund"]["reason"], "The call lasted 3 s: calls under 4 s are refunded");
    assert_eq!(line.balance().await, Micros(10_000_000));
    line.app.set_number(&line.caller.user, "+14155552671").await;
    for (sid, seconds) in [("CA1", "2"), ("CA2", "4")] {
        let fields = [
            ("CallSid", sid),
            ("CallStatus", "completed"),
            ("CallDuration", seconds),
            ("To", UK_MOBILE),
            ("From", "+14155552671"),
        ];
        line.twilio.post("/api/twilio/status", &fields).await.expect(204);
    }
    assert_eq!(line.balance().await, Micros(10_000_000 - 35_000), "four seconds are not under four");
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_refunds_once_with_a_reason_and_never_more_than_the_charge() {
    let line = Line::open("10").await;
    one_call(&line, "107").await;
    let id = detail(&line).await["id"].as_str().expect("an id").to_owned();
    let state = line.app.state();
    for (call, reason, amount, word) in [
        ("call_x", "noise", None, "no settled call"),
        (id.as_str(), " ", None, "a reason is needed"),
        (&id, "noise", Some("0.070001"), "cannot be given back"),
        (&id, "noise", Some("-0.01"), "cannot be given back"),
        (&id, "noise", Some("0"), "cannot be given back"),
        (&id, "noise", Some("0.0000001"), "not an amount"),
    ] {
        let refusal = refund_call(state, call, reason, amount).await.expect_err("refused");
        assert!(refusal.contains(word), "{refusal}");
    }
    let given = refund_call(state, &id, "The line was bad", Some("0.02")).await.expect("given");
    assert_eq!(given, "$0.020000 given back; the balance is now $9.950000");
    let again = refund_call(state, &id, "once more", None).await.expect_err("refused");
    assert!(again.contains("refunded before"), "{again}");
    assert_eq!(detail(&line).await["receipt"]["refund"]["reason"], "The line was bad");
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_was_tampered_with_breaks_the_books() {
    let line = Line::open("10").await;
    let (parent, child) = one_call(&line, "61").await;
    post_event(&line, &summary("EZ1", &line, (&parent, &child), 0)).await;
    line.app.assert_books_balance().await;
    let more = "update transactions set amount_micros = amount_micros + 1 where kind = 'adjust' and call_id is not null";
    match line.app.db() {
        Engine::Sqlite(pool) => drop(sqlx::query(more).execute(pool).await.expect("tampered")),
        Engine::Postgres(pool) => drop(sqlx::query(more).execute(pool).await.expect("tampered")),
    }
    let broken = ledger::verify::verify(line.app.db(), line.app.clock.now()).await.expect("read");
    let rule = "a refund names a settled call of the same account and gives back at most its charge, once";
    assert!(broken.iter().any(|violation| violation.rule == rule), "{broken:?}");
}

/// What a carrier posts in error, what becomes of the call, what it costs, and the sentence kept of it.
#[tokio::test(flavor = "multi_thread")]
async fn bad_posts_are_refused_or_parked_with_a_clear_record_and_never_guessed() {
    const PARKED: &str = "parked";
    for (status, fields, effect, charged, words) in [
        ("completed", &[][..], PARKED, None, "has not said yet how long"),
        ("completed", &[("CallDuration", "")], PARKED, None, "its duration is empty"),
        ("completed", &[("CallDuration", "-5")], PARKED, None, "its duration '-5' is no number of seconds"),
        ("completed", &[("CallDuration", "6.5")], PARKED, None, "its duration '6.5' is no number of seconds"),
        ("completed", &[("CallDuration", "soon")], PARKED, None, "its duration 'soon' is no number of seconds"),
        ("completed", &[("CallDuration", "99999999999999999999999999")], PARKED, None, "is no number of seconds"),
        ("completed", &[("CallDuration", "86401")], PARKED, None, "its duration '86401' is no number of seconds"),
        ("completed", &[("CallDuration", "14400")], PARKED, None, "4 h 00 m is more than the 1 h 00 m it was permitted"),
        ("completed", &[("CallDuration", "3601")], PARKED, None, "is more than the 1 h 00 m it was permitted"),
        ("completed", &[("CallDuration", "3600")], "settled", Some(2_100_000), "The call ended after 3600 s"),
        ("completed", &[("Duration", "2")], PARKED, None, "it names minutes alone (Duration=2), which are never charged"),
        ("completed", &[("CallDuration", "61"), ("Duration", "1")], "settled", Some(70_000), "The call ended after 61 s"),
        ("completed", &[("CallDuration", "0")], "settled", Some(0), "The call ended after 0 s"),
        ("no-answer", &[("CallDuration", "45")], "settled", Some(0), "Nobody answered; the 45 s it names cost nothing"),
        ("busy", &[("CallDuration", "-5")], "settled", Some(0), "The line was busy; its duration '-5' is no number"),
        (
            "completed",
            &[("CallDuration", "60"), ("Price", "-9.00"), ("PriceUnit", "EUR")],
            "settled",
            Some(35_000),
            "a price in EUR stands in it and was not read",
        ),
        ("on-the-moon", &[("CallDuration", "60")], "noted", None, "'on-the-moon', a word not known here"),
    ] {
        let line = Line::open("10").await;
        let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
        line.voice(&parent, UK_MOBILE).await;
        line.report(&parent, &child, status, fields).await.expect(204);
        let detail = detail(&line).await;
        let case = format!("{status} {fields:?}: {detail}");
        assert_eq!(effects(&detail), [effect], "{case}");
        assert_eq!(detail["charged_micros"].as_i64(), charged, "{case}");
        assert!(sentence(&detail, 0).contains(words), "{case}");
        let held = if charged.is_none() { 2_100_000 } else { 0 };
        let wallet = line.app.wallet(&line.caller.user).await;
        assert_eq!(wallet, (Micros(10_000_000 - charged.unwrap_or(0)), Micros(held)), "{case}");
        line.finish().await;
    }
    let line = Line::open("10").await;
    for fields in
        [&[("CallStatus", "completed")][..], &[("CallSid", "CA1")], &[("CallSid", ""), ("CallStatus", "completed")], &[]]
    {
        assert_eq!(line.twilio.post("/api/twilio/status", fields).await.expect(422).error_code(), "invalid_input");
    }
    assert_eq!(line.app.count("select count(*) from webhook_events").await, 0);
    line.finish().await;
}
