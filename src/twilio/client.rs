//! The REST resources Ringfare uses: fetch, find, prolong and end calls (twilio.com/docs/voice/api/call-resource), and those that
//! `ringfare doctor` looks at.
//!
//! The local carrier serves the same paths under its own base address.

use std::{sync::Arc, time::Duration};

use reqwest::{RequestBuilder, StatusCode, redirect};
use serde::{Deserialize, de::DeserializeOwned};
use url::Url;

pub use super::record::RemoteCall;
use super::{
    account::Account,
    record::{CallList, CallRecord},
};

/// Where Twilio's REST API lives.
pub const API: &str = "https://api.twilio.com";

/// How long to wait for a connection, and for the whole answer.
const CONNECT_PATIENCE: Duration = Duration::from_secs(5);
const PATIENCE: Duration = Duration::from_secs(10);

/// Twilio's answer to a change of a call that has ended (twilio.com/docs/api/errors/21220).
const CALL_NOT_IN_PROGRESS: i64 = 21_220;

/// A client of the carrier's REST API. Cheap to clone; clones share their connections.
#[derive(Debug, Clone)]
pub struct Client {
    account: Account,
    /// Without a trailing slash: `https://api.twilio.com`, or the local carrier's.
    base_url: String,
    /// Or why this machine cannot speak HTTP over TLS: it must not keep a server with the local carrier from starting.
    http: Result<reqwest::Client, Arc<str>>,
}

/// Where the account's TwiML application sends calls.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RemoteApplication {
    pub voice_url: Option<String>,
    pub voice_method: Option<String>,
    pub status_callback: Option<String>,
}

/// Why the carrier did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    #[error("the carrier does not answer ({0}): try again later")]
    Unreachable(String),
    #[error("the carrier refuses our credentials: check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN")]
    Denied,
    #[error("the carrier knows no such resource")]
    NotFound,
    #[error("the call has ended at the carrier")]
    Over,
    #[error("the carrier answered something unexpected: {0}")]
    Odd(String),
}

/// The body of an error.
#[derive(Default, Deserialize)]
struct Trouble {
    #[serde(default)]
    code: i64,
    #[serde(default)]
    message: String,
}

impl Client {
    pub fn new(account: Account, base_url: String) -> Self {
        // A redirect would carry our credentials elsewhere.
        let builder =
            reqwest::Client::builder().connect_timeout(CONNECT_PATIENCE).timeout(PATIENCE).redirect(redirect::Policy::none());
        let http = builder.build().map_err(|error| error.to_string().into());
        Self { account, base_url, http }
    }

    pub fn account(&self) -> &Account {
        &self.account
    }

    /// A leg by its SID; `None` when the carrier has none of it (yet).
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn fetch_call(&self, sid: &str) -> Result<Option<RemoteCall>, ClientError> {
        match self.get::<CallRecord>(&["Calls", &format!("{sid}.json")], &[]).await {
            Ok(record) => Ok(Some(record.into())),
            Err(ClientError::NotFound) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// The legs that a browser's leg raised.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn children_of(&self, parent_sid: &str) -> Result<Vec<RemoteCall>, ClientError> {
        let list: CallList = self.get(&["Calls.json"], &[("ParentCallSid", parent_sid)]).await?;
        Ok(list.calls.into_iter().map(RemoteCall::from).collect())
    }

    /// Ends a leg, and with the browser's leg the called one. A leg that has ended already is fine.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn end_call(&self, sid: &str) -> Result<(), ClientError> {
        match self.change_call(sid, ("Status", "completed")).await {
            Err(ClientError::Over) => Ok(()),
            other => other,
        }
    }

    /// Lets a leg that runs go on until so many seconds after its answer. The hold for that time must have been taken.
    ///
    /// # Errors
    /// [`ClientError::Over`] for a leg that has ended.
    pub async fn set_time_limit(&self, sid: &str, seconds: i64) -> Result<(), ClientError> {
        self.change_call(sid, ("TimeLimit", &seconds.to_string())).await
    }

    async fn change_call(&self, sid: &str, field: (&str, &str)) -> Result<(), ClientError> {
        let url = self.resource(&["Calls", &format!("{sid}.json")], &[])?;
        match self.send(self.http()?.post(url).form(&[field])).await {
            Ok(_) => Ok(()),
            Err(Failure { trouble: Trouble { code: CALL_NOT_IN_PROGRESS, .. }, .. }) => Err(ClientError::Over),
            Err(failure) => Err(failure.error),
        }
    }

