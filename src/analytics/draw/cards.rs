//! The key figures of a period: each with its change against the period before, its course, and what it means.

use leptos::prelude::*;

use super::{Sheet, stretches::stretches};
use crate::{
    analytics::model::{CallAnalytics, Summary},
    domain::{money::Micros, time::MS_PER_DAY},
    ui::chart_spark::sparkline,
};

/// One key figure.
struct Figure {
    /// For ids and tests.
    id: &'static str,
    label: &'static str,
    value: String,
    change: String,
    /// Its course over the period.
    course: Vec<Option<i64>>,
    meaning: &'static str,
    calculation: &'static str,
}

/// The key figures.
pub fn cards(sheet: Sheet<'_>, sums: &CallAnalytics) -> AnyView {
    let figures = money(sheet, sums).into_iter().chain(time(sheet, sums)).collect::<Vec<_>>();
    let cards = figures.into_iter().map(|figure| card(sheet, figure)).collect_view();
    view! {
        <section class="summary" aria-label=sheet.t.summary() data-testid="summary-cards">
            <ul class="kpis">{cards}</ul>
        </section>
    }
    .into_any()
}

fn card(sheet: Sheet<'_>, figure: Figure) -> impl IntoView {
    let hint = format!("hint-{}", figure.id);
    view! {
        <li class="kpi" data-testid=format!("kpi-{}", figure.id)>
            <div class="kpi-head">
                <h2 class="kpi-label">{figure.label}</h2>
                <button type="button" class="hint" aria-label=sheet.t.what_is(figure.label) aria-describedby=hint.clone()>
                    "?"
                </button>
                <div class="hint-text" role="tooltip" id=hint>
                    <p>{figure.meaning}</p>
                    <p class="muted">{sheet.t.calculation()} " " {figure.calculation}</p>
                </div>
            </div>
            <p class="kpi-value">{figure.value}</p>
            <p class="kpi-change">{figure.change}</p>
            {sparkline(&figure.course)}
        </li>
    }
}

fn money(sheet: Sheet<'_>, sums: &CallAnalytics) -> [Figure; 3] {
    let (t, now, before) = (sheet.t, &sums.summary, &sums.previous);
    let course = |of: fn(&Summary) -> Option<i64>| stretches(sheet, sums).iter().map(|part| of(&part.sums)).collect();
    [
        Figure {
            id: "spent",
            label: t.spent(),
            value: sheet.language.price(now.charged_micros),
            change: change(sheet, now.charged_micros.0, before.charged_micros.0),
            course: course(|sums| Some(sums.charged_micros.0)),
            meaning: t.spent_means(),
            calculation: t.spent_sum(),
        },
        Figure {
            id: "calls",
            label: t.calls(),
            value: sheet.language.number(now.calls),
            change: change(sheet, now.calls, before.calls),
            course: course(|sums| Some(sums.calls)),
            meaning: t.calls_mean(),
            calculation: t.calls_sum(),
        },
        Figure {
            id: "answered",
            label: t.answered(),
            value: percent(sheet, per_mille(now)),
            change: if before.calls == 0 && now.calls > 0 {
                t.none_before().into()
            } else {
                points(sheet, per_mille(now), per_mille(before))
            },
            course: course(|sums| (sums.calls > 0).then(|| per_mille(sums))),
            meaning: t.answered_means(),
            calculation: t.answered_sum(),
        },
    ]
}

