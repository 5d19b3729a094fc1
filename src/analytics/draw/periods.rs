//! The choice of a period: chips, two days for everything else, and what an address said that means nothing.

use jiff::civil::Date;
use leptos::prelude::*;

use super::{PATH, Sheet};
use crate::{
    analytics::{address::Period, model::Preset, period::Span},
    domain::time::EpochMs,
    ui::{
        button::Kind,
        icon::{Glyph, Icon},
    },
};

/// What the chips of days offer.
const DAYS: [i64; 3] = [7, 30, 90];
/// As many misread parts of an address are told; the rest is as wrong.
const TOLD_MOST: usize = 4;

/// What was left out of the address.
pub fn notice(sheet: Sheet<'_>) -> Option<AnyView> {
    let unknown = &sheet.asked.unknown;
    let pairs = unknown.iter().take(TOLD_MOST).map(|(name, value)| {
        let short: String = value.chars().take(60).collect();
        format!("{name}={short}")
    });
    let words = sheet.t.misread(&pairs.collect::<Vec<_>>().join(", "));
    (!unknown.is_empty()).then(|| {
        view! {
            <div class="alert tone-warning" role="status" data-testid="misread">
                <Icon glyph=Glyph::Warning/>
                <p>{words}</p>
            </div>
        }
        .into_any()
    })
}

/// The chips, the custom period, and which days all of it is about.
pub fn choice(sheet: Sheet<'_>) -> AnyView {
    let t = sheet.t;
    let named = [
        (Preset::Today, t.today()),
        (Preset::Yesterday, t.yesterday()),
        (Preset::ThisWeek, t.this_week()),
        (Preset::LastWeek, t.last_week()),
        (Preset::ThisMonth, t.this_month()),
        (Preset::LastMonth, t.last_month()),
        (Preset::ThisYear, t.this_year()),
    ];
    let named = named.map(|(preset, name)| chip(sheet, Period::Named(preset), name.to_owned()));
    let days = DAYS.map(|days| chip(sheet, Period::Days(days), t.last_days(days)));
    view! {
        <nav class="period-filter" aria-label=t.period() data-testid="period-filter">
            <ul class="chips">{days.collect_view()} {named.collect_view()}</ul>
            {custom(sheet)}
        </nav>
        <p class="muted period-words" data-testid="period-words">{words(sheet)}</p>
    }
    .into_any()
}

fn chip(sheet: Sheet<'_>, period: Period, name: String) -> impl IntoView + use<> {
    let here = &sheet.address().period;
    let is_usual = *here == Period::Usual && period == Period::Days(30);
    let id = period.pairs().first().map(|(_, value)| format!("period-{value}"));
    let chosen = (*here == period || is_usual).then_some("true");
    view! {
        <li>
            <a id=id href=sheet.address().of(period).href() class="chip" data-noscroll="" aria-current=chosen>
                {name}
            </a>
        </li>
    }
}

/// From one day to another.
fn custom(sheet: Sheet<'_>) -> impl IntoView + use<> {
    let t = sheet.t;
    let (from, to) = match &sheet.address().period {
        Period::FromTo(from, to) => (from.clone(), to.clone().unwrap_or_default()),
        _ => (String::new(), String::new()),
    };
    let is_custom = !from.is_empty();
    let kept = sheet.address().filters.pairs().into_iter().filter(|(name, _)| *name != "day");
    let kept = kept.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    view! {
        <details class="period-custom" open=is_custom>
            <summary id="period-custom" class="chip" class:is-chosen=is_custom>
                {t.custom()}
            </summary>
            <form method="get" action=PATH class="period-days" data-routed="">
                <label>{t.from()} " " <input id="period-from" type="date" name="from" required value=from/></label>
                <label>{t.to()} " " <input id="period-to" type="date" name="to" value=to/></label>
                {kept}
                <button id="period-show" class=Kind::Plain.class()>{t.show()}</button>
            </form>
        </details>
    }
}

/// `24 Oct – 22 Nov 2026, up to now. Changes are against …. Days are those of Europe/Berlin.`
fn words(sheet: Sheet<'_>) -> String {
    let period = &sheet.asked.period;
    let range = range(sheet, period.span);
    let range = if period.is_open { sheet.t.so_far(&range) } else { range };
    let before = sheet.t.compared(&self::range(sheet, period.before));
    format!("{range}. {before} {}", sheet.t.days_of(period.zone()))
}

/// The days of a span, as short as can be.
fn range(sheet: Sheet<'_>, span: Span) -> String {
    let day = |at: EpochMs| -> Date { sheet.asked.period.at(at).date() };
    let (first, last) = (day(span.from), day(EpochMs(span.to.0 - 1)));
    if first == last {
        sheet.day(last)
    } else if first.year() == last.year() {
        sheet.t.range(&sheet.day_of_year(first), &sheet.day(last))
    } else {
        sheet.t.range(&sheet.day(first), &sheet.day(last))
    }
}
