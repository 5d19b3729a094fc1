//! One signed request to the application, tried again as its address asks.

use std::{sync::Arc, time::Duration};

use tokio::time::Instant;

use super::{
    form::Form,
    overrides::{self, Cause, Policy},
    sids,
};
use crate::{domain::secret::Secret, twilio::signature};

/// What a request is made of.
#[derive(Debug, Clone)]
pub struct Letter {
    /// As configured, with the fragment of connection overrides.
    pub address: String,
    pub method: Method,
    pub form: Form,
}

/// How the fields travel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Method {
    Post,
    /// Fields are appended to the query.
    Get,
    /// No fields but this document, as Event Streams sends it.
    Json(String),
}

/// Sends letters; cheap to clone.
#[derive(Debug, Clone)]
pub struct Poster {
    client: reqwest::Client,
    auth_token: Secret,
    /// Counts the clones: each belongs to someone who has posts to send.
    clones: Arc<()>,
}

impl Poster {
    /// # Errors
    /// A sentence, when no HTTP client can be made.
    pub fn new(auth_token: String) -> Result<Self, String> {
        let client = reqwest::Client::builder().no_proxy().user_agent("TwilioProxy/1.1").build();
        let auth_token = auth_token.into();
        Ok(Self { client: client.map_err(|error| format!("no HTTP client: {error}"))?, auth_token, clones: Arc::default() })
    }

    /// Whether this is the only one of its clones.
    pub fn is_idle(&self) -> bool {
        Arc::strong_count(&self.clones) == 1
    }

    /// Sends until it is taken or its policy is exhausted; the body of the 2xx. Every retry has the same `token`.
    ///
    /// # Errors
    /// A sentence: what the last attempt failed of.
    pub async fn send(&self, letter: &Letter, token: &str) -> Result<String, String> {
        let (url, policy) = overrides::split(&letter.address);
        let give_up = Instant::now() + policy.total;
        let mut attempt = 0;
        loop {
            let (cause, problem) = match self.attempt(url, letter, token, remaining(&policy, give_up)).await {
                Ok(body) => return Ok(body),
                Err(failure) => failure,
            };
            let again =
                attempt < policy.retries && cause.is_some_and(|cause| policy.retries_on(cause)) && Instant::now() < give_up;
            let path = url.split('?').next();
            tracing::warn!(path, problem, again, "a post of the local carrier was not taken");
            if !again {
                return Err(problem);
            }
            attempt += 1;
            tokio::time::sleep(Duration::from_millis(100 * u64::from(attempt))).await;
        }
    }

    /// A letter that Twilio never wrote: signed with a wrong key. Nobody waits for what becomes of it.
    pub async fn send_forged(&self, letter: &Letter) {
        let stranger = Self { auth_token: sids::secret().into(), ..self.clone() };
        let (url, policy) = overrides::split(&letter.address);
        drop(stranger.attempt(url, letter, &sids::idempotency_token(), policy.attempt).await);
    }

    async fn attempt(
        &self,
        url: &str,
        letter: &Letter,
        token: &str,
        within: Duration,
    ) -> Result<String, (Option<Cause>, String)> {
        let request = match &letter.method {
            Method::Post => {
                let signature = signature::sign(self.auth_token.expose(), url, letter.form.pairs());
                let kind = "application/x-www-form-urlencoded; charset=utf-8";
                let request = self.client.post(url).header("Content-Type", kind).body(letter.form.encoded());
                request.header("X-Twilio-Signature", signature)
            }
            Method::Get => {
                let url = format!("{url}{}{}", if url.contains('?') { '&' } else { '?' }, letter.form.encoded());
                let signature = signature::sign::<&str, &str>(self.auth_token.expose(), &url, &[]);
                self.client.get(url).header("X-Twilio-Signature", signature)
            }
            Method::Json(document) => {
                let url = format!("{url}?bodySHA256={}", signature::body_sha256(document.as_bytes()));
                let signature = signature::sign::<&str, &str>(self.auth_token.expose(), &url, &[]);
                let request = self.client.post(url).header("Content-Type", "application/json").body(document.clone());
                request.header("X-Twilio-Signature", signature)
            }
        };
        let request = request.header("Accept", "*/*").header("I-Twilio-Idempotency-Token", token).timeout(within);
        let response = request.send().await.map_err(|error| (Some(transport(&error)), error.to_string()))?;
        let status = response.status();
        // Once something was answered, a broken body is not tried again.
        let body = response.text().await.map_err(|error| (None, error.to_string()))?;
        if status.is_success() {
            return Ok(body);
        }
        let cause = if status.is_server_error() { Cause::Status5xx } else { Cause::Status4xx };
        Err((Some(cause), format!("it was answered with {status}")))
    }
}

fn remaining(policy: &Policy, give_up: Instant) -> Duration {
    policy.attempt.min(give_up.saturating_duration_since(Instant::now())).max(Duration::from_millis(100))
}

fn transport(error: &reqwest::Error) -> Cause {
    if error.is_connect() { Cause::Connect } else { Cause::Read }
}
