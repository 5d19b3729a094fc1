//! One call at a time from this page, with all that a caller wants to know about it while it lasts.
//!
//! `place` is the way from a click to a ringing line, `follow` keeps everything up to date from then on, `shown`
//! is what others read of it. Both come, with the call bar, in a chunk of WASM that is fetched once a number is dialled.

mod follow;
pub mod meter;
mod place;
mod shown;
pub(super) mod state;
mod trouble;
mod voice_device;

use leptos::{prelude::*, task::spawn_local};

pub use self::state::Phone;
use self::{
    state::EndReason,
    trouble::{Fault, Trouble},
};
use super::{
    api,
    listener::{CallListener, use_call_listener},
    model::{Call, CallEvent, Troubles},
};
use crate::{
    domain::ids::CallId,
    ledger::{listener::use_balance_listener, model::Balance},
    ui::{
        effect::effect,
        later::NotFetched,
        state::{Known, State},
    },
    words,
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
    /// Whether there are figures: before them nothing is said.
    measured: bool,
    troubles: Troubles,
    /// How long the call had lasted when the connection was lost, in seconds.
    lost_at: i64,
    /// The session ended during the call: the page hears no more of it.
    signed_out: bool,
    /// By how many seconds the call was extended last, and how many had elapsed then.
    extended: Option<(i64, i64)>,
}

/// What is remembered of a call and shown nowhere.
#[derive(Debug, Clone, Copy, Default)]
struct Unseen {
    /// Rises with every call, so that what belongs to an earlier one is dropped.
    attempt: u32,
    /// The server's clock less this browser's, in milliseconds, once the server was asked.
    clock: Option<f64>,
    /// Milliseconds since 1970 by this browser's clock.
    answered_at: Option<f64>,
}

/// The page's phone; cheap to copy. One per page, made by its layout.
#[derive(Debug, Clone, Copy)]
pub struct EnhancedCall {
    options: CallOptions,
    listener: CallListener,
    state: State<Phone>,
    /// What was dialled: as typed, then E.164.
    to: RwSignal<String>,
    id: State<Option<CallId>>,
    row: State<Option<Call>>,
    balance: Known<Option<Balance>>,
    /// The name of who is called, if they are a contact.
    name: State<Option<String>>,
    /// The number as people write it; empty until it is known.
    written: RwSignal<String>,
    events: State<Vec<CallEvent>>,
    /// Whole seconds since the answer.
    elapsed: State<i64>,
    line: State<Line>,
    /// What went wrong, if anything.
    trouble: State<Option<Trouble>>,
    /// What goes on by itself, once its code is there.
    follow: State<Option<fn(EnhancedCall)>>,
    unseen: StoredValue<Unseen>,
    words: words::Calls,
    language: words::Language,
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
            match place::place(self, to, attempt).await {
                Ok(placing) => placing.await,
                Err(NotFetched) if self.is_current(attempt) => {
                    self.trouble.try_set(Some(Trouble::no_script(self.language)));
                    self.state.try_set(Phone::Failed(Fault::NoScript));
                }
                Err(NotFetched) => {}
            }
        });
    }

    /// Ends the call, here and at the server: a hang-up while the socket is down reaches nobody else.
    pub fn hang_up(self) {
        if !self.state.with_untracked(Phone::is_live) {
            return;
        }
        let Some(id) = self.id.get_untracked() else {
            voice_device::hang_up();
            self.begin_next();
            voice_device::destroy();
            self.state.set(Phone::Ended(EndReason::Cancelled));
            return;
        };
        // Before the SDK is told: it may say `disconnect` at once.
        self.state.set(Phone::Ending);
        voice_device::hang_up();
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

    /// A key of the telephone while it is connected: M mutes, digits, star and hash are tones. Whether it was one.
    pub fn press(self, key: &str) -> bool {
        let is_tone = key.len() == 1 && "0123456789*#".contains(key);
        let ours = self.state.with_untracked(Phone::is_connected) && (is_tone || matches!(key, "m" | "M"));
        if ours && is_tone {
            voice_device::digits(key);
        } else if ours {
            self.mute(!self.line.with_untracked(|line| line.muted));
        }
        ours
    }

    /// Fills the choice of microphone and speaker in `panel`.
    pub fn choose_devices(self, panel: &wasm_bindgen::JsValue) {
        voice_device::audio(panel);
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

/// Fetches what a call needs, so that it is there when one is wanted. What cannot be fetched is tried again then.
pub async fn make_ready() {
    drop(place::preload().await);
}

/// Makes the page's phone; once, in the layout of the signed-in pages, so that a call survives going from page to page.
pub fn provide_enhanced_call(options: CallOptions) -> EnhancedCall {
    let balance = use_balance_listener();
    let phone = EnhancedCall {
        options,
        listener: use_call_listener(),
        state: State::default(),
        to: RwSignal::default(),
        id: State::new(None),
        row: State::new(None),
        balance: balance.balance,
        name: State::new(None),
        written: RwSignal::default(),
        events: State::default(),
        elapsed: State::new(0),
        line: State::default(),
        trouble: State::new(None),
        follow: State::new(None),
        unseen: StoredValue::new(Unseen::default()),
        words: words::calls(),
        language: words::language(),
    };
    provide_context(phone);
    if options.auto_update_balance {
        phone.follow_money(balance);
    }
    effect(move |_| {
        if let Some(follow) = phone.follow.get() {
            follow(phone);
        }
    });
    phone
}

/// The page's phone, from the layout; a new one outside it.
pub fn use_enhanced_call(options: CallOptions) -> EnhancedCall {
    use_context().unwrap_or_else(|| provide_enhanced_call(options))
}
