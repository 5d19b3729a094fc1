//! What the bar shows: who, the state, time, cost, time left, quality, warnings.

use leptos::prelude::*;

use super::{
    super::phone::{EnhancedCall, Phone, meter::more_time},
    who,
};
use crate::{
    domain::time::clock_face,
    ui::{avatar::Avatar, badge::Tone, icon::Icon, money::Decimals},
};

/// Name, number, state.
#[component]
pub fn Party(
    /// The page's phone.
    phone: EnhancedCall,
) -> impl IntoView {
    let number = move || phone.contact().with(Option::is_some).then(|| phone.to().get());
    view! {
        <div class="call-bar-party">
            {move || view! { <Avatar name=who(phone)/> }}
            <div>
                <p class="call-bar-name">{move || who(phone)}</p>
                <p class="muted call-bar-number">{number}</p>
                <p class="call-bar-state" data-testid="call-state">{move || phone.state().with(Phone::label)}</p>
            </div>
        </div>
    }
}

/// Time, cost, time left, quality: never announced.
#[component]
pub fn Figures(
    /// The page's phone.
    phone: EnhancedCall,
) -> impl IntoView {
    let (meter, warning) = (phone.meter(), phone.warning());
    let elapsed = move || clock_face(meter.get().map_or_else(|| phone.elapsed().get(), |meter| meter.elapsed_seconds));
    let cost = move || meter.get().map(|meter| Decimals::Price.text(meter.cost_micros));
    let word = move || match (meter.get(), phone.state().with(Phone::is_live)) {
        (Some(meter), _) if meter.settled => "charged",
        (_, false) => "settling…",
        _ => "estimate",
    };
    let left = move || {
        let meter = meter.get().filter(|_| phone.state().with(Phone::is_connected))?;
        Some(format!("{} left", clock_face(meter.left_seconds)))
    };
    view! {
        <div class="call-bar-figures" aria-live="off">
            <span class="call-bar-timer" data-testid="call-timer">{elapsed}</span>
            <span class="call-bar-cost">
                <span data-testid="call-cost">{cost}</span>
                " "
                <span class="muted" data-testid="call-cost-state">{word}</span>
            </span>
            <span class="call-bar-left" data-testid="call-left" class:is-low=move || warning.get().is_some()>{left}</span>
            <Line phone/>
        </div>
    }
}

/// The quality of the line in bars and a word.
#[component]
fn Line(
    /// The page's phone.
    phone: EnhancedCall,
) -> impl IntoView {
    let quality = Signal::derive(move || phone.quality().get().filter(|_| phone.state().with(Phone::is_connected)));
    view! {
        {move || {
            quality
                .get()
                .map(|quality| {
                    let bars = (1..=3).map(|bar| view! { <i class:is-on=bar <= quality.bars()></i> }).collect_view();
                    view! {
                        <span class="call-bar-quality" data-testid="call-quality">
                            <span class="quality-bars" aria-hidden="true">{bars}</span>
                            {quality.label()}
                        </span>
                    }
                })
        }}
    }
}

/// What the caller should look at: time running out, time added, a silent microphone, a poor line. Read out elsewhere.
#[component]
pub fn Notes(
    /// The page's phone.
    phone: EnhancedCall,
) -> impl IntoView {
    let (warning, extended) = (phone.warning(), phone.extended());
    let line_note = move || phone.line_note().get().filter(|_| phone.state().with(Phone::is_live));
    let note = move || match (warning.get(), extended.get()) {
        (Some(warning), _) => Some((Tone::Danger, warning.label().to_owned())),
        (None, Some(more)) => Some((Tone::Success, more_time(more))),
        (None, None) => line_note().map(|note| (Tone::Warning, note.to_owned())),
    };
    view! {
        {move || {
            note()
                .map(|(tone, note)| {
                    view! {
                        <p class=format!("call-bar-note {}", tone.class()) data-testid="call-note">
                            <Icon glyph=tone.glyph()/>
                            {note}
                        </p>
                    }
                })
        }}
    }
}
