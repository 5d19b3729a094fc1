//! Periods in the days of a time zone, right also where clocks change.

mod stretch;

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, DateTime},
    tz::{TimeZone, db},
};

use self::stretch::{Clock, DAYS_MOST, midnight, spans, too_long};
use super::model::{Period, PeriodRequest};
use crate::{domain::time::EpochMs, error::AppError};

/// From a moment on, before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    pub from: EpochMs,
    pub to: EpochMs,
}

/// A period whose zone is known.
#[derive(Debug, Clone)]
pub struct ZonedPeriod {
    pub span: Span,
    /// The same stretch of the calendar right before.
    pub before: Span,
    /// Whether it goes on: a call that begins after this moment belongs to it.
    pub is_open: bool,
    zone: TimeZone,
    name: String,
    first: Date,
    last: Date,
}

impl ZonedPeriod {
    /// Works out what a request means now.
    ///
    /// # Errors
    /// [`AppError::Invalid`] on `period`, `days`, `from`, `to` or `tz`.
    pub fn read(request: &PeriodRequest, now: EpochMs) -> Result<Self, AppError> {
        let (zone, name) = read_zone(request.tz.as_deref())?;
        let clock = Clock::new(zone, now);
        let (span, before, is_open) = spans(request, &clock)?;
        if span.from >= span.to {
            return Err(AppError::invalid("from", "The period ends before it begins: from must be earlier than to."));
        }
        let (first, last) = (clock.date_of(span.from, "from")?, clock.date_of(EpochMs(span.to.0 - 1), "to")?);
        let period = Self { span, before, is_open, zone: clock.zone, name, first, last };
        if period.days() > DAYS_MOST {
            return Err(AppError::invalid("from", too_long()));
        }
        Ok(period)
    }

    /// How many days the period touches.
    pub fn days(&self) -> i64 {
        self.first.until(self.last).map_or(i64::MAX, |span| i64::from(span.get_days()) + 1)
    }

    /// Every day of the period, oldest first.
    pub fn dates(&self) -> impl Iterator<Item = Date> {
        self.first.series(1.day()).take_while(|day| *day <= self.last)
    }

    /// Which of [`Self::dates`] a moment belongs to.
    pub fn day_index(&self, at: EpochMs) -> usize {
        let day = self.at(at.max(self.span.from)).date();
        self.first.until(day).ok().and_then(|span| usize::try_from(span.get_days()).ok()).unwrap_or(0)
    }

    /// What the clocks of the zone show at a moment.
    pub fn at(&self, at: EpochMs) -> DateTime {
        Timestamp::from_millisecond(at.0).map_or(self.first.into(), |moment| self.zone.to_datetime(moment))
    }

    /// The part of the period between the beginning of a day and the end of another.
    pub fn part(&self, first: Date, last: Date) -> Option<Span> {
        let from = midnight(first, &self.zone, "day").ok()?.max(self.span.from);
        let to = midnight(last.tomorrow().ok()?, &self.zone, "day").ok()?.min(self.end());
        (from < to).then_some(Span { from, to })
    }

    /// Every stretch of the period in which the clocks show this hour of this day of the week, newest first. An hour that
    /// clocks repeat is one stretch of two hours, one that they leave out is none.
    pub fn hours(&self, weekday: i8, hour: i8) -> Vec<Span> {
        let of_day = |day: Date| {
            let edge = |hour: DateTime| hour.to_zoned(self.zone.clone()).ok().map(|at| EpochMs(at.timestamp().as_millisecond()));
            let begin = day.at(hour, 0, 0, 0);
            let from = edge(begin)?.max(self.span.from);
            let to = edge(begin.checked_add(1.hour()).ok()?)?.min(self.end());
            (from < to).then_some(Span { from, to })
        };
        let days = self.dates().filter(|day| day.weekday().to_monday_one_offset() == weekday);
        let mut spans: Vec<Span> = days.filter_map(of_day).collect();
        spans.reverse();
        spans
    }

    /// Where a list of the period ends: it takes in what begins while it is read, as long as the period goes on.
    pub fn end(&self) -> EpochMs {
        if self.is_open { EpochMs(i64::MAX) } else { self.span.to }
    }

    /// The IANA name of its zone.
    pub fn zone(&self) -> &str {
        &self.name
    }

    /// As it goes over the wire.
    pub fn describe(&self) -> Period {
        let (Span { from, to }, before) = (self.span, self.before);
        Period { from, to, days: self.days(), previous_from: before.from, previous_to: before.to, tz: self.name.clone() }
    }
}

/// Whether a zone is known.
pub fn is_zone(name: &str) -> bool {
    db().get(name).is_ok()
}

