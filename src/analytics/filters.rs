//! What narrows the list: a form whose answers go into the address, and a chip for each of them.

use leptos::{either::Either, prelude::*};
use leptos_router::components::Form;

use super::{
    address::{Address, PATH},
    model::CallAnalytics,
};
use crate::{
    calls::model::CallStatus,
    error::AppError,
    ui::{
        button::{Button, Kind},
        field::{SearchField, Select},
        icon::{Glyph, Icon},
    },
};

/// How ended calls may have ended, as the filter offers it.
const ENDINGS: [CallStatus; 5] =
    [CallStatus::Completed, CallStatus::NoAnswer, CallStatus::Busy, CallStatus::Failed, CallStatus::Canceled];

/// The filters of the list.
#[component]
pub fn Filters(
    /// What the page shows.
    address: Memo<Address>,
    /// Knows the countries that were called.
    analytics: Resource<Result<CallAnalytics, AppError>>,
) -> impl IntoView {
    let field = move |get: fn(&Address) -> String| {
        let value = RwSignal::new(address.with_untracked(get));
        Effect::new(move |_| value.set(address.with(get)));
        value
    };
    let q = field(|address| address.q.clone().unwrap_or_default());
    let status = field(|address| address.status.map(|status| status.to_string()).unwrap_or_default());
    let country = field(|address| address.country.clone().unwrap_or_default());
    let statuses = [(String::new(), "Any outcome".into())]
        .into_iter()
        .chain(ENDINGS.map(|status| (status.to_string(), status.label().to_owned())))
        .collect();
    view! {
        <Form method="GET" action=PATH attr:class="history-filters">
            <SearchField label="Search by contact or number" value=q/>
            <Select name="status" label="Outcome" choices=statuses value=status/>
            <CountryChoice analytics country/>
            {move || hidden_period(&address.get())}
            <Button kind=Kind::Plain submit=true>"Filter"</Button>
        </Form>
        {move || chips(&address.get())}
    }
}

fn hidden_period(address: &Address) -> impl IntoView + use<> {
    address.period_pairs().into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()
}

/// The countries of the period; until they are known, the one that is chosen.
#[component]
fn CountryChoice(
    /// Knows the countries that were called.
    analytics: Resource<Result<CallAnalytics, AppError>>,
    /// The chosen one's code.
    country: RwSignal<String>,
) -> impl IntoView {
    let select = move |countries: Vec<(String, String)>| {
        let chosen = country.get_untracked();
        let missing = !chosen.is_empty() && countries.iter().all(|(iso, _)| *iso != chosen);
        let any = (String::new(), "Any country".to_owned());
        let choices = [any].into_iter().chain(missing.then(|| (chosen.clone(), chosen))).chain(countries).collect();
        view! { <Select name="country" label="Country" choices value=country/> }
    };
    let loaded = move || {
        Suspend::new(async move {
            match analytics.await {
                Ok(sums) => Either::Left(select(countries_of(sums))),
                Err(_) => Either::Right(select(Vec::new())),
            }
        })
    };
    view! { <Transition fallback=move || select(Vec::new())>{loaded}</Transition> }
}

fn countries_of(sums: CallAnalytics) -> Vec<(String, String)> {
    sums.top_countries.into_iter().filter_map(|row| Some((row.country?, row.country_name))).collect()
}

/// What narrows the list now; each chip takes itself away.
fn chips(address: &Address) -> impl IntoView + use<> {
    let status =
        address.status.map(|status| (format!("Outcome: {}", status.label()), address.filtered(|address| address.status = None)));
    let country = address
        .country
        .as_ref()
        .map(|country| (format!("Country: {country}"), address.filtered(|address| address.country = None)));
    let q = address.q.as_ref().map(|q| (format!("Search: {q}"), address.filtered(|address| address.q = None)));
    let chips: Vec<_> = status
        .into_iter()
        .chain(country)
        .chain(q)
        .map(|(words, without)| {
            let label = format!("Remove the filter {words}");
            view! {
                <li>
                    <a href=without.href() class="chip is-removable" data-noscroll="" aria-label=label>
                        {words} <Icon glyph=Glyph::Close/>
                    </a>
                </li>
            }
        })
        .collect();
    (!chips.is_empty()).then(|| view! { <ul class="chips history-chips" aria-label="Filters in force">{chips}</ul> })
}
