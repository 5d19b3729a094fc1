//! The bars of a period: its days, or its weeks where days would be too thin to see.

use jiff::{ToSpan, civil::Date};

use super::Sheet;
use crate::analytics::{
    filters::Days,
    model::{CallAnalytics, DaySum, Summary},
};

/// The most days that are drawn one by one.
const DAYS_MOST: usize = 92;

/// A bar's worth of days.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    pub days: Days,
    pub sums: Summary,
}

/// Whether bars are weeks.
pub fn is_weekly(sums: &CallAnalytics) -> bool {
    sums.daily.len() > DAYS_MOST
}

/// The bars, oldest first; weeks begin on Monday.
pub fn stretches(sheet: Sheet<'_>, sums: &CallAnalytics) -> Vec<Stretch> {
    let weekly = is_weekly(sums);
    let mut bars: Vec<Stretch> = Vec::new();
    for (date, day) in sheet.asked.period.dates().zip(&sums.daily) {
        let goes_on = weekly && date.weekday() != jiff::civil::Weekday::Monday;
        if !goes_on || bars.is_empty() {
            bars.push(Stretch { days: Days { first: date, last: date }, sums: Summary::default() });
        }
        if let Some(bar) = bars.last_mut() {
            add(bar, date, day);
        }
    }
    bars
}

fn add(bar: &mut Stretch, date: Date, day: &DaySum) {
    bar.days.last = date;
    let sums = &mut bar.sums;
    sums.calls += day.calls;
    sums.answered += day.answered;
    sums.seconds += day.seconds;
    sums.charged_micros = sums.charged_micros + day.charged_micros;
}

/// What a bar is called: its day, or the first and the last of its days.
pub fn name(sheet: Sheet<'_>, days: Days) -> String {
    let is_a_day = days.first.checked_add(1.day()).is_ok_and(|next| next > days.last);
    let first = sheet.day_of_year(days.first);
    if is_a_day { first } else { sheet.t.range(&first, &sheet.day_of_year(days.last)) }
}
