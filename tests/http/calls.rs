//! A call's money, from the voice request to the settled charge.

use axum::{Json, Router, extract::Path, routing::get};
use ringfare::{calls::reconcile, domain::money::Micros, server::ids, twilio::client::Client};
use serde_json::{Value, json};

use crate::{
    actors::Twilio,
    line::{Line, UK_MOBILE},
};

fn rate_of(call: &Value) -> i64 {
    call["rate_micros_per_minute"].as_i64().expect("a rate")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_held_rings_runs_and_is_charged_for_the_minutes_it_began() {
    let line = Line::open("10").await;
    let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
    let twiml = line.voice(&parent, UK_MOBILE).await;
    for part in ["<Dial", "answerOnBridge=\"true\"", "timeLimit=\"3598\"", UK_MOBILE, "initiated ringing answered completed"] {
        assert!(twiml.contains(part), "{part} in {twiml}");
    }
    let call = line.only_call().await;
    let (rate, held) = (rate_of(&call), line.app.wallet(&line.caller.user).await.1);
    assert_eq!(held, Micros(rate * 60), "the hold covers the whole permitted hour");
    for (status, seen) in [("initiated", "initiated"), ("ringing", "ringing"), ("in-progress", "in-progress")] {
        assert_eq!(line.report(&parent, &child, status, &[]).await.status, 204);
        assert_eq!(line.only_call().await["status"], seen);
    }
    assert_eq!(line.report(&parent, &child, "completed", &[("CallDuration", "107"), ("Duration", "2")]).await.status, 204);
    let call = line.only_call().await;
    assert_eq!((&call["status"], &call["charged_micros"]), (&json!("completed"), &json!(rate * 2)));
    assert_eq!(line.app.wallet(&line.caller.user).await, (Micros(10_000_000 - rate * 2), Micros(0)));
    let detail = line.caller.get(&format!("/api/user/calls/{}", call["id"].as_str().expect("an id"))).await.json();
    let arithmetic = detail["receipt"]["arithmetic"].as_str().expect("words").to_owned();
    assert!(arithmetic.starts_with("1 m 47 s → 2 × 60 s × $"), "{arithmetic}");
    assert_eq!(detail["events"].as_array().map(Vec::len), Some(4));
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_identical_and_fifty_reordered_endings_at_once_charge_once() {
    let line = Line::open("10").await;
    let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
    line.voice(&parent, UK_MOBILE).await;
    let ending = [("CallSid", child.as_str()), ("ParentCallSid", &parent), ("CallStatus", "completed"), ("CallDuration", "61")];
    let numbers: Vec<String> = (0..50).map(|number| number.to_string()).collect();
    let statuses = ["completed", "in-progress", "ringing", "initiated"];
    let reordered: Vec<Vec<(&str, &str)>> = numbers
        .iter()
        .zip(statuses.iter().cycle())
        .map(|(number, status)| {
            let mut fields = ending.to_vec();
            fields[2] = ("CallStatus", status);
            fields.push(("SequenceNumber", number));
            fields
        })
        .collect();
    let same = std::iter::repeat_n(ending.as_slice(), 50);
    let answers = line.twilio.post_all_at_once("/api/twilio/status", same.chain(reordered.iter().map(Vec::as_slice))).await;
    assert!(answers.iter().all(|answer| answer.status == 204), "{answers:?}");
    assert_eq!(line.charges().await, 1);
    let call = line.only_call().await;
    assert_eq!(call["charged_micros"], json!(rate_of(&call) * 2));
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sixteen_starts_at_once_on_credit_for_three_holds_open_three() {
    let line = Line::open("1").await;
    let probe = line.caller.get(&format!("/api/rates/quote?to=%2B{}", &UK_MOBILE[1..])).await.json();
    let hold = rate_of(&probe) * 60;
    let missing = Micros(hold * 3 - 1_000_000);
    line.app.operator().credit(&line.caller.user, &missing.decimal(6, ringfare::domain::money::Rounding::Down)).await;
    line.app.allow_calls(&line.caller.user, 16).await;
    let starts = (0..16).map(|_| {
        let parent = Twilio::call_sid();
        let line = &line;
        async move { line.voice(&parent, UK_MOBILE).await }
    });
    let answers = futures_util::future::join_all(starts).await;
    assert_eq!(answers.iter().filter(|twiml| twiml.contains("<Dial")).count(), 3);
    assert_eq!(line.app.wallet(&line.caller.user).await.1, Micros(hold * 3));
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_that_begin_at_once_keep_the_ids_that_their_pages_ask_for() {
    let line = Line::open("5").await;
    line.app.allow_calls(&line.caller.user, 16).await;
    let identity = format!("client:{}", line.caller.user);
    let starts: Vec<(String, String)> = (0..12).map(|_| (Twilio::call_sid(), ids::call_id().to_string())).collect();
    let fields: Vec<_> = starts
        .iter()
        .map(|(parent, id)| [("CallSid", parent.as_str()), ("From", &identity), ("To", UK_MOBILE), ("call_id", id)])
        .collect();
    let answers = line.twilio.post_all_at_once("/api/twilio/voice", fields.iter().map(<[_; 4]>::as_slice)).await;
    let placed = answers.iter().filter(|answer| answer.body.contains("<Dial")).count();
    let calls = line.caller.get("/api/user/calls").await.json();
    let calls = calls["calls"].as_array().expect("a list");
    assert!(placed > 2 && calls.len() == placed, "{placed} of {}", calls.len());
    for call in calls {
        assert!(starts.iter().any(|(_, id)| call["id"] == json!(id)), "{call} has no page");
    }
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_waits_since_its_first_time_is_applied_when_it_is_sent_again() {
    const PARENT: &str = "CA00000000000000000000000000000001";
    const CHILD: &str = "CA00000000000000000000000000000002";
    let line = Line::open("10").await;
    line.report(PARENT, CHILD, "completed", &[("CallDuration", "61")]).await;
    line.voice(&Twilio::call_sid(), UK_MOBILE).await;
    // As if the server had ended between writing the call's row and applying what waited for it.
    line.app.execute("update calls set parent_sid = 'CA00000000000000000000000000000001'").await;
    assert_eq!(line.charges().await, 0);
    line.report(PARENT, CHILD, "completed", &[("CallDuration", "61")]).await;
    let call = line.only_call().await;
    assert_eq!(call["charged_micros"], json!(rate_of(&call) * 2));
    assert_eq!(line.app.count("select count(*) from webhook_events where call_id is null").await, 0);
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_without_a_rate_is_charged_once_there_is_one_and_it_is_reported_again() {
    let line = Line::open("10").await;
    let identity = format!("client:{}", line.caller.user);
    let fields = [
        ("CallSid", "CA126"),
        ("CallStatus", "completed"),
        ("CallDuration", "60"),
        ("To", "+4930123456"),
        ("From", identity.as_str()),
    ];
    assert_eq!(line.twilio.post("/api/twilio/status", &fields).await.status, 204);
    assert_eq!(line.charges().await, 0);
    line.app.put_deck_in_force("wider", &[("49", 20_000, false)]).await;
    for _ in 0..3 {
        assert_eq!(line.twilio.post("/api/twilio/status", &fields).await.status, 204);
    }
    assert_eq!(line.balance().await, Micros(10_000_000 - 20_000));
    assert_eq!(line.charges().await, 1);
    let waiting = line.app.count("select count(*) from webhook_events where call_id is null").await;
    assert_eq!(waiting, 0, "nobody is asked to charge it by hand as well");
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hanging_up_without_end_leaves_the_carrier_in_peace() {
    let line = Line::open("10").await;
    line.voice(&Twilio::call_sid(), UK_MOBILE).await;
    let id = line.only_call().await["id"].as_str().expect("an id").to_owned();
    let hang_up = async || line.caller.post_json(&format!("/api/user/calls/{id}/hang-up"), &json!({})).await.status.as_u16();
    let mut answers = Vec::new();
    for _ in 0..45 {
        answers.push(hang_up().await);
    }
    assert!(answers[..40].iter().all(|status| *status != 429) && answers.contains(&429), "{answers:?}");
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_voice_request_gets_the_same_answer_and_no_second_hold() {
    let line = Line::open("10").await;
    let parent = Twilio::call_sid();
    let answers = futures_util::future::join_all((0..8).map(|_| line.voice(&parent, UK_MOBILE))).await;
    assert!(answers.iter().all(|twiml| *twiml == answers[0] && twiml.contains("<Dial")), "{answers:?}");
    let call = line.only_call().await;
    assert_eq!(line.app.wallet(&line.caller.user).await.1, Micros(rate_of(&call) * 60));
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unanswered_calls_are_free_whatever_duration_they_claim() {
    let line = Line::open("10").await;
    for (status, duration) in [("busy", "0"), ("no-answer", "45"), ("canceled", ""), ("failed", "7")] {
        let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
        line.voice(&parent, UK_MOBILE).await;
        assert_eq!(line.report(&parent, &child, status, &[("CallDuration", duration)]).await.status, 204);
    }
    assert_eq!(line.app.wallet(&line.caller.user).await, (Micros(10_000_000), Micros(0)));
    assert_eq!(line.charges().await, 0);
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ending_without_a_duration_waits_for_one_that_has_it() {
    let line = Line::open("10").await;
    let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
    line.voice(&parent, UK_MOBILE).await;
    for unknown in [&[][..], &[("CallDuration", "")], &[("CallDuration", "soon"), ("Duration", "2")]] {
        line.report(&parent, &child, "completed", unknown).await;
        let call = line.only_call().await;
        assert_eq!((&call["status"], &call["charged_micros"]), (&json!("completed"), &Value::Null));
    }
    assert_ne!(line.app.wallet(&line.caller.user).await.1, Micros(0), "the hold stays");
    line.report(&parent, &child, "completed", &[("CallDuration", "125")]).await;
    let call = line.only_call().await;
    assert_eq!(call["charged_micros"], json!(rate_of(&call) * 3));
    line.report(&parent, &child, "completed", &[("CallDuration", "999"), ("SequenceNumber", "9")]).await;
    assert_eq!(line.only_call().await["charged_micros"], call["charged_micros"], "the first valid report settles");
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_before_the_voice_request_are_kept_and_adopted() {
    let line = Line::open("10").await;
    let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
    line.report(&parent, &child, "completed", &[("CallDuration", "30")]).await;
    line.report(&parent, &child, "ringing", &[]).await;
    assert_eq!(line.charges().await, 0);
    line.voice(&parent, UK_MOBILE).await;
    let call = line.only_call().await;
    assert_eq!((&call["status"], &call["charged_micros"]), (&json!("completed"), &json!(rate_of(&call))));
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_first_heard_of_at_its_end_belongs_to_the_number_or_the_identity_it_came_from() {
    let line = Line::open("10").await;
    line.app.set_number(&line.caller.user, "+14155552671").await;
    let identity = format!("client:{}", line.caller.user);
    for (sid, from) in [("CA123", "+14155552671"), ("CA124", identity.as_str())] {
        let before = line.balance().await;
        let fields = [("CallSid", sid), ("CallStatus", "completed"), ("CallDuration", "120"), ("To", UK_MOBILE), ("From", from)];
        let answers = line.twilio.post_at_once(20, "/api/twilio/status", &fields).await;
        assert!(answers.iter().all(|answer| answer.status == 204), "{answers:?}");
        let calls = line.caller.get("/api/user/calls").await.json();
        assert_eq!(before - line.balance().await, Micros(rate_of(&calls["calls"][0]) * 2));
    }
    assert_eq!(line.charges().await, 2);
    let strangers =
        [("CallSid", "CA125"), ("CallStatus", "completed"), ("CallDuration", "60"), ("To", UK_MOBILE), ("From", "+14155550199")];
    assert_eq!(line.twilio.post("/api/twilio/status", &strangers).await.status, 204);
    assert_eq!(line.charges().await, 2);
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_adopted_call_never_takes_more_than_there_is() {
    let line = Line::open("0.01").await;
    line.app.set_number(&line.caller.user, "+14155552671").await;
    let fields = [
        ("CallSid", "CA126"),
        ("CallStatus", "completed"),
        ("CallDuration", "6000"),
        ("To", UK_MOBILE),
        ("From", "+14155552671"),
    ];
    line.twilio.post("/api/twilio/status", &fields).await;
    assert_eq!(line.balance().await, Micros(0));
    let call = line.only_call().await;
    assert_eq!(call["charged_micros"], json!(10_000));
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_legs_and_the_dial_action_charge_once_by_the_called_leg() {
    let line = Line::open("10").await;
    let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
    line.voice(&parent, UK_MOBILE).await;
    let browser = [("CallSid", parent.as_str()), ("CallStatus", "completed"), ("CallDuration", "900"), ("Direction", "inbound")];
    line.twilio.post("/api/twilio/status", &browser).await;
    let dial =
        [("CallSid", parent.as_str()), ("DialCallSid", &child), ("DialCallStatus", "completed"), ("DialCallDuration", "59")];
    let answer = line.twilio.post("/api/twilio/dial", &dial).await;
    assert!(answer.body.contains("<Response></Response>"), "{answer:?}");
    line.report(&parent, &child, "completed", &[("CallDuration", "59")]).await;
    let call = line.only_call().await;
    assert_eq!(call["charged_micros"], json!(rate_of(&call)));
    assert_eq!(line.charges().await, 1);
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_may_not_be_dialled_is_refused_in_words_and_holds_nothing() {
    let line = Line::open("0").await;
    for (to, word) in [(UK_MOBILE, "credit"), ("+999123456789", ""), ("+19005551234", ""), ("911", ""), ("banana", ""), ("", "")]
    {
        let twiml = line.voice(&Twilio::call_sid(), to).await;
        assert!(twiml.contains("<Say>") && twiml.contains("<Hangup/>") && !twiml.contains("<Dial"), "{to}: {twiml}");
        assert!(twiml.contains(word), "{to}: {twiml}");
    }
    assert_eq!(line.app.count("select count(*) from calls").await, 0);
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unsigned_forged_and_oversized_posts_are_refused_and_change_nothing() {
    let line = Line::open("10").await;
    line.app.set_number(&line.caller.user, "+14155552671").await;
    let fields = [
        ("CallSid", "CA123"),
        ("CallStatus", "completed"),
        ("CallDuration", "14400"),
        ("To", UK_MOBILE),
        ("From", "+14155552671"),
    ];
    for path in ["/api/twilio/status", "/api/twilio/voice", "/api/twilio/dial", "/api/twilio/events"] {
        assert_eq!(line.twilio.post_unsigned(path, &fields).await.status, 403, "{path}");
        assert_eq!(line.twilio.post_forged(path, &fields).await.status, 403, "{path}");
    }
    let large = "x".repeat(70_000);
    assert_eq!(line.twilio.post("/api/twilio/status", &[("CallSid", "CA123"), ("Padding", large.as_str())]).await.status, 413);
    assert_eq!(line.balance().await, Micros(10_000_000));
    assert_eq!(line.app.count("select count(*) from webhook_events").await, 0);
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reconciler_settles_a_call_whose_ending_was_lost_and_the_late_one_changes_nothing() {
    let line = Line::open("10").await;
    let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
    line.voice(&parent, UK_MOBILE).await;
    line.report(&parent, &child, "in-progress", &[]).await;
    line.app.clock.advance_seconds(3_600 + 120);
    let mut state = line.app.state().clone();
    let rest = carrier_that_says(&child, "completed", "95").await;
    state.twilio = Client::new(line.twilio.account.clone(), rest);
    let first = reconcile::pass(&state).await.expect("a pass");
    assert_eq!((first.asked, first.settled), (1, 1));
    let call = line.only_call().await;
    assert_eq!(call["charged_micros"], json!(rate_of(&call) * 2));
    line.report(&parent, &child, "completed", &[("CallDuration", "3599")]).await;
    assert_eq!(line.only_call().await["charged_micros"], call["charged_micros"]);
    assert_eq!(line.charges().await, 1);
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreachable_carrier_leaves_the_hold_until_it_answers() {
    let line = Line::open("10").await;
    let parent = Twilio::call_sid();
    line.voice(&parent, UK_MOBILE).await;
    let held = line.app.wallet(&line.caller.user).await.1;
    line.app.clock.advance_seconds(3_600 + 120);
    let mut state = line.app.state().clone();
    state.twilio = Client::new(line.twilio.account.clone(), "http://127.0.0.1:9".into());
    let pass = reconcile::pass(&state).await.expect("a pass");
    assert_eq!((pass.asked, pass.settled), (1, 0));
    assert_eq!(line.app.wallet(&line.caller.user).await.1, held);
    line.finish().await;
}

/// A REST API that knows one called leg.
async fn carrier_that_says(child: &str, status: &'static str, duration: &'static str) -> String {
    let (known, sid) = (format!("{child}.json"), child.to_owned());
    let one = move |Path((_, asked)): Path<(String, String)>| async move {
        if asked == known {
            Ok(Json(json!({ "sid": sid, "status": status, "duration": duration, "direction": "outbound-dial" })))
        } else {
            Err(axum::http::StatusCode::NOT_FOUND)
        }
    };
    let app = Router::new().route("/2010-04-01/Accounts/{account}/Calls/{call}", get(one));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}")
}

#[tokio::test(flavor = "multi_thread")]
async fn another_callers_call_is_not_found_and_lists_are_pages() {
    let line = Line::open("10").await;
    for _ in 0..3 {
        let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
        line.voice(&parent, UK_MOBILE).await;
        line.report(&parent, &child, "completed", &[("CallDuration", "5")]).await;
    }
    let first = line.caller.get("/api/user/calls?limit=2").await.json();
    let cursor = first["next_cursor"].as_str().expect("a second page").to_owned();
    let second = line.caller.get(&format!("/api/user/calls?limit=2&cursor={cursor}")).await.json();
    assert_eq!((second["calls"].as_array().map(Vec::len), &second["next_cursor"]), (Some(1), &Value::Null));
    let id = first["calls"][0]["id"].as_str().expect("an id");
    let stranger = line.app.script("stranger@ringfare.test").await;
    assert_eq!(stranger.get(&format!("/api/user/calls/{id}")).await.status, 404);
    assert_eq!(line.caller.get("/api/user/calls?limit=0").await.status, 422);
    assert_eq!(line.caller.get("/api/user/calls?status=asleep").await.status, 422);
    let csv = line.caller.get("/api/user/calls.csv").await.body;
    assert_eq!(csv.lines().count(), 4, "{csv}");
    let statement = line.caller.get("/api/user/transactions?kind=call&limit=2").await.json();
    assert_eq!(statement["transactions"][0]["seq"], json!(4));
    let events = line.caller.get("/api/twilio/events").await.json();
    assert_eq!(events["events"].as_array().map(Vec::len), Some(3), "{events}");
    let after = events["next_cursor"].as_str().expect("where to go on");
    assert_eq!(line.caller.get(&format!("/api/twilio/events?since={after}")).await.json()["events"], json!([]));
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_may_come_by_get() {
    let line = Line::open("10").await;
    let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
    line.voice(&parent, UK_MOBILE).await;
    let fields = [("CallSid", child.as_str()), ("ParentCallSid", &parent), ("CallStatus", "completed"), ("CallDuration", "60")];
    assert_eq!(line.twilio.get("/api/twilio/status", &fields).await.status, 204);
    let call = line.only_call().await;
    assert_eq!(call["charged_micros"], json!(rate_of(&call)));
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn event_streams_are_stored_once_shown_on_their_call_and_move_no_money() {
    let line = Line::open("10").await;
    let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
    line.voice(&parent, UK_MOBILE).await;
    line.report(&parent, &child, "ringing", &[]).await;
    let summary = json!({ "call_sid": child, "parent_call_sid": parent, "call_state": "completed", "duration": 70, "connect_duration": 61 });
    let kind = "com.twilio.voice.insights.call-summary.complete";
    let batch = json!([
        { "id": "EZ1", "type": kind, "data": summary },
        { "id": "EZ2", "type": kind, "data": summary.to_string() },
        { "id": "EZ1", "type": kind, "data": summary },
    ]);
    for _ in 0..2 {
        assert_eq!(line.twilio.post_json("/api/twilio/events", &batch).await.status, 204);
    }
    assert_eq!(line.app.count("select count(*) from webhook_events where source = 'events'").await, 2);
    assert_eq!(line.only_call().await["status"], "ringing");
    assert_eq!(line.charges().await, 0);
    let events = line.caller.get("/api/twilio/events").await.json();
    assert_eq!(events["events"].as_array().map(Vec::len), Some(3), "{events}");
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_outlives_a_restart_of_the_server() {
    let line = Line::open("10").await;
    let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
    line.voice(&parent, UK_MOBILE).await;
    let Line { app, caller, .. } = line;
    let app = app.restart().await;
    let twilio = app.twilio();
    let fields = [("CallSid", child.as_str()), ("ParentCallSid", &parent), ("CallStatus", "completed"), ("CallDuration", "61")];
    assert_eq!(twilio.post("/api/twilio/status", &fields).await.status, 204);
    let (balance, held) = app.wallet(&caller.user).await;
    assert_eq!((balance, held), (Micros(10_000_000 - 2 * 35_000), Micros(0)));
    app.assert_books_balance().await;
}
