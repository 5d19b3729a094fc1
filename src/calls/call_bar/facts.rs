//! What the bar shows: who, the state, time, cost, time left, quality, notices.

use leptos::prelude::*;

use super::{
    super::{
        line::{Bars, line_words},
        model::LineTrouble,
        phone::{
            EnhancedCall, Phone,
            meter::{Warning, more_time},
        },
    },
    who,
};
use crate::{
    domain::time::clock_face,
    ui::{
        avatar::Avatar,
        badge::Tone,
        icon::{Icon, LiveIcon},
    },
    words::{self, Calls, Language},
};

/// Name, number, state.
#[component]
pub fn Party(
    /// The page's phone.
    phone: EnhancedCall,
) -> impl IntoView {
    let number = move || phone.name().with(Option::is_some).then(|| phone.number());
    view! {
        <div class="call-bar-party">
            {move || view! { <Avatar name=who(phone)/> }}
            <div>
                <p class="call-bar-name">{move || who(phone)}</p>
                <p class="muted call-bar-number">{number}</p>
                <p class="call-bar-state">
                    <LiveIcon glyph=Signal::derive(move || phone.state().with(Phone::glyph))/>
                    <span data-testid="call-state">{move || phone.told()}</span>
                </p>
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
    let (t, language) = (words::calls(), words::language());
    let elapsed = move || clock_face(phone.meter().map_or_else(|| phone.elapsed(), |meter| meter.elapsed_seconds));
    let cost = move || phone.meter().map(|meter| language.price(meter.cost_micros));
    let word = move || match (phone.meter(), phone.state().with(Phone::is_live)) {
        (Some(meter), _) if meter.settled => t.charged(),
        (Some(_), false) => t.settling(),
        // The server knows of no call: nothing of it is settled.
        (None, false) => "",
        (_, true) => t.estimate(),
    };
    let left = move || {
        let meter = phone.meter().filter(|_| phone.state().with(Phone::is_connected))?;
        Some(t.left(&clock_face(meter.left_seconds)))
    };
    view! {
        <div class="call-bar-figures" role="group" aria-label=t.cost() aria-live="off">
            <span class="call-bar-timer" role="timer" aria-live="off" data-testid="call-timer">{elapsed}</span>
            <span class="call-bar-cost">
                <span data-testid="call-cost">{cost}</span>
                " "
                <span class="muted" data-testid="call-cost-state">{word}</span>
            </span>
            <span class="call-bar-left" data-testid="call-left" class:is-low=move || phone.warning().is_some()>{left}</span>
            {move || {
                phone
                    .quality()
                    .map(|(quality, why)| {
                        view! {
                            <span class="call-bar-quality" data-testid="call-quality">
                                <Bars quality/>
                                {line_words(quality, why, t)}
                            </span>
                        }
                    })
            }}
        </div>
    }
}

/// What the caller should look at, the most pressing first: time running out, time added, a silent microphone, no network, a long
/// call. A poor line is told by the quality.
pub fn notice(phone: EnhancedCall, t: Calls, language: Language) -> Option<(Tone, String)> {
    if let Some(warning) = phone.warning() {
        return Some((Tone::Danger, warning.label(t).to_owned()));
    }
    if let Some(more) = phone.extended() {
        return Some((Tone::Success, more_time(more, t)));
    }
    if phone.is_signed_out() {
        return Some((Tone::Warning, t.signed_out().to_owned()));
    }
    match phone.quality().and_then(|(_, worst)| worst) {
        Some(LineTrouble::Offline) => return Some((Tone::Warning, t.offline_notice().to_owned())),
        Some(LineTrouble::Microphone) => return Some((Tone::Warning, t.microphone_notice().to_owned())),
        _ => {}
    }
    let meter = phone.meter().filter(|_| phone.state().with(Phone::is_connected))?;
    meter.long_minutes().map(|minutes| (Tone::Info, t.long_call(minutes, &language.price(meter.cost_micros))))
}

/// The end is so near that whoever only listens is interrupted for it.
pub fn cut_off(phone: EnhancedCall, t: Calls) -> Option<&'static str> {
    phone.warning().filter(|warning| *warning == Warning::QuarterMinuteLeft).map(|warning| warning.label(t))
}

/// The notice; it is read out elsewhere.
#[component]
pub fn Notice(
    /// The page's phone.
    phone: EnhancedCall,
) -> impl IntoView {
    let (t, language) = (words::calls(), words::language());
    view! {
        {move || {
            notice(phone, t, language)
                .map(|(tone, words)| {
                    view! {
                        <p class=format!("call-bar-note {}", tone.class()) data-testid="call-note">
                            <Icon glyph=tone.glyph()/>
                            {words}
                        </p>
                    }
                })
        }}
    }
}
