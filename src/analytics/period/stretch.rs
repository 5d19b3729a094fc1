//! What a request for a period means on the calendar of a zone.

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

use super::Span;
use crate::{
    analytics::model::{PeriodRequest, Preset},
    domain::time::EpochMs,
    error::AppError,
};

/// The days of a period when none are asked for.
const DAYS_USUAL: i64 = 30;
/// The longest period.
pub const DAYS_MOST: i64 = 366;

/// Days of the calendar: from one on, to another or to this moment, and how far back their like lies.
struct Stretch {
    first: Date,
    /// Not included; to this moment without it.
    end: Option<Date>,
    back: jiff::Span,
}

/// A zone and this moment in it.
pub struct Clock {
    pub zone: TimeZone,
    now: EpochMs,
}

impl Clock {
    /// The clock; it shows whole seconds, rounded up, so that calls of this very moment are in.
    pub fn new(zone: TimeZone, now: EpochMs) -> Self {
        Self { zone, now: EpochMs(now.0 - now.0.rem_euclid(1_000) + 1_000) }
    }

    /// The day that a moment belongs to.
    ///
    /// # Errors
    /// [`AppError::Invalid`] on `field` for a moment beyond the calendar.
    pub fn date_of(&self, at: EpochMs, field: &str) -> Result<Date, AppError> {
        let moment = Timestamp::from_millisecond(at.0).map_err(|_| out_of_range(field))?;
        Ok(self.zone.to_datetime(moment).date())
    }

    fn today(&self) -> Result<Date, AppError> {
        self.date_of(EpochMs(self.now.0 - 1), "period")
    }

    /// The moments of a stretch, and those of the one before.
    fn spans(&self, stretch: &Stretch, field: &str) -> Result<(Span, Span, bool), AppError> {
        let far = |_| out_of_range(field);
        let (first, back) = (stretch.first, stretch.back);
        let from = midnight(first, &self.zone, field)?;
        let first_before = first.checked_sub(back).map_err(far)?;
        let (to, to_before) = if let Some(end) = stretch.end {
            (midnight(end, &self.zone, field)?, midnight(end.checked_sub(back).map_err(far)?, &self.zone, field)?)
        } else {
            let now = Timestamp::from_millisecond(self.now.0).map_err(far)?.to_zoned(self.zone.clone());
            let then = now.datetime().checked_sub(back).and_then(|then| then.to_zoned(self.zone.clone())).map_err(far)?;
            (self.now, EpochMs(then.timestamp().as_millisecond()))
        };
        let before = Span { from: midnight(first_before, &self.zone, field)?, to: to_before.min(from) };
        Ok((Span { from, to }, before, stretch.end.is_none()))
    }
}

/// The moments that a request means, those of the period before, and whether it goes on.
///
/// # Errors
/// [`AppError::Invalid`] on `period`, `days`, `from` or `to`.
pub fn spans(request: &PeriodRequest, clock: &Clock) -> Result<(Span, Span, bool), AppError> {
    let (from, to) = (filled(request.from.as_ref()), filled(request.to.as_ref()));
    let named = filled(request.period.as_ref());
    match (named, request.days, from, to) {
        (Some(_), Some(_), ..) | (Some(_), _, Some(_), _) | (Some(_), _, _, Some(_)) => {
            Err(AppError::invalid("period", "Give either period, or days, or from and to."))
        }
        (_, Some(_), Some(_), _) | (_, Some(_), _, Some(_)) => {
            Err(AppError::invalid("days", "Give either days, or from and to."))
        }
        (_, _, None, Some(_)) => Err(AppError::invalid("from", "Give from together with to.")),
        (Some(word), ..) => {
            let unknown = || AppError::invalid("period", format!("period is '{word}': write today, last-month or the like."));
            clock.spans(&named_stretch(Preset::from_word(word).ok_or_else(unknown)?, clock.today()?)?, "period")
        }
        (_, _, Some(from), to) => from_to(from, to, clock),
        (_, days, None, None) => clock.spans(&last_days(days.unwrap_or(DAYS_USUAL), clock.today()?)?, "days"),
    }
}

