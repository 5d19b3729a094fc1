//! What happened to a call, post by post: when, how late, how often, and whether it changed anything.

use leptos::prelude::*;

use super::model::CallEvent;
use crate::{
    domain::time::{EpochMs, clock_face, duration_words},
    ui::moment::{Detail, Moment},
};

/// Every post of the carrier, with the time since the call began.
#[component]
pub fn Timeline(
    /// Oldest first.
    events: Vec<CallEvent>,
    /// When the call began.
    began: EpochMs,
) -> impl IntoView {
    let lines = events
        .into_iter()
        .map(|event| {
            let note = note(&event);
            view! {
                <li>
                    <span class="timeline-at amount" title=event.at.utc_label()>
                        {format!("+{}", clock_face(event.at.seconds_since(began)))}
                    </span>
                    <span>
                        {event.summary}
                        <span class="muted timeline-note">{note}</span>
                    </span>
                    <span class="muted timeline-clock">
                        <Moment at=event.at detail=Detail::Seconds/>
                    </span>
                </li>
            }
        })
        .collect_view();
    view! {
        <h3>"What happened"</h3>
        <ol class="timeline" data-testid="timeline">{lines}</ol>
    }
}

/// `2 s after it happened · ×3 · changed nothing: came after the settlement`.
fn note(event: &CallEvent) -> String {
    let delay = event.delay_seconds.map(|seconds| format!("{} after it happened", duration_words(seconds)));
    let times = (event.deliveries > 1).then(|| format!("×{}", event.deliveries));
    let effect = event.effect.map(|effect| effect.label().to_owned());
    delay.into_iter().chain(times).chain(effect).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{calls::model::EventEffect, domain::ids::EventId};

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
        assert_eq!(note(&event), "2 s after it happened · ×3 · changed nothing: came after the settlement");
        let plain = CallEvent { delay_seconds: None, deliveries: 1, effect: None, ..event };
        assert_eq!(note(&plain), "");
    }
}
