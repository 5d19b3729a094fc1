//! One call at a time from this page, with all that a caller wants to know about it while it lasts.
//!
//! `place` is the way from a click to a ringing line, `follow` keeps everything up to date from then on.

mod follow;
pub mod meter;
mod place;
pub(super) mod state;
mod trouble;
mod voice_device;

use leptos::{prelude::*, task::spawn_local};

pub use self::state::Phone;
use self::{
    meter::{Meter, Quality, Warning},
    state::EndReason,
    trouble::Trouble,
};
use super::{
    api,
    listener::{CallListener, use_call_listener},
    model::{Call, CallEvent},
};
use crate::{
    contacts::model::Contact,
    domain::{ids::CallId, money::Micros},
    ledger::{listener::use_balance_listener, model::Balance},
};

/// How long the page says that a call was extended.
const EXTENDED_SHOWN_SECONDS: i64 = 12;

/// What a call keeps up to date beside itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallOptions {
    /// Reads the balance at once whenever the call's status moves.
    pub auto_update_balance: bool,
    /// Reads the call's events whenever its status moves.
    pub track_call_events: bool,
    /// Looks up who is called, and again when the call is over.
    pub update_contact_on_call: bool,
}

impl Default for CallOptions {
    fn default() -> Self {
        Self { auto_update_balance: true, track_call_events: true, update_contact_on_call: true }
    }
}

/// How the line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Line {
    muted: bool,
    quality: Option<Quality>,
    note: Option<&'static str>,
    /// By how many seconds the call was extended last, and how many had elapsed then.
    extended: Option<(i64, i64)>,
}

/// The page's phone; cheap to copy. One per page, made by its layout.
#[derive(Debug, Clone, Copy)]
pub struct EnhancedCall {
    options: CallOptions,
    listener: CallListener,
    state: RwSignal<Phone>,
    /// What was dialled: as typed, then E.164.
    to: RwSignal<String>,
    id: RwSignal<Option<CallId>>,
    row: RwSignal<Option<Call>>,
    balance: Signal<Option<Balance>>,
    contact: RwSignal<Option<Contact>>,
    events: RwSignal<Vec<CallEvent>>,
    /// Milliseconds since 1970 by this browser's clock.
    answered_at: RwSignal<Option<f64>>,
    /// Whole seconds since the answer.
    elapsed: RwSignal<i64>,
    line: RwSignal<Line>,
    /// Rises with every call, so that what belongs to an earlier one is dropped.
    attempt: StoredValue<u32>,
}

/// What shows in the call bar and on the dialer.
impl EnhancedCall {
    pub fn state(self) -> Signal<Phone> {
        self.state.into()
    }
    /// The number that is called, as E.164 once the server has read it.
    pub fn to(self) -> Signal<String> {
        self.to.into()
    }
    /// The server's row; absent until the carrier has asked the server about the call.
    pub fn call_row(self) -> Signal<Option<Call>> {
        self.row.into()
    }
    pub fn id(self) -> Signal<Option<CallId>> {
        self.id.into()
    }
    pub fn balance(self) -> Signal<Option<Balance>> {
        self.balance
    }
    pub fn contact(self) -> Signal<Option<Contact>> {
        self.contact.into()
    }
    pub fn events(self) -> Signal<Vec<CallEvent>> {
        self.events.into()
    }
    pub fn muted(self) -> Signal<bool> {
        Signal::derive(move || self.line.get().muted)
    }
    pub fn quality(self) -> Signal<Option<Quality>> {
        Signal::derive(move || self.line.get().quality)
    }
    /// Something about the line that the caller can do something about.
    pub fn line_note(self) -> Signal<Option<&'static str>> {
        Signal::derive(move || self.line.get().note)
    }
    /// Seconds since the answer; 0 before.
    pub fn elapsed(self) -> Signal<i64> {
        self.elapsed.into()
    }
    /// The meter, once the server has the call.
    pub fn meter(self) -> Signal<Option<Meter>> {
        Signal::derive(move || self.row.with(|row| row.as_ref().map(|row| Meter::read(row, self.elapsed.get()))))
    }
    /// What the caller is to be warned of now.
    pub fn warning(self) -> Memo<Option<Warning>> {
        Memo::new(move |_| {
            let connected = self.state.with(Phone::is_connected);
            self.meter().get().filter(|_| connected).as_ref().and_then(Meter::warning)
        })
    }
    /// By how many seconds the call was extended a moment ago.
    pub fn extended(self) -> Memo<Option<i64>> {
        Memo::new(move |_| {
            let (more, since) = self.line.get().extended.filter(|_| self.state.with(Phone::is_connected))?;
            (self.elapsed.get() < since + EXTENDED_SHOWN_SECONDS).then_some(more)
        })
    }
    /// What the call has come to so far.
    pub fn estimated_cost(self) -> Signal<Option<Micros>> {
        Signal::derive(move || self.meter().get().map(|meter| meter.cost_micros))
    }
    /// What went wrong, if anything.
    pub fn error(self) -> Signal<Option<Trouble>> {
        Signal::derive(move || match self.state.get() {
            Phone::Failed(trouble) => Some(trouble),
            Phone::Ended(reason) => reason.trouble(),
            _ => None,
        })
    }
}