    /// The TwiML application of the account.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn application(&self) -> Result<RemoteApplication, ClientError> {
        self.get(&["Applications", &format!("{}.json", self.account.twiml_app_sid)], &[]).await
    }

    /// Whether the API key that signs access tokens is one of the account.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn has_api_key(&self) -> Result<bool, ClientError> {
        match self.get::<serde_json::Value>(&["Keys", &format!("{}.json", self.account.api_key_sid)], &[]).await {
            Ok(_) => Ok(true),
            Err(ClientError::NotFound) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// Whether the account may show a number to called parties: its own, or one verified for it.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn may_show(&self, number: &str) -> Result<bool, ClientError> {
        for (list, name) in
            [("IncomingPhoneNumbers.json", "incoming_phone_numbers"), ("OutgoingCallerIds.json", "outgoing_caller_ids")]
        {
            let found: serde_json::Value = self.get(&[list], &[("PhoneNumber", number)]).await?;
            if found[name].as_array().is_some_and(|numbers| numbers.iter().any(|known| known["phone_number"] == number)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn get<T: DeserializeOwned>(&self, path: &[&str], query: &[(&str, &str)]) -> Result<T, ClientError> {
        let request = self.http()?.get(self.resource(path, query)?);
        let body = self.send(request).await.map_err(|failure| failure.error)?;
        serde_json::from_slice(&body).map_err(|error| ClientError::Odd(error.to_string()))
    }

    fn http(&self) -> Result<&reqwest::Client, ClientError> {
        self.http.as_ref().map_err(|error| ClientError::Unreachable(error.to_string()))
    }

    /// Built of escaped segments: a SID that came in a webhook must not lead elsewhere.
    fn resource(&self, path: &[&str], query: &[(&str, &str)]) -> Result<Url, ClientError> {
        let mut url = Url::parse(&self.base_url).map_err(|error| ClientError::Unreachable(error.to_string()))?;
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(["2010-04-01", "Accounts", self.account.account_sid.as_str()]).extend(path);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        Ok(url)
    }

    async fn send(&self, request: RequestBuilder) -> Result<Vec<u8>, Failure> {
        let request = request.basic_auth(&self.account.account_sid, Some(&self.account.auth_token));
        let response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        let body = response.bytes().await.map_err(unreachable)?.to_vec();
        if status.is_success() {
            return Ok(body);
        }
        let trouble: Trouble = serde_json::from_slice(&body).unwrap_or_default();
        let error = match status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => ClientError::Denied,
            StatusCode::NOT_FOUND => ClientError::NotFound,
            status if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
                ClientError::Unreachable(status.to_string())
            }
            status => ClientError::Odd(format!("{status}, {} {}", trouble.code, trouble.message)),
        };
        Err(Failure { error, trouble })
    }
}

struct Failure {
    error: ClientError,
    trouble: Trouble,
}

fn unreachable(error: reqwest::Error) -> Failure {
    let causes = std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source());
    let error = ClientError::Unreachable(causes.last().map(ToString::to_string).unwrap_or_default());
    Failure { error, trouble: Trouble::default() }
}

#[cfg(test)]
mod tests {
    use axum::{
        Form, Json, Router,
        extract::{Path, Query},
        http::{HeaderMap, StatusCode},
        routing::get,
    };
    use serde_json::{Value, json};
    use std::collections::BTreeMap;

    use super::*;
    use crate::{domain::money::Micros, twilio::webhook::CallDuration};

    const HEX: &str = "0123456789abcdef0123456789abcdef";
    type Fields = BTreeMap<String, String>;