fn time(sheet: Sheet<'_>, sums: &CallAnalytics) -> [Figure; 3] {
    let (t, now, before) = (sheet.t, &sums.summary, &sums.previous);
    let course = |of: fn(&Summary) -> Option<i64>| stretches(sheet, sums).iter().map(|part| of(&part.sums)).collect();
    [
        Figure {
            id: "minutes",
            label: t.minutes(),
            value: sheet.language.duration(now.seconds),
            change: change(sheet, now.seconds, before.seconds),
            course: course(|sums| Some(sums.seconds)),
            meaning: t.minutes_mean(),
            calculation: t.minutes_sum(),
        },
        Figure {
            id: "average",
            label: t.average(),
            value: sheet.language.duration(now.average_seconds),
            change: change(sheet, now.average_seconds, before.average_seconds),
            course: course(|sums| (sums.answered > 0).then(|| sums.seconds / sums.answered)),
            meaning: t.average_means(),
            calculation: t.average_sum(),
        },
        Figure {
            id: "per-minute",
            label: t.per_minute(),
            value: sheet.language.price(cost_per_minute(now)),
            change: change(sheet, cost_per_minute(now).0, cost_per_minute(before).0),
            course: course(|sums| (sums.seconds > 0).then(|| cost_per_minute(sums).0)),
            meaning: t.per_minute_means(),
            calculation: t.per_minute_sum(),
        },
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

/// `66.7%`, `66,7 %`.
fn percent(sheet: Sheet<'_>, per_mille: i64) -> String {
    let whole = sheet.language.percent(per_mille / 10);
    let digits = whole.len() - whole.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match per_mille % 10 {
        0 => whole,
        tenth => format!("{}{}{tenth}{}", &whole[..digits], sheet.language.decimal_mark(), &whole[digits..]),
    }
}

/// `▲ +12%`, `▼ −5%`, or words where there is no share.
fn change(sheet: Sheet<'_>, now: i64, before: i64) -> String {
    if now == before {
        return sheet.t.no_change().into();
    }
    if before == 0 {
        return sheet.t.none_before().into();
    }
    let share = (i128::from(now) - i128::from(before)) * 100;
    let rounded = (share.abs() + i128::from(before) / 2) / i128::from(before);
    let (arrow, sign) = direction(share > 0);
    let percent = sheet.language.percent(i64::try_from(rounded).unwrap_or(i64::MAX));
    match rounded {
        0 => format!("{arrow} {}", sheet.t.less_than(sign, &sheet.language.percent(1))),
        _ => format!("{arrow} {sign}{percent}"),
    }
}

const fn direction(is_up: bool) -> (&'static str, &'static str) {
    if is_up { ("▲", "+") } else { ("▼", "−") }
}

/// A share's change, in points of a hundred.
fn points(sheet: Sheet<'_>, now: i64, before: i64) -> String {
    if now == before {
        return sheet.t.no_change().into();
    }
    let (arrow, sign) = direction(now > before);
    let difference = (now - before).abs();
    let points = percent(sheet, difference);
    let points = format!("{sign}{}", points.trim_end_matches(['%', '\u{a0}']));
    // One and a half are several.
    let whole = if difference % 10 == 0 { difference / 10 } else { 0 };
    format!("{arrow} {}", sheet.t.points(whole, &points))
}

/// What is spent in a day on the average of a period, and how many days a credit lasts at that.
pub fn pace(spent: Micros, credit: Micros, length_ms: i64) -> Option<(Micros, i64)> {
    if spent <= Micros::ZERO || credit <= Micros::ZERO || length_ms < MS_PER_DAY {
        return None;
    }
    let (spent, length) = (i128::from(spent.0), i128::from(length_ms));
    let daily = (spent * i128::from(MS_PER_DAY) + length - 1) / length;
    let days = i128::from(credit.0) * length / (spent * i128::from(MS_PER_DAY));
    Some((Micros(i64::try_from(daily).ok()?), i64::try_from(days).ok()?))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::{analytics::asked::Asked, domain::time::EpochMs, words::Language};

    pub fn with_sheet<T>(language: Language, look: impl FnOnce(Sheet<'_>) -> T) -> T {
        let owner = Owner::new();
        owner.with(|| {
            provide_context(language);
            let asked = Asked::leniently("", None, EpochMs(1_795_341_670_123)).expect("the usual");
            look(Sheet { asked: &asked, language, t: crate::words::analytics(), list: crate::words::history() })
        })
    }

    #[test]
    fn changes_read_as_people_say_them() {
        with_sheet(Language::En, |sheet| {
            assert_eq!(change(sheet, 112, 100), "▲ +12%");
            assert_eq!(change(sheet, 0, 100), "▼ −100%");
            assert_eq!(change(sheet, 5, 0), "none before");
            assert_eq!(change(sheet, 7, 7), "no change");
            assert_eq!(change(sheet, 1_001, 1_000), "▲ less than +1%");
            assert_eq!(points(sheet, 805, 750), "▲ +5.5 points");
            assert_eq!(points(sheet, 700, 750), "▼ −5 points");
            assert_eq!([points(sheet, 760, 750), points(sheet, 765, 750)], ["▲ +1 point", "▲ +1.5 points"]);
            assert_eq!([sheet.n_calls(1), sheet.n_calls(1_234)], ["1 call", "1,234 calls"]);
            assert_eq!([sheet.t.calls_unit(1), sheet.t.calls_unit(2)], ["call", "calls"]);
        });
        with_sheet(Language::De, |sheet| {
            assert_eq!(percent(sheet, 667), "66,7\u{a0}%");
            assert_eq!(points(sheet, 805, 750), "▲ +5,5 Punkte");
            assert_eq!(points(sheet, 740, 750), "▼ −1 Punkt");
            assert_eq!(sheet.n_calls(1_234), "1.234 Anrufe");
            assert!(sheet.t.pace(1, "5 $", "7 $").ends_with("reichen 7 $ etwa einen Tag."));
        });
    }

    #[test]
    fn figures_are_exact_and_never_divide_by_zero() {
        let some = Summary {
            calls: 3,
            answered: 2,
            seconds: 121,
            charged_micros: Micros(60_000),
            average_seconds: 60,
            answer_rate: 0.67,
        };
        assert_eq!((cost_per_minute(&some), per_mille(&some)), (Micros(29_753), 667));
        assert_eq!((cost_per_minute(&Summary::default()), per_mille(&Summary::default())), (Micros::ZERO, 0));
    }

    #[test]
    fn a_credit_lasts_as_long_as_the_pace_lets_it() {
        assert_eq!(pace(Micros(3_000_000), Micros(7_400_000), 5 * MS_PER_DAY), Some((Micros(600_000), 12)));
        assert_eq!(pace(Micros(0), Micros(7_400_000), MS_PER_DAY), None);
        assert_eq!(pace(Micros(1), Micros(1), MS_PER_DAY - 1), None);
        assert_eq!(pace(Micros(1), Micros(i64::MAX), 366 * MS_PER_DAY), None);
    }
}
