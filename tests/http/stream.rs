//! `/api/user/stream`: what changes reaches whoever listens, at once, and nobody else.

use std::time::Duration;

use reqwest::{Method, Response};
use ringfare::domain::money::Micros;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::{
    actors::{Script, SignedIn},
    line::{Line, UK_MOBILE},
    support::{PASSWORD, TestApp},
};

/// Far more than any push takes, and less than a beat.
const PATIENCE: Duration = Duration::from_secs(8);
/// What would have come by then did not come.
const SILENCE: Duration = Duration::from_millis(700);
const STREAM: &str = "/api/user/stream";
const PARENT: &str = "CA00000000000000000000000000000001";
const CHILD: &str = "CA00000000000000000000000000000002";

/// One event as it came.
#[derive(Debug, Clone, PartialEq)]
struct Event {
    name: String,
    id: String,
    data: Value,
}

/// An open stream.
struct Listener {
    response: Response,
    text: String,
}

impl Listener {
    async fn open(caller: &Script, last: &str) -> Self {
        let mut request = caller.request(Method::GET, STREAM);
        if !last.is_empty() {
            request = request.header("last-event-id", last);
        }
        Self::of(request.send().await.expect("an answer"))
    }

    async fn of_browser(caller: &SignedIn) -> Self {
        Self::of(caller.request(Method::GET, STREAM).send().await.expect("an answer"))
    }

    fn of(response: Response) -> Self {
        assert_eq!(response.status(), 200);
        Self { response, text: String::new() }
    }

    /// The next event; `None` when the server closed the stream.
    async fn next(&mut self) -> Option<Event> {
        timeout(PATIENCE, self.read()).await.expect("an event in time")
    }

    async fn read(&mut self) -> Option<Event> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                return Some(parse(&event));
            }
            let bytes = self.response.chunk().await.ok()??;
            self.text.push_str(std::str::from_utf8(&bytes).expect("text"));
        }
    }

    /// The next event, which must have this name.
    async fn expect(&mut self, name: &str) -> Event {
        let event = self.next().await.expect("the stream goes on");
        assert_eq!(event.name, name, "{event:?}");
        event
    }

    /// The state that a stream begins with: balance, calls, and the id to come back with.
    async fn begin(&mut self) -> (Value, Value, String) {
        self.expect("hello").await;
        let (balance, calls) = (self.expect("balance").await, self.expect("calls").await);
        (balance.data, calls.data, calls.id)
    }

    async fn is_silent(&mut self) -> bool {
        timeout(SILENCE, self.read()).await.is_err()
    }
}

fn parse(text: &str) -> Event {
    let field = |name: &str| {
        let value = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        value.trim_start_matches(':').trim().to_owned()
    };
    Event { name: field("event"), id: field("id"), data: serde_json::from_str(&field("data")).unwrap_or_default() }
}

#[tokio::test]
async fn a_stream_begins_with_the_balance_and_the_calls_as_they_are() {
    let line = Line::open("5").await;
    line.voice(PARENT, UK_MOBILE).await;
    let response = line.caller.request(Method::GET, STREAM).send().await.expect("an answer");
    let header = |name: &str| response.headers()[name].to_str().expect("text").to_owned();
    assert_eq!(header("content-type"), "text/event-stream");
    assert_eq!(header("x-accel-buffering"), "no");
    assert!(header("cache-control").contains("no-cache"));
    let mut stream = Listener::of(response);
    let hello = stream.expect("hello").await;
    assert_eq!(hello.data["account"], json!(line.caller.user));
    assert_eq!(stream.expect("balance").await.data, line.caller.get("/api/user/balance").await.json());
    assert_eq!(stream.expect("calls").await.data, json!([line.only_call().await]));
    line.finish().await;
}

#[tokio::test]
async fn nobody_without_a_session_or_token_hears_anything() {
    let app = TestApp::start().await;
    let answer = app.anonymous().get(STREAM).await.expect(401);
    assert_eq!(answer.error_code(), "not_signed_in");
}

#[tokio::test]
async fn a_call_reaches_its_caller_from_the_hold_to_the_charge_and_nobody_else() {
    let line = Line::open("5").await;
    let other = line.app.script("other@ringfare.test").await;
    let (mut stream, mut elsewhere) = (Listener::open(&line.caller, "").await, Listener::open(&other, "").await);
    stream.begin().await;
    elsewhere.begin().await;

    line.voice(PARENT, UK_MOBILE).await;
    let held = stream.expect("balance").await.data;
    assert!(held["held_micros"].as_i64().expect("micros") > 0, "{held}");
    assert_eq!(stream.expect("calls").await.data[0]["status"], "queued");

    line.report(PARENT, CHILD, "in-progress", &[("SequenceNumber", "2")]).await;
    assert_eq!(stream.expect("calls").await.data[0]["status"], "in-progress");

    line.report(PARENT, CHILD, "completed", &[("SequenceNumber", "3"), ("CallDuration", "65")]).await;
    let after = stream.expect("balance").await.data;
    assert_eq!(after["held_micros"], 0);
    assert_eq!(after["balance_micros"], json!(line.balance().await));
    let calls = stream.expect("calls").await.data;
    assert_eq!(calls, json!([line.only_call().await]), "the database's truth, and no other call");
    assert!(elsewhere.is_silent().await, "another caller hears of it");
    line.finish().await;
}

