//! Random requests of Twilio's kinds, and one change to each.

use rand::{Rng, RngExt, rngs::StdRng, seq::IndexedRandom};
use ringfare::twilio::signature::{self, body_sha256};
use serde_json::json;

/// The addresses that servers are told they have.
pub const PUBLIC_URLS: [&str; 4] =
    ["https://phone.example.org", "http://phone.example.org:8080", "https://phone.example.org:8443", "http://localhost"];

const FORM: &str = "application/x-www-form-urlencoded";

#[derive(Debug, Clone)]
pub struct Case {
    pub public_url: &'static str,
    /// Path and query as sent.
    pub target: String,
    pub method: &'static str,
    pub content_type: Option<&'static str>,
    pub body: String,
    /// Of a form.
    fields: Vec<(String, String)>,
}

impl Case {
    pub fn url(&self) -> String {
        format!("{}{}", self.public_url, self.target)
    }

    /// The fields that are signed beside the address: none of a GET or of JSON.
    pub fn signed_fields(&self) -> &[(String, String)] {
        &self.fields
    }

    /// The body of a JSON post.
    pub fn json(&self) -> Option<&str> {
        (self.content_type.is_some() && self.content_type != Some(FORM)).then_some(self.body.as_str())
    }
}

fn text(rng: &mut StdRng) -> String {
    const PIECES: [&str; 24] = [
        "a", "Z", "0", " ", "  ", "+", "&", "=", "%", "%20", "'", "\"", "\t", "\n", "é", "ß", "漢", "字", "ع", "\u{200b}", "#",
        "?", "/", "O'AHU",
    ];
    let length = rng.random_range(0..8);
    (0..length).map(|_| *PIECES.choose(rng).expect("not empty")).collect()
}

fn name(rng: &mut StdRng) -> String {
    const NAMES: [&str; 16] = [
        "CallSid",
        "CallStatus",
        "CallDuration",
        "From",
        "To",
        "FromCity",
        "ToZip",
        "Digits",
        "SpeechResult",
        "Body",
        "MediaUrl0",
        "callsid",
        "Ñame",
        "名",
        "a",
        "A",
    ];
    (*NAMES.choose(rng).expect("not empty")).to_owned()
}

fn any_fields(rng: &mut StdRng, account: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for _ in 0..rng.random_range(0..12) {
        let field = (name(rng), if rng.random_bool(0.2) { String::new() } else { text(rng) });
        fields.push(field);
    }
    if rng.random_bool(0.5) {
        fields.push(("AccountSid".into(), account.into()));
    }
    if rng.random_bool(0.1) {
        // Beyond the Basic Multilingual Plane in a value that stands alone.
        fields.push((format!("Emoji{}", rng.random::<u16>()), "📞 ring".into()));
    }
    if !fields.is_empty() && rng.random_bool(0.15) {
        for _ in 0..rng.random_range(1..4) {
            let again = fields[rng.random_range(0..fields.len())].clone();
            fields.push(if rng.random_bool(0.5) { again } else { (again.0, text(rng)) });
        }
    }
    // One name stands for one value or a list in Express, where an inherited name would be a trap.
    fields
}

/// Percent-encoding as one sender or another does it.
fn encoded(rng: &mut StdRng, fields: &[(String, String)]) -> String {
    let standard = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    if rng.random_bool(0.5) { standard.replace('+', "%20") } else { standard }
}

fn any_query(rng: &mut StdRng) -> String {
    let fields: Vec<_> = (0..rng.random_range(0..4)).map(|_| (name(rng), text(rng))).collect();
    let mut query = encoded(rng, &fields);
    if rng.random_bool(0.2) {
        query.push_str(["&x=O'AHU", "&", "&flag", "&a=1&a=1", "&c=:@!$()*,;~", "&%7Etilde"].choose(rng).expect("not empty"));
    }
    if query.is_empty() && rng.random_bool(0.7) { query } else { format!("?{query}") }
}

pub fn any_case(rng: &mut StdRng, account: &str) -> Case {
    let public_url = *PUBLIC_URLS.choose(rng).expect("not empty");
    let path =
        ["/api/twilio/status", "/api/twilio/voice", "/api/twilio/dial", "/api/twilio/events", "/api/twilio/voice-fallback"];
    match rng.random_range(0..10) {
        0 | 1 => {
            let target =
                format!("{}{}", ["/api/twilio/status", "/api/twilio/voice-fallback"].choose(rng).expect("two"), any_query(rng));
            Case { public_url, target, method: "GET", content_type: None, body: String::new(), fields: Vec::new() }
        }
        2 | 3 => {
            let body = json!([{ "id": text(rng), "data": { "text": text(rng), "n": rng.next_u32() } }]).to_string();
            let (hash, more) = (body_sha256(body.as_bytes()), if rng.random_bool(0.3) { "&more=1" } else { "" });
            let target = format!("/api/twilio/events?bodySHA256={hash}{more}");
            let content_type = Some(
                *["application/json", "application/json; charset=utf-8", "application/cloudevents+json"]
                    .choose(rng)
                    .expect("three"),
            );
            Case { public_url, target, method: "POST", content_type, body, fields: Vec::new() }
        }
        _ => {
            let fields = any_fields(rng, account);
            let target = format!("{}{}", path.choose(rng).expect("not empty"), any_query(rng));
            let body = encoded(rng, &fields);
            Case { public_url, target, method: "POST", content_type: Some(FORM), body, fields }
        }
    }
}

/// The case with one thing changed after it was signed.
pub fn changed(rng: &mut StdRng, case: &Case, signature: &str) -> (Case, String) {
    let (mut case, mut signature) = (case.clone(), signature.to_owned());
    match rng.random_range(0..8) {
        0 => signature = signature::sign("another-token", &case.url(), case.signed_fields()),
        1 => {
            let at = rng.random_range(0..signature.len() - 2);
            let other = if &signature[at..=at] == "A" { "B" } else { "A" };
            signature.replace_range(at..=at, other);
        }
        2 => drop(signature.pop()),
        3 => {
            let end = case.target.find('?').unwrap_or(case.target.len());
            case.target.truncate(end);
            case.target = format!("{}?changed={}", case.target, rng.next_u32());
        }
        4 => case.public_url = if case.public_url == PUBLIC_URLS[0] { PUBLIC_URLS[3] } else { PUBLIC_URLS[0] },
        _ if case.json().is_some() => case.body.push(' '),
        _ if case.method == "GET" => {
            case.target = format!("{}{}z=1", case.target, if case.target.contains('?') { "&" } else { "?" });
        }
        5 if !case.fields.is_empty() => {
            let at = rng.random_range(0..case.fields.len());
            case.fields.remove(at);
        }
        6 if !case.fields.is_empty() => {
            let at = rng.random_range(0..case.fields.len());
            case.fields[at].1.push(['x', ' ', '0', 'é'][rng.random_range(0..4)]);
        }
        _ => case.fields.push((name(rng), text(rng))),
    }
    if case.method == "POST" && case.json().is_none() {
        case.body = encoded(rng, &case.fields);
    }
    (case, signature)
}
