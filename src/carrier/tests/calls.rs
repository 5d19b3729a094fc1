//! What the application is told of each kind of call.

use std::{sync::atomic::AtomicU32, time::Duration};

use super::stub::{Behaviour, Seen, Stub, dial, quick};
use crate::carrier::{Faults, Settings};

const ANYONE: &str = "+447911123456";

/// Path and status of each request, such as `status completed`.
fn steps(seen: &[Seen]) -> Vec<String> {
    seen.iter().map(|seen| format!("{} {}", seen.path.trim_start_matches('/'), seen.field("CallStatus"))).collect()
}

/// The posts of the called leg alone, by their status.
fn called(seen: &[Seen]) -> Vec<&str> {
    seen.iter().filter(|seen| !seen.field("ParentCallSid").is_empty()).map(|seen| seen.field("CallStatus")).collect()
}

fn last<'a>(seen: &'a [Seen], path: &str, parent: bool) -> &'a Seen {
    let fits = |seen: &&Seen| seen.path == path && seen.field("ParentCallSid").is_empty() == parent;
    seen.iter().rfind(fits).unwrap_or_else(|| panic!("no {path} of the {}", if parent { "parent" } else { "called leg" }))
}

#[tokio::test]
async fn an_answered_call_is_told_step_by_step_and_signed() {
    let stub = Stub::with(dial(ANYONE, "")).await;
    let parent = stub.call(ANYONE, 1.2).await;
    let seen = stub.seen(7).await;
    assert_eq!(seen.len(), 7, "{:#?}", steps(&seen));
    assert!(seen.iter().all(|seen| seen.signed && seen.agent == "TwilioProxy/1.1" && !seen.token.is_empty()));
    assert_eq!(called(&seen), ["initiated", "ringing", "in-progress", "completed"]);

    let voice = &seen[0];
    assert_eq!((voice.path.as_str(), voice.field("CallStatus")), ("/voice", "ringing"));
    assert_eq!((voice.field("From"), voice.field("To"), voice.field("call_id")), ("client:u_1", ANYONE, "call_7"));
    assert_eq!((voice.field("CallSid"), voice.field("Direction")), (parent.as_str(), "inbound"));

    let child = last(&seen, "/status", false);
    assert_eq!((child.field("ParentCallSid"), child.field("Direction")), (parent.as_str(), "outbound-dial"));
    assert_eq!((child.field("From"), child.field("To")), ("+14155550100", ANYONE));
    assert_eq!((child.field("CallDuration"), child.field("Duration"), child.field("SequenceNumber")), ("1", "1", "3"));
    assert!(child.body.contains("To=%2B447911123456&") && !child.body.contains('+'), "{}", child.body);

    let action = last(&seen, "/dial", true);
    assert_eq!((action.field("DialCallStatus"), action.field("DialCallDuration")), ("completed", "1"));
    assert_eq!((action.field("DialCallSid"), action.field("CallSid")), (child.field("CallSid"), parent.as_str()));
    let end = last(&seen, "/status", true);
    assert_eq!((end.field("CallSid"), end.field("CallStatus")), (parent.as_str(), "completed"));
}

