//! What must not change what a call costs.

use ringfare::{calls::reconcile, domain::money::Micros};
use serde_json::json;

use crate::{
    actors::Twilio,
    line::{Line, UK_MOBILE},
    rest_stub::RestStub,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_deck_that_is_replaced_during_a_call_changes_nothing_about_it() {
    let line = Line::open("10").await;
    let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
    line.voice(&parent, UK_MOBILE).await;
    line.app.put_deck_in_force("dearer", &[("447", 500_000, false)]).await;
    line.report(&parent, &child, "completed", &[("CallDuration", "61")]).await;
    let call = line.only_call().await;
    assert_eq!((&call["rate_micros_per_minute"], &call["charged_micros"]), (&json!(35_000), &json!(70_000)));
    let detail = line.caller.get(&format!("/api/user/calls/{}", call["id"].as_str().expect("an id"))).await.json();
    assert_eq!(detail["receipt"]["rate_micros_per_minute"], json!(35_000), "the receipt tells the frozen price");
    let later = Twilio::call_sid();
    line.voice(&later, UK_MOBILE).await;
    let calls = line.caller.get("/api/user/calls?limit=1").await.json();
    assert_eq!(calls["calls"][0]["rate_micros_per_minute"], json!(500_000), "the next call has the new one");
    line.finish().await;
}

/// From the answer to the end, whatever the server's clock does meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_changes_no_charge() {
    for jump_seconds in [-3_600, -1, 0, 300, 3_500] {
        let line = Line::open("10").await;
        let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
        line.voice(&parent, UK_MOBILE).await;
        line.report(&parent, &child, "in-progress", &[]).await;
        line.app.clock.advance_seconds(jump_seconds);
        line.report(&parent, &child, "completed", &[("CallDuration", "107")]).await;
        assert_eq!(line.balance().await, Micros(10_000_000 - 70_000), "after a jump of {jump_seconds} s");
        line.finish().await;
    }
}

/// 60 s cut off by the carrier can be reported as 61 s; a carrier that lets a call run on is the house's loss.
#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_outruns_its_hold_takes_the_hold_and_no_more() {
    let stub = RestStub::start().await;
    let line = Line::open_at(&stub, "0.07").await;
    let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
    let twiml = line.voice(&parent, UK_MOBILE).await;
    assert!(twiml.contains("timeLimit=\"118\""), "two minutes less the guard: {twiml}");
    line.report(&parent, &child, "completed", &[("CallDuration", "240")]).await;
    assert_eq!(line.only_call().await["charged_micros"], json!(null), "a post alone is not believed that much");
    stub.says(&parent, &child, "completed", "240");
    line.app.clock.advance_seconds(10);
    reconcile::pass(line.app.state()).await.expect("a pass");
    let call = line.only_call().await;
    assert_eq!((&call["held_micros"], &call["charged_micros"]), (&json!(70_000), &json!(70_000)));
    assert_eq!(line.balance().await, Micros::ZERO);
    let shortfall = line.app.count("select rated_micros - charged_micros from calls").await;
    assert_eq!(shortfall, 70_000, "what the house bears is on the call's row");
    line.finish().await;
}
