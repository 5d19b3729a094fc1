//! What stands around the dialer's field: where the number is, why Call does nothing, how the phone is.

use leptos::{prelude::*, wasm_split::wasm_split};

use super::{
    audio::Microphone,
    callee_time::CalleeTime,
    hint::{Circumstances, Hint, WayOut},
    microphone_help::MicrophoneHelp,
    model::look::Look,
    phone::{EnhancedCall, Phone},
    price::place_words,
    typing::{is_name, key},
};
use crate::{
    ui::{
        alert::Alert,
        badge::Tone,
        erase::Erase,
        later::{NotFetched, once, ready},
        state::{Known, State},
    },
    words,
};

/// Country and local time under the field.
#[component]
pub fn Whereabouts(
    /// What is known of the number.
    on: Circumstances,
) -> impl IntoView {
    // An answer about other digits would name the wrong country until the next one is there.
    let known = move || {
        let typed = on.dialled.text.with(|text| key(text));
        let asked = on.answer.with(|answer| answer.as_ref().map(|(asked, _)| asked.clone()).unwrap_or_default());
        !asked.is_empty() && !typed.is_empty() && (asked.starts_with(&typed) || typed.starts_with(&asked))
    };
    let place = Known::memo(move || on.answer.with(place_words).filter(|_| known()));
    let zones = Known::memo(move || {
        let zones = on.answer.with(|answer| match answer {
            Some((_, Ok(Look { quote: Some(quote), .. }))) => quote.time_zones.clone(),
            _ => Vec::new(),
        });
        if known() { zones } else { Vec::new() }
    });
    view! {
        <p class="dial-place">
            <span data-testid="dialled-place">{move || place.get()}</span>
            {once(Signal::derive(move || zones.with(|zones| !zones.is_empty())), move || there(zones))}
        </p>
    }
}

#[wasm_split(dialled, fallible, wasm_split_path = leptos::wasm_split)]
fn there(zones: Known<Vec<String>>) -> Result<AnyView, NotFetched> {
    let shown = move || {
        let zones = zones.get();
        (!zones.is_empty()).then(|| view! { <CalleeTime zones/> })
    };
    ready(shown.erase())
}

/// Why not, or what to know, and the way out.
#[component]
pub fn HintLine(
    /// What stands in the way.
    on: Circumstances,
    /// In words.
    hint: Known<Option<Hint>>,
) -> impl IntoView {
    let t = words::dialer();
    let way_out = Known::memo(move || hint.with(|hint| hint.as_ref().map_or(WayOut::None, |hint| hint.way_out)));
    let sign_in = move || {
        let number = Some(on.dialled.rested.get()).filter(|typed| !is_name(typed)).unwrap_or_default();
        // Encoded twice: a query inside a query.
        format!("/sign-in?next=%2Fdashboard%2Fdialer%3Fto%3D{}", number.replace('+', "%252B").replace('#', "%2523"))
    };
    view! {
        <p id="call-hint" class="muted dial-hint" aria-live="polite">
            {move || hint.with(|hint| hint.as_ref().map(|hint| hint.text.clone()))}
        </p>
        <a class="dial-out" href=sign_in rel="external" hidden=move || way_out.get() != WayOut::SignIn>
            {t.sign_in()}
        </a>
        <div class="dial-out" hidden=move || way_out.get() != WayOut::Allow>
            {once(Signal::derive(move || way_out.get() == WayOut::Allow), move || allow(on.microphone))}
        </div>
    }
}

#[wasm_split(dialled, fallible, wasm_split_path = leptos::wasm_split)]
fn allow(microphone: State<Microphone>) -> Result<AnyView, NotFetched> {
    ready(view! { <MicrophoneHelp asked=Callback::new(move |state| microphone.set(state))/> }.erase())
}

/// A dot and a word: what the phone is doing.
#[component]
pub fn PhoneStatus(
    /// The page's phone.
    phone: EnhancedCall,
) -> impl IntoView {
    let t = words::dialer();
    let word = move || match phone.state().get() {
        Phone::Idle | Phone::Ended(_) => t.ready(),
        Phone::Failed(_) => t.disconnected(),
        Phone::InCall | Phone::Reconnecting => t.in_call(),
        _ => t.connecting(),
    };
    view! {
        <p class="phone-status" data-state=move || phone.state().with(Phone::word)>
            <span class="phone-dot" aria-hidden="true"></span>
            {word}
        </p>
    }
}

/// What went wrong with the last call: cause, effect on money, next step.
#[component]
pub fn PhoneAlert(
    /// The page's phone.
    phone: EnhancedCall,
) -> impl IntoView {
    view! {
        {move || {
            phone
                .error()
                .get()
                .map(|trouble| {
                    view! {
                        <div data-testid="error-alert">
                            <Alert tone=Tone::Danger title=trouble.cause>
                                <p>{trouble.money}</p>
                                <p>{trouble.next}</p>
                            </Alert>
                        </div>
                    }
                })
        }}
    }
}
