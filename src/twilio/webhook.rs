//! What Twilio posts, in types. Everything but a `CallSid` may be absent, new fields come without notice, and a status may be
//! a word not known yet: nothing here refuses what it could keep.

use super::{account::Sid, signature::Params};
use crate::domain::{
    ids::CallId,
    time::{EpochMs, MS_PER_SECOND},
};

/// How many seconds a leg was in conversation.
///
/// Absent, empty, no whole number or more than a day means *not known*, which is not zero: a call of unknown length is asked for by REST,
/// a call of zero seconds is free. `Duration`, in minutes rounded up, is never read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallDuration {
    Unknown,
    Seconds(i64),
}

impl CallDuration {
    /// Reads a field of seconds.
    pub fn read(text: Option<&str>) -> Self {
        /// No account's calls last longer (twilio.com/docs/voice/twiml/dial, `timeLimit`).
        const LONGEST: i64 = 86_400;

        let digits = text.filter(|text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()));
        let seconds = digits.and_then(|digits| digits.parse().ok()).filter(|seconds| *seconds <= LONGEST);
        seconds.map_or(Self::Unknown, Self::Seconds)
    }

    pub fn seconds(self) -> Option<i64> {
        match self {
            Self::Unknown => None,
            Self::Seconds(seconds) => Some(seconds),
        }
    }
}

/// A call-progress post: how one leg goes. Also what `/api/twilio/events` gets when a status callback is pointed there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusCallback {
    pub call_sid: String,
    /// The browser's leg, when this is the called one; absent on the browser's own.
    pub parent_call_sid: Option<String>,
    /// Twilio's word: an open set. The event `answered` says `in-progress`.
    pub call_status: String,
    pub call_duration: CallDuration,
    /// `CallDuration` as it came.
    pub duration_text: Option<String>,
    /// `Duration`, in minutes rounded up: told to people, never charged.
    pub minutes: Option<String>,
    /// The currency of a price, which posts are not documented to have.
    pub price_unit: Option<String>,
    /// Rises per leg in the order the events were fired, with gaps; they arrive in any order.
    pub sequence_number: Option<i64>,
    /// When the event fired.
    pub timestamp: Option<EpochMs>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub direction: Option<String>,
    pub account_sid: Option<String>,
    pub sip_response_code: Option<i64>,
    pub error_code: Option<String>,
}

impl StatusCallback {
    /// Reads a post; `None` without `CallSid` or `CallStatus`.
    pub fn read(params: &Params) -> Option<Self> {
        Some(Self {
            call_sid: params.filled("CallSid")?.to_owned(),
            parent_call_sid: owned(params, "ParentCallSid"),
            call_status: params.filled("CallStatus")?.to_owned(),
            call_duration: CallDuration::read(params.get("CallDuration")),
            duration_text: params.get("CallDuration").map(str::to_owned),
            minutes: owned(params, "Duration"),
            price_unit: owned(params, "PriceUnit"),
            sequence_number: number(params, "SequenceNumber"),
            timestamp: params.get("Timestamp").and_then(moment),
            from: owned(params, "From"),
            to: owned(params, "To"),
            direction: owned(params, "Direction"),
            account_sid: owned(params, "AccountSid"),
            sip_response_code: number(params, "SipResponseCode"),
            error_code: owned(params, "ErrorCode"),
        })
    }

    /// The SID of the logical call: the browser's leg, where it is known.
    pub fn leading_sid(&self) -> &str {
        self.parent_call_sid.as_deref().unwrap_or(&self.call_sid)
    }

    /// Equal for posts that say the same: the idempotency token, or else the leg, its status and its sequence number.
    /// The SID alone would drop later states.
    pub fn dedupe_key(&self, idempotency_token: Option<&str>) -> String {
        let sequence = self.sequence_number.map(|number| number.to_string()).unwrap_or_default();
        token_or(idempotency_token, || format!("{}|{}|{sequence}", self.call_sid, self.call_status))
    }
}

/// The result of `<Dial>`: the dialled call has ended, and Twilio asks what the browser's leg does next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DialAction {
    /// The browser's leg.
    pub call_sid: String,
    /// The called leg; absent when none was made.
    pub dial_call_sid: Option<String>,
    /// `completed`, `busy`, `no-answer`, `failed`, `canceled` and, for conferences, `answered`: an open set.
    pub dial_call_status: String,
    pub dial_call_duration: CallDuration,
    /// `DialCallDuration` as it came.
    pub duration_text: Option<String>,
    pub timestamp: Option<EpochMs>,
    pub account_sid: Option<String>,
}

