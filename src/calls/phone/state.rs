//! The states of the browser's phone and what moves it from one to the next: pure, so that every path has a plain test.
//!
//! The SDK knows about media; why a call ended and what it cost is the server's to say, through the call's row.

use serde::Deserialize;

use super::{
    super::model::{Call, CallStatus},
    trouble::Fault,
};
use crate::{domain::money::Micros, ui::icon::Glyph, words::Calls};

/// What the Voice SDK says, as `public/voice.js` hands it on.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "Said")]
pub enum VoiceEvent {
    Ringing,
    /// The far end answered and media is agreed.
    Accept,
    Disconnect,
    Cancel,
    /// The socket dropped before the answer; the SDK itself would stay silent.
    Lost,
    Reconnecting {
        code: i64,
    },
    Reconnected,
    Mute {
        muted: bool,
    },
    Error {
        code: i64,
        message: String,
    },
    Warning {
        name: String,
    },
    WarningCleared {
        name: String,
    },
    TokenWillExpire,
    /// The first figures of the line are there.
    Measured,
}

/// A [`VoiceEvent`] as it comes: the parts of every type.
#[derive(Deserialize)]
struct Said {
    r#type: String,
    code: Option<i64>,
    message: Option<String>,
    muted: Option<bool>,
    name: Option<String>,
}

impl TryFrom<Said> for VoiceEvent {
    type Error = &'static str;

    fn try_from(said: Said) -> Result<Self, &'static str> {
        let name = said.name.ok_or("a warning without a name");
        Ok(match said.r#type.as_str() {
            "ringing" => Self::Ringing,
            "accept" => Self::Accept,
            "disconnect" => Self::Disconnect,
            "cancel" => Self::Cancel,
            "lost" => Self::Lost,
            "reconnecting" => Self::Reconnecting { code: said.code.unwrap_or_default() },
            "reconnected" => Self::Reconnected,
            "mute" => Self::Mute { muted: said.muted.ok_or("neither on nor off")? },
            "error" => Self::Error { code: said.code.unwrap_or_default(), message: said.message.unwrap_or_default() },
            "warning" => Self::Warning { name: name? },
            "warning-cleared" => Self::WarningCleared { name: name? },
            "token-will-expire" => Self::TokenWillExpire,
            "measured" => Self::Measured,
            _ => return Err("an event that is not known here"),
        })
    }
}

/// Why a call is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndReason {
    /// The media is gone; the server has not yet said why.
    Unknown,
    Completed,
    /// The carrier ended it at the time that the hold covered.
    AtLimit,
    Busy,
    NoAnswer,
    Cancelled,
    /// The carrier could not connect it.
    Failed,
}

/// Where the browser's phone is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Phone {
    #[default]
    Idle,
    RequestingMicrophone,
    Connecting,
    Ringing,
    InCall,
    Reconnecting,
    /// Hung up here, not yet confirmed.
    Ending,
    Ended(EndReason),
    Failed(Fault),
}

impl Phone {
    /// Whether a call is being placed or runs.
    pub const fn is_live(&self) -> bool {
        !matches!(self, Self::Idle | Self::Ended(_) | Self::Failed(_))
    }

    /// Whether both ends can hear each other, or could a moment ago.
    pub const fn is_connected(&self) -> bool {
        matches!(self, Self::InCall | Self::Reconnecting)
    }

