//! Whether the page is told of changes as they happen, and when what it shows was last confirmed.

use leptos::prelude::*;

use super::{
    moment::browser_now,
    state::{Known, State},
};
use crate::domain::time::EpochMs;

/// Longer than this without a word, and the page says that it catches up, in seconds.
const AWAY_SECONDS: i64 = 120;

/// The page's link to the server; cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct LiveLink {
    /// Whether changes are pushed; not known before the first word.
    healthy: State<Option<bool>>,
    /// When the server last said what is so, by the browser's clock.
    confirmed: State<Option<EpochMs>>,
    /// For how long nothing was heard, in seconds, each time that this ends.
    away: State<Option<i64>>,
}

impl LiveLink {
    /// Whether changes are pushed, so that asking is for safety only.
    pub fn is_healthy(self) -> bool {
        self.healthy.try_get().flatten() == Some(true)
    }

    /// The same, with nothing before the first word.
    pub fn health(self) -> Known<Option<bool>> {
        self.healthy.into()
    }

    /// When the server last said what is so.
    pub fn confirmed(self) -> Known<Option<EpochMs>> {
        self.confirmed.into()
    }

    /// For how long nothing had been heard when it was heard again, in seconds.
    pub fn away(self) -> Known<Option<i64>> {
        self.away.into()
    }

    /// Says whether changes are pushed; from event handlers and effects only.
    pub fn set_healthy(self, healthy: bool) {
        if self.healthy.try_get_untracked() != Some(Some(healthy)) {
            self.healthy.try_set(Some(healthy));
        }
    }

    /// Says that the server has just answered or spoken; from event handlers and effects only.
    pub fn confirm(self) {
        let now = browser_now();
        let before = self.confirmed.try_get_untracked().flatten();
        let away = before.map_or(0, |before| now.seconds_since(before));
        if away >= AWAY_SECONDS {
            self.away.try_set(Some(away));
        }
        self.confirmed.try_set(Some(now));
    }
}

/// Makes the link; once, before whatever asks or listens.
pub fn provide_live_link() -> LiveLink {
    let link = LiveLink { healthy: State::new(None), confirmed: State::new(None), away: State::new(None) };
    provide_context(link);
    link
}

/// The page's link; outside the dashboard one that nobody speaks over.
pub fn use_live_link() -> LiveLink {
    use_context().unwrap_or_else(provide_live_link)
}