#[tokio::test]
async fn the_time_limit_ends_a_call() {
    let stub = Stub::with(dial(ANYONE, r#"timeLimit="1""#)).await;
    stub.call(ANYONE, 60.0).await;
    assert_eq!(last(&stub.seen(7).await, "/status", false).field("CallDuration"), "1");
}

#[tokio::test]
async fn each_scripted_number_fails_in_its_own_way() {
    for (number, status, sip) in [
        ("+14155550111", "busy", "486"),
        ("+14155550112", "no-answer", "487"),
        ("+14155550113", "failed", "404"),
        ("+14155550118", "busy", "603"),
    ] {
        let stub = Stub::with(dial(number, "")).await;
        stub.call(number, 60.0).await;
        let seen = stub.seen(5).await;
        let child = last(&seen, "/status", false);
        assert_eq!((child.field("CallStatus"), child.field("SipResponseCode")), (status, sip), "{number}");
        assert_eq!(child.field("CallDuration"), "0", "{number}");
        assert_eq!(last(&seen, "/dial", true).field("DialCallStatus"), status, "{number}");
        assert_eq!(last(&seen, "/status", true).field("CallStatus"), "no-answer", "{number}");
    }
}

#[tokio::test]
async fn a_lost_end_is_known_to_rest_alone() {
    let number = "+14155550115";
    let stub = Stub::with(dial(number, "")).await;
    let parent = stub.call(number, 0.6).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(steps(&stub.seen(4).await), ["voice ringing", "status initiated", "status ringing", "status in-progress"]);
    let leg = stub.called(&parent).await;
    assert_eq!((leg["status"].as_str(), leg["duration"].as_str()), (Some("completed"), Some("1")));
}

#[tokio::test]
async fn a_number_whose_posts_come_three_times_at_once() {
    let number = "+14155550116";
    let stub = Stub::with(dial(number, "")).await;
    stub.call(number, 0.5).await;
    let seen = stub.seen(19).await;
    assert_eq!(seen.len(), 1 + 3 * 4 + 3 + 3, "{:#?}", steps(&seen));
    assert!(seen.iter().all(|seen| seen.signed));
    let tokens: std::collections::BTreeSet<_> =
        seen.iter().filter(|seen| seen.field("SequenceNumber") == "3").map(|seen| &seen.token).collect();
    assert_eq!(tokens.len(), 2, "two share a token, the third has its own");
}

#[tokio::test]
async fn a_number_whose_posts_come_in_reverse() {
    let number = "+14155550117";
    let stub = Stub::with(dial(number, "")).await;
    stub.call(number, 0.5).await;
    assert_eq!(called(&stub.seen(7).await), ["completed", "in-progress", "ringing", "initiated"]);
}

#[tokio::test]
async fn a_number_whose_duration_rest_alone_tells() {
    let number = "+14155550119";
    let stub = Stub::with(dial(number, "")).await;
    let parent = stub.call(number, 0.5).await;
    let seen = stub.seen(7).await;
    assert!(seen.iter().all(|seen| !seen.fields.contains_key("CallDuration") && !seen.fields.contains_key("DialCallDuration")));
    assert_eq!(stub.called(&parent).await["duration"], "");
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(stub.called(&parent).await["duration"], "1");
}

#[tokio::test]
async fn a_refused_post_is_tried_again_with_the_same_token() {
    let behaviour = Behaviour { twiml: dial(ANYONE, ""), refuses: AtomicU32::new(2) };
    let stub = Stub::start(quick(), behaviour).await;
    stub.call(ANYONE, 0.6).await;
    let seen = stub.seen(9).await;
    assert_eq!(called(&seen), ["initiated", "initiated", "initiated", "ringing", "in-progress", "completed"]);
    let first: Vec<_> = seen.iter().filter(|seen| seen.field("CallStatus") == "initiated").map(|seen| &seen.token).collect();
    assert!(first.iter().all(|token| *token == first[0]));
}

#[tokio::test]
async fn a_rejected_call_has_one_leg_and_one_end() {
    for (twiml, status) in [
        (r#"<Response><Reject reason="busy"/></Response>"#, "busy"),
        ("<Response><Reject/></Response>", "no-answer"),
        ("<Response><Hangup/></Response>", "no-answer"),
        ("<Response/>", "no-answer"),
        ("<Response><Say>No.</Say><Hangup/></Response>", "completed"),
        ("this is no TwiML", "failed"),
    ] {
        let stub = Stub::with(twiml).await;
        stub.call(ANYONE, 60.0).await;
        assert_eq!(steps(&stub.seen(2).await), ["voice ringing".to_owned(), format!("status {status}")], "{twiml}");
    }
}

#[tokio::test]
async fn posts_travel_as_badly_as_asked() {
    let with = |faults| Settings { faults, ..quick() };
    let behaviour = || Behaviour { twiml: dial(ANYONE, ""), ..Behaviour::default() };
    let lossy = Stub::start(with(Faults { loss: 1.0, ..Faults::default() }), behaviour()).await;
    let doubling = Stub::start(with(Faults { duplicate: 1.0, ..Faults::default() }), behaviour()).await;
    let swapping = Stub::start(with(Faults { reorder: 1.0, ..Faults::default() }), behaviour()).await;
    let forging = Stub::start(with(Faults { forged: 1.0, ..Faults::default() }), behaviour()).await;
    for stub in [&lossy, &doubling, &swapping, &forging] {
        stub.call(ANYONE, 0.5).await;
    }
    assert_eq!(steps(&lossy.seen(2).await), ["voice ringing", "dial completed"]);
    assert_eq!(called(&doubling.seen(12).await).len(), 8);
    assert_eq!(called(&swapping.seen(7).await), ["ringing", "initiated", "completed", "in-progress"]);
    let seen = forging.seen(12).await;
    let forged: Vec<_> = seen.iter().filter(|seen| !seen.signed).map(|seen| seen.field("CallDuration")).collect();
    assert_eq!(forged, ["14400"; 5]);
}

#[tokio::test]
async fn a_number_from_which_no_sound_comes_is_told_of_by_event_streams_and_no_other() {
    for (number, posts) in [("+14155550120", 8), (ANYONE, 7)] {
        let stub = Stub::with(dial(number, "")).await;
        let parent = stub.call(number, 0.5).await;
        let seen = stub.seen(posts).await;
        assert_eq!(seen.len(), posts, "{:#?}", steps(&seen));
        let Some(events) = seen.iter().find(|seen| seen.path == "/events") else { continue };
        assert!(events.signed);
        let batch: serde_json::Value = serde_json::from_str(&events.body).expect("JSON");
        let called = &batch[1]["data"];
        assert_eq!(
            (called["parent_call_sid"].as_str(), called["call_state"].as_str()),
            (Some(parent.as_str()), Some("completed"))
        );
        assert_eq!(called["carrier_edge"]["metrics"]["inbound"]["packets_received"], 0);
        assert_eq!(called["carrier_edge"]["metrics"]["outbound"]["packets_sent"], 50);
        assert_eq!(called["account_sid"], stub.account.account_sid.as_str());
    }
}
