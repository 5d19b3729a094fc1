//! A call as both sides see it.

mod event;
pub mod look;
mod record;

pub use event::{CallEvent, EventEffect};
pub use record::{BadCall, CallRecord, LineEvent, LineRecord, LineTrouble, NOTE_MOST, Quality, Spread, Troubles};
use serde::{Deserialize, Serialize};

use crate::{
    contacts::model::ContactName,
    domain::{
        ids::{CallId, ContactId},
        money::Micros,
        phone::E164,
        time::EpochMs,
    },
};

/// The version of `@twilio/voice-sdk` that the dialer loads.
pub const VOICE_SDK_VERSION: &str = "2.18.5";

crate::wire_enum! {
    /// Where a call stands, in Twilio's words (twilio.com/docs/voice/api/call-resource). It only moves forward.
    pub enum CallStatus {
        Queued = "queued",
        Initiated = "initiated",
        Ringing = "ringing",
        InProgress = "in-progress",
        Completed = "completed",
        Busy = "busy",
        Failed = "failed",
        NoAnswer = "no-answer",
        Canceled = "canceled",
    }
}

/// The rank of a call that has ended while its duration is not known yet: the hold stays.
pub const RANK_PARKED: i64 = 9;
/// The rank of a call that is charged or released for good.
pub const RANK_SETTLED: i64 = 10;

impl CallStatus {
    /// Position in a call's life: a status may only be followed by one of a higher rank.
    pub const fn rank(self) -> i64 {
        match self {
            Self::Queued => 0,
            Self::Initiated => 1,
            Self::Ringing => 2,
            Self::InProgress => 3,
            Self::Completed | Self::Busy | Self::Failed | Self::NoAnswer | Self::Canceled => RANK_SETTLED,
        }
    }

    /// Whether the call has ended.
    pub const fn is_final(self) -> bool {
        self.rank() >= RANK_SETTLED
    }

    /// The words shown to people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Queued | Self::Initiated => "Connecting",
            Self::Ringing => "Ringing",
            Self::InProgress => "In call",
            Self::Completed => "Completed",
            Self::Busy => "Busy",
            Self::Failed => "Failed",
            Self::NoAnswer => "No answer",
            Self::Canceled => "Cancelled",
        }
    }
}

/// A call in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Call {
    pub id: CallId,
    /// The `CallSid` of the called leg, or of the browser's while there is no other; `CA…`.
    pub sid: Option<String>,
    pub to: E164,
    pub from: E164,
    /// ISO 3166-1 alpha-2 of `to`.
    pub country: Option<String>,
    /// The deck's words for `to`.
    pub destination: String,
    pub contact: Option<ContactName>,
    pub status: CallStatus,
    /// Always `outbound`.
    pub direction: String,
    pub created_at: EpochMs,
    pub answered_at: Option<EpochMs>,
    pub ended_at: Option<EpochMs>,
    /// From answer to hang-up; absent while not known.
    pub duration_seconds: Option<i64>,
    pub rate_micros_per_minute: Micros,
    pub connect_micros: Micros,
    pub initial_seconds: i64,
    pub increment_seconds: i64,
    pub free_under_seconds: i64,
    /// What was set aside when the call began.
    pub held_micros: Micros,
    /// Absent until the call is settled.
    pub charged_micros: Option<Micros>,
    /// The carrier ends the call after so many seconds.
    pub time_limit_seconds: i64,
}

impl Call {
    /// Whether it rings or runs.
    pub const fn is_active(&self) -> bool {
        !self.status.is_final()
    }
}

/// Why a call cost what it cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Receipt {
    pub prefix: String,
    pub destination: String,
    /// The name of the deck that the rate was frozen from.
    pub deck: String,
    pub rate_micros_per_minute: Micros,
    pub connect_micros: Micros,
    pub initial_seconds: i64,
    pub increment_seconds: i64,
    pub free_under_seconds: i64,
    pub duration_seconds: i64,
    pub billed_seconds: i64,
    pub rated_micros: Micros,
    pub charged_micros: Micros,
    pub held_micros: Micros,
    pub released_micros: Micros,
    /// What the price exceeds the hold by: the house bears it.
    pub shortfall_micros: Micros,
    /// What was given back later; `charged_micros` stays what it was.
    pub refund: Option<RefundLine>,
    pub settled_at: EpochMs,
    /// The sum in words: `1 m 47 s → 2 × 60 s × $0.0210 (UK mobile, prefix 447, deck twilio-2026-11) = $0.0420; held $0.63,
    /// released $0.5880`.
    pub arithmetic: String,
}

/// What was given back of a charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RefundLine {
    pub amount_micros: Micros,
    /// Why, in the words of the statement.
    pub reason: String,
    /// `ringfare` for what the rules decide, or who decided.
    pub operator: String,
    pub at: EpochMs,
}

/// A call with all there is to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallDetail {
    pub call: Call,
    /// Absent until the call is settled.
    pub receipt: Option<Receipt>,
    pub events: Vec<CallEvent>,
    pub record: CallRecord,
}

/// What a page that follows a call asks for now and then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallNow {
    /// The server's clock, by which the page's meter runs.
    pub now: EpochMs,
    /// Of the call, oldest first; none while the server does not know it.
    pub events: Vec<CallEvent>,
}

/// Which calls; empty means all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallFilter {
    pub status: Option<CallStatus>,
    /// From this moment on.
    pub from: Option<EpochMs>,
    /// Before this moment.
    pub to: Option<EpochMs>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    pub contact: Option<ContactId>,
    /// The number called.
    pub number: Option<E164>,
    /// Charged this much or more; leaves out calls that are not settled.
    pub charged_from: Option<Micros>,
    /// Charged this much or less; leaves out calls that are not settled.
    pub charged_to: Option<Micros>,
    /// Part of a number or of a contact's name.
    pub q: Option<String>,
}

/// Everything the browser's phone needs to place one call.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct VoiceAccess {
    /// Ours, passed to the carrier as the parameter `call_id`.
    pub call_id: CallId,
    /// A JWT for the Voice SDK.
    pub token: String,
    /// How long the token is good, in seconds.
    pub ttl_seconds: i64,
    /// E.164: what to pass as `To`.
    pub to: E164,
    /// A script to load before the SDK, if the carrier needs one.
    pub preload: Option<String>,
}
