//! Periods in the days of a time zone, right also where clocks change.

use jiff::{
    Timestamp, ToSpan,
    civil::Date,
    tz::{TimeZone, db},
};

use super::model::{Period, PeriodRequest};
use crate::{domain::time::EpochMs, error::AppError};

/// The days of a period when none are asked for.
const DAYS_USUAL: i64 = 30;
/// The longest period.
const DAYS_MOST: i64 = 366;

/// From a moment on, before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: EpochMs,
    pub to: EpochMs,
}

/// A period whose zone is known.
#[derive(Debug, Clone)]
pub struct ZonedPeriod {
    pub span: Span,
    zone: TimeZone,
    name: String,
    first: Date,
    last: Date,
}

impl ZonedPeriod {
    /// Works out what a request means now.
    ///
    /// # Errors
    /// [`AppError::Invalid`] on `days`, `from`, `to` or `tz`.
    pub fn read(request: &PeriodRequest, now: EpochMs) -> Result<Self, AppError> {
        let (zone, name) = read_zone(request.tz.as_deref())?;
        // Whole seconds, so that calls of this very moment are in.
        let end_of_now = EpochMs(now.0 - now.0.rem_euclid(1_000) + 1_000);
        let span = match (request.days, filled(request.from.as_ref()), filled(request.to.as_ref())) {
            (Some(_), Some(_), _) | (Some(_), _, Some(_)) => {
                return Err(AppError::invalid("days", "Give either days, or from and to."));
            }
            (None, None, Some(_)) => return Err(AppError::invalid("from", "Give from together with to.")),
            (None, Some(from), to) => {
                let to = to.map_or(Ok(end_of_now), |to| read_edge(to, &zone, "to"))?;
                Span { from: read_edge(from, &zone, "from")?, to }
            }
            (days, None, None) => Span { from: days_back(end_of_now, days.unwrap_or(DAYS_USUAL), &zone)?, to: end_of_now },
        };
        if span.from >= span.to {
            return Err(AppError::invalid("from", "The period ends before it begins: from must be earlier than to."));
        }
        let (first, last) = (date_of(span.from, &zone, "from")?, date_of(EpochMs(span.to.0 - 1), &zone, "to")?);
        let period = Self { span, zone, name, first, last };
        if period.days() > DAYS_MOST {
            return Err(AppError::invalid("from", format!("This period is longer than {DAYS_MOST} days: choose a shorter one.")));
        }
        Ok(period)
    }

    /// The same length of time right before.
    pub fn before(&self) -> Span {
        let length = self.span.to.0 - self.span.from.0;
        Span { from: EpochMs(self.span.from.0 - length), to: self.span.from }
    }

    /// How many days the period touches.
    pub fn days(&self) -> i64 {
        self.first.until(self.last).map_or(i64::MAX, |span| i64::from(span.get_days()) + 1)
    }

    /// Every day of the period, oldest first, as `2026-11-22`.
    pub fn day_names(&self) -> Vec<String> {
        self.first.series(1.day()).take_while(|day| *day <= self.last).map(|day| day.to_string()).collect()
    }

    /// Which of [`Self::day_names`] a moment belongs to.
    pub fn day_index(&self, at: EpochMs) -> usize {
        let clamped = at.max(self.span.from);
        let day = date_of(clamped, &self.zone, "from").unwrap_or(self.first);
        self.first.until(day).ok().and_then(|span| usize::try_from(span.get_days()).ok()).unwrap_or(0)
    }

    /// As it goes over the wire.
    pub fn describe(&self) -> Period {
        Period { from: self.span.from, to: self.span.to, days: self.days(), tz: self.name.clone() }
    }
}

/// Whether a zone is known.
pub fn is_zone(name: &str) -> bool {
    db().get(name).is_ok()
}

