//! The mark in the frame that says how fresh the page is.

use leptos::prelude::*;

use crate::{
    ledger::listener::use_balance_listener,
    ui::{effect::effect, erase::Erase, live::use_live_link, moment::in_browser_zone, state::Known},
    words::{self, Live},
};

/// How fresh the page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fresh {
    Connecting,
    Live,
    Delayed,
    Offline,
}

impl Fresh {
    /// `stale`: whether the last question went without an answer.
    const fn of(health: Option<bool>, stale: bool) -> Self {
        match (health, stale) {
            (Some(true), _) => Self::Live,
            (_, true) => Self::Offline,
            (Some(false), false) => Self::Delayed,
            (None, false) => Self::Connecting,
        }
    }

    /// In the page's markup.
    const fn word(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Live => "live",
            Self::Delayed => "delayed",
            Self::Offline => "offline",
        }
    }

    fn name(self, t: Live) -> &'static str {
        match self {
            Self::Connecting => t.connecting(),
            Self::Live => t.live(),
            Self::Delayed => t.delayed(),
            Self::Offline => t.offline(),
        }
    }

    fn meaning(self, t: Live) -> &'static str {
        match self {
            Self::Connecting => t.connecting_means(),
            Self::Live => t.live_means(),
            Self::Delayed => t.delayed_means(),
            Self::Offline => t.offline_means(),
        }
    }

    /// A full dot, a half one, a ring, a crossed ring: told apart without colour.
    const fn outline(self) -> &'static str {
        match self {
            Self::Live => "M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3z",
            Self::Delayed => "M8 3a5 5 0 0 0 0 10z",
            Self::Connecting => "",
            Self::Offline => "M4 12 12 4",
        }
    }
}

fn use_fresh() -> Known<Fresh> {
    let (link, balance) = (use_live_link(), use_balance_listener());
    Known::memo(move || Fresh::of(link.health().get(), balance.stale.get()))
}

/// Live, delayed or offline: in a word, a shape and a colour, with what it means and when the page was last confirmed.
#[component]
pub fn LiveMark() -> impl IntoView {
    let (t, language, link, fresh) = (words::live(), words::language(), use_live_link(), use_fresh());
    let title = move || {
        let meaning = fresh.get().meaning(t);
        link.confirmed().get().map_or_else(
            || meaning.to_owned(),
            |at| format!("{meaning} {}", t.confirmed(&language.time_with_seconds(in_browser_zone(at)))),
        )
    };
    view! {
        <p class="live-mark" data-testid="live-mark" data-state=move || fresh.get().word() title=title>
            <svg class="live-dot" viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
                <circle cx="8" cy="8" r="5"/>
                <path d=move || fresh.get().outline()/>
            </svg>
            <span>{move || fresh.get().name(t)}</span>
        </p>
    }
    .erase_for_good()
}

/// Tells those who do not see the mark when the page goes offline and when it is back; once, in the layout. It also tells
/// `public/live.js`, which then lets links load whole pages.
#[component]
pub fn LiveNews() -> impl IntoView {
    let (t, fresh, said) = (words::live(), use_fresh(), RwSignal::new(""));
    effect(move |before: Option<Fresh>| {
        let now = fresh.get();
        if let Some(root) = document().document_element() {
            drop(root.set_attribute("data-link", now.word()));
        }
        match (before, now) {
            (_, Fresh::Offline) => said.set(t.offline_means()),
            (Some(Fresh::Offline), _) => said.set(t.back_online()),
            _ => {}
        }
        now
    });
    view! {
        <p class="visually-hidden" role="status" aria-live="polite">
            {said}
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_live_while_it_is_told_and_offline_when_nobody_answers() {
        assert_eq!(Fresh::of(Some(true), true), Fresh::Live, "what is told confirms more than an old question");
        assert_eq!(Fresh::of(Some(false), false), Fresh::Delayed);
        assert_eq!(Fresh::of(Some(false), true), Fresh::Offline);
        assert_eq!(Fresh::of(None, true), Fresh::Offline);
        assert_eq!(Fresh::of(None, false), Fresh::Connecting);
    }
}
