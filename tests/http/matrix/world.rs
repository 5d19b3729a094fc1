//! Who asks, and what caller A has that nobody else may see.

use reqwest::{Method, RequestBuilder};
use ringfare::{domain::ids::UserId, users::command};
use serde_json::Value;

use super::row::{Body, Row};
use crate::{
    actors::{Answer, Script, SignedIn, Twilio},
    line::UK_MOBILE,
    support::{PASSWORD, TestApp},
};

const ANN: &str = "ann.of.the.matrix@ringfare.test";
const ANNS_NUMBER: &str = "+14155550177";
const ANNS_FRIEND: (&str, &str) = ("Zebediah Quillfeather", "+442079460777");

/// The people of the matrix.
pub struct World {
    pub app: TestApp,
    pub ann: SignedIn,
    pub bob: SignedIn,
    pub bobs_script: Script,
    pub frozen: SignedIn,
    pub operator: SignedIn,
    pub closed: SignedIn,
    pub closed_script: Script,
    call: String,
    /// What of A's must never show in an answer to another.
    marks: Vec<String>,
}

/// Things of A that a route may take away, made for each route anew.
#[derive(Debug, Default)]
pub struct Things(Vec<(&'static str, String)>);

impl Things {
    /// A text with things for their names.
    pub fn fill(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (name, id)| text.replace(name, id))
    }
}

impl World {
    pub async fn open() -> Self {
        let app = TestApp::start().await;
        app.put_deck_in_force("test", &[("44", 15_000, false), ("1415", 14_000, false)]).await;
        let ann = app.signed_in(ANN).await;
        app.set_number(&ann.user, ANNS_NUMBER).await;
        app.operator().credit(&ann.user, "7.7").await;
        let bob = app.signed_in("bob@ringfare.test").await;
        let bobs_script = app.script("bob@ringfare.test").await;
        let frozen = app.signed_in("frozen@ringfare.test").await;
        command::freeze(app.state(), "frozen@ringfare.test", "a test").await.expect("frozen");
        let operator = app.signed_in("operator@ringfare.test").await;
        app.execute("update users set is_admin = true where email = 'operator@ringfare.test'").await;
        let closed = app.signed_in("closed@ringfare.test").await;
        let closed_script = app.script("closed@ringfare.test").await;
        app.close_account(&closed.user).await;
        let call = ended_call(&app, &ann).await;
        let marks = [ANN, ANNS_NUMBER, ANNS_FRIEND.0, ANNS_FRIEND.1, ann.user.as_str(), &call, "whisper-of-ann"];
        let marks = marks.iter().map(|mark| (*mark).to_owned()).collect();
        Self { app, ann, bob, bobs_script, frozen, operator, closed, closed_script, call, marks }
    }

    /// What a row names, made if it does not last.
    pub async fn things(&self, row: &Row) -> Things {
        let text = format!("{} {:?}", row.at, row.body);
        let mut things = vec![("{call}", self.call.clone())];
        for name in ["{contact}", "{contact2}"].into_iter().filter(|name| text.contains(name)) {
            things.push((name, self.contact().await));
        }
        if text.contains("{key}") {
            things.push(("{key}", self.key().await));
        }
        if text.contains("{file}") {
            things.push(("{file}", self.file().await));
        }
        Things(things)
    }

    async fn contact(&self) -> String {
        let body = serde_json::json!({
            "name": ANNS_FRIEND.0, "notes": "whisper-of-ann", "numbers": [{ "phone": free_number(), "label": "home" }],
        });
        let answer = Answer::of(self.ann.request(Method::POST, "/api/user/contacts").json(&body)).await.expect(201);
        id_of(&answer.json()["id"])
    }

    async fn key(&self) -> String {
        self.ann.post_form("/app/confirm", &[("password", PASSWORD)]).await.expect(200);
        let answer = self.ann.post_form("/app/create-token", &[("name", "ann's key"), ("read", "1")]).await.expect(200);
        let body = answer.body;
        let at = body.find("token_").unwrap_or_else(|| panic!("a token's id in {body}"));
        body[at..].chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_').collect()
    }

    async fn file(&self) -> String {
        let head = "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n";
        let body = format!("{head}name,phone\n{},{}\n\r\n--edge--\r\n", ANNS_FRIEND.0, ANNS_FRIEND.1);
        let post = self.ann.request(Method::POST, "/app/contacts-file").body(body);
        let answer = Answer::of(post.header("content-type", "multipart/form-data; boundary=edge")).await.expect(303);
        answer.header("location").split_once("file=").expect("a file that waits").1.to_owned()
    }

    /// Marks of A in an answer, but for those that the question had in it.
    pub fn leaks(&self, question: &str, answer: &Answer) -> Vec<&str> {
        let told = format!("{:?} {}", answer.headers, answer.body);
        let digits: String = told.chars().filter(char::is_ascii_digit).collect();
        let shows = |mark: &&String| match mark.strip_prefix('+') {
            Some(number) => told.contains(number) || digits.contains(number),
            None => told.contains(mark.as_str()),
        };
        let all = self.marks.iter().filter(shows).map(String::as_str);
        all.filter(|mark| !question.contains(mark)).collect()
    }

    /// Lets all in again: a route may have ended a session, and some ask for who has just signed in.
    pub async fn sign_in_again(&mut self) {
        let base = self.app.url("");
        for who in [&mut self.ann, &mut self.bob, &mut self.frozen, &mut self.operator] {
            let email = self.app.email(&who.user).await;
            *who = SignedIn::enter(base.clone(), who.user.clone(), &email).await;
        }
    }
}

fn id_of(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("an id, not {value}")).to_owned()
}

/// A number that nobody has yet.
fn free_number() -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(1_000);
    format!("+44207946{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

async fn ended_call(app: &TestApp, ann: &SignedIn) -> String {
    let (twilio, parent, child) = (app.twilio(), Twilio::call_sid(), Twilio::call_sid());
    let from = format!("client:{}", UserId::as_str(&ann.user));
    let voice = [("CallSid", parent.as_str()), ("From", &from), ("To", UK_MOBILE), ("CallStatus", "ringing")];
    twilio.post("/api/twilio/voice", &voice).await.expect(200);
    let end = [("CallSid", child.as_str()), ("ParentCallSid", &parent), ("CallStatus", "completed"), ("CallDuration", "61")];
    twilio.post("/api/twilio/status", &end).await.expect(204);
    let calls = ann.get("/api/user/calls").await.expect(200).json();
    id_of(&calls["calls"][0]["id"])
}

/// The same request with a row's body.
pub fn with_body(request: RequestBuilder, body: Body, things: &Things) -> RequestBuilder {
    match body {
        Body::Nothing => request,
        Body::Form(fields) => {
            let filled: Vec<_> = fields.iter().map(|(name, value)| (*name, things.fill(value))).collect();
            request.form(&filled)
        }
        Body::Json(text) => request.header("content-type", "application/json").body(things.fill(text)),
        Body::Raw(kind, content) => request.header("content-type", kind).body(content),
    }
}
