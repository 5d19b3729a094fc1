//! What arrives at `/api/twilio/events`: call-progress posts, debugger reports, Event Streams batches.

use serde_json::Value;

use super::{
    signature::{Params, Payload, body_sha256},
    webhook::{StatusCallback, moment, token_or},
};
use crate::domain::time::EpochMs;

/// One thing told about a call, or about the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Equal for deliveries of the same event.
    pub dedupe_key: String,
    /// `status`, `debugger`, `form` or an Event Streams type.
    pub kind: String,
    pub call_sid: Option<String>,
    pub parent_call_sid: Option<String>,
    /// Twilio's word for where the call stands, if it says one.
    pub status: Option<String>,
    pub sequence_number: Option<i64>,
    /// Whose call it is, if it says so.
    pub account_sid: Option<String>,
    /// When it happened.
    pub carrier_at: Option<EpochMs>,
    /// Whether it is the final word on a conversation through which no sound ever passed.
    pub is_silent: bool,
    /// One sentence for people.
    pub summary: String,
    /// What to keep: the element of a batch, or the fields, as text.
    pub body: String,
}

/// Reads a post: an unknown one is one event too, for nothing that Twilio says is thrown away. A batch has one per element.
pub fn read(payload: &Payload, raw: &str, idempotency_token: Option<&str>) -> Vec<Event> {
    match payload {
        Payload::Json(Value::Array(elements)) => elements.iter().map(read_cloud_event).collect(),
        Payload::Json(one) => vec![read_cloud_event(one)],
        Payload::Form(params) => vec![read_form(params, raw, idempotency_token)],
    }
}

/// An element of a batch that was stored; `None` for what is no JSON.
pub fn read_again(body: &str) -> Option<Event> {
    serde_json::from_str(body).ok().map(|element| read_cloud_event(&element))
}

fn read_form(params: &Params, raw: &str, token: Option<&str>) -> Event {
    if let Some(callback) = StatusCallback::read(params) {
        return Event {
            // Apart from the same post to /api/twilio/status, which must not find its key taken.
            dedupe_key: format!("events|{}", callback.dedupe_key(token)),
            kind: "status".into(),
            summary: format!("Twilio reports the status {}", callback.call_status),
            status: Some(callback.call_status),
            sequence_number: callback.sequence_number,
            account_sid: callback.account_sid,
            carrier_at: callback.timestamp,
            is_silent: false,
            call_sid: Some(callback.call_sid),
            parent_call_sid: callback.parent_call_sid,
            body: raw.to_owned(),
        };
    }
    if let Some(text) = params.filled("Payload") {
        return read_debugger(params, &serde_json::from_str(text).unwrap_or_default(), raw, token);
    }
    Event {
        dedupe_key: format!("events|{}", token_or(token, || body_sha256(raw.as_bytes()))),
        kind: "form".into(),
        call_sid: params.filled("CallSid").map(str::to_owned),
        parent_call_sid: params.filled("ParentCallSid").map(str::to_owned),
        status: None,
        sequence_number: None,
        account_sid: params.filled("AccountSid").map(str::to_owned),
        carrier_at: params.filled("Timestamp").and_then(moment),
        is_silent: false,
        summary: params
            .filled("StatusCallbackEvent")
            .map_or_else(|| "Twilio sent a form".into(), |event| format!("Twilio reports {event}")),
        body: raw.to_owned(),
    }
}

/// `resource_sid` is either leg's, or not a call's at all.
fn read_debugger(params: &Params, report: &Value, raw: &str, token: Option<&str>) -> Event {
    let code = text_at(report, &["error_code"]).or_else(|| text_at(report, &["more_info", "ErrorCode"])).unwrap_or_default();
    let level = params.filled("Level").unwrap_or("Error").to_ascii_lowercase();
    let told = text_at(report, &["more_info", "Msg"]).or_else(|| text_at(report, &["more_info", "msg"]));
    let sid = text_at(report, &["resource_sid"]).filter(|sid| sid.starts_with("CA"));
    let otherwise = || params.filled("Sid").map_or_else(|| body_sha256(raw.as_bytes()), str::to_owned);
    Event {
        dedupe_key: format!("debugger|{}", token_or(token, otherwise)),
        kind: "debugger".into(),
        call_sid: sid,
        parent_call_sid: None,
        status: None,
        sequence_number: None,
        account_sid: params.filled("AccountSid").map(str::to_owned),
        carrier_at: params.filled("Timestamp").and_then(moment),
        is_silent: false,
        summary: explain(&code)
            .map_or_else(|| unexplained(&level, &code, told.as_deref()), |words| format!("{words} (Twilio {level} {code})")),
        body: raw.to_owned(),
    }
}

