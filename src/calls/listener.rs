//! The caller's calls, kept fresh: which run, which ended last, what changed since the last look.

use leptos::prelude::*;

use super::{
    api,
    model::{Call, CallStatus},
};
use crate::{
    domain::ids::CallId,
    error::AppError,
    ui::poll::{use_page_visible, use_poll},
};

/// How often the server is asked, in milliseconds.
const EVERY_MS: u32 = 3_000;
/// The same while a call is being placed or runs, whether or not anyone looks at the page.
const EVERY_MS_IN_CALL: u32 = 1_000;

/// A call that is new, or whose status moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusChange {
    pub id: CallId,
    /// Absent for a call that was not there at the last look.
    pub before: Option<CallStatus>,
    pub call: Call,
}

/// The newest calls; cheap to copy. One per page, made by its layout.
#[derive(Debug, Clone, Copy)]
pub struct CallListener {
    /// Calls that ring or run, and the newest that ended; `None` until the first answer.
    recent: RwSignal<Option<Vec<Call>>>,
    /// What the last answer changed.
    changes: RwSignal<Vec<StatusChange>>,
    /// Whether the last look failed: what is shown is the last known state.
    stale: RwSignal<bool>,
    /// Whether this page's own phone is busy.
    busy: RwSignal<bool>,
}

impl CallListener {
    /// Everything known, newest first.
    pub fn recent(self) -> Signal<Option<Vec<Call>>> {
        self.recent.into()
    }

    /// Calls that ring or run.
    pub fn active(self) -> Signal<Vec<Call>> {
        Signal::derive(move || {
            self.recent.with(|calls| calls.iter().flatten().filter(|call| call.is_active()).cloned().collect())
        })
    }

    /// Whether what is shown may be out of date, because the server did not answer.
    pub fn is_stale(self) -> Signal<bool> {
        self.stale.into()
    }

    /// The row of one call, as last seen.
    pub fn find(self, id: &CallId) -> Option<Call> {
        self.recent.with(|calls| calls.iter().flatten().find(|call| call.id == *id).cloned())
    }

    /// Calls `notice` for every change of status, not for the calls of the first answer.
    pub fn on_change(self, notice: impl Fn(&StatusChange) + 'static) {
        Effect::new(move |before: Option<()>| {
            let changes = self.changes.get();
            if before.is_some() {
                changes.iter().for_each(&notice);
            }
        });
    }

    /// Looks now; for pushes and for the moment when something was done here.
    ///
    /// # Errors
    /// When the server does not answer; what was known stays.
    pub async fn refresh(self) -> Result<(), AppError> {
        match api::recent_calls().await {
            Ok(calls) => {
                self.take(calls);
                Ok(())
            }
            Err(error) => {
                let _ = self.stale.try_set(true);
                Err(error)
            }
        }
    }

    /// Says whether this page's phone is busy: then it looks more often, and never pauses.
    pub fn set_busy(self, busy: bool) {
        let _ = self.busy.try_set(busy);
    }

    /// Takes rows that another request brought, such as the page's first ones.
    pub fn take(self, calls: Vec<Call>) {
        let _ = self.stale.try_set(false);
        let Some(before) = self.recent.try_get_untracked() else { return };
        if before.as_ref() == Some(&calls) {
            return;
        }
        let changed = before.map(|before| changes(&before, &calls)).unwrap_or_default();
        drop(self.recent.try_set(Some(calls)));
        if !changed.is_empty() {
            drop(self.changes.try_set(changed));
        }
    }
}

/// What moved between two looks.
fn changes(before: &[Call], now: &[Call]) -> Vec<StatusChange> {
    let known = |call: &Call| before.iter().find(|old| old.id == call.id).map(|old| old.status);
    now.iter()
        .filter(|call| known(call) != Some(call.status))
        .map(|call| StatusChange { id: call.id.clone(), before: known(call), call: call.clone() })
        .collect()
}

/// Starts to listen; once, in the layout of the signed-in pages. It stops with them.
pub fn provide_call_listener() -> CallListener {
    let listener = CallListener {
        recent: RwSignal::new(None),
        changes: RwSignal::new(Vec::new()),
        stale: RwSignal::new(false),
        busy: RwSignal::new(false),
    };
    provide_context(listener);
    let visible = use_page_visible();
    let live =
        Memo::new(move |_| listener.busy.get() || listener.recent.with(|calls| calls.iter().flatten().any(Call::is_active)));
    use_poll(EVERY_MS, Signal::derive(move || visible.get() && !live.get()), move || listener.refresh());
    use_poll(EVERY_MS_IN_CALL, live.into(), move || listener.refresh());
    listener
}

/// The caller's calls, from the layout; a listener of its own outside it.
pub fn use_call_listener() -> CallListener {
    use_context().unwrap_or_else(provide_call_listener)
}

#[cfg(test)]
mod tests {
    use super::{super::phone::state::tests::call, *};

    #[test]
    fn a_change_names_what_was_before() {
        let ringing = Call { status: CallStatus::Ringing, ..call() };
        let found = changes(std::slice::from_ref(&ringing), &[call()]);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].before, found[0].call.status), (Some(CallStatus::Ringing), CallStatus::InProgress));
    }

    #[test]
    fn a_new_call_is_a_change_and_an_unchanged_one_is_none() {
        assert_eq!(changes(&[], &[call()])[0].before, None);
        assert!(changes(&[call()], &[call()]).is_empty());
    }
}
