//! The banner of an account that places no calls, or whose balance is lower than its owner wants.

use leptos::prelude::*;

use super::{
    listener::use_balance_listener,
    model::{Balance, NO_REASON},
};
use crate::{
    ui::{
        erase::Erase,
        icon::{Glyph, Icon},
        load::wait,
        state::Known,
    },
    words,
};

/// What there is to say of the balance on every page; nothing while all is well.
#[component]
pub fn BalanceNotes() -> impl IntoView {
    let listener = use_balance_listener();
    let note = move || {
        Suspend::new(async move {
            let first = listener.first.await.ok();
            let shown = Known::memo(move || listener.balance.with(|now| now.as_ref().or(first.as_ref()).and_then(Note::of)));
            (move || shown.get().map(|note| view! { <Banner note/> })).erase()
        })
    };
    wait(|| (), note)
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Note {
    class: &'static str,
    testid: &'static str,
    title: &'static str,
    words: String,
    /// Leads to where it is changed.
    change: Option<&'static str>,
}

impl Note {
    fn of(balance: &Balance) -> Option<Self> {
        let (t, language) = (words::ledger(), words::language());
        if let Some(reason) = &balance.frozen_reason {
            let reason = if reason == NO_REASON { t.no_reason() } else { reason.trim_end_matches('.') };
            let words = t.frozen_means(reason);
            return Some(Self {
                class: "carrier-note frozen-note",
                testid: "frozen-note",
                title: t.frozen(),
                words,
                change: None,
            });
        }
        let below = balance.low_below()?;
        let words = t.low_balance_means(&language.balance(balance.available_micros), &language.brief(below));
        let change = Some(t.low_balance_change());
        Some(Self { class: "carrier-note low-note", testid: "low-note", title: t.low_balance(), words, change })
    }
}

/// The banner itself.
#[component]
fn Banner(note: Note) -> impl IntoView {
    view! {
        <p class=note.class role="status" data-testid=note.testid>
            <Icon glyph=Glyph::Warning/>
            <span>
                <strong>{note.title}</strong>
                {note.words}
                {note.change.map(|words| view! { " " <a href="/dashboard/transactions#warning">{words}</a> })}
            </span>
        </p>
    }
    .erase()
}