impl DialAction {
    /// Reads a post; `None` without `CallSid` or `DialCallStatus`.
    pub fn read(params: &Params) -> Option<Self> {
        Some(Self {
            call_sid: params.filled("CallSid")?.to_owned(),
            dial_call_sid: owned(params, "DialCallSid"),
            dial_call_status: params.filled("DialCallStatus")?.to_owned(),
            dial_call_duration: CallDuration::read(params.get("DialCallDuration")),
            duration_text: params.get("DialCallDuration").map(str::to_owned),
            timestamp: params.get("Timestamp").and_then(moment),
            account_sid: owned(params, "AccountSid"),
        })
    }

    pub fn dedupe_key(&self, idempotency_token: Option<&str>) -> String {
        token_or(idempotency_token, || format!("{}|dial|{}", self.call_sid, self.dial_call_status))
    }
}

/// The Voice URL's question: a browser wants to call; what shall be done?
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoiceRequest {
    /// The browser's leg.
    pub call_sid: String,
    /// Who calls, from the access token (`From=client:<identity>`): Twilio vouches for it. Absent when `From` is no client.
    pub identity: Option<String>,
    /// Whom to call, as the page sent it: input of a stranger.
    pub to: Option<String>,
    /// Our id of the call, as the page sent it: input of a stranger.
    pub call_id: Option<CallId>,
    pub account_sid: Option<String>,
}

impl VoiceRequest {
    /// Reads a post; `None` without a `CallSid` of Twilio's form.
    pub fn read(params: &Params) -> Option<Self> {
        let call_sid = Sid::parse(params.get("CallSid")?, "CA")?;
        Some(Self {
            call_sid: call_sid.as_str().to_owned(),
            identity: params.get("From").and_then(|from| from.strip_prefix("client:")).map(str::to_owned),
            to: owned(params, "To"),
            call_id: params.get("call_id").and_then(CallId::parse),
            account_sid: owned(params, "AccountSid"),
        })
    }

    pub fn dedupe_key(&self, idempotency_token: Option<&str>) -> String {
        token_or(idempotency_token, || format!("{}|voice", self.call_sid))
    }
}

/// Twilio retries a request with the same token; two requests never share one.
pub(super) fn token_or(idempotency_token: Option<&str>, otherwise: impl FnOnce() -> String) -> String {
    idempotency_token.filter(|token| !token.is_empty()).map_or_else(otherwise, |token| format!("token|{token}"))
}

/// A moment of the carrier's clock in whole seconds: RFC 2822 in posts, RFC 3339 in reports and from others.
pub(super) fn moment(text: &str) -> Option<EpochMs> {
    let mail = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text);
    let moment = mail.or_else(|_| text.parse::<jiff::Timestamp>()).ok()?;
    Some(EpochMs(moment.as_second() * MS_PER_SECOND))
}

fn owned(params: &Params, name: &str) -> Option<String> {
    params.filled(name).map(str::to_owned)
}

