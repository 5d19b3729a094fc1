//! What narrows the list: a form whose answers go into the address, and a chip for each of them.

use leptos::prelude::*;

use super::{PATH, Sheet, heat, parts::country};
use crate::{
    analytics::filters::{Cost, Filters},
    calls::{model::CallStatus, recent::outcome},
    domain::money::Micros,
    server::numbering,
    ui::{
        button::Kind,
        icon::{Glyph, Icon},
    },
};

/// How ended calls may have ended, as the filter offers it.
const ENDINGS: [CallStatus; 5] =
    [CallStatus::Completed, CallStatus::NoAnswer, CallStatus::Busy, CallStatus::Failed, CallStatus::Canceled];
/// What the filter of costs offers, in micro-units.
const COSTS: [i64; 4] = [10_000, 100_000, 1_000_000, 5_000_000];

/// The filters of the list.
pub fn form(sheet: Sheet<'_>, countries: Vec<String>) -> AnyView {
    let (t, filters) = (sheet.list, &sheet.address().filters);
    let endings = ENDINGS.map(|status| (status.to_string(), outcome(t, status).to_owned())).to_vec();
    let costs = COSTS.map(|least| (Cost::AtLeast(Micros(least)).word(), t.at_least(&sheet.language.balance(Micros(least)))));
    let costs = std::iter::once((Cost::Free.word(), t.free().to_owned())).chain(costs).collect();
    let countries = countries.into_iter().map(|iso| (iso.clone(), country(sheet, Some(&iso)))).collect();
    let kept = filters.pairs().into_iter().filter(|(name, _)| ["contact", "number", "day", "hour"].contains(name));
    let kept = sheet.address().period.pairs().into_iter().chain(kept);
    let kept = kept.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    view! {
        <form method="get" action=PATH class="history-filters" data-routed="" role="search">
            <div class="search history-search">
                <Icon glyph=Glyph::Search/>
                <input
                    id="filter-q"
                    type="search"
                    name="q"
                    value=filters.q.clone().unwrap_or_default()
                    aria-label=t.search()
                    placeholder=t.search_hint()
                    maxlength="100"
                />
            </div>
            {choice("status", (t.outcome(), t.any_outcome()), endings, filters.status.map(|status| status.to_string()))}
            {choice("country", (t.country(), t.any_country()), countries, filters.country.clone())}
            {choice("cost", (t.cost(), t.any_cost()), costs, filters.cost.map(Cost::word))}
            {kept}
            <button id="filter-go" class=Kind::Plain.class()>{t.filter()}</button>
        </form>
    }
    .into_any()
}

/// One of several values, or any; `words` are its label and "any". A chosen value that is not offered is offered too.
fn choice(
    name: &'static str,
    words: (&'static str, &'static str),
    mut choices: Vec<(String, String)>,
    chosen: Option<String>,
) -> impl IntoView {
    let chosen = chosen.unwrap_or_default();
    if !chosen.is_empty() && choices.iter().all(|(value, _)| *value != chosen) {
        choices.push((chosen.clone(), chosen.clone()));
    }
    let options = choices
        .into_iter()
        .map(|(value, text)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{text}</option> }
        })
        .collect_view();
    view! {
        <label class="field history-choice">
            <span class="visually-hidden">{words.0}</span>
            <select id=format!("filter-{name}") name=name>
                <option value="">{words.1}</option>
                {options}
            </select>
        </label>
    }
}

/// What narrows the list now; each chip takes itself away.
pub fn chips(sheet: Sheet<'_>, contact: Option<String>) -> Option<AnyView> {
    let filters = &sheet.address().filters;
    let words: Vec<_> = words(sheet, filters, contact);
    let all = (words.len() > 1).then(|| {
        let href = sheet.address().filtered(|filters| *filters = Filters::default()).href();
        view! { <li><a id="chip-all" class="chip" href=href data-noscroll="">{sheet.list.remove_all()}</a></li> }
    });
    let chips = words.into_iter().map(|(name, words, href)| {
        let label = sheet.list.remove(&words);
        view! {
            <li>
                <a id=format!("chip-{name}") href=href class="chip is-removable" data-noscroll="" aria-label=label>
                    {words} <Icon glyph=Glyph::Close/>
                </a>
            </li>
        }
    });
    let chips = chips.collect_view();
    filters.any().then(|| {
        view! {
            <ul class="chips history-chips" aria-label=sheet.list.in_force() data-testid="chips">
                {chips}
                {all}
            </ul>
        }
        .into_any()
    })
}

/// Each filter: its name in the address, what it says, and where the page is without it.
fn words(sheet: Sheet<'_>, filters: &Filters, contact: Option<String>) -> Vec<(&'static str, String, String)> {
    let t = sheet.list;
    let without = |change: fn(&mut Filters)| sheet.address().filtered(change).href();
    let cost = |cost: Cost| match cost {
        Cost::Free => t.free().to_owned(),
        Cost::AtLeast(least) => t.at_least(&sheet.language.price(least)),
    };
    let day = filters.day.map(|days| super::stretches::name(sheet, days));
    let number = filters.number.as_ref().map(|number| numbering::describe(number).international);
    let contact = filters.contact.as_ref().map(|_| contact.unwrap_or_else(|| "?".to_owned()));
    let all = [
        ("status", t.outcome(), filters.status.map(|status| outcome(t, status).to_owned()), without(|all| all.status = None)),
        (
            "country",
            t.country(),
            filters.country.as_deref().map(|iso| country(sheet, Some(iso))),
            without(|all| all.country = None),
        ),
        ("contact", t.contact(), contact, without(|all| all.contact = None)),
        ("number", t.number(), number, without(|all| all.number = None)),
        ("cost", t.cost(), filters.cost.map(cost), without(|all| all.cost = None)),
        ("day", t.day(), day, without(|all| all.day = None)),
        ("hour", t.hour(), filters.hour.map(|hour| heat::name(sheet, hour)), without(|all| all.hour = None)),
        ("q", t.search(), filters.q.clone(), without(|all| all.q = None)),
    ];
    all.into_iter().filter_map(|(name, label, value, href)| Some((name, t.chip(label, &value?), href))).collect()
}