    /// The state in words.
    pub fn label(&self, t: Calls) -> &'static str {
        match self {
            Self::Idle => t.ready(),
            Self::RequestingMicrophone => t.requesting_microphone(),
            Self::Connecting => t.connecting(),
            Self::Ringing => t.ringing(),
            Self::InCall | Self::Reconnecting => t.in_call(),
            Self::Ending => t.ending(),
            Self::Ended(reason) => reason.label(t),
            Self::Failed(_) => t.not_connected(),
        }
    }

    /// The icon beside the words.
    pub const fn glyph(&self) -> Glyph {
        match self {
            Self::RequestingMicrophone => Glyph::Mic,
            Self::Reconnecting => Glyph::Warning,
            Self::Ended(EndReason::Busy | EndReason::NoAnswer | EndReason::Cancelled) => Glyph::PhoneMissed,
            Self::Failed(_) | Self::Ended(EndReason::Failed) => Glyph::Error,
            Self::Ending | Self::Ended(_) => Glyph::Hangup,
            _ => Glyph::Phone,
        }
    }

    /// A word for style sheets and tests.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::RequestingMicrophone => "requesting-mic",
            Self::Connecting => "connecting",
            Self::Ringing => "ringing",
            Self::InCall => "in-call",
            Self::Reconnecting => "reconnecting",
            Self::Ending => "ending",
            Self::Ended(_) => "ended",
            Self::Failed(_) => "failed",
        }
    }

    /// The state after something that the SDK said.
    #[must_use]
    pub fn after(self, event: &VoiceEvent) -> Self {
        match (self, event) {
            // The microphone's error comes after its `disconnect`.
            (Self::Ended(EndReason::Unknown) | Self::Ending, VoiceEvent::Error { code: code @ (31_401 | 31_402), .. }) => {
                Self::Failed(Fault::of_code(*code, ""))
            }
            (state @ (Self::Idle | Self::Ended(_) | Self::Failed(_)), _) => state,
            (Self::Ending, VoiceEvent::Disconnect | VoiceEvent::Cancel | VoiceEvent::Lost) => Self::Ended(EndReason::Unknown),
            (Self::Ending, _) => Self::Ending,
            (_, VoiceEvent::Ringing) => Self::Ringing,
            (_, VoiceEvent::Accept | VoiceEvent::Reconnected) => Self::InCall,
            (state, VoiceEvent::Reconnecting { .. }) if state.is_connected() => Self::Reconnecting,
            (_, VoiceEvent::Disconnect | VoiceEvent::Cancel) => Self::Ended(EndReason::Unknown),
            (state, VoiceEvent::Lost) if state.is_connected() => Self::Ended(EndReason::Unknown),
            (_, VoiceEvent::Lost) => Self::Failed(Fault::of_code(31_009, "")),
            (state, VoiceEvent::Error { code, message }) => state.after_error(*code, message),
            (state, _) => state,
        }
    }

    /// A call that runs is not ended by an error: the SDK reconnects, or says `disconnect`.
    fn after_error(self, code: i64, message: &str) -> Self {
        if self.is_connected() || is_far_end(code) {
            return self;
        }
        Self::Failed(Fault::of_code(code, message))
    }

    /// The state after a look at the server's row of this call: it has the last word on how the call ended. What failed here says
    /// that nothing was charged, so a row that was charged ends that too.
    #[must_use]
    pub fn after_row(self, call: &Call) -> Self {
        match self {
            Self::Failed(_) if was_charged(call) => Self::Ended(reason(call)),
            Self::Idle | Self::Failed(_) => self,
            state if !call.status.is_final() => state,
            _ => Self::Ended(reason(call)),
        }
    }
}

impl EndReason {
    pub fn label(self, t: Calls) -> &'static str {
        match self {
            Self::Unknown | Self::Completed => t.call_ended(),
            Self::AtLimit => t.ended_at_limit(),
            Self::Busy => t.busy(),
            Self::NoAnswer => t.no_answer(),
            Self::Cancelled => t.cancelled(),
            Self::Failed => t.could_not_connect(),
        }
    }

    /// What the caller should know beyond the word; nothing for an ordinary end.
    pub const fn fault(self) -> Option<Fault> {
        match self {
            Self::Busy => Some(Fault::Busy),
            Self::NoAnswer => Some(Fault::NoAnswer),
            Self::Failed => Some(Fault::NotConnected),
            Self::Unknown | Self::Completed | Self::AtLimit | Self::Cancelled => None,
        }
    }
}

