//! What Twilio tells the application of a call: the fields of each post.

use super::{call::Call, form::Form, wall_clock};

const API_VERSION: &str = "2010-04-01";

/// One leg, as its posts name it.
#[derive(Debug, Clone)]
pub struct Named<'a> {
    pub sid: &'a str,
    pub parent_sid: Option<&'a str>,
    pub from: &'a str,
    pub to: &'a str,
    pub direction: &'a str,
}

/// How a leg ended, as its last post tells.
#[derive(Debug, Clone, Copy)]
pub struct Finish {
    /// From the answer to the end; 0 without one, nothing when the post keeps it to itself.
    pub seconds: Option<u64>,
    /// Of the called leg.
    pub sip_response: Option<u16>,
}

/// The question what to do with a call: every parameter of the page is a field, but none can pass for one of ours.
pub fn voice(call: &Call) -> Form {
    let mut form = leg(call, &browser(call, &format!("client:{}", call.identity))).with("CallStatus", "ringing");
    form.set("ApplicationSid", call.exchange.application.account.twiml_app_sid.as_str());
    for (name, value) in &call.params {
        if !form.has(name) {
            form.set(name, value);
        }
    }
    form
}

/// How the dialed call ended, and the question what to do now.
pub fn dial_action(call: &Call, status: &str, called: Option<(&str, Option<u64>)>) -> Form {
    let own_status = if call.over.is_some() { "completed" } else { "in-progress" };
    let mut form = leg(call, &browser(call, &format!("client:{}", call.identity))).with("CallStatus", own_status);
    form.set("ApplicationSid", call.exchange.application.account.twiml_app_sid.as_str());
    form.set("DialCallStatus", status);
    if let Some((sid, seconds)) = called {
        form.set("DialCallSid", sid);
        form.set("DialBridged", if status == "completed" { "true" } else { "false" });
        if let Some(seconds) = seconds {
            form.set("DialCallDuration", seconds.to_string());
        }
    }
    form
}

/// The end of the browser's leg.
pub fn browser_ended(call: &Call, status: &str, seconds: Option<u64>) -> Form {
    let finish = Finish { seconds, sip_response: None };
    let form = progress(call, &browser(call, &format!("client:{}", call.identity)), status, 0);
    finished(form, finish).with("ApplicationSid", call.exchange.application.account.twiml_app_sid.as_str())
}

/// One step of a leg.
pub fn progress(call: &Call, named: &Named<'_>, status: &str, sequence: u32) -> Form {
    leg(call, named)
        .with("CallbackSource", "call-progress-events")
        .with("CallStatus", status)
        .with("SequenceNumber", sequence.to_string())
        .with("Timestamp", wall_clock::rfc2822(wall_clock::now()))
}

/// Adds what only the last post of a leg has. `Duration` is in minutes, rounded up; `CallDuration` in seconds.
pub fn finished(form: Form, finish: Finish) -> Form {
    let form = match finish.seconds {
        Some(seconds) => form.with("CallDuration", seconds.to_string()).with("Duration", seconds.div_ceil(60).to_string()),
        None => form,
    };
    match finish.sip_response {
        Some(code) => form.with("SipResponseCode", code.to_string()),
        None => form,
    }
}

fn browser<'a>(call: &'a Call, from: &'a str) -> Named<'a> {
    Named { sid: &call.sid, parent_sid: None, from, to: call.to(), direction: "inbound" }
}

/// The fields of every request. Places are known of no number here, which Twilio writes as empty strings.
fn leg(call: &Call, named: &Named<'_>) -> Form {
    let mut form = Form::default()
        .with("AccountSid", call.exchange.application.account.account_sid.as_str())
        .with("ApiVersion", API_VERSION)
        .with("CallSid", named.sid);
    if let Some(parent) = named.parent_sid {
        form.set("ParentCallSid", parent);
    }
    form = form
        .with("Called", named.to)
        .with("Caller", named.from)
        .with("From", named.from)
        .with("To", named.to)
        .with("Direction", named.direction);
    if named.parent_sid.is_some() {
        for side in ["From", "To", "Caller", "Called"] {
            for place in ["City", "State", "Zip", "Country"] {
                form.set(&format!("{side}{place}"), "");
            }
        }
    }
    form
}
