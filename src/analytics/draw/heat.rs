//! The hours of the week, the busier the darker: a table, so that it is read like one.

use std::collections::HashMap;

use leptos::prelude::*;

use super::Sheet;
use crate::{
    analytics::{
        filters::Hour,
        model::{CallAnalytics, HourSum},
    },
    ui::layout::Card,
};

/// How many shades there are above none.
const SHADES: i64 = 5;

/// Calls by day of the week and hour.
pub fn hours(sheet: Sheet<'_>, sums: &CallAnalytics) -> AnyView {
    let t = sheet.t;
    let busiest = sums.hours.iter().map(|hour| hour.calls).max().unwrap_or(0);
    let cells: HashMap<(i8, i8), &HourSum> = sums.hours.iter().map(|hour| ((hour.weekday, hour.hour), hour)).collect();
    let first = sums.hours.first().map(|first| Hour { weekday: first.weekday, hour: first.hour });
    let chosen = sheet.address().filters.hour.filter(|hour| cells.contains_key(&(hour.weekday, hour.hour)));
    let entered = chosen.or(first);
    let heads = (0..24).map(|hour| view! { <th scope="col">{hour}</th> }).collect_view();
    let rows = (1..=7)
        .map(|weekday| {
            let cells =
                (0..24).map(|hour| cell(sheet, Hour { weekday, hour }, cells.get(&(weekday, hour)).copied(), busiest, entered));
            view! {
                <tr>
                    <th scope="row" title=t.day_name(weekday)>{t.short_day_name(weekday)}</th>
                    {cells.collect_view()}
                </tr>
            }
        })
        .collect_view();
    let legend = legend(sheet, busiest);
    view! {
        <div data-testid="heat">
            <Card title=t.heat()>
                <div class="heat-frame" tabindex="0" role="region" aria-label=t.heat_title()>
                    <table class="heat" data-roving="grid">
                        <caption class="visually-hidden">{t.heat_title()}</caption>
                        <thead>
                            <tr><td></td>{heads}</tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                {legend}
            </Card>
        </div>
    }
    .into_any()
}

/// `entered` is the cell in the order of Tab; the arrow keys reach the others.
fn cell(sheet: Sheet<'_>, hour: Hour, sum: Option<&HourSum>, busiest: i64, entered: Option<Hour>) -> AnyView {
    let Some(sum) = sum else { return none() };
    let is_chosen = sheet.address().filters.hour == Some(hour);
    let href = sheet.narrowed(|filters| filters.hour = (!is_chosen).then_some(hour));
    let told = format!("{}: {}, {}", name(sheet, hour), sheet.n_calls(sum.calls), sheet.language.price(sum.charged_micros));
    let shade = (sum.calls * SHADES + busiest - 1) / busiest.max(1);
    view! {
        <td>
            <a
                class=format!("heat-cell heat-{}", shade.clamp(1, SHADES))
                href=href
                aria-label=told.clone()
                data-told=told
                aria-current=is_chosen.then_some("true")
                tabindex=if entered == Some(hour) { "0" } else { "-1" }
            >
                {sum.calls}
            </a>
        </td>
    }
    .into_any()
}

fn none() -> AnyView {
    view! {
        <td>
            <span class="heat-cell heat-0">
                <span class="visually-hidden">"0"</span>
            </span>
        </td>
    }
    .into_any()
}

fn legend(sheet: Sheet<'_>, busiest: i64) -> Option<impl IntoView + use<>> {
    let shades = (0..=SHADES).map(|shade| view! { <span class=format!("heat-cell heat-{shade}")></span> }).collect_view();
    (busiest > 0).then(|| {
        view! {
            <p class="heat-legend muted" aria-hidden="true">
                {sheet.t.less()} {shades} {sheet.t.more()}
            </p>
        }
    })
}

/// `Monday 14:00–15:00`.
pub fn name(sheet: Sheet<'_>, hour: Hour) -> String {
    format!("{} {:02}:00–{:02}:00", sheet.t.day_name(hour.weekday), hour.hour, hour.hour + 1)
}
