//! What Twilio's Voice Insights tells of a call after its end, by Event Streams: how many packets of sound passed each edge of its
//! network (twilio.com/docs/voice/voice-insights/api/call/details-call-summary). Only of calls that had none in a direction.

use std::sync::atomic::Ordering;

use serde_json::{Value, json};

use super::{call::Call, sids, wall_clock};

const COMPLETE: &str = "com.twilio.voice.insights.call-summary.complete";
/// A packet holds 20 ms: a scripted caller, who has no browser, is taken to talk all the time.
const PACKETS_PER_SECOND: u64 = 50;

/// The summaries of an answered call, as one batch; `None` when sound passed both ways.
pub fn of_silence(call: &Call, child_sid: &str, seconds: u64) -> Option<String> {
    let (heard, said) = packets(call, seconds);
    let browser = summary(call, &call.sid, seconds, &json!({ "client_edge": edge(heard, said) }));
    // The called side says what the browser is told, and hears what the browser says.
    let mut called = summary(call, child_sid, seconds, &json!({ "carrier_edge": edge(said, heard) }));
    called["data"]["parent_call_sid"] = json!(call.sid);
    (said == 0).then(|| json!([browser, called]).to_string())
}

/// From the browser, and to it.
fn packets(call: &Call, seconds: u64) -> (u64, u64) {
    let spoken = seconds * PACKETS_PER_SECOND;
    match (&call.packets, &call.line) {
        (Some(packets), _) => (packets.heard.load(Ordering::Relaxed), packets.said.load(Ordering::Relaxed)),
        (None, Some(_)) => (0, 0),
        (None, None) if call.habits.is_silent => (spoken, 0),
        (None, None) => (spoken, spoken),
    }
}

/// As seen from the edge: inbound is what came to it from outside.
fn edge(received: u64, sent: u64) -> Value {
    let (inbound, outbound) = (json!({ "packets_received": received }), json!({ "packets_sent": sent }));
    json!({ "metrics": { "inbound": inbound, "outbound": outbound } })
}

fn summary(call: &Call, sid: &str, seconds: u64, edges: &Value) -> Value {
    let account = call.exchange.application.account.account_sid.as_str();
    let mut data = json!({
        "account_sid": account, "call_sid": sid, "call_state": "completed", "processing_state": "complete",
        "end_time": wall_clock::now().rfc3339(), "connect_duration": seconds, "tags": ["silence"],
        "carrier_edge": null, "client_edge": null, "sdk_edge": null, "sip_edge": null,
    });
    for (name, value) in edges.as_object().into_iter().flatten() {
        data[name] = value.clone();
    }
    json!({
        "specversion": "1.0", "type": COMPLETE, "source": account, "id": sids::sid("EZ"),
        "datacontenttype": "application/json", "time": wall_clock::now().rfc3339(), "data": data,
    })
}