fn number(params: &Params, name: &str) -> Option<i64> {
    params.get(name).and_then(|text| text.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A called leg's end, in Twilio's encoding (constructed from captured posts).
    const COMPLETED: &[u8] =
        b"AccountSid=AC0123456789abcdef0123456789abcdef&ApiVersion=2010-04-01&CallSid=CA00000000000000000000000000000b\
        &ParentCallSid=CA00000000000000000000000000000a&Called=%2B15558675310&Caller=%2B15551112222&From=%2B15551112222\
        &To=%2B15558675310&Direction=outbound-dial&CallbackSource=call-progress-events&FromCity=&FromState=O%27AHU\
        &CallStatus=completed&SequenceNumber=3&Timestamp=Sun%2C%2022%20Nov%202026%2010%3A01%3A10%20%2B0000\
        &CallDuration=61&Duration=2&SipResponseCode=200&SomethingNew=yes";

    fn status(encoded: &str) -> Option<StatusCallback> {
        StatusCallback::read(&Params::parse(encoded.as_bytes()))
    }

    #[test]
    fn a_completed_leg_reads_whole() {
        let callback = StatusCallback::read(&Params::parse(COMPLETED)).expect("complete");
        assert_eq!(callback.call_sid, "CA00000000000000000000000000000b");
        assert_eq!(callback.leading_sid(), "CA00000000000000000000000000000a");
        assert_eq!(callback.call_duration, CallDuration::Seconds(61));
        assert_eq!((callback.sequence_number, callback.sip_response_code), (Some(3), Some(200)));
        assert_eq!(callback.timestamp, Some(EpochMs(1_795_341_670_000)));
        assert_eq!(callback.to.as_deref(), Some("+15558675310"));
    }

    #[test]
    fn the_length_of_a_call_is_its_seconds_or_not_known() {
        let cases = [
            ("CallDuration=61&Duration=2", Some(61)),
            ("CallDuration=60", Some(60)),
            ("CallDuration=0", Some(0)),
            ("CallDuration=59&Duration=1", Some(59)),
            ("Duration=1", None),
            ("", None),
            ("CallDuration=", None),
            ("CallDuration=soon", None),
            ("CallDuration=-5", None),
            ("CallDuration=%2B5", None),
            ("CallDuration=6.5", None),
            ("CallDuration=%2061", None),
            ("CallDuration=99999999999999999999", None),
            ("CallDuration=86400", Some(86_400)),
            ("CallDuration=86401", None),
        ];
        for (fields, seconds) in cases {
            let callback = status(&format!("CallSid=CA1&CallStatus=completed&{fields}")).expect("complete");
            assert_eq!(callback.call_duration.seconds(), seconds, "{fields}");
        }
    }

    #[test]
    fn the_carriers_clock_reads_in_either_form_and_nonsense_is_none() {
        let moments = [
            ("Sun, 22 Nov 2026 10:01:10 +0000", Some(1_795_341_670_000)),
            ("Mon, 22 Nov 2026 10:01:10 +0000", Some(1_795_341_670_000)),
            ("2026-11-22T10:01:10Z", Some(1_795_341_670_000)),
            ("2026-11-22T11:01:10.999+01:00", Some(1_795_341_670_000)),
            ("", None),
            ("yesterday", None),
            ("1795341670", None),
        ];
        for (text, at) in moments {
            assert_eq!(moment(text), at.map(EpochMs), "{text}");
        }
    }

    #[test]
    fn a_post_without_a_call_or_a_status_is_none_and_an_unknown_status_is_kept() {
        for bad in ["", "CallSid=CA1", "CallStatus=completed", "CallSid=&CallStatus=completed"] {
            assert_eq!(status(bad), None, "{bad}");
        }
        assert_eq!(status("CallSid=CA1&CallStatus=on-the-moon").expect("kept").call_status, "on-the-moon");
    }

    #[test]
    fn a_retry_has_the_same_key_and_a_later_state_another() {
        let ringing = status("CallSid=CA1&CallStatus=ringing&SequenceNumber=1").expect("complete");
        let completed = status("CallSid=CA1&CallStatus=completed&SequenceNumber=3").expect("complete");
        assert_eq!(ringing.dedupe_key(None), ringing.clone().dedupe_key(Some("")));
        assert_ne!(ringing.dedupe_key(None), completed.dedupe_key(None));
        assert_eq!(ringing.dedupe_key(Some("t")), completed.dedupe_key(Some("t")));
        assert_ne!(ringing.dedupe_key(Some("t")), ringing.dedupe_key(Some("u")));
    }

    #[test]
    fn the_result_of_a_dial_reads() {
        let body =
            b"CallSid=CA1&CallStatus=in-progress&DialCallSid=CA2&DialCallStatus=completed&DialCallDuration=3&DialBridged=true";
        let action = DialAction::read(&Params::parse(body)).expect("complete");
        assert_eq!((action.call_sid.as_str(), action.dial_call_sid.as_deref()), ("CA1", Some("CA2")));
        assert_eq!(action.dial_call_duration, CallDuration::Seconds(3));
        assert_eq!(DialAction::read(&Params::parse(b"CallSid=CA1&CallStatus=completed")), None);
    }

    #[test]
    fn only_a_client_has_an_identity() {
        let sid = "CA0123456789abcdef0123456789abcdef";
        let read = |from: &str| {
            VoiceRequest::read(&[("CallSid", sid), ("From", from), ("To", "+44"), ("call_id", "x")].into_iter().collect())
        };
        let request = read("client:u_1").expect("complete");
        assert_eq!((request.identity.as_deref(), request.to.as_deref(), request.call_id), (Some("u_1"), Some("+44"), None));
        assert_eq!(read("+14155550100").expect("complete").identity, None);
        assert_eq!(VoiceRequest::read(&[("CallSid", "CA1")].into_iter().collect()), None);
    }
}
