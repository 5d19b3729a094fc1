//! `X-Twilio-Signature`: base64(HMAC-SHA1(auth token, URL + sorted parameters)), twilio.com/docs/usage/security.
//!
//! A signature proves who spoke, not how often: it holds no nonce and no expiry, so a replay must be a no-op.

use std::collections::{BTreeMap, BTreeSet};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use url::form_urlencoded;

use super::account::Account;

/// A request as it came over the wire.
#[derive(Debug, Clone, Copy)]
pub struct Incoming<'a> {
    /// Scheme, host and port of the configured public address; never from `Host` or `X-Forwarded-*`.
    pub public_url: &'a str,
    /// Path and query exactly as received: not decoded, not rebuilt.
    pub target: &'a str,
    /// `GET`, `POST` …
    pub method: &'a str,
    pub content_type: Option<&'a str>,
    pub body: &'a [u8],
    /// The header `X-Twilio-Signature`.
    pub signature: Option<&'a str>,
}

/// What a request says, once it may be believed.
#[derive(Debug, Clone, PartialEq)]
pub enum Payload {
    /// The fields of a form POST, or the query of a GET.
    Form(Params),
    Json(serde_json::Value),
}

/// Decoded names and values in the order they came. Names may repeat, values may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Params(Vec<(String, String)>);