fn was_charged(call: &Call) -> bool {
    call.status.is_final() && call.charged_micros.is_some_and(|charged| charged > Micros::ZERO)
}

/// How the server says that a call ended.
fn reason(call: &Call) -> EndReason {
    let at_limit = call.time_limit_seconds > 0 && call.duration_seconds.is_some_and(|spoken| spoken >= call.time_limit_seconds);
    match call.status {
        CallStatus::Completed if at_limit => EndReason::AtLimit,
        CallStatus::Completed => EndReason::Completed,
        CallStatus::Busy => EndReason::Busy,
        CallStatus::NoAnswer => EndReason::NoAnswer,
        CallStatus::Canceled => EndReason::Cancelled,
        CallStatus::Failed => EndReason::Failed,
        CallStatus::Queued | CallStatus::Initiated | CallStatus::Ringing | CallStatus::InProgress => EndReason::Unknown,
    }
}

/// Codes that mean the far end or its network, not this one: `disconnect` follows, and the row says why.
const fn is_far_end(code: i64) -> bool {
    matches!(code, 31_002 | 31_005 | 31_008 | 31_404 | 31_480 | 31_486 | 31_603)
}

#[cfg(test)]
pub mod tests {
    use super::super::trouble::Microphone;
    use super::*;
    use crate::{
        domain::{ids::CallId, phone::E164, time::EpochMs},
        words,
    };

    /// A call to a British mobile that has just begun: $0.0210 a minute, 60/60, $0.63 held.
    pub fn call() -> Call {
        Call {
            id: CallId::parse("call_0123456789abcdef0123456789abcdef").expect("an id"),
            sid: None,
            to: E164::parse("+447911123456").expect("a number"),
            from: E164::parse("+14155552671").expect("a number"),
            country: Some("GB".into()),
            destination: "United Kingdom, mobile".into(),
            contact: None,
            status: CallStatus::InProgress,
            direction: "outbound".into(),
            created_at: EpochMs(0),
            answered_at: Some(EpochMs(4_000)),
            ended_at: None,
            duration_seconds: None,
            rate_micros_per_minute: Micros(21_000),
            connect_micros: Micros::ZERO,
            initial_seconds: 60,
            increment_seconds: 60,
            free_under_seconds: 0,
            held_micros: Micros(630_000),
            charged_micros: None,
            time_limit_seconds: 1_798,
        }
    }

    fn after(events: &[VoiceEvent]) -> Phone {
        events.iter().fold(Phone::Connecting, Phone::after)
    }

    fn error(code: i64) -> VoiceEvent {
        VoiceEvent::Error { code, message: String::new() }
    }

    #[test]
    fn an_ordinary_call_rings_talks_and_ends() {
        assert_eq!(after(&[VoiceEvent::Ringing]), Phone::Ringing);
        assert_eq!(after(&[VoiceEvent::Ringing, VoiceEvent::Accept]), Phone::InCall);
        assert_eq!(after(&[VoiceEvent::Ringing, VoiceEvent::Accept, VoiceEvent::Disconnect]), Phone::Ended(EndReason::Unknown));
    }

    #[test]
    fn a_refused_microphone_is_named_though_its_error_comes_after_the_disconnect() {
        assert_eq!(after(&[VoiceEvent::Disconnect, error(31_401)]), Phone::Failed(Fault::Microphone(Microphone::Blocked)));
    }

    #[test]
    fn a_decline_is_not_a_fault_and_the_server_says_what_it_was() {
        let state = after(&[VoiceEvent::Ringing, error(31_005), VoiceEvent::Disconnect]);
        assert_eq!(state, Phone::Ended(EndReason::Unknown));
        let busy = Call { status: CallStatus::Busy, ..call() };
        assert_eq!(state.after_row(&busy), Phone::Ended(EndReason::Busy));
    }

