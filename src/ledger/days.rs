//! The days of a page of transactions, as their reader counts and names them.

use jiff::{Timestamp, tz::TimeZone};

use super::model::{Day, Transaction};
use crate::{
    domain::time::{EpochMs, MS_PER_DAY, MS_PER_SECOND},
    words::{self, Language, Ledger},
};

/// The days of lines that are ordered by time, in a zone.
pub fn of_lines(lines: &[Transaction], zone: &TimeZone, now: EpochMs) -> Vec<Day> {
    let (t, language) = (words::ledger(), words::language());
    let today = on_the_wall(now, zone).utc_day_start();
    let mut days: Vec<(EpochMs, usize)> = Vec::new();
    for line in lines {
        let day = on_the_wall(line.created_at, zone).utc_day_start();
        match days.last_mut() {
            Some((last, count)) if *last == day => *count += 1,
            _ => days.push((day, 1)),
        }
    }
    days.into_iter().map(|(day, lines)| Day { name: name(day, today, t, language), lines }).collect()
}

fn name(day: EpochMs, today: EpochMs, t: Ledger, language: Language) -> String {
    match today.0 - day.0 {
        0 => t.today().to_owned(),
        MS_PER_DAY => t.yesterday().to_owned(),
        _ => language.day(day),
    }
}

/// The moment whose figures in UTC are those that clocks on the wall of a zone show.
fn on_the_wall(at: EpochMs, zone: &TimeZone) -> EpochMs {
    let ahead = Timestamp::from_millisecond(at.0).map_or(0, |moment| zone.to_offset(moment).seconds());
    EpochMs(at.0 + i64::from(ahead) * MS_PER_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::money::Micros, ledger::model::TransactionKind};

    fn line(at: &str) -> Transaction {
        Transaction {
            seq: 1,
            kind: TransactionKind::Topup,
            amount_micros: Micros(1),
            balance_after_micros: Micros(1),
            call_id: None,
            payment_id: None,
            operator: None,
            note: None,
            created_at: EpochMs::parse_rfc3339(at).expect("a moment"),
        }
    }

    #[test]
    fn lines_are_grouped_by_the_readers_days() {
        let lines = ["2026-11-22T00:30:00Z", "2026-11-21T23:30:00Z", "2026-11-21T08:00:00Z", "2026-11-01T08:00:00Z"].map(line);
        let now = EpochMs::parse_rfc3339("2026-11-22T12:00:00Z").expect("a moment");
        let named = |zone: &TimeZone| -> Vec<(String, usize)> {
            of_lines(&lines, zone, now).into_iter().map(|day| (day.name.replace('\u{a0}', " "), day.lines)).collect()
        };
        let days = |all: &[(&str, usize)]| all.iter().map(|(name, lines)| ((*name).to_owned(), *lines)).collect::<Vec<_>>();
        assert_eq!(named(&TimeZone::UTC), days(&[("Today", 1), ("Yesterday", 2), ("1 Nov 2026", 1)]));
        let berlin = TimeZone::get("Europe/Berlin").expect("a zone");
        assert_eq!(named(&berlin), days(&[("Today", 2), ("Yesterday", 1), ("1 Nov 2026", 1)]));
    }
}
