//! What the call will cost and how long the credit lasts, before it begins.

use leptos::{prelude::*, task::spawn_local, wasm_split::wasm_split};

use super::{
    api::choose_caller_id,
    hint::Answer,
    model::look::{Look, Place},
};
use crate::{
    domain::phone::{E164, flag},
    error::AppError,
    rates::model::{Quote, Tariff},
    ui::{
        alert::{Alert, ErrorAlert},
        badge::Tone,
        erase::Erase,
        later::{NotFetched, ready},
        money::{Amount, Decimals},
    },
    words,
};

/// The answer to "what does it cost?"; `again` asks again.
pub async fn price(answer: Result<Look, AppError>, again: Callback<()>) -> AnyView {
    let t = words::rates();
    match answer {
        Ok(Look { quote: Some(quote), caller_ids, .. }) => {
            let card = quote_card(quote, caller_ids, again).await;
            card.unwrap_or_else(|NotFetched| view! { <ErrorAlert error=AppError::from(NotFetched) retry=again/> }.erase())
        }
        Ok(look) => {
            let hint = look.problem.unwrap_or_else(|| t.hint().to_owned());
            view! { <p class="muted price-hint">{hint}</p> }.erase()
        }
        Err(error) => view! { <ErrorAlert error retry=again/> }.erase(),
    }
}

/// The code of what is shown of a number comes once one is typed, and before the page is taken over where its address has one.
#[wasm_split(dialled, fallible, wasm_split_path = leptos::wasm_split, preload(preload))]
fn quote_card(quote: Quote, caller_ids: Vec<E164>, again: Callback<()>) -> Result<AnyView, NotFetched> {
    ready(view! { <QuoteCard quote caller_ids again/> }.erase())
}

/// Fetches the code of what is shown of a number.
///
/// # Errors
/// When it cannot be fetched; it is tried again when it is to be shown.
pub async fn make_ready() -> Result<(), NotFetched> {
    Ok(preload().await?)
}

/// A quote in full.
#[component]
fn QuoteCard(
    /// The quote.
    quote: Quote,
    /// What the other end may see.
    caller_ids: Vec<E164>,
    /// Asks again.
    again: Callback<()>,
) -> impl IntoView {
    let t = words::rates();
    let reason = quote.reason.clone().filter(|_| !quote.allowed);
    let national = words::dialer().national(&quote.phone.national);
    view! {
        <div class="price" data-testid="quote">
            <p class="price-number">
                <strong>{quote.phone.international.clone()}</strong>
                <span class="muted">{national}</span>
            </p>
            {reason
                .map(|reason| {
                    view! {
                        <Alert tone=Tone::Warning title=t.not_now()>
                            {reason}
                        </Alert>
                    }
                })}
            {(!quote.prefix.is_empty()).then(|| view! { <Figures quote=quote.clone()/> })}
            <CallerId shown=quote.caller_id caller_ids again/>
        </div>
    }
}

/// Rate, billing, time and hold.
#[component]
fn Figures(
    /// The quote; it has a rate.
    quote: Quote,
) -> impl IntoView {
    let t = words::rates();
    let rows = [
        (t.talk_time(), "quote-talk-time", words::language().duration(quote.affordable_seconds)),
        (t.hold(), "quote-hold", words::language().price(quote.hold_micros)),
        (t.billing(), "quote-billing", billing_words(&quote.tariff())),
        (t.rate_of(), "quote-destination", quote.destination.clone()),
    ];
    let usual = quote.usual_rate_micros_per_minute.map(|usual| (t.usual(), "quote-usual", words::language().price(usual)));
    let rows = rows
        .into_iter()
        .chain(usual)
        .map(|(name, testid, value)| {
            view! {
                <div>
                    <dt>{name}</dt>
                    <dd data-testid=testid>{value}</dd>
                </div>
            }
        })
        .collect_view();
    let remarks = remarks(&quote)
        .into_iter()
        .map(|remark| view! { <span class="badge tone-warning price-remark">{remark}</span> })
        .collect_view();
    view! {
        <p class="price-rate">
            <span data-testid="quote-rate">
                <Amount micros=quote.rate_micros_per_minute decimals=Decimals::Price/>
            </span>
            <span class="muted">{t.a_minute()}</span>
            {remarks}
        </p>
        <dl class="price-figures">{rows}</dl>
    }
}

