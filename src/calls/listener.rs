//! The caller's calls, kept fresh: which run, which ended last, what changed since the last look.

use leptos::prelude::*;

use super::{
    api,
    model::{Call, CallStatus},
};
use crate::{
    domain::{ids::CallId, time::EpochMs},
    error::AppError,
    ui::effect::effect,
    ui::poll::{use_page_visible, use_poll_behind_push},
    ui::state::{Known, State},
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
    recent: State<Option<Vec<Call>>>,
    /// What the last answer changed.
    changes: State<Vec<StatusChange>>,
    /// Whether the last look failed: what is shown is the last known state.
    stale: RwSignal<bool>,
    /// Whether this page's own phone is busy.
    busy: RwSignal<bool>,
}

impl CallListener {
    /// Everything known, newest first.
    pub fn recent(self) -> Known<Option<Vec<Call>>> {
        self.recent.into()
    }

    /// Calls that ring or run.
    pub fn active(self) -> Known<Vec<Call>> {
        Known::derive(move || self.recent.with(|calls| calls.iter().flatten().filter(|call| call.is_active()).cloned().collect()))
    }

    /// Whether what is shown may be out of date, because the server did not answer.
    pub fn is_stale(self) -> Signal<bool> {
        self.stale.into()
    }

    /// The row of one call, as last seen.
    pub fn find(self, id: &CallId) -> Option<Call> {
        self.recent.with(|calls| calls.iter().flatten().find(|call| call.id == *id).cloned())
    }

    /// Calls `notice` for every change of status or charge, not for the calls of the first answer.
    pub fn on_change(self, notice: impl Fn(&StatusChange) + 'static) {
        effect(move |before: Option<()>| {
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
                self.stale.try_set(true);
                Err(error)
            }
        }
    }

    /// Says whether this page's phone is busy: then it looks more often, and never pauses.
    pub fn set_busy(self, busy: bool) {
        self.busy.try_set(busy);
    }

    /// Whether this page's phone is busy.
    pub fn is_busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// Says that what is known was confirmed, by a push that brought nothing new.
    pub fn confirm(self) {
        if self.stale.try_get_untracked() == Some(true) {
            self.stale.try_set(false);
        }
    }

    /// Takes rows from an answer or a push, in whatever order these come: all of the newest, or some of them. A call's status
    /// only moves forward, so an answer that was on its way while a push came takes nothing back.
    pub fn take(self, calls: Vec<Call>) {
        self.confirm();
        let Some(before) = self.recent.try_get_untracked() else { return };
        let calls = merged(before.as_deref().unwrap_or_default(), calls);
        if before.as_ref() == Some(&calls) {
            return;
        }
        let changed = before.map(|before| changes(&before, &calls)).unwrap_or_default();
        self.recent.try_set(Some(calls));
        if !changed.is_empty() {
            self.changes.try_set(changed);
        }
    }
}

/// How many calls are remembered: as many as the server gives.
const REMEMBERED: usize = 12;

/// The calls known before with newer rows in their places; those that ring or run first, then the newest.
fn merged(before: &[Call], mut calls: Vec<Call>) -> Vec<Call> {
    fn order(call: &Call) -> (bool, EpochMs, &str) {
        (call.is_active(), call.created_at, call.id.as_str())
    }

    let how_far = |call: &Call| (call.status.rank(), call.charged_micros.is_some());
    for old in before {
        match calls.iter_mut().find(|call| call.id == old.id) {
            Some(new) if how_far(new) < how_far(old) => *new = old.clone(),
            Some(_) => {}
            None => calls.push(old.clone()),
        }
    }
    // One by one: the library's sorting of long lists weighs more than the page that would sort these few with it.
    let mut sorted: Vec<Call> = Vec::with_capacity(calls.len());
    for call in calls {
        let place = sorted.partition_point(|other| order(other) > order(&call));
        sorted.insert(place, call);
    }
    sorted.truncate(REMEMBERED);
    sorted
}

/// What moved between two looks. A call that ended may be settled later: that is a change too.
fn changes(before: &[Call], now: &[Call]) -> Vec<StatusChange> {
    let known = |call: &Call| before.iter().find(|old| old.id == call.id);
    let is_new =
        |call: &Call| known(call).is_none_or(|old| (old.status, old.charged_micros) != (call.status, call.charged_micros));
    now.iter()
        .filter(|call| is_new(call))
        .map(|call| StatusChange { id: call.id.clone(), before: known(call).map(|old| old.status), call: call.clone() })
        .collect()
}

/// Starts to listen; once, in the layout of the signed-in pages. It stops with them.
pub fn provide_call_listener() -> CallListener {
    let listener = CallListener {
        recent: State::new(None),
        changes: State::new(Vec::new()),
        stale: RwSignal::new(false),
        busy: RwSignal::new(false),
    };
    provide_context(listener);
    let visible = use_page_visible();
    let live =
        Memo::new(move |_| listener.busy.get() || listener.recent.with(|calls| calls.iter().flatten().any(Call::is_active)));
    use_poll_behind_push(EVERY_MS, Signal::derive(move || visible.get() && !live.get()), move || listener.refresh());
    use_poll_behind_push(EVERY_MS_IN_CALL, live.into(), move || listener.refresh());
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
    fn an_answer_that_was_overtaken_takes_nothing_back() {
        let ended = Call { status: CallStatus::Completed, ..call() };
        let settled = Call { charged_micros: Some(crate::domain::money::Micros(42_000)), ..ended.clone() };
        assert_eq!(merged(std::slice::from_ref(&settled), vec![call()]), std::slice::from_ref(&settled));
        assert_eq!(merged(std::slice::from_ref(&settled), vec![ended.clone()]), std::slice::from_ref(&settled));
        assert_eq!(merged(&[ended], vec![settled.clone()]), std::slice::from_ref(&settled));
        assert_eq!(merged(std::slice::from_ref(&settled), Vec::new()), [settled], "a push tells only what changed");
    }

    #[test]
    fn calls_that_run_come_first_then_the_newest_and_twelve_are_remembered() {
        let ended = |number: i64| {
            let id = CallId::parse(&format!("call_{number:032x}")).expect("an id");
            Call { id, status: CallStatus::Completed, created_at: EpochMs(number), ..call() }
        };
        let running = Call { created_at: EpochMs(0), ..call() };
        let known: Vec<Call> = (1..=9).map(ended).collect();
        let now = merged(&known, [5, 12, 10, 14, 13, 11].map(ended).into_iter().chain([running.clone()]).collect());
        let expected: Vec<Call> = std::iter::once(running).chain((4..=14).rev().map(ended)).collect();
        assert_eq!(now, expected);
    }

    #[test]
    fn a_new_call_is_a_change_and_an_unchanged_one_is_none() {
        assert_eq!(changes(&[], &[call()])[0].before, None);
        assert!(changes(&[call()], &[call()]).is_empty());
        let ended = Call { status: CallStatus::Completed, ..call() };
        let settled = Call { charged_micros: Some(crate::domain::money::Micros(42_000)), ..ended.clone() };
        assert_eq!(changes(&[ended], &[settled]).len(), 1, "settled after it ended");
    }
}