fn named_stretch(preset: Preset, today: Date) -> Result<Stretch, AppError> {
    let far = |_| out_of_range("period");
    let monday = today.checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days()).map_err(far)?;
    let month = today.first_of_month();
    let back = |day: Date, span: jiff::Span| day.checked_sub(span).map_err(far);
    Ok(match preset {
        Preset::Today => Stretch { first: today, end: None, back: 1.day() },
        Preset::Yesterday => Stretch { first: back(today, 1.day())?, end: Some(today), back: 1.day() },
        Preset::ThisWeek => Stretch { first: monday, end: None, back: 1.week() },
        Preset::LastWeek => Stretch { first: back(monday, 1.week())?, end: Some(monday), back: 1.week() },
        Preset::ThisMonth => Stretch { first: month, end: None, back: 1.month() },
        Preset::LastMonth => Stretch { first: back(month, 1.month())?, end: Some(month), back: 1.month() },
        Preset::ThisYear => Stretch { first: today.first_of_year(), end: None, back: 1.year() },
    })
}

/// Today and the `days - 1` days before it.
fn last_days(days: i64, today: Date) -> Result<Stretch, AppError> {
    if !(1..=DAYS_MOST).contains(&days) {
        return Err(AppError::invalid("days", format!("days is {days}: give a number from 1 to {DAYS_MOST}.")));
    }
    let first = today.checked_sub((days - 1).days()).map_err(|_| out_of_range("days"))?;
    Ok(Stretch { first, end: None, back: days.days() })
}

/// Two edges: days of the calendar where both are days, moments otherwise.
fn from_to(from: &str, to: Option<&str>, clock: &Clock) -> Result<(Span, Span, bool), AppError> {
    let (begin, end) = (read_edge(from, "from")?, to.map(|to| read_edge(to, "to")).transpose()?);
    if let (Edge::Day(first), None | Some(Edge::Day(_))) = (&begin, &end) {
        let last = if let Some(Edge::Day(last)) = end { last } else { clock.today()? };
        let days = first.until(last).map_or(i64::MAX, |span| i64::from(span.get_days()) + 1);
        if !(1..=DAYS_MOST).contains(&days) {
            let message =
                if days < 1 { "The period ends before it begins: from must be earlier than to.".to_owned() } else { too_long() };
            return Err(AppError::invalid("from", message));
        }
        // One that ends later goes on until then, as one without an end: it is compared with what was by now.
        let today = clock.today()?;
        let is_over = end.is_some() && (last < today || *first > today);
        let end = if is_over { Some(last.tomorrow().map_err(|_| out_of_range("to"))?) } else { None };
        return clock.spans(&Stretch { first: *first, end, back: days.days() }, "from");
    }
    let from = begin.begins(&clock.zone, "from")?;
    let to = end.map_or(Ok(clock.now), |end| end.ends(&clock.zone))?;
    let is_over = end.is_some() && (to <= clock.now || from > clock.now);
    let to = if is_over { to } else { clock.now };
    let before = Span { from: EpochMs(from.0.saturating_sub(to.0 - from.0)), to: from };
    Ok((Span { from, to }, before, !is_over))
}

/// Where a period begins or ends.
#[derive(Debug, Clone, Copy)]
enum Edge {
    Moment(Timestamp),
    Day(Date),
}

impl Edge {
    fn begins(self, zone: &TimeZone, field: &str) -> Result<EpochMs, AppError> {
        match self {
            Self::Moment(moment) => Ok(EpochMs(moment.as_millisecond())),
            Self::Day(day) => midnight(day, zone, field),
        }
    }

    fn ends(self, zone: &TimeZone) -> Result<EpochMs, AppError> {
        match self {
            Self::Day(day) => midnight(day.tomorrow().map_err(|_| out_of_range("to"))?, zone, "to"),
            Self::Moment(_) => self.begins(zone, "to"),
        }
    }
}

fn read_edge(text: &str, field: &str) -> Result<Edge, AppError> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Ok(Edge::Moment(moment));
    }
    let wrong = || AppError::invalid(field, format!("{field} is '{text}': write a day such as 2026-11-22, or RFC 3339."));
    if text.len() == 10 { text.parse().map(Edge::Day).map_err(|_| wrong()) } else { Err(wrong()) }
}

/// What is said of a period beyond [`DAYS_MOST`].
pub fn too_long() -> String {
    format!("This period is longer than {DAYS_MOST} days: choose a shorter one.")
}

fn filled(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// The first moment of a day, which is not 00:00 where clocks change at midnight.
///
/// # Errors
/// [`AppError::Invalid`] on `field` for a day beyond the calendar.
pub fn midnight(day: Date, zone: &TimeZone, field: &str) -> Result<EpochMs, AppError> {
    let start = day.to_zoned(zone.clone()).map_err(|_| out_of_range(field))?;
    Ok(EpochMs(start.timestamp().as_millisecond()))
}

fn out_of_range(field: &str) -> AppError {
    AppError::invalid(field, "This is too far from today: choose another day.")
}
