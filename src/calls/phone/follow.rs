//! What goes on by itself while a call lasts: the server's row, balance, contact, events, the clock.

use gloo_timers::future::TimeoutFuture;
use leptos::{
    prelude::*,
    task::{spawn_local, spawn_local_scoped_with_cancellation},
};

use super::{super::api, EndReason, EnhancedCall, Phone, meter::Warning, trouble::Fault, voice_device};
use crate::{
    contacts::api::name_of, domain::ids::CallId, error::AppError, ledger::listener::BalanceListener, ui::effect::effect,
};

/// How long after the line is gone the server's word is waited for, in milliseconds.
const PATIENCE_MS: u32 = 10_000;

/// Begins all of it.
pub(super) fn all(phone: EnhancedCall) {
    phone.follow_state();
    phone.follow_row();
    phone.follow_changes();
    phone.tick();
    phone.sound_warnings();
    phone.watch();
}

impl EnhancedCall {
    /// Says what went wrong.
    fn follow_state(self) {
        effect(move |_| {
            self.trouble.set(match self.state.get() {
                Phone::Failed(fault) => Some(fault.told(self.language)),
                Phone::Ended(reason) => reason.fault().map(|fault| fault.told(self.language)),
                _ => None,
            });
        });
    }

    /// Follows the server's row, and lets go of a line that the server says has ended.
    fn follow_row(self) {
        effect(move |_| {
            let Some(row) = self.id.get().and_then(|id| self.listener.find(&id)) else { return };
            let before = self.state.get_untracked();
            let after = before.clone().after_row(&row);
            let limit = self.row.with_untracked(|old| old.as_ref().map(|old| old.time_limit_seconds));
            if let Some(more) = limit.map(|limit| row.time_limit_seconds - limit).filter(|more| *more > 0) {
                let since = self.elapsed.get_untracked();
                self.line.update(|line| line.extended = Some((more, since)));
            }
            self.row.set(Some(row));
            if after != before {
                if before.is_live() {
                    voice_device::destroy();
                }
                self.state.set(after);
            }
        });
    }

    /// Sounds a tone when a warning begins, to this end of the line alone.
    fn sound_warnings(self) {
        effect(move |before: Option<Option<Warning>>| {
            let now = self.warning();
            if let Some(begun) = now.filter(|_| before.flatten() != now) {
                voice_device::warn(begun.tones());
            }
            now
        });
    }

    /// Reads what a change of status may have changed.
    fn follow_changes(self) {
        self.listener.on_change(move |change| {
            let ours = self.id.get_untracked().is_some_and(|id| id == change.id);
            let (id, over) = (change.id.clone(), change.call.status.is_final());
            spawn_local(async move {
                if ours {
                    self.ask_the_time(id).await;
                }
                if ours && over {
                    self.read_contact().await;
                }
            });
        });
        effect(move |_| {
            if self.id.with(Option::is_some) {
                spawn_local(self.read_contact());
            }
        });
    }

    /// Sets the page's meter by the server's clock, and reads the call's events.
    #[expect(clippy::cast_precision_loss, reason = "milliseconds are exact in a double")]
    pub async fn ask_the_time(self, id: CallId) {
        let asked = js_sys::Date::now();
        let Ok(now) = api::call_pulse(id).await else { return };
        // The answer was written about half-way.
        let clock = now.now.0 as f64 - f64::midpoint(asked, js_sys::Date::now());
        let _ = self.unseen.try_update_value(|unseen| unseen.clock = Some(clock));
        if self.options.track_call_events {
            self.events.try_set(now.events);
        }
    }

    /// Looks at the wallet when a call's status moves and when it is settled, not at the next turn.
    pub(super) fn follow_money(self, balance: BalanceListener) {
        self.listener.on_change(move |_| balance.refresh());
        let settled = Memo::new(move |_| self.row.with(|row| row.as_ref().is_some_and(|row| row.charged_micros.is_some())));
        effect(move |_| {
            if settled.get() {
                balance.refresh();
            }
        });
        let live = Memo::new(move |_| self.state.with(Phone::is_live));
        effect(move |_| balance.set_call_in_progress(live.get()));
    }

    async fn read_contact(self) {
        let to = self.to.get_untracked();
        // An answer that comes late may be about the one who was called before.
        if self.options.update_contact_on_call
            && let Ok(found) = name_of(to.clone()).await
            && self.to.try_with_untracked(|now| *now == to) == Some(true)
        {
            self.name.try_set(found.name);
            self.written.try_set(found.international);
        }
    }

    /// Counts while connected: by the server's clock from the answer as the server heard it, until then from the answer as this
    /// page heard it. Never backwards; the server's figure replaces it at the end.
    fn tick(self) {
        let connected = Memo::new(move |_| self.state.with(Phone::is_connected));
        effect(move |_| {
            if connected.get() {
                spawn_local_scoped_with_cancellation(async move {
                    loop {
                        let Some(answered_at) = self.unseen.try_get_value().and_then(|unseen| unseen.answered_at) else { return };
                        #[expect(clippy::cast_possible_truncation, reason = "seconds of a call")]
                        let heard = ((js_sys::Date::now() - answered_at) / 1_000.0) as i64;
                        let row = self.row.try_with_untracked(|row| row.as_ref().and_then(|row| row.answered_at)).flatten();
                        let seconds = row.and_then(|answered| self.seconds_since(answered)).unwrap_or(heard);
                        if self.elapsed.try_get_untracked().is_some_and(|shown| shown < seconds) {
                            self.elapsed.try_set(seconds);
                        }
                        TimeoutFuture::new(200).await;
                    }
                });
            }
        });
    }

    /// Asks often while a call runs and until it is settled; says so when the server never hears of it.
    fn watch(self) {
        let unsettled = move || self.row.with(|row| row.as_ref().is_none_or(|row| row.charged_micros.is_none()));
        let waiting =
            Memo::new(move |_| matches!(self.state.get(), Phone::Ended(reason) if reason != EndReason::Cancelled) && unsettled());
        let live = Memo::new(move |_| self.state.with(Phone::is_live));
        effect(move |_| self.listener.set_busy(live.get() || waiting.get()));
        effect(move |_| {
            if waiting.get() {
                spawn_local_scoped_with_cancellation(async move {
                    if self.listener.refresh().await == Err(AppError::NotSignedIn) {
                        self.line.try_update(|line| line.signed_out = true);
                    }
                    TimeoutFuture::new(PATIENCE_MS).await;
                    self.listener.set_busy(false);
                    if self.row.try_with_untracked(Option::is_none) == Some(true) {
                        self.state.try_set(Phone::Failed(Fault::NotPlaced));
                    }
                });
            }
        });
    }
}