/// What a caller does.
impl EnhancedCall {
    /// Calls `to`, as typed. Must be called from a click or a key, since browsers give sound and microphone to those only.
    pub fn call(self, to: String) {
        if self.state.with_untracked(Phone::is_live) {
            return;
        }
        let attempt = self.begin(to.clone());
        spawn_local(async move {
            if let Err(trouble) = self.place(to, attempt).await {
                self.fail(trouble, attempt);
            }
        });
    }

    /// Ends the call, here and at the server: a hang-up while the socket is down reaches nobody else.
    pub fn hang_up(self) {
        if !self.state.with_untracked(Phone::is_live) {
            return;
        }
        voice_device::hang_up();
        let Some(id) = self.id.get_untracked() else {
            self.begin_next();
            voice_device::destroy();
            self.state.set(Phone::Ended(EndReason::Cancelled));
            return;
        };
        self.state.set(Phone::Ending);
        spawn_local(async move {
            // A call that the carrier has not yet told the server about is unknown there; the SDK's hang-up ends it.
            drop(api::hang_up(id).await);
            drop(self.listener.refresh().await);
        });
    }

    /// Mutes or opens the microphone.
    pub fn mute(self, on: bool) {
        voice_device::mute(on);
    }

    /// Sends tones to the other end.
    pub fn digits(self, keys: &str) {
        if self.state.with_untracked(Phone::is_connected) {
            voice_device::digits(keys);
        }
    }

    /// Puts an ended call away.
    pub fn dismiss(self) {
        if !self.state.with_untracked(Phone::is_live) {
            self.begin_next();
            self.id.set(None);
            self.row.set(None);
            self.state.set(Phone::Idle);
        }
    }
}

/// Makes the page's phone; once, in the layout of the signed-in pages, so that a call survives going from page to page.
pub fn provide_enhanced_call(options: CallOptions) -> EnhancedCall {
    let balance = use_balance_listener();
    let phone = EnhancedCall {
        options,
        listener: use_call_listener(),
        state: RwSignal::default(),
        to: RwSignal::default(),
        id: RwSignal::new(None),
        row: RwSignal::new(None),
        balance: balance.balance,
        contact: RwSignal::new(None),
        events: RwSignal::default(),
        answered_at: RwSignal::new(None),
        elapsed: RwSignal::new(0),
        line: RwSignal::default(),
        attempt: StoredValue::new(0),
    };
    provide_context(phone);
    phone.follow_row();
    phone.follow_changes();
    if options.auto_update_balance {
        phone.follow_money(balance);
    }
    phone.tick();
    phone.sound_warnings();
    phone.watch();
    phone
}

/// The page's phone, from the layout; a new one outside it.
pub fn use_enhanced_call(options: CallOptions) -> EnhancedCall {
    use_context().unwrap_or_else(|| provide_enhanced_call(options))
}
