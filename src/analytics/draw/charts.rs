//! The sums of a period, drawn.

use leptos::prelude::*;

use super::{
    Sheet, heat, parts,
    stretches::{Stretch, is_weekly, name, stretches},
};
use crate::{
    analytics::{address::Period, model::CallAnalytics},
    domain::money::Micros,
    ui::{
        chart::{Axis, Bar, Figures, bars, chart_table},
        layout::Card,
    },
    words::Language,
};

/// Course, shares, outcomes, hours and the biggest calls.
pub fn charts(sheet: Sheet<'_>, sums: &CallAnalytics) -> AnyView {
    view! {
        {(sums.summary.calls == 0).then(|| nothing(sheet))}
        {daily(sheet, sums)}
        <div class="charts-shares">
            {parts::countries(sheet, sums)}
            {parts::contacts(sheet, sums)}
            {parts::numbers(sheet, sums)}
        </div>
        <div class="charts-wide">{heat::hours(sheet, sums)} {parts::outcomes(sheet, sums)}</div>
        {parts::biggest(sheet, sums)}
    }
    .into_any()
}

/// In place of what a period without calls could tell.
fn nothing(sheet: Sheet<'_>) -> impl IntoView + use<> {
    let longer = sheet.address().of(Period::Days(90)).href();
    let is_longest = sheet.address().period == Period::Days(90);
    view! {
        <p class="nothing" data-testid="nothing">
            {sheet.t.nothing()} " "
            {(!is_longest).then(|| view! { <a id="period-longer" href=longer data-noscroll="">{sheet.t.try_longer()}</a> })}
        </p>
    }
}

fn daily(sheet: Sheet<'_>, sums: &CallAnalytics) -> impl IntoView + use<> {
    let (t, parts) = (sheet.t, stretches(sheet, sums));
    let (spend, talk) = if is_weekly(sums) { (t.spend_weekly(), t.talk_weekly()) } else { (t.spend_daily(), t.talk_daily()) };
    let spend_axis = Axis { title: format!("{spend}. {}", t.keys()), top_when_empty: 1_000_000, label: spend_tick };
    let talk_axis = Axis { title: format!("{talk}. {}", t.keys()), top_when_empty: 10, label: minutes_tick };
    let spend_bars: Vec<Bar> = parts.iter().map(|part| bar(sheet, part, part.sums.charged_micros.0)).collect();
    let talk_bars: Vec<Bar> = parts.iter().map(|part| bar(sheet, part, (part.sums.seconds + 59) / 60)).collect();
    let spend_chart = (bars(&spend_axis, &spend_bars), table(sheet, sums, spend, &parts));
    let talk_chart = (bars(&talk_axis, &talk_bars), table(sheet, sums, talk, &parts));
    view! {
        <div class="charts-daily" data-testid="daily-chart">
            <Card title=spend>{spend_chart}</Card>
            <Card title=talk>{talk_chart}</Card>
        </div>
    }
}

fn bar(sheet: Sheet<'_>, part: &Stretch, value: i64) -> Bar {
    let (sums, days) = (&part.sums, part.days);
    let text = format!(
        "{}, {}, {}",
        sheet.language.price(sums.charged_micros),
        sheet.n_calls(sums.calls),
        sheet.language.duration(sums.seconds)
    );
    let is_chosen = sheet.address().filters.day == Some(days);
    let href = sheet.narrowed(|filters| filters.day = (!is_chosen).then_some(days));
    Bar { name: name(sheet, days), short_name: sheet.day_of_year(days.first), value, text, href, is_chosen }
}

fn table(sheet: Sheet<'_>, sums: &CallAnalytics, title: &str, parts: &[Stretch]) -> AnyView {
    let t = sheet.t;
    let heads = [if is_weekly(sums) { t.week() } else { t.day() }, t.spent(), t.calls(), t.answered(), t.minutes()];
    let rows = parts.iter().map(|part| Figures {
        name: name(sheet, part.days),
        href: Some(sheet.narrowed(|filters| filters.day = Some(part.days))),
        cells: vec![
            sheet.language.price(part.sums.charged_micros),
            sheet.language.number(part.sums.calls),
            sheet.language.number(part.sums.answered),
            sheet.language.duration(part.sums.seconds),
        ],
    });
    chart_table(title, t.as_table(), &heads, rows.collect())
}

/// Whole cents where the tick is one, else four decimals.
fn spend_tick(language: Language, micros: i64) -> String {
    if micros % 10_000 == 0 { language.balance(Micros(micros)) } else { language.price(Micros(micros)) }
}

fn minutes_tick(language: Language, minutes: i64) -> String {
    format!("{}\u{a0}min", language.number(minutes))
}
