//! What the log says of a caller: nothing that tells who they are, and no secret.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use reqwest::Method;
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

use crate::{
    actors::Twilio,
    line::{Line, UK_MOBILE},
    support::PASSWORD,
};

/// Every line that was logged on this thread, before anything masks it.
#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Captured {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("no writer panicked")).into_owned()
    }
}

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no writer panicked").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

const EMAIL: &str = "wilhelmina@ringfare.test";
const OWN: &str = "+442079460123";

// One thread runs the server and the test, so that this thread's log is all there is.
#[tokio::test]
async fn the_log_of_a_call_has_no_number_address_token_or_password() {
    let log = Captured::default();
    let lines = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false).with_writer(log.clone());
    // While there is a single subscriber, tracing asks only the thread that comes to a line first whether anybody wants it, and keeps
    // the answer: of a line that another test came to first, nothing would be seen here. With a second one it asks all.
    let _second = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default());
    let guard = tracing::subscriber::set_default(lines.finish());
    let line = Line::open("10").await;
    let caller = line.app.signed_in(EMAIL).await;
    let wrong = [("email", EMAIL), ("password", "wrong-horse-battery")];
    line.app.anonymous().post_form("/app/sign-in", &wrong).await;
    assert!(caller.post_form("/app/set-number", &[("number", OWN)]).await.status.as_u16() < 400);
    let contact = json!({ "name": "Zaphod Beeblebrox", "numbers": [{ "phone": UK_MOBILE }], "notes": "owes me a fish" });
    line.caller.post_json("/api/user/contacts", &contact).await.expect(201);
    line.caller.get(&format!("/api/rates/quote?to=%2B{}", &UK_MOBILE[1..])).await.expect(200);
    let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
    assert!(line.voice(&parent, UK_MOBILE).await.contains("<Dial"));
    let more = [("CallDuration", "61"), ("To", UK_MOBILE), ("From", OWN)];
    assert_eq!(line.report(&parent, &child, "completed", &more).await.status, 204);
    line.twilio.post_forged("/api/twilio/status", &[("To", UK_MOBILE)]).await.expect(403);
    let forged = caller.request(Method::POST, "/app/set-number").header("sec-fetch-site", "cross-site");
    assert_eq!(forged.form(&[("number", OWN)]).send().await.expect("an answer").status(), 403);
    line.caller.get("/api/user/contacts?q=Zaphod").await.expect(200);
    line.caller.get("/api/user/call-history.csv").await.expect(200);
    let secret = line.app.state().twilio.account().auth_token.clone();
    let (token, cookie) = (line.caller.token.clone(), caller.cookie.split_once('=').expect("a cookie").1.to_owned());
    line.finish().await;
    drop(guard);
    let text = log.text();
    assert!(text.contains("a sign-in was refused") && text.contains("a webhook was refused"), "the log was captured:\n{text}");
    let digits = |number: &str| number[3..].to_owned();
    let national = "7911 123456".to_owned();
    let people = [EMAIL.to_owned(), digits(UK_MOBILE), digits(OWN), national, "Beeblebrox".into(), "owes me a fish".into()];
    let secrets = [PASSWORD.to_owned(), "wrong-horse-battery".into(), token, cookie, secret];
    for hidden in people.into_iter().chain(secrets) {
        let found: Vec<&str> = text.lines().filter(|line| line.contains(&hidden)).take(3).collect();
        assert!(found.is_empty(), "'{hidden}' is in the log:\n{}", found.join("\n"));
    }
}
