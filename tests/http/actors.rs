//! Who speaks to Ringfare: each is a type, so that a test reads as what somebody does.

use std::time::Duration;

use reqwest::{Client, Method, RequestBuilder, StatusCode, header::HeaderMap, redirect::Policy};
use ringfare::{
    domain::{ids::UserId, money::Micros},
    ledger::store::{self as ledger, Adjustment},
    server::ids,
    twilio::{account::Account, signature},
};
use serde::Serialize;
use serde_json::Value;

use crate::support::{PASSWORD, TestApp};

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// Sends a request of one's own.
    pub async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.expect("the server answers");
        let (status, headers) = (response.status(), response.headers().clone());
        Self { status, headers, body: response.text().await.expect("the answer is text") }
    }

    /// This status, or a panic that shows the answer.
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {}", self.body))
    }

    /// A header's text, empty when it is absent; the last of several, as the session's cookie is.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get_all(name).iter().next_back().and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// `error.code` of a JSON error.
    pub fn error_code(&self) -> String {
        self.json()["error"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// An answer that falls silent for so long will never end; a stream of ours says something more often.
const PATIENCE: Duration = Duration::from_secs(90);

/// Redirects are answers too: nobody here follows them.
fn client() -> Client {
    Client::builder().redirect(Policy::none()).read_timeout(PATIENCE).build().expect("a client")
}

/// Somebody without a session or token.
pub struct Anonymous {
    client: Client,
    base: String,
}

impl Anonymous {
    pub fn new(base: String) -> Self {
        Self { client: client(), base }
    }

    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path)).await
    }

    pub async fn post_form<F: Serialize + ?Sized>(&self, path: &str, form: &F) -> Answer {
        Answer::of(self.request(Method::POST, path).form(form)).await
    }

    /// For what the other methods do not cover.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }
}

/// A caller in a browser, known by a cookie.
pub struct SignedIn {
    pub user: UserId,
    /// `name=value`, as the browser sends it back.
    pub cookie: String,
    nobody: Anonymous,
}

impl SignedIn {
    pub async fn enter(base: String, user: UserId, email: &str) -> Self {
        let nobody = Anonymous::new(base);
        let answer = nobody.post_form("/app/sign-in", &[("email", email), ("password", PASSWORD)]).await;
        let set_cookie = answer.header("set-cookie");
        let cookie = set_cookie.split(';').next().unwrap_or_default().to_owned();
        assert!(cookie.contains('='), "no session after signing in: {answer:?}");
        Self { user, cookie, nobody }
    }

    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path)).await
    }

    /// Posts a form to a server function, as the page does before and after the WASM has arrived.
    pub async fn post_form<F: Serialize + ?Sized>(&self, path: &str, form: &F) -> Answer {
        Answer::of(self.request(Method::POST, path).form(form)).await
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.nobody.request(method, path).header("cookie", &self.cookie)
    }
}

/// A program with a bearer token.
pub struct Script {
    pub user: UserId,
    pub token: String,
    nobody: Anonymous,
}

impl Script {
    pub fn new(base: String, user: UserId, token: String) -> Self {
        Self { user, token, nobody: Anonymous::new(base) }
    }

    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path)).await
    }

    pub async fn post_json<B: Serialize + ?Sized>(&self, path: &str, body: &B) -> Answer {
        Answer::of(self.request(Method::POST, path).json(body)).await
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.nobody.request(method, path).bearer_auth(&self.token)
    }
}

/// Fields of a webhook.
pub type Fields<'a> = &'a [(&'a str, &'a str)];

/// The carrier, which signs what it posts.
#[derive(Clone)]
pub struct Twilio {
    client: Client,
    base: String,
    pub account: Account,
}

impl Twilio {
    pub fn new(base: String, account: Account) -> Self {
        Self { client: client(), base, account }
    }

    /// A fresh `CA…` SID.
    pub fn call_sid() -> String {
        format!("CA{}", ids::hex32())
    }

    /// A signed form post.
    pub async fn post(&self, path: &str, fields: Fields<'_>) -> Answer {
        Answer::of(self.signed_post(path, fields)).await
    }

    /// A signed GET, its fields in the query.
    pub async fn get(&self, path: &str, fields: Fields<'_>) -> Answer {
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let url = format!("{}{path}?{query}", self.base);
        let signature = signature::sign::<&str, &str>(&self.account.auth_token, &url, &[]);
        Answer::of(self.client.get(url).header("X-Twilio-Signature", signature)).await
    }

    /// A signed JSON post, its SHA-256 in the address.
    pub async fn post_json(&self, path: &str, body: &Value) -> Answer {
        let bytes = body.to_string().into_bytes();
        let url = format!("{}{path}?bodySHA256={}", self.base, signature::body_sha256(&bytes));
        let signature = signature::sign::<&str, &str>(&self.account.auth_token, &url, &[]);
        let request = self.client.post(url).header("X-Twilio-Signature", signature);
        Answer::of(request.header("content-type", "application/json").body(bytes)).await
    }

    /// The same post with a signature by another token.
    pub async fn post_forged(&self, path: &str, fields: Fields<'_>) -> Answer {
        let url = format!("{}{path}", self.base);
        let signature = signature::sign("another-token", &url, fields);
        Answer::of(self.client.post(url).header("X-Twilio-Signature", signature).form(fields)).await
    }

    /// The same post without a signature.
    pub async fn post_unsigned(&self, path: &str, fields: Fields<'_>) -> Answer {
        Answer::of(self.client.post(format!("{}{path}", self.base)).form(fields)).await
    }

    /// The same post so many times at once; the answers in no order.
    pub async fn post_at_once(&self, times: usize, path: &str, fields: Fields<'_>) -> Vec<Answer> {
        let same = std::iter::repeat_n(fields, times);
        self.post_all_at_once(path, same).await
    }

    /// Different posts at once.
    pub async fn post_all_at_once<'a>(&self, path: &str, all: impl IntoIterator<Item = Fields<'a>>) -> Vec<Answer> {
        let posts: Vec<_> = all.into_iter().map(|fields| tokio::spawn(Answer::of(self.signed_post(path, fields)))).collect();
        let mut answers = Vec::with_capacity(posts.len());
        for post in posts {
            answers.push(post.await.expect("the post ends"));
        }
        answers
    }

    fn signed_post(&self, path: &str, fields: Fields<'_>) -> RequestBuilder {
        let url = format!("{}{path}", self.base);
        let signature = signature::sign(&self.account.auth_token, &url, fields);
        self.client.post(url).header("X-Twilio-Signature", signature).form(fields)
    }
}

/// Whoever runs this Ringfare, through the functions behind the command line.
pub struct Operator<'a> {
    pub app: &'a TestApp,
}

impl Operator<'_> {
    /// Gives credit: `"2.50"` is two and a half dollars.
    pub async fn credit(&self, user: &UserId, dollars: &str) {
        let amount = Micros::parse(dollars).expect("an amount");
        let mut tx = self.app.db().begin().await.expect("a transaction");
        let at = self.app.clock.now();
        let adjustment = Adjustment { user, amount, operator: "operator@ringfare.test", reason: "credit for a test", at };
        assert!(ledger::adjust(&mut tx, adjustment).await.expect("the ledger answers"), "the credit was refused");
        tx.commit().await.expect("the credit is stored");
    }
}
