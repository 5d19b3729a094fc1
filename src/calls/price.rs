//! What the call will cost and how long the credit lasts, before it begins.

use js_sys::{Date, Function, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::{
    domain::{phone::flag, time::duration_words},
    error::AppError,
    rates::model::{Quote, Tariff},
    ui::{
        alert::{Alert, ErrorAlert},
        badge::Tone,
        money::{Amount, Decimals},
        poll::use_poll,
    },
};

/// From when to when a call there is no surprise, in hours.
const DECENT_HOURS: std::ops::Range<u32> = 8..21;

/// The answer to "what does it cost?".
#[component]
pub fn Price(
    /// The answer; absent while the number is too short to ask.
    answer: Option<Result<Quote, AppError>>,
) -> impl IntoView {
    match answer {
        None => {
            view! { <p class="muted price-hint">"Type a number to see its price and how long your credit lasts."</p> }.into_any()
        }
        Some(Err(AppError::Invalid { message, .. })) => view! { <p class="muted price-hint">{message}</p> }.into_any(),
        Some(Err(error)) => view! { <ErrorAlert error/> }.into_any(),
        Some(Ok(quote)) => view! { <QuoteCard quote/> }.into_any(),
    }
}

/// A quote in full.
#[component]
fn QuoteCard(
    /// The quote.
    quote: Quote,
) -> impl IntoView {
    let place = match &quote.country {
        Some(iso) => format!("{} {}", flag(iso), quote.country_name),
        None => quote.country_name.clone(),
    };
    let reason = quote.reason.clone().filter(|_| !quote.allowed);
    view! {
        <div class="price" data-testid="quote">
            <p class="price-place">
                <strong>{place}</strong>
                <span class="muted">{quote.phone.line.label()}</span>
                <CalleeTime zones=quote.time_zones.clone()/>
            </p>
            <p class="price-number">{quote.phone.international.clone()}</p>
            {reason
                .map(|reason| {
                    view! {
                        <Alert tone=Tone::Warning title="This number cannot be called now">
                            {reason}
                        </Alert>
                    }
                })}
            {(!quote.prefix.is_empty()).then(|| view! { <Figures quote/> })}
        </div>
    }
}

/// Rate, billing, time and hold.
#[component]
fn Figures(
    /// The quote; it has a rate.
    quote: Quote,
) -> impl IntoView {
    let billing = billing_words(&quote.tariff);
    view! {
        <p class="price-rate">
            <span data-testid="quote-rate">
                <Amount micros=quote.tariff.rate_micros_per_minute decimals=Decimals::Price/>
            </span>
            <span class="muted">" a minute"</span>
        </p>
        <dl class="price-figures">
            <div>
                <dt>"Talk time left"</dt>
                <dd data-testid="quote-talk-time">{duration_words(quote.affordable_seconds)}</dd>
            </div>
            <div>
                <dt>"Set aside meanwhile"</dt>
                <dd data-testid="quote-hold">
                    <Amount micros=quote.hold_micros decimals=Decimals::Price/>
                </dd>
            </div>
            <div>
                <dt>"Billing"</dt>
                <dd>{billing}</dd>
            </div>
            <div>
                <dt>"Rate of"</dt>
                <dd>{quote.destination}</dd>
            </div>
        </dl>
    }
}

/// The increments and extras of a tariff in words.
pub fn billing_words(tariff: &Tariff) -> String {
    let (first, then) = (tariff.initial_seconds, tariff.increment_seconds);
    let mut words = match (first, then) {
        (1, 1) => "by the second".to_owned(),
        (60, 60) => "by the started minute".to_owned(),
        (first, then) if first == then => format!("by every started {then} s"),
        (first, then) => format!("first {first} s, then every {then} s"),
    };
    if !tariff.connect_micros.is_zero() {
        words = format!("{words}; {} once when answered", tariff.connect_micros.as_price());
    }
    if tariff.free_under_seconds > 0 {
        words = format!("{words}; free up to {} s", tariff.free_under_seconds);
    }
    words
}

/// What time it is at the other end; amber at night. The server does not say, because a page may be read later.
#[component]
fn CalleeTime(
    /// IANA zones of the number's area.
    zones: Vec<String>,
) -> impl IntoView {
    let shown = RwSignal::new(None::<(String, bool)>);
    let look = move || shown.set(clock_there(&zones));
    Effect::new({
        let look = look.clone();
        move |_| look()
    });
    use_poll(20_000, Signal::stored(true), move || {
        look();
        std::future::ready(Ok(()))
    });
    view! {
        {move || {
            shown
                .get()
                .map(|(time, late)| {
                    let words = if late { format!("{time} there, outside 8–21 h") } else { format!("{time} there") };
                    view! { <span class="price-time" class:is-late=late>{words}</span> }
                })
        }}
    }
}

/// The time in the zones, earliest to latest, and whether any of it is an indecent hour.
fn clock_there(zones: &[String]) -> Option<(String, bool)> {
    let mut times: Vec<String> = zones.iter().filter_map(|zone| time_in(zone)).collect();
    times.sort_unstable();
    times.dedup();
    let late = times
        .iter()
        .any(|time| time.get(..2).and_then(|hour| hour.parse().ok()).is_some_and(|hour: u32| !DECENT_HOURS.contains(&hour)));
    match times.as_slice() {
        [] => None,
        [only] => Some((only.clone(), late)),
        [first, .., last] => Some((format!("{first} to {last}"), late)),
    }
}

/// `14:05` in a zone; `None` when the browser does not know it, which makes `Intl` throw.
fn time_in(zone: &str) -> Option<String> {
    let options = Object::new();
    for (name, value) in [("timeZone", zone), ("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")] {
        Reflect::set(&options, &name.into(), &value.into()).ok()?;
    }
    let date = Date::new_0();
    let format: Function = Reflect::get(&date, &"toLocaleTimeString".into()).ok()?.dyn_into().ok()?;
    format.call2(&date, &"en-GB".into(), &options).ok()?.as_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Micros;

    #[test]
    fn increments_are_told_in_words() {
        let tariff = |initial_seconds, increment_seconds| Tariff {
            rate_micros_per_minute: Micros(1),
            connect_micros: Micros::ZERO,
            initial_seconds,
            increment_seconds,
            free_under_seconds: 0,
        };
        assert_eq!(billing_words(&tariff(60, 60)), "by the started minute");
        assert_eq!(billing_words(&tariff(30, 6)), "first 30 s, then every 6 s");
        let with_fee = Tariff { connect_micros: Micros(150_000), ..tariff(1, 1) };
        assert_eq!(billing_words(&with_fee), "by the second; $0.1500 once when answered");
    }
}
