//! What the call bar and the dialer show of the phone: signals, and plain functions that read them where they are called.

use leptos::prelude::*;

use super::{
    super::model::{Call, CallEvent, LineTrouble, Quality},
    EXTENDED_SHOWN_SECONDS, EnhancedCall, Phone,
    meter::{Meter, Warning},
    trouble::Trouble,
};
use crate::{
    domain::{
        ids::CallId,
        money::Micros,
        time::{EpochMs, clock_face},
    },
    ledger::model::Balance,
    ui::state::Known,
};

/// What shows in the call bar and on the dialer.
impl EnhancedCall {
    pub fn state(self) -> Known<Phone> {
        self.state.into()
    }
    /// The number that is called, as E.164 once the server has read it.
    pub fn to(self) -> Signal<String> {
        self.to.into()
    }
    /// The server's row; absent until the carrier has asked the server about the call.
    pub fn call_row(self) -> Known<Option<Call>> {
        self.row.into()
    }
    /// The number as people write it.
    pub fn number(self) -> String {
        self.written.with(|written| if written.is_empty() { self.to.get() } else { written.clone() })
    }
    pub fn id(self) -> Known<Option<CallId>> {
        self.id.into()
    }
    pub fn balance(self) -> Known<Option<Balance>> {
        self.balance
    }
    pub fn name(self) -> Known<Option<String>> {
        self.name.into()
    }
    pub fn events(self) -> Known<Vec<CallEvent>> {
        self.events.into()
    }
    pub fn muted(self) -> bool {
        self.line.with(|line| line.muted)
    }
    /// How the line is and why, once something was measured.
    pub fn quality(self) -> Option<(Quality, Option<LineTrouble>)> {
        let line = self.line.get();
        let connected = self.state.with(Phone::is_connected);
        (connected && (line.measured || line.troubles.worst().is_some()))
            .then(|| (line.troubles.quality(), line.troubles.worst()))
    }
    /// Whether the session ended during the call.
    pub fn is_signed_out(self) -> bool {
        self.line.with(|line| line.signed_out)
    }
    /// Seconds since the answer; 0 before.
    pub fn elapsed(self) -> i64 {
        self.elapsed.get()
    }
    /// The state in words: shown in the bar and announced.
    pub fn told(self) -> String {
        let t = self.words;
        self.state.with(|state| match state {
            Phone::Reconnecting => t.connection_lost(&clock_face(self.line.with(|line| line.lost_at))),
            state => state.label(t).to_owned(),
        })
    }
    /// The meter, once the server has the call.
    pub fn meter(self) -> Option<Meter> {
        self.row.with(|row| row.as_ref().map(|row| Meter::read(row, self.elapsed.get())))
    }
    /// What the caller is to be warned of now.
    pub fn warning(self) -> Option<Warning> {
        let connected = self.state.with(Phone::is_connected);
        self.meter().filter(|_| connected).as_ref().and_then(Meter::warning)
    }
    /// By how many seconds the call was extended a moment ago.
    pub fn extended(self) -> Option<i64> {
        let (more, since) = self.line.with(|line| line.extended).filter(|_| self.state.with(Phone::is_connected))?;
        (self.elapsed.get() < since + EXTENDED_SHOWN_SECONDS).then_some(more)
    }
    /// What the call has come to so far.
    pub fn estimated_cost(self) -> Option<Micros> {
        self.meter().map(|meter| meter.cost_micros)
    }
    /// Seconds since `moment` by the server's clock; `None` until the server was asked. For effects and event handlers.
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "milliseconds are exact in a double")]
    pub fn seconds_since(self, moment: EpochMs) -> Option<i64> {
        let clock = self.unseen.try_get_value()?.clock?;
        Some(((js_sys::Date::now() + clock - moment.0 as f64) / 1_000.0) as i64)
    }
    /// What went wrong, if anything.
    pub fn error(self) -> Known<Option<Trouble>> {
        self.trouble.into()
    }
}