/// The commonest of Twilio's error codes in words (twilio.com/docs/api/errors).
fn explain(code: &str) -> Option<&'static str> {
    Some(match code {
        "13224" => "The number is invalid or cannot be reached",
        "13214" => "The caller id is not a verified number of the account",
        "13226" => "The number's country code is not known",
        "11200" => "Twilio could not fetch an answer from us: our fault, not charged",
        "11205" => "Twilio could not connect to us: our fault, not charged",
        "12100" => "Twilio could not read our instructions: our fault, not charged",
        "12200" => "Our instructions do not follow Twilio's schema: our fault, not charged",
        _ => return None,
    })
}

fn unexplained(level: &str, code: &str, told: Option<&str>) -> String {
    let told = told.map(|words| format!(": {words}")).unwrap_or_default();
    format!("Twilio {level} {code}{told}")
}

/// An element of an Event Streams batch in the format of <https://cloudevents.io> 1.0. `data` is an object in some deliveries and JSON text in others;
/// `source` and `datacontenttype` hold anything in Twilio's own examples, so nothing is asked of them.
fn read_cloud_event(event: &Value) -> Event {
    let data = match &event["data"] {
        Value::String(text) => serde_json::from_str(text).unwrap_or_default(),
        other => other.clone(),
    };
    let body = event.to_string();
    let kind = text_at(event, &["type"]).unwrap_or_else(|| "unknown".into());
    let first = |paths: &[&[&str]]| paths.iter().find_map(|path| text_at(&data, path));
    let fields = ["request", "parameters"];
    let status = first(&[&["call_state"], &[fields[0], fields[1], "CallStatus"]]);
    Event {
        dedupe_key: format!("stream|{}", text_at(event, &["id"]).unwrap_or_else(|| body_sha256(body.as_bytes()))),
        call_sid: first(&[&["call_sid"], &[fields[0], fields[1], "CallSid"], &["resource_sid"], &["sid"]])
            .filter(|sid| sid.starts_with("CA")),
        parent_call_sid: first(&[&["parent_call_sid"], &[fields[0], fields[1], "ParentCallSid"]])
            .filter(|sid| sid.starts_with("CA")),
        sequence_number: first(&[&[fields[0], fields[1], "SequenceNumber"]]).and_then(|number| number.parse().ok()),
        account_sid: first(&[&["account_sid"], &[fields[0], fields[1], "AccountSid"]]),
        carrier_at: first(&[&[fields[0], fields[1], "Timestamp"], &["end_time"], &["timestamp"]])
            .or_else(|| text_at(event, &["time"]))
            .and_then(|at| moment(&at)),
        is_silent: is_silent(&kind, &data),
        summary: describe_stream(&kind, status.as_deref(), &data),
        kind,
        status,
        body,
    }
}

/// A summary counts the packets of its leg at the edge of Twilio's network (twilio.com/docs/voice/voice-insights/api/call/
/// details-call-summary): no packet ever came from the called network, or none came from the browser and none could be sent to
/// it. Only the complete summary is final; a count that is missing is not zero. What the browser measured itself (`sdk_edge`)
/// and the tag `silence` (also a muted microphone) decide nothing.
fn is_silent(kind: &str, data: &Value) -> bool {
    let is_final = kind == "com.twilio.voice.insights.call-summary.complete";
    let talked = text_at(data, &["call_state"]).as_deref() == Some("completed");
    let none = |edge: &str, way: &str, count: &str| text_at(data, &[edge, "metrics", way, count]).as_deref() == Some("0");
    let nothing_heard = none("carrier_edge", "inbound", "packets_received");
    let no_path = none("client_edge", "inbound", "packets_received") && none("client_edge", "outbound", "packets_sent");
    is_final && talked && (nothing_heard || no_path)
}