fn filled(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

fn read_zone(name: Option<&str>) -> Result<(TimeZone, String), AppError> {
    let name = name.map(str::trim).filter(|name| !name.is_empty()).unwrap_or("UTC");
    let unknown = || AppError::invalid("tz", format!("'{name}' is not a time zone: give an IANA name such as Europe/Berlin."));
    let zone = db().get(name).map_err(|_| unknown())?;
    let known_as = zone.iana_name().unwrap_or("UTC").to_owned();
    Ok((zone, known_as))
}

/// Midnight of the day `days - 1` days before the one of `now`.
fn days_back(now: EpochMs, days: i64, zone: &TimeZone) -> Result<EpochMs, AppError> {
    if !(1..=DAYS_MOST).contains(&days) {
        return Err(AppError::invalid("days", format!("days is {days}: give a number from 1 to {DAYS_MOST}.")));
    }
    let today = date_of(EpochMs(now.0 - 1), zone, "days")?;
    let first = today.checked_sub((days - 1).days()).map_err(|_| out_of_range("days"))?;
    midnight(first, zone, "days")
}

/// A moment or a day; the day of `to` is included.
fn read_edge(text: &str, zone: &TimeZone, field: &str) -> Result<EpochMs, AppError> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Ok(EpochMs(moment.as_millisecond()));
    }
    let wrong = || AppError::invalid(field, format!("{field} is '{text}': write a day such as 2026-11-22, or RFC 3339."));
    let day: Date = if text.len() == 10 { text.parse().map_err(|_| wrong())? } else { return Err(wrong()) };
    let day = if field == "to" { day.tomorrow().map_err(|_| out_of_range(field))? } else { day };
    midnight(day, zone, field)
}

/// The first moment of a day, which is not 00:00 where clocks change at midnight.
fn midnight(day: Date, zone: &TimeZone, field: &str) -> Result<EpochMs, AppError> {
    let start = day.to_zoned(zone.clone()).map_err(|_| out_of_range(field))?;
    Ok(EpochMs(start.timestamp().as_millisecond()))
}

fn date_of(at: EpochMs, zone: &TimeZone, field: &str) -> Result<Date, AppError> {
    let moment = Timestamp::from_millisecond(at.0).map_err(|_| out_of_range(field))?;
    Ok(zone.to_datetime(moment).date())
}

fn out_of_range(field: &str) -> AppError {
    AppError::invalid(field, "This is too far from today: choose another day.")
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
        PeriodRequest { days, from: some(from), to: some(to), tz: some(tz) }
    }

    fn read(request: &PeriodRequest) -> Result<ZonedPeriod, AppError> {
        ZonedPeriod::read(request, at("2026-11-22T10:01:10.123Z"))
    }

    fn wrong_field(request: &PeriodRequest) -> String {
        read(request).expect_err("wrong").field().unwrap_or("none").to_owned()
    }

    #[test]
    fn thirty_days_end_today_and_begin_at_midnight() {
        let period = read(&PeriodRequest::default()).expect("good");
        assert_eq!(period.span, Span { from: at("2026-10-24T00:00:00Z"), to: at("2026-11-22T10:01:11Z") });
        let days = period.day_names();
        assert_eq!((days.len(), days[0].as_str(), days[29].as_str()), (30, "2026-10-24", "2026-11-22"));
        assert_eq!(period.describe().tz, "UTC");
    }

    #[test]
    fn days_are_those_of_the_zone() {
        let period = ZonedPeriod::read(&request(Some(1), "", "", "Asia/Tokyo"), at("2026-11-22T16:00:00Z")).expect("good");
        assert_eq!(period.day_names(), ["2026-11-23"]);
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
        assert_eq!(moments.day_names(), ["2026-11-01"]);
        let days = read(&request(None, "2026-11-01", "2026-11-02", "")).expect("good");
        assert_eq!(days.span.to, at("2026-11-03T00:00:00Z"));
        assert_eq!(days.before(), Span { from: at("2026-10-30T00:00:00Z"), to: at("2026-11-01T00:00:00Z") });
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
        assert_eq!(wrong_field(&request(None, "2026-11-01", "9999-12-31", "")), "to");
        assert_eq!(wrong_field(&request(None, "", "", "Mars/Olympus")), "tz");
        assert_eq!(wrong_field(&request(None, "", "", "../etc/passwd")), "tz");
        assert!(
            read(&request(Some(366), "", "", "america/new_york")).is_ok_and(|period| period.describe().tz == "America/New_York")
        );
        assert!(is_zone("Europe/Berlin") && !is_zone("Mars/Olympus") && !is_zone(""));
    }
}