impl Params {
    /// Decodes `name=value&…`; bytes that are no UTF-8 become U+FFFD.
    pub fn parse(encoded: &[u8]) -> Self {
        Self(form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// The first value of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The first value of a name, unless it is empty: Twilio posts what it does not know as an empty string.
    pub fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Params {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

/// Why a request is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    #[error("The header X-Twilio-Signature is missing")]
    Missing,
    #[error("The signature does not fit the address, the fields and the auth token")]
    Wrong,
    #[error("The body does not have the SHA-256 that bodySHA256 in the address says")]
    Body,
    #[error("The body is neither a form nor JSON")]
    Unreadable,
    #[error("AccountSid names another account")]
    OtherAccount,
}

/// The signature of a request to `url`, whose form fields are `params` (none for GET and JSON).
/// Equal values of one name count once, in byte order, as the Node, Python and PHP libraries of Twilio do.
pub fn sign<N: AsRef<str>, V: AsRef<str>>(auth_token: &str, url: &str, params: &[(N, V)]) -> String {
    let fields = signed_fields(params.iter().map(|(name, value)| (name.as_ref(), value.as_ref())));
    STANDARD.encode(digest(auth_token, url, &fields))
}

/// The lower-case hexadecimal SHA-256 that Twilio appends to the address of a JSON post as `bodySHA256`.
pub fn body_sha256(body: &[u8]) -> String {
    hex::encode(Sha256::digest(body))
}

/// Reads a request whose signature, body hash and account are right.
///
/// # Errors
/// [`SignatureError`]; nothing in the request may be believed then.
pub fn verify(account: &Account, request: &Incoming<'_>) -> Result<Payload, SignatureError> {
    let signature = request.signature.ok_or(SignatureError::Missing)?;
    let json = request.method == "POST" && is_json(request.content_type);
    let fields = match (request.method, json) {
        ("POST", false) => signed_fields(Params::parse(request.body).pairs().iter().map(|(n, v)| (n.as_str(), v.as_str()))),
        _ => String::new(),
    };
    let url = format!("{}{}", request.public_url, request.target);
    let tokens = [Some(&account.auth_token), account.auth_token_previous.as_ref()];
    let signed = candidates(&url).iter().any(|candidate| {
        let fits = |token: &String| {
            bool::from(STANDARD.encode(digest(token, candidate, &fields)).as_bytes().ct_eq(signature.as_bytes()))
        };
        tokens.into_iter().flatten().any(fits)
    });
    if !signed {
        return Err(SignatureError::Wrong);
    }
    if json && !has_body_hash(request) {
        return Err(SignatureError::Body);
    }
    let payload = read_unverified(request)?;
    let foreign = |params: &Params| params.filled("AccountSid").is_some_and(|sid| sid != account.account_sid.as_str());
    match &payload {
        Payload::Form(params) if foreign(params) => Err(SignatureError::OtherAccount),
        _ => Ok(payload),
    }
}

/// Reads a request without believing it: for unsigned posts of a developer to the local carrier's Ringfare.
///
/// # Errors
/// [`SignatureError::Unreadable`].
pub fn read_unverified(request: &Incoming<'_>) -> Result<Payload, SignatureError> {
    if request.method != "POST" {
        let query = request.target.split_once('?').map_or("", |(_, query)| query);
        return Ok(Payload::Form(Params::parse(query.as_bytes())));
    }
    if is_json(request.content_type) {
        return serde_json::from_slice(request.body).map(Payload::Json).map_err(|_| SignatureError::Unreadable);
    }
    let form = request.content_type.is_none_or(|kind| kind.to_ascii_lowercase().contains("x-www-form-urlencoded"));
    form.then(|| Payload::Form(Params::parse(request.body))).ok_or(SignatureError::Unreadable)
}

/// Also `application/cloudevents+json`.
fn is_json(content_type: Option<&str>) -> bool {
    content_type.is_some_and(|kind| kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().ends_with("json"))
}

fn has_body_hash(request: &Incoming<'_>) -> bool {
    let query = request.target.split_once('?').map_or("", |(_, query)| query);
    let told = Params::parse(query.as_bytes());
    let told = told.get("bodySHA256").unwrap_or_default();
    bool::from(body_sha256(request.body).as_bytes().ct_eq(told.as_bytes()))
}

/// Names in byte order, each with its distinct values in byte order, without delimiters.
fn signed_fields<'a>(params: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut sorted: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, value) in params {
        sorted.entry(name).or_default().insert(value);
    }
    let each = sorted.iter().flat_map(|(name, values)| values.iter().flat_map(move |value| [*name, *value]));
    each.collect()
}

fn digest(auth_token: &str, url: &str, fields: &str) -> [u8; 20] {
    let mut mac = Hmac::<Sha1>::new_from_slice(auth_token.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(url.as_bytes());
    mac.update(fields.as_bytes());
    mac.finalize().into_bytes().into()
}

/// The addresses Twilio may have signed: it is not consistent about the port (its own libraries try both), and some
/// address parsers turn `'` into `%27` (twilio/twilio-node#1059, #1194).
fn candidates(url: &str) -> Vec<String> {
    let (without, with) = port_variants(url);
    let mut all = Vec::with_capacity(6);
    for candidate in [url.to_owned(), without, with] {
        let escaped = candidate.replace('\'', "%27");
        for variant in [candidate, escaped] {
            if !all.contains(&variant) {
                all.push(variant);
            }
        }
    }
    all
}

/// The same address without a port, and with the given or the scheme's own one.
fn port_variants(url: &str) -> (String, String) {
    let Some((scheme, rest)) = url.split_once("://") else { return (url.to_owned(), url.to_owned()) };
    let (authority, tail) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let default = if scheme.eq_ignore_ascii_case("https") { "443" } else { "80" };
    let digits = |port: &str| port.bytes().all(|b| b.is_ascii_digit());
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if digits(port) && !host.is_empty() => (host, port),
        _ => (authority, default),
    };
    (format!("{scheme}://{host}{tail}"), format!("{scheme}://{host}:{port}{tail}"))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    const VECTORS: &str = include_str!("signature_vectors.json");
    const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";

    fn account(auth_token: &str) -> Account {
        let hex = || "0123456789abcdef0123456789abcdef".to_owned();
        Account::from_digits([hex(), auth_token.to_owned(), hex(), hex(), hex()]).expect("good digits")
    }

    fn post<'a>(target: &'a str, body: &'a str, signature: Option<&'a str>) -> Incoming<'a> {
        Incoming {
            public_url: "https://h.example",
            target,
            method: "POST",
            content_type: Some("application/x-www-form-urlencoded"),
            body: body.as_bytes(),
            signature,
        }
    }

    fn encoded_params(vector: &Value) -> String {
        let mut form = form_urlencoded::Serializer::new(String::new());
        for (name, value) in vector["params"].as_object().into_iter().flatten() {
            let one = [value.clone()];
            for value in value.as_array().map_or(one.as_slice(), Vec::as_slice) {
                form.append_pair(name, value.as_str().expect("text"));
            }
        }
        form.finish()
    }

    #[test]
    fn every_published_vector_is_judged_as_twilio_judges_it() {
        let vectors: Vec<Value> = serde_json::from_str(VECTORS).expect("a list");
        assert_eq!(vectors.len(), 24);
        for vector in &vectors {
            let url = vector["url"].as_str().expect("an address");
            let after_host = url.find("://").expect("absolute") + 3;
            let (public_url, target) = url.split_at(url[after_host..].find('/').expect("a path") + after_host);
            let body = vector["body"].as_str().map_or_else(|| encoded_params(vector), str::to_owned);
            let request = Incoming {
                public_url,
                target,
                method: vector["method"].as_str().expect("a method"),
                content_type: vector["content_type"].as_str(),
                body: body.as_bytes(),
                signature: vector["signature"].as_str(),
            };
            let verdict = verify(&account(vector["auth_token"].as_str().expect("a token")), &request);
            assert_eq!(verdict.is_ok(), vector["valid"] == true, "{}: {verdict:?}", vector["name"]);
        }
    }

    #[test]
    fn what_is_signed_reads_back_decoded() {
        let signature = sign("t", "https://h.example/s", &[("FromState", "O'AHU"), ("City", "São Paulo"), ("Zip", "")]);
        let body = "FromState=O%27AHU&City=S%C3%A3o%20Paulo&Zip=";
        let Ok(Payload::Form(params)) = verify(&account("t"), &post("/s", body, Some(&signature))) else { panic!("refused") };
        assert_eq!(params.get("City"), Some("São Paulo"));
        assert_eq!((params.get("Zip"), params.filled("Zip")), (Some(""), None));
    }

    #[test]
    fn a_changed_field_address_or_token_is_refused() {
        let signature = sign("t", "https://h.example/s", &[("CallDuration", "60")]);
        let request = post("/s", "CallDuration=60", Some(&signature));
        assert!(verify(&account("t"), &request).is_ok());
        assert_eq!(verify(&account("u"), &request), Err(SignatureError::Wrong));
        for (target, body) in
            [("/s", "CallDuration=6"), ("/s", "CallDuration=60&x="), ("/s/", "CallDuration=60"), ("/s?a=1", "CallDuration=60")]
        {
            assert_eq!(
                verify(&account("t"), &Incoming { target, body: body.as_bytes(), ..request }),
                Err(SignatureError::Wrong),
                "{target} {body}"
            );
        }
    }

    #[test]
    fn the_previous_token_is_good_during_a_rotation() {
        let mut rotating = account("new");
        let signature = sign("old", "https://h.example/s", &[("a", "1")]);
        assert!(verify(&rotating, &post("/s", "a=1", Some(&signature))).is_err());
        rotating.auth_token_previous = Some("old".into());
        assert!(verify(&rotating, &post("/s", "a=1", Some(&signature))).is_ok());
    }

    #[test]
    fn a_get_signs_its_address_alone_and_gives_its_query() {
        let target = "/s?From=client%3Au_1&CallStatus=ringing";
        let signature = sign::<&str, &str>("t", &format!("https://h.example{target}"), &[]);
        let get = Incoming { method: "GET", content_type: None, ..post(target, "", Some(&signature)) };
        let Ok(Payload::Form(params)) = verify(&account("t"), &get) else { panic!("refused") };
        assert_eq!(params.get("From"), Some("client:u_1"));
    }

    #[test]
    fn the_account_must_be_ours_when_it_is_named() {
        let other = ACCOUNT.replace("AC0", "AC1");
        for (sid, good) in [(ACCOUNT, true), (other.as_str(), false)] {
            let signature = sign("t", "https://h.example/s", &[("AccountSid", sid)]);
            let body = format!("AccountSid={sid}");
            assert_eq!(verify(&account("t"), &post("/s", &body, Some(&signature))).is_ok(), good, "{sid}");
        }
    }

    #[test]
    fn a_right_signature_does_not_excuse_a_wrong_body() {
        let target = format!("/e?bodySHA256={}", body_sha256(b"[]"));
        let signature = sign::<&str, &str>("t", &format!("https://h.example{target}"), &[]);
        let json = Incoming { content_type: Some("application/json"), ..post(&target, "[]", Some(&signature)) };
        assert_eq!(verify(&account("t"), &json), Ok(Payload::Json(serde_json::json!([]))));
        assert_eq!(verify(&account("t"), &Incoming { body: b"[1]", ..json }), Err(SignatureError::Body));
        let bare = sign::<&str, &str>("t", "https://h.example/e", &[]);
        assert_eq!(verify(&account("t"), &Incoming { target: "/e", signature: Some(&bare), ..json }), Err(SignatureError::Body));
    }

    #[test]
    fn nonsense_is_refused_and_never_panics() {
        let wild = ["", "/", "?", "/%zz?%", "/a'b?c='", "/\u{fffd}"];
        let hosts = ["", "x", "http://", "https://[::1]:80", "https://h:", "://", "https://:1"];
        for (public_url, target) in hosts.iter().flat_map(|host| wild.iter().map(move |target| (*host, *target))) {
            for content_type in [None, Some(""), Some("application/json"), Some("text/plain"), Some("; ;")] {
                let request =
                    Incoming { public_url, target, method: "POST", content_type, body: &[0xff, b'=', 0], signature: Some("é") };
                assert!(verify(&account(""), &request).is_err());
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn any_signed_form_is_accepted(fields in proptest::collection::vec((".{0,8}", ".{0,8}"), 0..8), token in ".{0,40}") {
            let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
            let signature = sign(&token, "https://h.example/s", &fields);
            let foreign = fields.iter().any(|(name, _)| name == "AccountSid");
            proptest::prop_assert!(foreign || verify(&account(&token), &post("/s", &body, Some(&signature))).is_ok());
        }
    }
}
