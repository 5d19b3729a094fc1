//! What a page is told, and what it hears.

use std::time::Duration;

use serde_json::json;

use super::{
    browser::{Page, Sound},
    stub::{Behaviour, Stub, dial, quick},
};
use crate::{
    carrier::{Settings, wall_clock},
    twilio::access_token,
};

const ANYONE: &str = "+447911123456";

fn token(stub: &Stub) -> String {
    access_token::mint(&stub.account, "u_1", 3_600, wall_clock::now())
}

async fn listening(stub: &Stub) -> Page {
    let mut page = Page::open(&stub.base).await;
    page.send("listen", json!({ "token": token(stub) })).await;
    assert_eq!(page.expect("connected").await["token"], json!({ "identity": "u_1", "ttl": 3_600 }));
    page
}

fn invitation(offer: &str) -> serde_json::Value {
    json!({ "callsid": "TJS1", "sdp": offer, "twilio": { "params": "To=%2B447911123456&call_id=7f3c&note=%C3%BC%20%26" } })
}

#[tokio::test]
async fn what_a_caller_says_comes_back_until_they_hang_up() {
    let stub = Stub::with(dial(ANYONE, "")).await;
    let mut page = listening(&stub).await;
    let (mut sound, offer) = Sound::offer().await;
    page.send("invite", invitation(&offer)).await;
    let sid = page.expect("ringing").await["callsid"].clone();
    let answer = page.expect("answer").await;
    assert_eq!(answer["callsid"], sid);
    sound.accept(&answer["sdp"]);
    let heard = sound.speak_until_heard(20).await;
    assert!(heard.iter().all(|word| word.starts_with(b"word ")));
    page.send("hangup", json!({ "callsid": sid })).await;
    let seen = stub.seen(7).await;
    assert_eq!((seen[0].field("note"), seen[0].field("call_id")), ("ü &", "7f3c"));
    let statuses: Vec<_> = seen.iter().map(|seen| seen.field("CallStatus")).collect();
    assert_eq!(statuses.iter().filter(|status| **status == "completed").count(), 3, "{statuses:?}");
}

#[tokio::test]
async fn a_call_without_sound_is_ended() {
    let settings = Settings { media: Duration::from_millis(300), ..quick() };
    let stub = Stub::start(settings, Behaviour { twiml: dial(ANYONE, ""), ..Behaviour::default() }).await;
    let mut page = listening(&stub).await;
    let (_sound, offer) = Sound::offer().await;
    page.send("invite", invitation(&offer)).await;
    page.expect("ringing").await;
    page.expect("answer").await;
    assert_eq!(page.expect("hangup").await["error"]["code"], 53405);
}

#[tokio::test]
async fn a_call_refused_before_it_rings_is_hung_up_by_the_pages_own_name() {
    for (twiml, code) in
        [(dial("+14155550113", ""), 31404), ("<Response><Reject/></Response>".into(), 31603), ("no".into(), 31000)]
    {
        let stub = Stub::with(twiml).await;
        let mut page = listening(&stub).await;
        page.send("invite", invitation(&Sound::offer().await.1)).await;
        let hangup = page.expect("hangup").await;
        assert_eq!((&hangup["callsid"], &hangup["error"]["code"]), (&json!("TJS1"), &json!(code)));
    }
}

#[tokio::test]
async fn a_caller_comes_back_on_another_socket() {
    let settings = Settings { media: Duration::from_secs(30), ..quick() };
    let stub = Stub::start(settings, Behaviour { twiml: dial(ANYONE, ""), ..Behaviour::default() }).await;
    let mut page = listening(&stub).await;
    page.send("invite", invitation(&Sound::offer().await.1)).await;
    page.expect("ringing").await;
    let answer = page.expect("answer").await;
    drop(page);
    let mut page = listening(&stub).await;
    let again = |token: &serde_json::Value| json!({ "callsid": answer["callsid"], "reconnect": token, "sdp": "", "twilio": {} });
    page.send("invite", again(&json!("guessed"))).await;
    assert_eq!(page.expect("hangup").await["error"]["code"], 31209);
    page.send("invite", again(&answer["reconnect"])).await;
    assert_eq!(page.expect("answer").await["callsid"], answer["callsid"]);
    tokio::time::sleep(Duration::from_millis(2_300)).await;
    assert_eq!(stub.called(answer["callsid"].as_str().expect("a SID")).await["status"], "in-progress");
    drop(page);
    tokio::time::sleep(Duration::from_millis(2_300)).await;
    assert_eq!(stub.called(answer["callsid"].as_str().expect("a SID")).await["status"], "completed");
}

#[tokio::test]
async fn a_bad_token_or_offer_opens_nothing() {
    let stub = Stub::with(dial(ANYONE, "")).await;
    let old = access_token::mint(&stub.account, "u_1", 10, wall_clock::now().plus_seconds(-60));
    for (token, code) in [("nonsense".to_owned(), 31204), (old, 31205)] {
        let mut page = Page::open(&stub.base).await;
        page.send("listen", json!({ "token": token })).await;
        assert_eq!(page.expect("error").await["error"]["code"], code);
        page.expect("close").await;
        assert!(page.is_closed().await);
    }
    let mut stranger = Page::open(&stub.base).await;
    stranger.send("invite", invitation(&Sound::offer().await.1)).await;
    assert_eq!(stranger.expect("hangup").await["error"]["code"], 31204);
    let mut page = listening(&stub).await;
    page.send("invite", invitation("v=0 and so on")).await;
    assert_eq!(page.expect("hangup").await["error"]["code"], 31400);
    page.send("register", json!({ "media": { "audio": true } })).await;
    page.expect("ready").await;
    assert!(stub.seen(0).await.is_empty());
}

#[tokio::test]
async fn another_callers_call_is_out_of_reach() {
    let stub = Stub::with(dial(ANYONE, "")).await;
    let parent = stub.call(ANYONE, 60.0).await;
    stub.seen(4).await;
    let mut page = Page::open(&stub.base).await;
    page.send("listen", json!({ "token": access_token::mint(&stub.account, "u_2", 3_600, wall_clock::now()) })).await;
    page.expect("connected").await;
    page.send("hangup", json!({ "callsid": parent })).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(stub.called(&parent).await["status"], "in-progress");
}
