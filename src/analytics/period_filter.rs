//! The choice of a period: chips, and two days for everything else.

use leptos::prelude::*;
use leptos_router::components::Form;

use super::address::{Address, PATH};
use crate::ui::button::{Button, Kind};

/// What the chips offer.
const CHOICES: [i64; 3] = [7, 30, 90];

/// Chooses the period; the address keeps it.
#[component]
pub fn PeriodFilter(
    /// What the page shows.
    address: Memo<Address>,
) -> impl IntoView {
    let chips = CHOICES
        .into_iter()
        .map(|days| {
            let href = move || address.with(|address| address.of_days(days).href());
            let chosen = move || address.with(|address| address.chosen_days() == Some(days));
            view! {
                <li>
                    <a href=href class="chip" data-noscroll="" aria-current=move || chosen().then_some("true")>
                        {format!("{days} days")}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="period-filter" aria-label="Period" data-testid="period-filter">
            <ul class="chips">{chips}</ul>
            <CustomPeriod address/>
        </nav>
    }
}

/// From one day to another.
#[component]
fn CustomPeriod(
    /// What the page shows.
    address: Memo<Address>,
) -> impl IntoView {
    let is_custom = move || address.with(|address| address.chosen_days().is_none());
    let day = move |get: fn(&Address) -> Option<&String>| {
        Signal::derive(move || address.with(|address| get(address).cloned().unwrap_or_default()))
    };
    let (from, to) = (day(|address| address.from.as_ref()), day(|address| address.to.as_ref()));
    view! {
        <details class="period-custom" open=is_custom>
            <summary class="chip" class:is-chosen=is_custom>"Custom"</summary>
            <Form method="GET" action=PATH attr:class="period-days">
                <label>"From" <input type="date" name="from" required value=from prop:value=from/></label>
                <label>"To" <input type="date" name="to" value=to prop:value=to/></label>
                <HiddenFilters address/>
                <Button kind=Kind::Plain submit=true>"Show"</Button>
            </Form>
        </details>
    }
}

/// The filters of the list, which a change of the period keeps.
#[component]
fn HiddenFilters(
    /// What the page shows.
    address: Memo<Address>,
) -> impl IntoView {
    let status = move || address.with(|address| address.status.map(|status| status.to_string()).unwrap_or_default());
    let country = move || address.with(|address| address.country.clone().unwrap_or_default());
    let q = move || address.with(|address| address.q.clone().unwrap_or_default());
    view! {
        <input type="hidden" name="status" value=status/>
        <input type="hidden" name="country" value=country/>
        <input type="hidden" name="q" value=q/>
    }
}
