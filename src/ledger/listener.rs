//! Follows the caller's wallet: one poller for the whole dashboard, many readers.

use leptos::{prelude::*, task::spawn_local};

use super::{api::my_balance, change::BalanceChange, model::Balance};
use crate::{
    error::AppError,
    ui::{
        effect::effect,
        fetched::{Fetched, fetched},
        live::{LiveLink, use_live_link},
        moment::browser_now,
        poll::{use_page_visible, use_poll_behind_push},
        state::{Known, State},
    },
};

/// How often the wallet is asked for, in milliseconds.
const EVERY_MS: u32 = 2_000;
/// How many changes are remembered.
const REMEMBERED: usize = 10;

/// The caller's wallet as it changes; cheap to copy.
#[derive(Clone, Copy)]
pub struct BalanceListener {
    /// The wallet; `None` until it is known. After a failure the last one stays.
    pub balance: Known<Option<Balance>>,
    /// The newest change since the page was opened.
    pub change: Known<Option<BalanceChange>>,
    /// The newest changes since the page was opened, newest first.
    pub recent: Known<Vec<BalanceChange>>,
    /// Whether the last answer failed, so that `balance` may be out of date.
    pub stale: Signal<bool>,
    /// What the server rendered with.
    pub(super) first: Fetched<Result<Balance, AppError>>,
    held: Held,
}

/// The signals behind a [`BalanceListener`].
#[derive(Clone, Copy)]
struct Held {
    balance: State<Option<Balance>>,
    recent: State<Vec<BalanceChange>>,
    stale: RwSignal<bool>,
    in_call: RwSignal<bool>,
    link: LiveLink,
}

impl BalanceListener {
    /// Takes a wallet that came from elsewhere, such as a push; an older one than the last is ignored.
    pub fn accept(self, new: Balance) {
        let held = self.held;
        let old = held.balance.try_get_untracked().flatten();
        held.stale.try_set(false);
        // Freezing an account moves no money, so the version stays.
        let known =
            |old: &Balance| old.version > new.version || (old.version == new.version && old.frozen_reason == new.frozen_reason);
        if old.as_ref().is_some_and(known) {
            return;
        }
        let change = old.and_then(|old| BalanceChange::between(&old, &new, browser_now()));
        held.balance.try_set(Some(new));
        if let Some(change) = change {
            held.recent.try_update(|recent| {
                recent.insert(0, change);
                recent.truncate(REMEMBERED);
            });
        }
    }

    /// Says that what is known was confirmed, by an answer or a push that brought nothing new.
    pub fn confirm(self) {
        if self.held.stale.try_get_untracked() == Some(true) {
            self.held.stale.try_set(false);
        }
    }

    /// Asks now instead of waiting for the next turn; from event handlers and effects only.
    pub fn refresh(self) {
        spawn_local(async move { drop(self.ask().await) });
    }

    /// Keeps asking while the tab is in the background; callers leave it during calls.
    pub fn set_call_in_progress(self, in_progress: bool) {
        if self.held.in_call.try_get_untracked() == Some(!in_progress) {
            self.held.in_call.try_set(in_progress);
        }
    }

    /// Calls back on every change, until the component that asked is gone.
    pub fn on_change(self, callback: Callback<BalanceChange>) {
        let change = self.change;
        effect(move |before: Option<()>| {
            if let (Some(change), Some(())) = (change.get(), before) {
                callback.run(change);
            }
        });
    }

    /// Begins with what the page was rendered with, unless something newer is known.
    pub(super) fn start_with(self, initial: Balance) {
        if self.held.balance.try_with_untracked(Option::is_none) == Some(true) {
            self.held.balance.try_set(Some(initial));
        }
    }

    async fn ask(self) -> Result<(), AppError> {
        match my_balance().await {
            Ok(balance) => {
                self.accept(balance);
                self.held.link.confirm();
                Ok(())
            }
            Err(error) => {
                self.held.stale.try_set(true);
                Err(error)
            }
        }
    }
}

/// Starts following the wallet; once, in the dashboard's layout.
pub fn provide_balance_listener() -> BalanceListener {
    let held = Held {
        balance: State::new(None),
        recent: State::new(Vec::new()),
        stale: RwSignal::new(false),
        in_call: RwSignal::new(false),
        link: use_live_link(),
    };
    let listener = BalanceListener {
        balance: held.balance.into(),
        change: Known::derive(move || held.recent.with(|recent| recent.first().cloned())),
        recent: held.recent.into(),
        stale: held.stale.into(),
        first: fetched(|| (), |()| my_balance()),
        held,
    };
    let visible = use_page_visible();
    let active = Signal::derive(move || visible.get() || held.in_call.get());
    use_poll_behind_push(EVERY_MS, active, move || listener.ask());
    provide_context(listener);
    listener
}

/// The caller's wallet as it changes. Outside the dashboard a listener of its own is started.
pub fn use_balance_listener() -> BalanceListener {
    use_context().unwrap_or_else(provide_balance_listener)
}