    /// One call with one child; ending it twice is an error, as at Twilio.
    fn carrier() -> Router {
        let child = json!({ "sid": "CAb", "parent_call_sid": "CAa", "status": "completed", "duration": "40", "from": "+1555",
            "to": "+1556", "price": "-0.01400", "price_unit": "usd", "start_time": "Sun, 22 Nov 2026 10:01:10 +0000" });
        let listed = child.clone();
        let fetch = async move |headers: HeaderMap, Path((_, file)): Path<(String, String)>| {
            if !headers.contains_key("authorization") {
                return (StatusCode::UNAUTHORIZED, Json(json!({ "code": 20003 })));
            }
            match file.as_str() {
                "CAb.json" => (StatusCode::OK, Json(child.clone())),
                "CAlive.json" => {
                    (StatusCode::OK, Json(json!({ "sid": "CAlive", "status": "in-progress", "duration": null, "price": null })))
                }
                "CAbroken.json" => (StatusCode::OK, Json(json!("what?"))),
                "CAdown.json" => (StatusCode::BAD_GATEWAY, Json(Value::Null)),
                "CAdenied.json" => (StatusCode::UNAUTHORIZED, Json(json!({ "code": 20003 }))),
                _ => (StatusCode::NOT_FOUND, Json(json!({ "code": 20404 }))),
            }
        };
        let update = async |Path((_, file)): Path<(String, String)>, Form(fields): Form<Fields>| match file.as_str() {
            "CAlive.json" if fields.get("Status").is_some_and(|status| status == "completed") => {
                (StatusCode::OK, Json(json!({})))
            }
            "CAlive.json" if fields.get("TimeLimit").is_some_and(|limit| limit == "118") => (StatusCode::OK, Json(json!({}))),
            "CAb.json" => (StatusCode::BAD_REQUEST, Json(json!({ "code": 21220, "message": "not in-progress" }))),
            _ => (StatusCode::BAD_REQUEST, Json(json!({ "code": 20001, "message": "bad" }))),
        };
        let list = async move |Query(query): Query<Fields>| {
            let calls = if query["ParentCallSid"] == "CAa" { vec![listed.clone()] } else { vec![] };
            Json(json!({ "calls": calls, "next_page_uri": null }))
        };
        Router::new()
            .route("/carrier/2010-04-01/Accounts/{account}/Calls/{file}", get(fetch).post(update))
            .route("/carrier/2010-04-01/Accounts/{account}/Calls.json", get(list))
    }

    async fn client() -> Client {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base_url = format!("http://{}/carrier", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, carrier()).await });
        to(base_url)
    }

    fn to(base_url: String) -> Client {
        Client::new(Account::from_digits([HEX, HEX, HEX, HEX, HEX].map(str::to_owned)).expect("good digits"), base_url)
    }

    #[tokio::test]
    async fn a_leg_is_fetched_with_its_seconds_and_its_price() {
        let call = client().await.fetch_call("CAb").await.expect("an answer").expect("a call");
        assert_eq!((call.status.as_str(), call.parent_sid.as_deref()), ("completed", Some("CAa")));
        assert_eq!(call.duration, CallDuration::Seconds(40));
        assert_eq!((call.price_micros, call.price_currency.as_deref()), (Some(Micros(14_000)), Some("USD")));
    }

    #[tokio::test]
    async fn what_a_running_leg_does_not_say_yet_is_not_known() {
        let call = client().await.fetch_call("CAlive").await.expect("an answer").expect("a call");
        assert_eq!((call.duration, call.price_micros), (CallDuration::Unknown, None));
    }

    #[tokio::test]
    async fn an_unknown_leg_is_none_and_no_path_leads_elsewhere() {
        let client = client().await;
        for sid in ["CAx", "", "../Calls", "CAb.json?", "a/b"] {
            assert_eq!(client.fetch_call(sid).await, Ok(None), "{sid}");
        }
    }

    #[tokio::test]
    async fn children_are_found_by_their_parent() {
        let client = client().await;
        let sids = |calls: Vec<RemoteCall>| calls.into_iter().map(|call| call.sid).collect::<Vec<_>>();
        assert_eq!(client.children_of("CAa").await.map(sids), Ok(vec!["CAb".to_owned()]));
        assert_eq!(client.children_of("CA&ParentCallSid=CAa").await.map(sids), Ok(vec![]));
    }

    #[tokio::test]
    async fn ending_a_leg_that_has_ended_is_fine() {
        let client = client().await;
        assert_eq!(client.end_call("CAlive").await, Ok(()));
        assert_eq!(client.end_call("CAb").await, Ok(()));
        assert!(matches!(client.end_call("CAother").await, Err(ClientError::Odd(words)) if words.contains("20001")));
    }

    #[tokio::test]
    async fn a_leg_that_runs_gets_another_limit_and_one_that_has_ended_is_over() {
        let client = client().await;
        assert_eq!(client.set_time_limit("CAlive", 118).await, Ok(()));
        assert_eq!(client.set_time_limit("CAb", 118).await, Err(ClientError::Over));
    }

    #[tokio::test]
    async fn troubles_are_told_apart() {
        let client = client().await;
        assert_eq!(client.fetch_call("CAdenied").await, Err(ClientError::Denied));
        assert!(matches!(client.fetch_call("CAdown").await, Err(ClientError::Unreachable(_))));
        assert!(matches!(client.fetch_call("CAbroken").await, Err(ClientError::Odd(_))));
        assert!(matches!(to("http://127.0.0.1:1".into()).fetch_call("CAb").await, Err(ClientError::Unreachable(_))));
        assert!(matches!(to("nonsense".into()).fetch_call("CAb").await, Err(ClientError::Unreachable(_))));
    }
}