fn describe_stream(kind: &str, status: Option<&str>, data: &Value) -> String {
    let name = kind.strip_prefix("com.twilio.").unwrap_or(kind);
    let mut words = match status {
        Some(status) if name.starts_with("voice.insights.call-summary") => format!("Call summary: {status}"),
        Some(status) => format!("Twilio reports the status {status}"),
        None if name == "eventstreams.test-event" => "Twilio tests the event stream".into(),
        None => format!("Twilio reports {name}"),
    };
    if let Some(who) = text_at(data, &["properties", "disconnected_by"]) {
        words = format!("{words}, hung up by {who}");
    }
    let tags: Vec<_> = data["tags"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if !tags.is_empty() {
        words = format!("{words}; quality: {}", tags.join(", ").replace('_', " "));
    }
    words
}

/// A text or number at a path; `None` when empty or absent.
fn text_at(value: &Value, path: &[&str]) -> Option<String> {
    let found = path.iter().try_fold(value, |value, name| value.get(name))?;
    let text = found.as_str().map_or_else(|| found.as_number().map(ToString::to_string), |text| Some(text.to_owned()));
    text.filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn form(encoded: &str) -> Event {
        let mut events = read(&Payload::Form(Params::parse(encoded.as_bytes())), encoded, None);
        assert_eq!(events.len(), 1);
        events.remove(0)
    }

    #[test]
    fn a_call_progress_post_keeps_its_own_key_here() {
        let event = form("CallSid=CA2&ParentCallSid=CA1&CallStatus=completed&SequenceNumber=3&CallDuration=61");
        assert_eq!((event.kind.as_str(), event.status.as_deref()), ("status", Some("completed")));
        assert_eq!((event.call_sid.as_deref(), event.parent_call_sid.as_deref()), (Some("CA2"), Some("CA1")));
        assert_eq!(event.dedupe_key, "events|CA2|completed|3");
    }

    #[test]
    fn a_debugger_report_names_the_call_and_the_trouble() {
        let report = json!({ "resource_sid": "CA7", "service_sid": null, "error_code": "13224", "more_info": { "Msg": "x" } });
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("Sid", "NO1"),
                ("Level", "ERROR"),
                ("PayloadType", "application/json"),
                ("Payload", &report.to_string()),
            ])
            .finish();
        let event = form(&body);
        assert_eq!((event.kind.as_str(), event.call_sid.as_deref()), ("debugger", Some("CA7")));
        assert_eq!(event.summary, "The number is invalid or cannot be reached (Twilio error 13224)");
        assert_eq!(event.dedupe_key, "debugger|NO1");
        assert_eq!(form("Sid=NO2&Level=Warning&Payload=%7Bbroken").summary, "Twilio warning ");
    }

    #[test]
    fn a_batch_is_one_event_per_element_with_data_as_object_or_as_text() {
        let summary = json!({ "call_sid": "CA2", "parent_call_sid": "CA1", "call_state": "noanswer", "duration": 70,
            "connect_duration": 61, "tags": ["high_jitter"], "properties": { "disconnected_by": "callee" } });
        let kind = "com.twilio.voice.insights.call-summary.complete";
        let callback = json!({ "sid": "CA9", "request": { "parameters": { "CallSid": "CA2", "ParentCallSid": "CA1",
            "CallStatus": "ringing", "SequenceNumber": "1" } } });
        let batch = json!([
            { "id": "EZ1", "type": kind, "data": summary },
            { "id": "EZ2", "type": kind, "data": summary.to_string() },
            { "id": "EZ3", "type": "com.twilio.voice.status-callback.call.ringing", "data": callback },
            { "id": "EZ4", "type": "com.twilio.eventstreams.test-event", "data": { "test_id": "t" } },
            17,
        ]);
        let events = read(&Payload::Json(batch), "", None);
        assert_eq!(events.len(), 5);
        for event in &events[..2] {
            assert_eq!((event.call_sid.as_deref(), event.status.as_deref()), (Some("CA2"), Some("noanswer")));
            assert_eq!(event.summary, "Call summary: noanswer, hung up by callee; quality: high jitter");
        }
        assert_eq!((events[2].call_sid.as_deref(), events[2].sequence_number), (Some("CA2"), Some(1)));
        assert_eq!((events[3].call_sid.as_deref(), events[3].summary.as_str()), (None, "Twilio tests the event stream"));
        let keys: std::collections::BTreeSet<_> = events.iter().map(|event| &event.dedupe_key).collect();
        assert_eq!(keys.len(), 5);
    }

    #[test]
    fn silence_is_read_from_the_final_count_of_packets_alone() {
        let kind = "com.twilio.voice.insights.call-summary.complete";
        let carrier = |count: Value| json!({ "call_state": "completed", "carrier_edge": { "metrics": { "inbound": { "packets_received": count } } } });
        let client = |received: i64, sent: i64| json!({ "call_state": "completed", "client_edge": { "metrics": { "inbound": { "packets_received": received }, "outbound": { "packets_sent": sent } } } });
        for (kind, data, silent) in [
            (kind, carrier(json!(0)), true),
            (kind, carrier(json!("0")), true),
            (kind, carrier(json!(1)), false),
            (kind, carrier(Value::Null), false),
            ("com.twilio.voice.insights.call-summary.partial", carrier(json!(0)), false),
            (kind, client(0, 0), true),
            (kind, client(0, 252), false),
            (kind, client(252, 0), false),
            (kind, json!({ "call_state": "completed", "tags": ["silence"], "carrier_edge": null }), false),
            (
                kind,
                json!({ "call_state": "noanswer", "carrier_edge": { "metrics": { "inbound": { "packets_received": 0 } } } }),
                false,
            ),
            (
                kind,
                json!({ "call_state": "completed", "sdk_edge": { "metrics": { "inbound": { "packets_received": 0 } } } }),
                false,
            ),
        ] {
            assert_eq!(is_silent(kind, &data), silent, "{kind} {data}");
        }
    }

    #[test]
    fn what_nobody_knows_is_kept() {
        let event = form("StatusCallbackEvent=conference-end&ConferenceSid=CF1&CallSid=CA1");
        assert_eq!((event.kind.as_str(), event.summary.as_str()), ("form", "Twilio reports conference-end"));
        assert!(event.body.contains("CF1"));
        assert_eq!(read(&Payload::Json(json!({})), "", None).len(), 1);
    }
}