fn read_zone(name: Option<&str>) -> Result<(TimeZone, String), AppError> {
    let name = name.map(str::trim).filter(|name| !name.is_empty()).unwrap_or("UTC");
    let unknown = || AppError::invalid("tz", format!("'{name}' is not a time zone: give an IANA name such as Europe/Berlin."));
    let zone = db().get(name).map_err(|_| unknown())?;
    let known_as = zone.iana_name().unwrap_or("UTC").to_owned();
    Ok((zone, known_as))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR_MS: i64 = 3_600_000;

    fn at(text: &str) -> EpochMs {
        EpochMs(text.parse::<Timestamp>().expect("RFC 3339").as_millisecond())
    }

    fn request(days: Option<i64>, from: &str, to: &str, tz: &str) -> PeriodRequest {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        PeriodRequest { days, from: some(from), to: some(to), tz: some(tz), ..PeriodRequest::default() }
    }

    fn read(request: &PeriodRequest) -> Result<ZonedPeriod, AppError> {
        ZonedPeriod::read(request, at("2026-11-22T10:01:10.123Z"))
    }

    fn wrong_field(request: &PeriodRequest) -> String {
        read(request).expect_err("wrong").field().unwrap_or("none").to_owned()
    }

    fn day_names(period: &ZonedPeriod) -> Vec<String> {
        period.dates().map(|day| day.to_string()).collect()
    }

    /// A named period in Berlin, at 11:01 there on a Sunday; its days and those it is compared with, to the second.
    fn named(preset: &str) -> [String; 4] {
        let request = PeriodRequest { period: Some(preset.into()), tz: Some("Europe/Berlin".into()), ..PeriodRequest::default() };
        let ZonedPeriod { span, before, .. } = read(&request).expect("good");
        [span.from, span.to, before.from, before.to].map(|at| at.rfc3339()[..19].to_owned())
    }

    #[test]
    fn a_period_that_ends_later_goes_on_and_is_compared_with_what_was_by_now() {
        let month = read(&request(None, "2026-11-01", "2026-11-30", "UTC")).expect("good");
        let so_far = read(&request(None, "2026-11-01", "", "UTC")).expect("good");
        assert!(month.is_open);
        assert_eq!(month.span, so_far.span);
        assert_eq!(month.before.to.0 - month.before.from.0, month.span.to.0 - month.span.from.0);
        let hours = read(&request(None, "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z", "UTC")).expect("good");
        assert!(hours.is_open && hours.span.to == so_far.span.to);
        let over = read(&request(None, "2026-11-01", "2026-11-21", "UTC")).expect("good");
        assert!(!over.is_open);
        let later = read(&request(None, "2026-12-01", "2026-12-31", "UTC")).expect("good");
        assert_eq!((later.is_open, later.days()), (false, 31), "nothing is in it yet");
    }

    #[test]
    fn named_periods_are_those_of_the_calendar_and_are_compared_with_the_same_stretch_before() {
        let now = "2026-11-22T10:01:11";
        let cases = [
            ("today", ["2026-11-21T23:00:00", now, "2026-11-20T23:00:00", "2026-11-21T10:01:11"]),
            ("yesterday", ["2026-11-20T23:00:00", "2026-11-21T23:00:00", "2026-11-19T23:00:00", "2026-11-20T23:00:00"]),
            ("this-week", ["2026-11-15T23:00:00", now, "2026-11-08T23:00:00", "2026-11-15T10:01:11"]),
            ("last-week", ["2026-11-08T23:00:00", "2026-11-15T23:00:00", "2026-11-01T23:00:00", "2026-11-08T23:00:00"]),
            // October ended in winter time and began in summer time.
            ("this-month", ["2026-10-31T23:00:00", now, "2026-09-30T22:00:00", "2026-10-22T09:01:11"]),
            ("last-month", ["2026-09-30T22:00:00", "2026-10-31T23:00:00", "2026-08-31T22:00:00", "2026-09-30T22:00:00"]),
            ("this-year", ["2025-12-31T23:00:00", now, "2024-12-31T23:00:00", "2025-11-22T10:01:11"]),
        ];
        for (preset, expected) in cases {
            assert_eq!(named(preset), expected, "{preset}");
        }
        let wrong = PeriodRequest { period: Some("someday".into()), ..PeriodRequest::default() };
        assert_eq!(wrong_field(&wrong), "period");
        assert_eq!(wrong_field(&PeriodRequest { days: Some(7), period: Some("today".into()), ..wrong }), "period");
    }

    #[test]
    fn the_last_day_of_a_long_month_is_compared_within_a_short_one() {
        let request = PeriodRequest { period: Some("this-month".into()), ..PeriodRequest::default() };
        let period = ZonedPeriod::read(&request, at("2026-03-31T12:00:00.500Z")).expect("good");
        assert_eq!(period.before, Span { from: at("2026-02-01T00:00:00Z"), to: at("2026-02-28T12:00:01Z") });
    }

    #[test]
    fn a_part_of_a_period_never_leaves_it() {
        let period = read(&request(None, "2026-10-24", "2026-10-26", "Europe/Berlin")).expect("good");
        let day = |text: &str| -> Date { text.parse().expect("a day") };
        let part = period.part(day("2026-10-25"), day("2026-12-31")).expect("overlaps");
        assert_eq!(part, Span { from: at("2026-10-24T22:00:00Z"), to: at("2026-10-26T23:00:00Z") });
        assert_eq!(period.part(day("2026-11-25"), day("2026-12-31")), None);
    }

    #[test]
    fn thirty_days_end_today_and_begin_at_midnight() {
        let period = read(&PeriodRequest::default()).expect("good");
        assert_eq!(period.span, Span { from: at("2026-10-24T00:00:00Z"), to: at("2026-11-22T10:01:11Z") });
        let days = day_names(&period);
        assert_eq!((days.len(), days[0].as_str(), days[29].as_str()), (30, "2026-10-24", "2026-11-22"));
        assert_eq!(period.describe().tz, "UTC");
    }

    #[test]
    fn days_are_those_of_the_zone() {
        let period = ZonedPeriod::read(&request(Some(1), "", "", "Asia/Tokyo"), at("2026-11-22T16:00:00Z")).expect("good");
        assert_eq!(day_names(&period), ["2026-11-23"]);
        assert_eq!(period.span.from, at("2026-11-22T15:00:00Z"));
    }

    #[test]
    fn the_day_on_which_clocks_go_back_has_25_hours() {
        let period = read(&request(None, "2026-10-25", "2026-10-25", "Europe/Berlin")).expect("good");
        assert_eq!(period.span.to.0 - period.span.from.0, 25 * HOUR_MS);
        assert_eq!(period.days(), 1);
        let week = read(&request(None, "2026-10-24", "2026-10-26", "Europe/Berlin")).expect("good");
        assert_eq!(week.day_index(at("2026-10-24T22:00:00Z")), 1, "00:00 summer time");
        assert_eq!(week.day_index(at("2026-10-25T22:45:00Z")), 1, "23:45 winter time");
        assert_eq!(week.day_index(at("2026-10-25T23:00:00Z")), 2, "00:00 winter time");
    }

    #[test]
    fn a_day_may_begin_after_midnight() {
        let period = read(&request(None, "2026-03-29", "2026-03-29", "Asia/Beirut")).expect("good");
        assert_eq!(period.span.from, at("2026-03-28T22:00:00Z"), "clocks went from 00:00 to 01:00");
        assert_eq!(period.days(), 1);
    }

    #[test]
    fn moments_are_taken_as_they_are_and_days_to_their_end() {
        let moments = read(&request(None, "2026-11-01T10:30:00+01:00", "2026-11-02T00:00:00Z", "")).expect("good");
        assert_eq!(moments.span, Span { from: at("2026-11-01T09:30:00Z"), to: at("2026-11-02T00:00:00Z") });
        assert_eq!(day_names(&moments), ["2026-11-01"]);
        let days = read(&request(None, "2026-11-01", "2026-11-02", "")).expect("good");
        assert_eq!(days.span.to, at("2026-11-03T00:00:00Z"));
        assert_eq!(days.before, Span { from: at("2026-10-30T00:00:00Z"), to: at("2026-11-01T00:00:00Z") });
    }

    #[test]
    fn a_quarter_of_an_hour_that_began_before_the_period_counts_for_its_first_day() {
        let period = read(&request(None, "2026-11-01T00:07:00Z", "2026-11-03", "")).expect("good");
        assert_eq!(period.day_index(at("2026-11-01T00:00:00Z")), 0);
    }

    #[test]
    fn what_cannot_be_meant_is_refused_at_its_field() {
        assert_eq!(wrong_field(&request(Some(0), "", "", "")), "days");
        assert_eq!(wrong_field(&request(Some(367), "", "", "")), "days");
        assert_eq!(wrong_field(&request(Some(7), "2026-11-01", "", "")), "days");
        assert_eq!(wrong_field(&request(None, "", "2026-11-01", "")), "from");
        assert_eq!(wrong_field(&request(None, "2026-11-02", "2026-11-01", "")), "from");
        assert_eq!(wrong_field(&request(None, "2024-11-02", "", "")), "from");
        assert_eq!(wrong_field(&request(None, "yesterday", "", "")), "from");
        assert_eq!(wrong_field(&request(None, "2026-02-30", "", "")), "from");
        assert_eq!(wrong_field(&request(None, "2026-11-01", "20261102", "")), "to");
        assert_eq!(wrong_field(&request(None, "2026-11-01", "9999-12-31", "")), "from");
        assert_eq!(wrong_field(&request(None, "", "", "Mars/Olympus")), "tz");
        assert_eq!(wrong_field(&request(None, "", "", "../etc/passwd")), "tz");
        assert!(
            read(&request(Some(366), "", "", "america/new_york")).is_ok_and(|period| period.describe().tz == "America/New_York")
        );
        assert!(is_zone("Europe/Berlin") && !is_zone("Mars/Olympus") && !is_zone(""));
    }
}
