//! What happened to a call: every post of the carrier, when, how late, how often, and whether it changed anything; and what the
//! browser noticed of the line.

use leptos::prelude::*;

use super::{
    line::trouble_words,
    model::{Call, CallEvent, EventEffect, LineEvent, LineRecord},
};
use crate::{
    domain::time::{EpochMs, clock_face},
    ui::moment::{Detail, Moment},
    words,
};

/// A line of the timeline.
struct Entry {
    at: EpochMs,
    what: String,
    note: String,
    /// Whether the browser noticed it.
    noticed: bool,
}

/// Everything that is known, with the time since the call began.
#[component]
pub fn Timeline(
    /// The carrier's posts, oldest first.
    events: Vec<CallEvent>,
    /// What the browser measured.
    line: Option<LineRecord>,
    /// The call.
    call: Call,
) -> impl IntoView {
    let (t, began) = (words::timeline(), call.created_at);
    let answered = call.answered_at.unwrap_or(began);
    let noticed = line.into_iter().flat_map(|line| line.troubles).map(|trouble| of_trouble(&trouble, answered));
    let mut entries: Vec<Entry> = events.into_iter().map(of_event).chain(noticed).collect();
    entries.sort_by_key(|entry| entry.at);
    let nothing = if call.status.is_final() { t.nothing_kept() } else { t.nothing() };
    let nothing = entries.is_empty().then(|| view! { <p class="muted" data-testid="timeline">{nothing}</p> });
    let lines = entries.into_iter().map(|entry| line_of(entry, began)).collect_view();
    let list = nothing.is_none().then(|| view! { <ol class="timeline" data-testid="timeline">{lines}</ol> });
    view! {
        <h2>{t.title()}</h2>
        {list}
        {nothing}
    }
}

fn line_of(entry: Entry, began: EpochMs) -> impl IntoView {
    view! {
        <li class:is-noticed=entry.noticed>
            <span class="timeline-at amount" title=words::language().utc(entry.at)>
                {format!("+{}", clock_face(entry.at.seconds_since(began)))}
            </span>
            <span>
                {entry.what}
                <span class="muted timeline-note">{entry.note}</span>
            </span>
            <span class="muted timeline-clock">
                <Moment at=entry.at detail=Detail::Seconds/>
            </span>
        </li>
    }
}

fn of_event(event: CallEvent) -> Entry {
    Entry { at: event.at, note: note(&event), what: event.summary, noticed: false }
}

fn of_trouble(event: &LineEvent, answered: EpochMs) -> Entry {
    let t = words::timeline();
    let what = t.trouble(trouble_words(event.what, words::calls()));
    let note =
        event.lasted_seconds.map_or_else(|| t.to_the_end().into(), |seconds| t.for_so_long(&words::language().duration(seconds)));
    Entry { at: answered.plus_seconds(event.at_seconds), what, note, noticed: true }
}

/// `2 s after it happened · ×3 · changed nothing: came after the settlement`.
fn note(event: &CallEvent) -> String {
    let delay = event
        .delay_seconds
        .filter(|seconds| *seconds > 0)
        .map(|seconds| words::timeline().after(&words::language().duration(seconds)));
    let times = (event.deliveries > 1).then(|| format!("×{}", event.deliveries));
    let effect = event.effect.map(|effect| effect_words(effect).to_owned());
    delay.into_iter().chain(times).chain(effect).collect::<Vec<_>>().join(" · ")
}

fn effect_words(effect: EventEffect) -> &'static str {
    let t = words::timeline();
    match effect {
        EventEffect::Moved => t.moved(),
        EventEffect::Settled => t.settled(),
        EventEffect::Parked => t.parked(),
        EventEffect::Extended => t.extended(),
        EventEffect::Refunded => t.refunded(),
        EventEffect::Late => t.late(),
        EventEffect::Nothing => t.known(),
        EventEffect::Noted => t.noted(),
        EventEffect::Waiting => t.waiting(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{calls::model::LineTrouble, domain::ids::EventId};

    #[test]
    fn a_post_says_how_late_how_often_and_what_for() {
        let event = CallEvent {
            id: EventId::parse(&format!("{}{}", EventId::PREFIX, "0".repeat(32))).expect("an id"),
            call_id: None,
            kind: "status".into(),
            status: None,
            summary: "The telephone rings".into(),
            at: EpochMs(0),
            carrier_at: Some(EpochMs(0)),
            delay_seconds: Some(2),
            deliveries: 3,
            last_delivery_at: Some(EpochMs(0)),
            effect: Some(EventEffect::Late),
        };
        assert_eq!(note(&event), "2\u{a0}s after it happened · ×3 · changed nothing: came after the settlement");
        let plain = CallEvent { delay_seconds: None, deliveries: 1, effect: None, ..event };
        assert_eq!(note(&plain), "");
    }

    #[test]
    fn a_trouble_stands_at_its_second_after_the_answer() {
        let trouble = LineEvent { what: LineTrouble::Delay, at_seconds: 3, lasted_seconds: Some(9) };
        let entry = of_trouble(&trouble, EpochMs(4_000));
        assert_eq!(
            (entry.at, entry.what.as_str(), entry.note.as_str()),
            (EpochMs(7_000), "Your browser noticed: answers arrive late", "for 9\u{a0}s")
        );
        let to_the_end = of_trouble(&LineEvent { lasted_seconds: None, ..trouble }, EpochMs(0));
        assert_eq!(to_the_end.note, "to the end");
    }
}