    #[test]
    fn an_error_does_not_end_a_call_that_runs() {
        assert_eq!(after(&[VoiceEvent::Accept, VoiceEvent::Reconnecting { code: 53_405 }, error(53_000)]), Phone::Reconnecting);
        assert_eq!(
            after(&[VoiceEvent::Accept, VoiceEvent::Reconnecting { code: 53_405 }, VoiceEvent::Reconnected]),
            Phone::InCall
        );
    }

    #[test]
    fn a_line_lost_before_the_answer_fails_and_one_lost_after_it_ends() {
        assert!(matches!(after(&[VoiceEvent::Ringing, VoiceEvent::Lost]), Phone::Failed(_)));
        assert_eq!(after(&[VoiceEvent::Accept, VoiceEvent::Lost]), Phone::Ended(EndReason::Unknown));
    }

    #[test]
    fn hanging_up_stays_ending_until_the_line_is_gone() {
        assert_eq!(Phone::Ending.after(&VoiceEvent::Accept), Phone::Ending);
        assert_eq!(Phone::Ending.after(&VoiceEvent::Disconnect), Phone::Ended(EndReason::Unknown));
    }

    #[test]
    fn the_server_ends_a_call_that_the_sdk_still_believes_in() {
        let done = Call { status: CallStatus::Completed, duration_seconds: Some(20), ..call() };
        assert_eq!(Phone::InCall.after_row(&done), Phone::Ended(EndReason::Completed));
        assert_eq!(Phone::InCall.after_row(&call()), Phone::InCall);
    }

    #[test]
    fn a_call_that_failed_here_and_was_charged_there_does_not_go_on_to_say_that_nothing_was() {
        let failed = after(&[VoiceEvent::Ringing, error(53_000)]);
        let charged = Call { status: CallStatus::Completed, charged_micros: Some(Micros(21_000)), ..call() };
        assert_eq!(failed.clone().after_row(&charged), Phone::Ended(EndReason::Completed));
        for uncharged in [None, Some(Micros::ZERO)] {
            let row = Call { charged_micros: uncharged, ..charged.clone() };
            assert_eq!(failed.clone().after_row(&row), failed, "{uncharged:?}");
        }
        let running = Call { status: CallStatus::InProgress, ..charged };
        assert_eq!(failed.clone().after_row(&running), failed, "while it runs");
    }

    #[test]
    fn a_call_that_used_up_its_time_ended_at_the_limit() {
        let cut = Call { status: CallStatus::Completed, duration_seconds: Some(1_798), ..call() };
        assert_eq!(Phone::InCall.after_row(&cut).label(words::calls()), "Ended at your limit");
    }

    #[test]
    fn events_read_from_the_scripts_json() {
        let read = |text: &str| crate::domain::json::read::<VoiceEvent>(text.as_bytes()).ok();
        let name = || "high-rtt".to_owned();
        for (text, event) in [
            (r#"{"type":"measured"}"#, Some(VoiceEvent::Measured)),
            (r#"{"type":"warning","name":"high-rtt"}"#, Some(VoiceEvent::Warning { name: name() })),
            (r#"{"type":"warning-cleared","name":"high-rtt"}"#, Some(VoiceEvent::WarningCleared { name: name() })),
            (r#"{"type":"warning"}"#, None),
            (r#"{"type":"token-will-expire"}"#, Some(VoiceEvent::TokenWillExpire)),
            (r#"{"type":"reconnecting","code":1,"message":"x"}"#, Some(VoiceEvent::Reconnecting { code: 1 })),
            (r#"{"type":"mute","muted":true}"#, Some(VoiceEvent::Mute { muted: true })),
            (r#"{"type":"error","code":31005}"#, Some(VoiceEvent::Error { code: 31_005, message: String::new() })),
            (r#"{"type":"fax"}"#, None),
        ] {
            assert_eq!(read(text), event, "{text}");
        }
    }
}