#[tokio::test]
async fn a_report_that_comes_again_is_not_told_again() {
    let line = Line::open("5").await;
    line.voice(PARENT, UK_MOBILE).await;
    let mut stream = Listener::open(&line.caller, "").await;
    stream.begin().await;
    for _ in 0..3 {
        line.report(PARENT, CHILD, "completed", &[("SequenceNumber", "3"), ("CallDuration", "65")]).await;
    }
    stream.expect("balance").await;
    stream.expect("calls").await;
    assert!(stream.is_silent().await);
    line.finish().await;
}

#[tokio::test]
async fn who_comes_back_hears_what_differs_and_only_that() {
    let line = Line::open("5").await;
    let mut stream = Listener::open(&line.caller, "").await;
    let (_, _, id) = stream.begin().await;
    drop(stream);

    let mut nothing_new = Listener::open(&line.caller, &id).await;
    nothing_new.expect("hello").await;
    assert!(nothing_new.is_silent().await);

    line.app.operator().credit(&line.caller.user, "2").await;
    let seen = nothing_new.expect("balance").await;
    assert_eq!(seen.data["balance_micros"], 7_000_000);
    let mut back = Listener::open(&line.caller, &id).await;
    back.expect("hello").await;
    assert_eq!(back.expect("balance").await, seen);
    assert!(back.is_silent().await, "the calls are what they were");

    let mut confused = Listener::open(&line.caller, "from another server").await;
    confused.begin().await;
    line.finish().await;
}

#[tokio::test]
async fn a_server_that_starts_again_takes_up_where_the_last_one_ended() {
    let Line { app, caller, .. } = Line::open("5").await;
    let mut stream = Listener::open(&caller, "").await;
    let (_, _, id) = stream.begin().await;
    let token = caller.token.clone();
    let begun = std::time::Instant::now();
    let app = app.restart().await;
    assert!(begun.elapsed() < Duration::from_secs(5), "an open stream keeps a server from stopping");
    assert_eq!(stream.expect("end").await.data["reason"], "stopping");
    assert_eq!(stream.next().await, None);
    let mut back = Listener::open(&Script::new(app.url(""), caller.user.clone(), token), &id).await;
    back.expect("hello").await;
    assert!(back.is_silent().await);
    app.assert_books_balance().await;
}

#[tokio::test]
async fn what_another_process_writes_is_told_too() {
    const CREDIT: &str = "update users set balance_micros = balance_micros + 1000000, wallet_version = wallet_version + 1";
    let line = Line::open("5").await;
    let mut stream = Listener::open(&line.caller, "").await;
    stream.begin().await;
    // As the command line does beside a server that runs: nothing of this process says so.
    line.app.execute_elsewhere(CREDIT, &line.caller.user).await;
    assert_eq!(stream.expect("balance").await.data["balance_micros"], json!(Micros(6_000_000)));
}

#[tokio::test]
async fn signing_out_ends_the_streams_of_that_session_alone() {
    let app = TestApp::start().await;
    let (here, there) = (app.signed_in("ann@ringfare.test").await, app.signed_in("ann@ringfare.test").await);
    let (mut stream, mut other) = (Listener::of_browser(&here).await, Listener::of_browser(&there).await);
    stream.begin().await;
    other.begin().await;
    here.post_form("/app/sign-out", &[("", "")]).await;
    assert_eq!(stream.expect("end").await.data["reason"], "signed_out");
    assert_eq!(stream.next().await, None);
    assert!(other.is_silent().await);

    let change = [("current", PASSWORD), ("new", "another-horse-battery")];
    let third = app.signed_in("ann@ringfare.test").await;
    third.post_form("/app/change-password", &change).await;
    assert_eq!(other.expect("end").await.data["reason"], "signed_out");
}

#[tokio::test]
async fn a_deletion_tells_every_page_of_the_account_why_it_ends() {
    let app = TestApp::start().await;
    let (here, there) = (app.signed_in("ann@ringfare.test").await, app.signed_in("ann@ringfare.test").await);
    let mut stream = Listener::of_browser(&there).await;
    stream.begin().await;
    here.post_form("/app/delete-account", &[("confirmation", "ann@ringfare.test")]).await;
    assert_eq!(stream.expect("end").await.data["reason"], "deleted");
    assert_eq!(stream.next().await, None);
}

#[tokio::test]
async fn the_ninth_stream_of_an_account_takes_the_place_of_the_first() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.script("ann@ringfare.test").await, app.script("bob@ringfare.test").await);
    let mut of_bob = Listener::open(&bob, "").await;
    of_bob.begin().await;
    let mut streams = Vec::new();
    for _ in 0..9 {
        let mut stream = Listener::open(&ann, "").await;
        stream.begin().await;
        streams.push(stream);
    }
    assert_eq!(streams[0].expect("end").await.data["reason"], "too_many");
    assert!(streams[1].is_silent().await && of_bob.is_silent().await);
}

#[tokio::test]
async fn freezing_an_account_is_told() {
    let app = TestApp::start().await;
    let ann = app.script("ann@ringfare.test").await;
    let mut stream = Listener::open(&ann, "").await;
    stream.begin().await;
    app.execute_elsewhere("update users set status = 'frozen', status_reason = 'a test'", &ann.user).await;
    assert_eq!(stream.expect("balance").await.data["frozen_reason"], "a test");
}
