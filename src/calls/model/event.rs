//! What the carrier told of a call, and what that changed.

use serde::{Deserialize, Serialize};

use crate::domain::{
    ids::{CallId, EventId},
    time::EpochMs,
};

crate::wire_enum! {
    /// What a post of the carrier changed.
    pub enum EventEffect {
        /// The call's status moved forward.
        Moved = "moved",
        /// The charge was taken and the rest of the hold released.
        Settled = "settled",
        /// The hold stays until the carrier says for how long.
        Parked = "parked",
        /// A longer hold was taken and the limit raised.
        Extended = "extended",
        /// The charge was given back.
        Refunded = "refunded",
        /// Nothing: the call was settled before.
        Late = "late",
        /// Nothing: it says what was known, or less.
        Nothing = "nothing",
        /// Nothing, as is its nature: it is kept to be read.
        Noted = "noted",
        /// Nothing yet: its call is not known.
        Waiting = "waiting",
    }
}

/// Something that happened to a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CallEvent {
    pub id: EventId,
    pub call_id: Option<CallId>,
    /// `status`, `dial`, `voice`, `debugger` or an Event Streams type.
    pub kind: String,
    pub status: Option<String>,
    /// One sentence for people.
    pub summary: String,
    /// When it came.
    pub at: EpochMs,
    /// When it happened by the carrier's own clock, in whole seconds, if it says so.
    pub carrier_at: Option<EpochMs>,
    /// From then until it came; 0 when the carrier's clock is ahead.
    pub delay_seconds: Option<i64>,
    /// How often it came.
    pub deliveries: i64,
    /// When it came again, the last time.
    pub last_delivery_at: Option<EpochMs>,
    /// What it changed; absent on those of earlier versions.
    pub effect: Option<EventEffect>,
}
