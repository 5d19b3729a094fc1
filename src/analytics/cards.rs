//! The key figures of a period, each with its change against the period before.

use leptos::prelude::*;

use super::model::Summary;
use crate::{
    domain::{money::Micros, time::duration_words},
    ui::layout::{Stat, Stats},
};

/// The key figures.
#[component]
pub fn SummaryCards(
    /// Of the period.
    summary: Summary,
    /// Of the same length of time right before.
    previous: Summary,
    /// Days of the period.
    days: i64,
) -> impl IntoView {
    let figures = figures(&summary, &previous)
        .into_iter()
        .map(|figure| {
            view! { <Stat label=figure.label value=figure.value note=figure.note meaning=figure.meaning/> }
        })
        .collect_view();
    let before = if days == 1 { "the same time before".to_owned() } else { format!("the {days} days before") };
    view! {
        <section class="summary" aria-label="Summary" data-testid="summary-cards">
            <Stats>{figures}</Stats>
            <p class="muted summary-note">{format!("Changes are against {before}.")}</p>
        </section>
    }
}

/// One key figure in words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Figure {
    label: &'static str,
    value: String,
    note: String,
    meaning: &'static str,
}

fn figures(now: &Summary, before: &Summary) -> Vec<Figure> {
    let figure = |label, value, note, meaning| Figure { label, value, note, meaning };
    let per_minute = |summary: &Summary| cost_per_minute(summary).0;
    vec![
        figure(
            "Spent",
            now.charged_micros.as_price(),
            change(now.charged_micros.0, before.charged_micros.0),
            "The charges of all settled calls",
        ),
        figure("Calls", now.calls.to_string(), change(now.calls, before.calls), "Every call that was dialled"),
        figure("Answered", percent(per_mille(now)), points(per_mille(now), per_mille(before)), "Answered calls in all calls"),
        figure(
            "Talk time",
            duration_words(now.seconds),
            change(now.seconds, before.seconds),
            "From answer to hang-up, all calls",
        ),
        figure(
            "Average call",
            duration_words(now.average_seconds),
            change(now.average_seconds, before.average_seconds),
            "Talk time divided by answered calls",
        ),
        figure(
            "Cost per minute",
            cost_per_minute(now).as_price(),
            change(per_minute(now), per_minute(before)),
            "Spent divided by minutes of talk time",
        ),
    ]
}

/// Spent per minute of talk time, rounded up.
fn cost_per_minute(summary: &Summary) -> Micros {
    if summary.seconds == 0 {
        return Micros::ZERO;
    }
    let (spent, seconds) = (i128::from(summary.charged_micros.0) * 60, i128::from(summary.seconds));
    Micros(i64::try_from((spent + seconds - 1).div_euclid(seconds)).unwrap_or(i64::MAX))
}

/// Answered calls in a thousand calls.
const fn per_mille(summary: &Summary) -> i64 {
    if summary.calls == 0 { 0 } else { (summary.answered * 1_000 + summary.calls / 2) / summary.calls }
}

fn percent(per_mille: i64) -> String {
    if per_mille % 10 == 0 { format!("{} %", per_mille / 10) } else { format!("{}.{} %", per_mille / 10, per_mille % 10) }
}

/// `+12 %`, `−5 %`, or words where there is no share.
fn change(now: i64, before: i64) -> String {
    if now == before {
        return "no change".into();
    }
    if before == 0 {
        return "none before".into();
    }
    let share = (i128::from(now) - i128::from(before)) * 100;
    let rounded = (share.abs() + i128::from(before) / 2) / i128::from(before);
    match (rounded, share > 0) {
        (0, true) => "less than +1 %".into(),
        (0, false) => "less than −1 %".into(),
        (percent, true) => format!("+{percent} %"),
        (percent, false) => format!("−{percent} %"),
    }
}

/// A share's change, in points of a hundred.
fn points(now: i64, before: i64) -> String {
    match (now - before).signum() {
        0 => "no change".into(),
        sign => format!("{}{} points", if sign > 0 { "+" } else { "−" }, percent((now - before).abs()).trim_end_matches(" %")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_read_as_people_say_them() {
        assert_eq!(change(112, 100), "+12 %");
        assert_eq!(change(0, 100), "−100 %");
        assert_eq!(change(5, 0), "none before");
        assert_eq!(change(7, 7), "no change");
        assert_eq!(change(1_001, 1_000), "less than +1 %");
        assert_eq!(points(805, 750), "+5.5 points");
        assert_eq!(points(700, 750), "−5 points");
    }

    #[test]
    fn figures_are_exact_and_never_divide_by_zero() {
        let now = Summary {
            calls: 3,
            answered: 2,
            seconds: 121,
            charged_micros: Micros(60_000),
            average_seconds: 60,
            answer_rate: 0.67,
        };
        let values: Vec<_> = figures(&now, &Summary::default()).into_iter().map(|figure| figure.value).collect();
        assert_eq!(values, ["$0.0600", "3", "66.7 %", "2 m 01 s", "1 m 00 s", "$0.0298"]);
        let nothing: Vec<_> = figures(&Summary::default(), &now).into_iter().map(|figure| figure.note).collect();
        assert_eq!(nothing, ["−100 %", "−100 %", "−66.7 points", "−100 %", "−100 %", "−100 %"]);
    }
}