/// What is unusual about the call.
fn remarks(quote: &Quote) -> Vec<String> {
    let t = words::rates();
    let dear = quote.times_usual.map(|times| t.times_usual(times));
    dear.into_iter().chain(quote.first_call_to_country.then(|| t.new_country(&quote.country_name))).collect()
}

/// The increments and extras of a tariff in words.
pub fn billing_words(tariff: &Tariff) -> String {
    let t = words::rates();
    let (first, then) = (tariff.initial_seconds, tariff.increment_seconds);
    let mut words = match (first, then) {
        (1, 1) => t.by_second().to_owned(),
        (60, 60) => t.by_minute().to_owned(),
        (first, then) if first == then => t.by_step(then),
        (first, then) => t.first_then(first, then),
    };
    if !tariff.connect_micros.is_zero() {
        words = format!("{words}; {}", t.connect_fee(&words::language().price(tariff.connect_micros)));
    }
    if tariff.free_under_seconds > 0 {
        words = format!("{words}; {}", t.free_under(tariff.free_under_seconds));
    }
    words
}

/// The number that the other end sees, and the choice where the server has several.
#[component]
fn CallerId(
    /// What is shown now.
    shown: E164,
    /// The choice; empty when there is none.
    caller_ids: Vec<E164>,
    /// Asks for the price again: it may depend on the number.
    again: Callback<()>,
) -> impl IntoView {
    let t = words::dialer();
    if caller_ids.is_empty() {
        return view! { <p class="price-caller muted">{words::rates().shown_number()} " " <span>{shown.to_string()}</span></p> }
            .erase();
    }
    let options = caller_ids
        .into_iter()
        .map(|number| {
            let chosen = number == shown;
            let number = number.to_string();
            view! { <option value=number.clone() selected=chosen>{number.clone()}</option> }
        })
        .collect_view();
    let choose = move |event| {
        let number = event_target_value(&event);
        spawn_local(async move {
            drop(choose_caller_id(number).await);
            again.run(());
        });
    };
    view! {
        <label class="price-caller">
            <span class="muted">{t.caller_id()}</span>
            <select data-testid="caller-id" on:change=choose>
                {options}
            </select>
        </label>
    }
    .erase()
}

/// Where the number is: flag, country and calling code, kind of line. A flag never stands alone.
pub fn place_words(answer: &Answer) -> Option<String> {
    let (_, Ok(look)) = answer.as_ref()? else { return None };
    let Place { country, name, calling_code } = look.place.as_ref()?;
    let flag = country.as_deref().map(flag).unwrap_or_default();
    let line = look.quote.as_ref().map(|quote| format!(" · {}", words::rates().line_type(quote.phone.line)));
    Some(format!("{flag} {name} +{calling_code}{}", line.unwrap_or_default()).trim().to_owned())
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

    #[test]
    fn a_place_has_its_name_and_code_beside_the_flag() {
        let place = |country: Option<&str>| Place {
            country: country.map(str::to_owned),
            name: "United Kingdom".into(),
            calling_code: "44".into(),
        };
        let look = |place| Look {
            typed: String::new(),
            place: Some(place),
            template: None,
            quote: None,
            problem: None,
            suggestions: Vec::new(),
            caller_ids: Vec::new(),
        };
        let words = |country| place_words(&Some((String::new(), Ok(look(place(country))))));
        assert_eq!(words(Some("GB")).as_deref(), Some("🇬🇧 United Kingdom +44"));
        assert_eq!(words(None).as_deref(), Some("United Kingdom +44"));
    }
}
