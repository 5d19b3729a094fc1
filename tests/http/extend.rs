//! Credit that comes during a call: the hold first, the carrier's limit after it, and never more than there is.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use ringfare::{calls::extend, domain::money::Micros, ledger};
use serde_json::{Value, json};

use crate::{
    actors::Twilio,
    line::{Line, UK_MOBILE},
    rest_stub::{Order, RestStub},
};

/// What a minute to a British mobile costs on the line.
const MINUTE: i64 = 35_000;

/// A call on credit for one minute, answered.
async fn short_call(stub: &RestStub) -> (Line, String, String) {
    let line = Line::open_at(stub, "0.04").await;
    let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
    let twiml = line.voice(&parent, UK_MOBILE).await;
    assert!(twiml.contains("timeLimit=\"58\""), "{twiml}");
    line.report(&parent, &child, "in-progress", &[]).await;
    (line, parent, child)
}

async fn pass(line: &Line) {
    extend::pass(line.app.state()).await.expect("a pass");
}

fn limits_told(stub: &RestStub) -> Vec<String> {
    stub.orders().into_iter().filter(|order| order.field == "TimeLimit").map(|order| order.value).collect()
}

fn limit_of(call: &Value) -> i64 {
    call["time_limit_seconds"].as_i64().expect("a limit")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hold_is_there_before_the_carrier_hears_of_the_longer_limit() {
    let stub = RestStub::start().await;
    let (line, _, child) = short_call(&stub).await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (db, user, witness) = (line.app.db().clone(), line.caller.user.clone(), seen.clone());
    stub.on_order(move |order: Order| {
        let (db, user, witness) = (db.clone(), user.clone(), witness.clone());
        async move {
            let wallet = ledger::store::balance(&db, &user).await.expect("the database answers").expect("an account");
            witness.lock().expect("no panic").push((order, wallet.held_micros));
        }
    });
    line.app.operator().credit(&line.caller.user, "0.10").await;
    extend::after_credit(line.app.state(), &line.caller.user).await.expect("extended");
    let seen = seen.lock().expect("no panic").clone();
    assert!(!seen.is_empty());
    for (order, held) in &seen {
        assert_eq!((order.sid.as_str(), order.field.as_str(), order.value.as_str()), (child.as_str(), "TimeLimit", "238"));
        assert_eq!(*held, Micros(4 * MINUTE), "committed before the carrier was told");
    }
    let call = line.only_call().await;
    assert_eq!((limit_of(&call), &call["held_micros"]), (238, &json!(4 * MINUTE)));
    assert_eq!(line.app.count("select carrier_limit_s from calls").await, 238);
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn credit_from_another_process_is_noticed_by_the_servers_own_pass() {
    let stub = RestStub::start().await;
    let (line, parent, child) = short_call(&stub).await;
    line.app.operator().credit(&line.caller.user, "1").await;
    let began = Instant::now();
    while limits_told(&stub).is_empty() {
        assert!(began.elapsed() < Duration::from_secs(20), "the server did not notice");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(limits_told(&stub), ["1738"]);
    line.report(&parent, &child, "completed", &[("CallDuration", "600")]).await;
    let call = line.only_call().await;
    assert_eq!(call["charged_micros"], json!(10 * MINUTE));
    let detail = line.caller.get(&format!("/api/user/calls/{}", call["id"].as_str().expect("an id"))).await.json();
    assert!(detail["events"].to_string().contains("There is more credit: the call may last 28 m 00 s longer"), "{detail}");
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_carrier_that_is_down_hears_of_it_later() {
    let stub = RestStub::start().await;
    let (line, _, _) = short_call(&stub).await;
    stub.set_down(true);
    line.app.operator().credit(&line.caller.user, "0.10").await;
    pass(&line).await;
    assert_eq!(limit_of(&line.only_call().await), 238, "the hold does not wait for the carrier");
    assert_eq!(line.app.count("select carrier_limit_s from calls").await, 58);
    assert!(limits_told(&stub).is_empty());
    stub.set_down(false);
    pass(&line).await;
    assert_eq!(line.app.count("select carrier_limit_s from calls").await, 238);
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_between_the_hold_and_the_order_is_made_up_for() {
    let stub = RestStub::start().await;
    let (line, _, _) = short_call(&stub).await;
    line.app.operator().credit(&line.caller.user, "0.10").await;
    // The order is dropped, as if the process had died before it.
    extend::prolong(line.app.state(), None).await.expect("a longer hold");
    line.app.assert_books_balance().await;
    let began = Instant::now();
    while limits_told(&stub).is_empty() {
        assert!(began.elapsed() < Duration::from_secs(20), "the server's own pass does not tell it");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(limits_told(&stub).last().map(String::as_str), Some("238"));
    pass(&line).await;
    let told = limits_told(&stub).len();
    pass(&line).await;
    assert_eq!(limits_told(&stub).len(), told, "what the carrier has heard is not told again");
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sixteen_extensions_racing_with_the_end_leave_the_books_right() {
    for round in 0..6 {
        let stub = RestStub::start().await;
        let (line, parent, child) = short_call(&stub).await;
        let fields =
            [("CallSid", child.as_str()), ("ParentCallSid", &parent), ("CallStatus", "completed"), ("CallDuration", "59")];
        let extensions = futures_util::future::join_all((0..14).map(|task| {
            let line = &line;
            async move {
                line.app.operator().credit(&line.caller.user, if task % 2 == 0 { "0.05" } else { "0.20" }).await;
                extend::after_credit(line.app.state(), &line.caller.user).await.expect("the database answers")
            }
        }));
        let endings = async {
            tokio::time::sleep(Duration::from_millis(round * 15)).await;
            line.twilio.post_at_once(2, "/api/twilio/status", &fields).await
        };
        let (_, answers) = tokio::join!(extensions, endings);
        assert!(answers.iter().all(|answer| answer.status == 204), "{answers:?}");
        let call = line.only_call().await;
        assert_eq!(call["charged_micros"], json!(MINUTE));
        assert_eq!(line.app.wallet(&line.caller.user).await, (Micros(40_000 + 7 * 250_000 - MINUTE), Micros(0)));
        line.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_calls_share_the_credit_oldest_first_and_never_take_more_than_there_is() {
    let stub = RestStub::start().await;
    let line = Line::open_at(&stub, "0.285").await;
    line.app.limit(&line.caller.user, None, Some(60)).await;
    for _ in 0..2 {
        let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
        line.voice(&parent, UK_MOBILE).await;
        line.report(&parent, &child, "in-progress", &[]).await;
        line.app.clock.advance_seconds(1);
    }
    pass(&line).await;
    assert_eq!(line.app.wallet(&line.caller.user).await.1, Micros(2 * MINUTE), "a minute each, by the limit");
    line.app.limit(&line.caller.user, None, Some(300)).await;
    pass(&line).await;
    let (balance, held) = line.app.wallet(&line.caller.user).await;
    assert!(held <= balance && balance - held < Micros(MINUTE), "{held:?} of {balance:?}");
    let calls = line.caller.get("/api/user/calls").await.json();
    let limits: Vec<i64> = calls["calls"].as_array().expect("calls").iter().map(limit_of).collect();
    assert_eq!(limits, [178, 298], "newest first: the older one has all it may, the younger one what is left");
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spending_limit_stops_an_extension_where_it_stands() {
    let stub = RestStub::start().await;
    let (line, _, _) = short_call(&stub).await;
    line.app.limit(&line.caller.user, Some(Micros(3 * MINUTE)), None).await;
    line.app.operator().credit(&line.caller.user, "10").await;
    pass(&line).await;
    let call = line.only_call().await;
    assert_eq!((limit_of(&call), &call["held_micros"]), (178, &json!(3 * MINUTE)));
    pass(&line).await;
    assert_eq!(limit_of(&line.only_call().await), 178);
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_or_parked_call_takes_no_more_credit() {
    let stub = RestStub::start().await;
    let (line, parent, child) = short_call(&stub).await;
    line.report(&parent, &child, "completed", &[]).await;
    line.app.operator().credit(&line.caller.user, "10").await;
    pass(&line).await;
    assert_eq!(line.app.wallet(&line.caller.user).await.1, Micros(MINUTE));
    assert!(limits_told(&stub).is_empty());
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_past_the_end_of_its_hold_takes_no_more_credit() {
    let stub = RestStub::start().await;
    let (line, parent, child) = short_call(&stub).await;
    // The carrier never said that it ended, and says nothing now.
    stub.set_down(true);
    line.app.clock.advance_seconds(58 + 30 + 5 + 60 + 1);
    line.app.operator().credit(&line.caller.user, "10").await;
    pass(&line).await;
    assert_eq!(line.app.wallet(&line.caller.user).await.1, Micros(MINUTE), "nothing is locked in it");
    line.report(&parent, &child, "completed", &[("CallDuration", "58")]).await;
    line.finish().await;
}
