//! The sums of a period, drawn.

use leptos::prelude::*;

use super::{
    address::Address,
    model::{CallAnalytics, CountrySum, DaySum, NumberSum, OutcomeSum},
};
use crate::{
    calls::model::CallStatus,
    domain::{
        money::{Micros, Rounding},
        phone::flag,
        time::duration_words,
    },
    ui::{
        badge::Tone,
        chart::{Bar, DailyBars},
        chart_share::{OutcomeSplit, Part, Share, ShareBars},
        layout::Card,
    },
};

/// Trend, top lists and outcomes.
#[component]
pub fn Charts(
    /// The sums.
    sums: CallAnalytics,
    /// What the page shows; names in the top lists filter it.
    address: Address,
) -> impl IntoView {
    let countries: Vec<Share> = sums.top_countries.iter().map(|row| country_share(row, &address)).collect();
    let numbers: Vec<Share> = sums.top_numbers.iter().map(|row| number_share(row, &address)).collect();
    let (spend, talk) = (sums.daily.iter().map(spend_bar).collect(), sums.daily.iter().map(talk_bar).collect());
    let zone = sums.period.tz;
    let (spend_title, talk_title) = (format!("Spent per day, {zone}"), format!("Minutes of talk per day, {zone}"));
    view! {
        <div class="charts-daily" data-testid="daily-chart">
            <Card title="Spent per day">
                <DailyBars title=spend_title bars=spend axis=spend_axis/>
            </Card>
            <Card title="Talk time per day">
                <DailyBars title=talk_title bars=talk axis=minutes_axis/>
            </Card>
        </div>
        <div class="charts-shares">
            <div data-testid="top-countries"><Ranking title="Top countries" rows=countries/></div>
            <div data-testid="top-numbers"><Ranking title="Top numbers" rows=numbers/></div>
            <Outcomes outcomes=sums.outcomes/>
        </div>
    }
}

/// A ranked list by spend.
#[component]
fn Ranking(
    /// What is ranked.
    title: &'static str,
    /// The rows.
    rows: Vec<Share>,
) -> impl IntoView {
    let content = if rows.is_empty() { view! { <Nothing/> }.into_any() } else { view! { <ShareBars rows/> }.into_any() };
    view! { <Card title>{content}</Card> }
}

/// How the calls ended.
#[component]
fn Outcomes(
    /// Most frequent first.
    outcomes: Vec<OutcomeSum>,
) -> impl IntoView {
    let parts: Vec<Part> = outcomes
        .iter()
        .map(|row| Part { name: row.status.label().to_owned(), value: row.calls, tone: tone(row.status) })
        .collect();
    let content =
        if parts.is_empty() { view! { <Nothing/> }.into_any() } else { view! { <OutcomeSplit parts unit="calls"/> }.into_any() };
    view! { <Card title="Outcomes">{content}</Card> }
}

/// In place of a list of a period without calls.
#[component]
fn Nothing() -> impl IntoView {
    view! { <p class="muted">"No calls in this period. Try a longer one."</p> }
}

/// The colour of an outcome.
pub const fn tone(status: CallStatus) -> Tone {
    match status {
        CallStatus::Completed => Tone::Success,
        CallStatus::Queued | CallStatus::Initiated | CallStatus::Ringing | CallStatus::InProgress => Tone::Info,
        CallStatus::Busy | CallStatus::NoAnswer => Tone::Warning,
        CallStatus::Failed => Tone::Danger,
        CallStatus::Canceled => Tone::Neutral,
    }
}

fn country_share(row: &CountrySum, address: &Address) -> Share {
    let iso = row.country.clone().unwrap_or_default();
    Share {
        name: format!("{} {}", flag(&iso), row.country_name).trim().to_owned(),
        note: calls_and_time(row.calls, row.seconds),
        value: row.charged_micros.0,
        text: row.charged_micros.as_price(),
        href: row.country.clone().map(|country| address.filtered(|address| address.country = Some(country)).href()),
    }
}

fn number_share(row: &NumberSum, address: &Address) -> Share {
    let counts = calls_and_time(row.calls, row.seconds);
    let (name, note) = match &row.contact {
        Some(contact) => (contact.name.clone(), format!("{} · {counts}", row.international)),
        None => (row.international.clone(), counts),
    };
    let href = address.filtered(|address| address.q = Some(row.to.digits().to_owned())).href();
    Share { name, note, value: row.charged_micros.0, text: row.charged_micros.as_price(), href: Some(href) }
}

/// `12 calls · 34 m 05 s`.
fn calls_and_time(calls: i64, seconds: i64) -> String {
    format!("{calls} {} · {}", if calls == 1 { "call" } else { "calls" }, duration_words(seconds))
}

fn spend_bar(day: &DaySum) -> Bar {
    let text = format!("{}, {}", day.charged_micros.as_price(), calls_and_time(day.calls, day.seconds));
    Bar { name: day_label(&day.day), value: day.charged_micros.0, text }
}

fn talk_bar(day: &DaySum) -> Bar {
    let text = format!("{}, {} of {} answered", duration_words(day.seconds), day.answered, day.calls);
    Bar { name: day_label(&day.day), value: (day.seconds + 59) / 60, text }
}

/// `2026-11-22` as `22 Nov`.
fn day_label(day: &str) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut parts = day.split('-').skip(1).filter_map(|part| part.parse::<usize>().ok());
    match (parts.next().and_then(|month| MONTHS.get(month.wrapping_sub(1))), parts.next()) {
        (Some(month), Some(date)) => format!("{date} {month}"),
        _ => day.to_owned(),
    }
}

/// Whole cents where the tick is one, else four decimals.
fn spend_axis(micros: i64) -> String {
    let decimals = if micros % 10_000 == 0 { 2 } else { 4 };
    format!("${}", Micros(micros).decimal(decimals, Rounding::Up))
}

fn minutes_axis(minutes: i64) -> String {
    format!("{minutes} min")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_ticks_are_short() {
        assert_eq!(day_label("2026-11-02"), "2 Nov");
        assert_eq!(day_label("soon"), "soon");
        assert_eq!((spend_axis(20_000), spend_axis(5_000)), ("$0.02".into(), "$0.0050".into()));
    }

    #[test]
    fn a_row_of_a_top_list_filters_the_calls() {
        let row = CountrySum {
            country: Some("GB".into()),
            country_name: "United Kingdom".into(),
            calls: 1,
            seconds: 61,
            charged_micros: Micros(40_000),
        };
        let share = country_share(&row, &Address::default());
        assert_eq!((share.name.as_str(), share.note.as_str()), ("🇬🇧 United Kingdom", "1 call · 1 m 01 s"));
        assert_eq!(share.href.as_deref(), Some("/dashboard/call-history?country=GB"));
    }
}
