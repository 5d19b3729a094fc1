//! What the carrier forgot to tell: asked for, given up, settled by hand; what calls cost; what belongs to nobody.

use std::time::{Duration, Instant};

use ringfare::{
    calls::{
        command::{self, Reconcile},
        reconcile::{self, price},
    },
    domain::money::Micros,
};
use serde_json::{Value, json};

use crate::{
    actors::Twilio,
    line::{Line, UK_MOBILE},
    rest_stub::RestStub,
};

const DAY: i64 = 86_400;

/// A call that was answered, with both its legs.
async fn answered(line: &Line) -> (String, String) {
    let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
    line.voice(&parent, UK_MOBILE).await;
    line.report(&parent, &child, "in-progress", &[]).await;
    (parent, child)
}

async fn pass(line: &Line) {
    reconcile::pass(line.app.state()).await.expect("a pass");
}

async fn held(line: &Line) -> Micros {
    line.app.wallet(&line.caller.user).await.1
}

/// What the timeline of the only call says.
async fn timeline(line: &Line) -> String {
    let id = line.only_call().await["id"].as_str().expect("an id").to_owned();
    line.caller.get(&format!("/api/user/calls/{id}")).await.json()["events"].to_string()
}

async fn unmatched(line: &Line) -> Value {
    let text = command::reconcile(line.app.state(), Reconcile::Unmatched { json: true }).await.expect("a list");
    serde_json::from_str(&text).expect("JSON")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_duration_that_never_comes_is_asked_for_by_the_schedule_then_given_up_and_a_late_post_still_settles() {
    let stub = RestStub::start().await;
    let line = Line::open_at(&stub, "10").await;
    let (parent, child) = answered(&line).await;
    stub.says(&parent, &child, "completed", "");
    line.report(&parent, &child, "completed", &[]).await;
    let hold = held(&line).await;
    for (tries, wait) in [(1, 5), (2, 15), (3, 60), (4, 300), (5, 3_600), (6, DAY), (7, DAY), (8, DAY), (9, DAY), (10, DAY)] {
        pass(&line).await;
        assert_eq!(line.app.count("select reconcile_tries from calls").await, tries);
        pass(&line).await;
        assert_eq!(line.app.count("select reconcile_tries from calls").await, tries, "not before its time");
        line.app.clock.advance_seconds(wait);
    }
    assert_eq!(line.app.count("select count(*) from calls where given_up_at is not null").await, 0);
    pass(&line).await;
    assert_eq!(line.app.count("select count(*) from calls where given_up_at is not null").await, 1);
    assert_eq!((held(&line).await, line.charges().await), (hold, 0), "never settled by a guess");
    let list = unmatched(&line).await;
    assert_eq!(list["given_up"][0]["held_micros"], json!(hold.0), "{list}");
    assert!(list["given_up"][0]["next_step"].as_str().is_some_and(|step| step.contains("--settle")), "{list}");
    let questions = stub.questions();
    line.app.clock.advance_seconds(30 * DAY);
    pass(&line).await;
    assert_eq!(stub.questions(), questions, "a call that is given up is not asked about");
    line.report(&parent, &child, "completed", &[("CallDuration", "61")]).await;
    assert_eq!(line.only_call().await["charged_micros"], json!(70_000));
    assert_eq!(unmatched(&line).await["given_up"], json!([]));
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_carrier_that_does_not_answer_counts_for_nothing() {
    let stub = RestStub::start().await;
    let line = Line::open_at(&stub, "10").await;
    let (parent, child) = answered(&line).await;
    stub.set_down(true);
    line.app.clock.advance_seconds(3_600 + 120);
    let hold = held(&line).await;
    for _ in 0..20 {
        pass(&line).await;
        line.app.clock.advance_seconds(DAY);
    }
    assert_eq!(line.app.count("select reconcile_tries from calls where given_up_at is null").await, 0);
    assert_eq!(held(&line).await, hold);
    stub.set_down(false);
    stub.says(&parent, &child, "completed", "95");
    pass(&line).await;
    assert_eq!(line.only_call().await["charged_micros"], json!(70_000));
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_runs_past_its_hold_is_ended_at_most_five_times_and_settled_as_told() {
    let stub = RestStub::start().await;
    let line = Line::open_at(&stub, "10").await;
    let (parent, child) = answered(&line).await;
    stub.says(&parent, &child, "in-progress", "");
    pass(&line).await;
    assert!(stub.orders().is_empty(), "it may run");
    line.app.clock.advance_seconds(3_600 + 120);
    for _ in 0..8 {
        pass(&line).await;
        line.app.clock.advance_seconds(5);
    }
    line.app.clock.advance_seconds(3_600);
    pass(&line).await;
    let orders = stub.orders();
    assert_eq!(orders.len(), 5, "{orders:?}");
    assert!(orders.iter().all(|order| order.sid == parent && order.field == "Status" && order.value == "completed"));
    stub.says(&parent, &child, "completed", "3720");
    line.app.clock.advance_seconds(2 * DAY);
    pass(&line).await;
    let call = line.only_call().await;
    assert_eq!(call["charged_micros"], call["held_micros"], "never more than the hold");
    assert!(timeline(&line).await.contains("attempt 5 of 5"));
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_without_a_record_is_released_after_its_hold_and_says_so_but_never_one_that_was_said_to_have_ended() {
    let stub = RestStub::start().await;
    let line = Line::open_at(&stub, "20").await;
    let parent = Twilio::call_sid();
    line.voice(&parent, UK_MOBILE).await;
    let browser = [("CallSid", parent.as_str()), ("CallStatus", "completed"), ("Direction", "inbound")];
    line.twilio.post("/api/twilio/status", &browser).await;
    for _ in 0..6 {
        line.app.clock.advance_seconds(60);
        pass(&line).await;
    }
    assert_ne!(held(&line).await, Micros(0), "the records may lag");
    line.app.clock.advance_seconds(3_600);
    pass(&line).await;
    assert_eq!((held(&line).await, line.charges().await), (Micros(0), 0));
    assert!(timeline(&line).await.contains("has no record of the call"));
    let (parent, child) = answered(&line).await;
    line.report(&parent, &child, "completed", &[]).await;
    let hold = held(&line).await;
    line.app.clock.advance_seconds(2 * 3_600);
    pass(&line).await;
    assert_eq!(held(&line).await, hold, "it was talked, and nobody knows for how long");
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browsers_leg_that_ended_alone_frees_the_hold_within_minutes() {
    let stub = RestStub::start().await;
    let line = Line::open_at(&stub, "10").await;
    let parent = Twilio::call_sid();
    line.voice(&parent, UK_MOBILE).await;
    stub.says_of_browser(&parent, "completed");
    let browser = [("CallSid", parent.as_str()), ("CallStatus", "completed"), ("Direction", "inbound")];
    line.twilio.post("/api/twilio/status", &browser).await;
    line.app.clock.advance_seconds(4);
    pass(&line).await;
    assert_ne!(held(&line).await, Micros(0), "the called leg's record may be on its way");
    for wait in [5, 15, 60] {
        line.app.clock.advance_seconds(wait);
        pass(&line).await;
    }
    assert_eq!((held(&line).await, line.only_call().await["status"].clone()), (Micros(0), json!("canceled")));
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_answer_that_hangs_holds_up_none_of_the_others() {
    let stub = RestStub::start().await;
    let line = Line::open_at(&stub, "100").await;
    line.app.allow_calls(&line.caller.user, 20).await;
    let mut legs = Vec::new();
    for _ in 0..4 {
        legs.push(answered(&line).await);
    }
    stub.hangs_on(&legs[0].1);
    for (parent, child) in &legs[1..] {
        stub.says(parent, child, "completed", "30");
    }
    line.app.clock.advance_seconds(3_600 + 120);
    let began = Instant::now();
    let state = line.app.state().clone();
    let whole = tokio::spawn(async move { reconcile::pass(&state).await });
    while line.charges().await < 3 {
        assert!(began.elapsed() < Duration::from_secs(4), "the others wait for the one that hangs");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    whole.await.expect("no panic").expect("a pass");
    assert!(began.elapsed() < Duration::from_secs(9), "an answer that hangs is not waited for: {:?}", began.elapsed());
    assert_eq!(line.app.count("select count(*) from calls where settled_at is null and reconcile_tries = 0").await, 1);
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reconciler_and_the_carriers_posts_race_for_one_charge() {
    let stub = RestStub::start().await;
    let line = Line::open_at(&stub, "10").await;
    let (parent, child) = answered(&line).await;
    stub.says(&parent, &child, "completed", "95");
    line.app.clock.advance_seconds(3_600 + 120);
    let fields = [("CallSid", child.as_str()), ("ParentCallSid", &parent), ("CallStatus", "completed"), ("CallDuration", "30")];
    let passes = futures_util::future::join_all((0..8).map(|_| pass(&line)));
    let (_, answers) = tokio::join!(passes, line.twilio.post_at_once(8, "/api/twilio/status", &fields));
    assert!(answers.iter().all(|answer| answer.status == 204), "{answers:?}");
    assert_eq!(line.charges().await, 1);
    let charged = line.only_call().await["charged_micros"].clone();
    assert!(charged == json!(35_000) || charged == json!(70_000), "{charged}");
    stub.says(&parent, &child, "completed", "3000");
    line.app.clock.advance_seconds(DAY);
    pass(&line).await;
    assert_eq!(line.only_call().await["charged_micros"], charged, "the first one stays");
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_that_belong_to_no_call_are_listed_by_leg_after_some_minutes() {
    let stub = RestStub::start().await;
    let line = Line::open_at(&stub, "10").await;
    let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
    let browser =
        [("CallSid", parent.as_str()), ("CallStatus", "completed"), ("Direction", "inbound"), ("From", "client:nobody")];
    line.twilio.post("/api/twilio/status", &browser).await;
    line.report("CAstranger", &child, "completed", &[("CallDuration", "60")]).await;
    assert_eq!(unmatched(&line).await["legs"], json!([]), "their call may be on its way");
    line.app.clock.advance_seconds(600);
    let list = unmatched(&line).await;
    let legs: Vec<&str> = list["legs"].as_array().expect("legs").iter().filter_map(|leg| leg["leg"].as_str()).collect();
    assert_eq!(legs.len(), 2, "{list}");
    assert!(legs.contains(&parent.as_str()) && legs.contains(&"CAstranger"), "{list}");
    let text = command::reconcile(line.app.state(), Reconcile::Unmatched { json: false }).await.expect("a list");
    assert!(text.contains("client:nobody") && text.ends_with("0 calls given up, 2 unknown legs."), "{text}");
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_settles_what_the_carrier_left_open_and_nothing_that_runs() {
    let stub = RestStub::start().await;
    let line = Line::open_at(&stub, "10").await;
    let (parent, child) = answered(&line).await;
    let id = line.only_call().await["id"].as_str().expect("an id").to_owned();
    let settle =
        async |seconds, reason| command::reconcile(line.app.state(), Reconcile::Settle { call: &id, seconds, reason }).await;
    assert!(settle(61, "it runs").await.is_err_and(|refusal| refusal.contains("may still run")));
    line.report(&parent, &child, "completed", &[]).await;
    assert!(settle(61, " ").await.is_err() && settle(-1, "negative").await.is_err() && settle(86_401, "too long").await.is_err());
    assert!(settle(61, "the console says 61 s").await.is_ok_and(|text| text.contains("$0.070000")));
    assert_eq!(line.only_call().await["charged_micros"], json!(70_000));
    assert!(timeline(&line).await.contains("(cli) at 61 s: the console says 61 s"));
    assert!(settle(0, "again").await.is_err_and(|refusal| refusal.contains("settled already")));
    line.report(&parent, &child, "completed", &[("CallDuration", "600")]).await;
    assert_eq!(line.charges().await, 1);
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_carriers_price_is_asked_for_until_it_is_known_and_never_touches_the_charge() {
    let stub = RestStub::start().await;
    let line = Line::open_at(&stub, "10").await;
    let (parent, child) = answered(&line).await;
    line.report(&parent, &child, "completed", &[("CallDuration", "61")]).await;
    let before = (line.only_call().await, line.app.wallet(&line.caller.user).await);
    let lines = line.app.count("select count(*) from transactions").await;
    stub.says(&parent, &child, "completed", "61");
    let priced = async || price::pass(line.app.state()).await.expect("a pass");
    priced().await;
    assert_eq!(line.app.count("select carrier_tries from calls").await, 0, "not in the first minute");
    line.app.clock.advance_seconds(61);
    priced().await;
    assert_eq!(line.app.count("select carrier_tries from calls where carrier_micros is null").await, 1);
    stub.prices(&parent, "-0.00800", "usd");
    stub.prices(&child, "-0.0700001", "USD");
    line.app.clock.advance_seconds(301);
    priced().await;
    assert_eq!(line.app.count("select carrier_parent_micros from calls").await, 8_000);
    assert_eq!(line.app.count("select carrier_child_micros from calls").await, 70_001, "never understated");
    assert_eq!(line.app.count("select carrier_micros from calls where carrier_currency = 'USD'").await, 78_001);
    let questions = stub.questions();
    line.app.clock.advance_seconds(30 * DAY);
    priced().await;
    assert_eq!(stub.questions(), questions, "a known price is not asked for again");
    assert_eq!((line.only_call().await, line.app.wallet(&line.caller.user).await), before, "the caller's charge stays");
    assert_eq!(line.app.count("select count(*) from transactions").await, lines);
    let text = command::margin(line.app.state(), 365, false).await.expect("a table");
    assert!(text.contains("-0.0080 !") && text.contains("1 prefix brings less than it costs"), "{text}");
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn margins_stand_by_prefix_and_by_currency() {
    let stub = RestStub::start().await;
    let line = Line::open_at(&stub, "20").await;
    for (to, price, currency) in
        [(UK_MOBILE, "-0.02", "USD"), (UK_MOBILE, "-0.01", "USD"), (UK_MOBILE, "-2", "JPY"), ("+14155550123", "", "")]
    {
        let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
        line.voice(&parent, to).await;
        line.report(&parent, &child, "completed", &[("CallDuration", "60")]).await;
        if !price.is_empty() {
            stub.prices(&parent, price, currency);
            stub.prices(&child, "0", currency);
        }
    }
    line.app.clock.advance_seconds(61);
    price::pass(line.app.state()).await.expect("a pass");
    let text = command::margin(line.app.state(), 1, true).await.expect("JSON");
    let list: Value = serde_json::from_str(&text).expect("JSON");
    let seen: Vec<_> = list["prefixes"]
        .as_array()
        .expect("prefixes")
        .iter()
        .map(|row| {
            (
                row["prefix"].clone(),
                row["calls"].clone(),
                row["carrier_currency"].clone(),
                row["carrier_micros"].clone(),
                row["margin_micros"].clone(),
            )
        })
        .collect();
    let expected = [
        (json!("1415"), json!(1), Value::Null, json!(0), Value::Null),
        (json!("447"), json!(1), json!("JPY"), json!(2_000_000), Value::Null),
        (json!("447"), json!(2), json!("USD"), json!(30_000), json!(40_000)),
    ];
    assert_eq!(seen, expected);
    line.finish().await;
}
