//! Moments as epoch milliseconds in UTC, durations as whole seconds; the clock itself is the server's (`server::clock`).

use serde::{Deserialize, Serialize};

pub const MS_PER_SECOND: i64 = 1_000;
pub const MS_PER_DAY: i64 = 86_400_000;

/// A moment: milliseconds since 1970-01-01T00:00:00Z.
/// JSON and query strings carry it in RFC 3339, the database as the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type, utoipa::ToSchema), sqlx(transparent), schema(value_type = String, format = DateTime))]
#[serde(try_from = "String", into = "String")]
pub struct EpochMs(pub i64);

impl TryFrom<String> for EpochMs {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse_rfc3339(&text).ok_or_else(|| format!("'{text}' is not a moment in UTC, such as 2026-11-22T10:01:10Z"))
    }
}
impl From<EpochMs> for String {
    fn from(moment: EpochMs) -> Self {
        moment.rfc3339()
    }
}

impl EpochMs {
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * MS_PER_SECOND)
    }

    /// Whole seconds since `earlier`; negative when it is later.
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0) / MS_PER_SECOND
    }

    /// RFC 3339 in UTC with milliseconds: `2026-11-22T10:01:10.000Z`.
    pub fn rfc3339(self) -> String {
        let (year, month, day) = self.civil();
        let ms = self.0.rem_euclid(MS_PER_DAY);
        let (hour, minute, second) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}Z", ms % 1_000)
    }

    /// Reads RFC 3339 in UTC (`Z`), with or without a fraction of a second; `None` for anything else.
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        let (day, clock) = text.strip_suffix('Z')?.split_once('T')?;
        let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
        let mut parts = clock.split(':').map(|part| number(part, 2));
        let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
        let digits = fraction.bytes().all(|b| b.is_ascii_digit()) && !fraction.is_empty();
        if !digits || parts.next().is_some() || hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let ms: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
        Some(Self(Self::from_utc_day(day)?.0 + ((hour * 60 + minute) * 60 + second) * MS_PER_SECOND + ms))
    }

    /// As the server prints a moment before the browser has told its time zone: `22 Nov 2026, 10:01 UTC`.
    pub fn utc_label(self) -> String {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let (year, month, day) = self.civil();
        let minutes = self.0.rem_euclid(MS_PER_DAY) / 60_000;
        let name = usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index)).unwrap_or(&"");
        format!("{day} {name} {year}, {:02}:{:02} UTC", minutes / 60, minutes % 60)
    }

    /// The UTC day as `2026-11-22`.
    pub fn utc_day(self) -> String {
        let (year, month, day) = self.civil();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// Midnight UTC at or before this moment.
    #[must_use]
    pub const fn utc_day_start(self) -> Self {
        Self(self.0.div_euclid(MS_PER_DAY) * MS_PER_DAY)
    }

    /// Midnight UTC of a day written `2026-11-22`; `None` for anything else.
    pub fn from_utc_day(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-').zip([4, 2, 2]).map(|(part, digits)| number(part, digits));
        let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
        let moment = Self::midnight(year, month, day);
        // No 30th of February.
        (moment.utc_day() == text).then_some(moment)
    }

    /// Midnight UTC of a civil date.
    pub(super) const fn midnight(year: i64, month: i64, day: i64) -> Self {
        Self(days_from_civil(year, month, day) * MS_PER_DAY)
    }

    /// Year, month 1–12, day 1–31 of the UTC day (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    pub fn civil(self) -> (i64, i64, i64) {
        let days = self.0.div_euclid(MS_PER_DAY) + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        (year_of_era + era * 400 + i64::from(month <= 2), month, day)
    }
}

/// A number of exactly so many digits, without a sign.
pub(super) fn number(text: &str, digits: usize) -> Option<i64> {
    let good = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if good { text.parse().ok() } else { None }
}

/// Days from 1970-01-01 to a civil date (the same source as `civil`).
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// A running clock: `03:07`, `1:02:03`.
pub fn clock_face(seconds: i64) -> String {
    let seconds = seconds.max(0);
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{rest:02}") } else { format!("{minutes:02}:{rest:02}") }
}

/// A length of time in words: `45 s`, `1 m 47 s`, `2 h 05 m`.
pub fn duration_words(seconds: i64) -> String {
    match seconds.max(0) {
        s if s < 60 => format!("{s} s"),
        s if s < 3_600 => format!("{} m {:02} s", s / 60, s % 60),
        s => format!("{} h {:02} m", s / 3_600, s / 60 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_print_as_rfc_3339() {
        assert_eq!(EpochMs(0).rfc3339(), "1970-01-01T00:00:00.000Z");
        assert_eq!(EpochMs(1_795_341_670_123).rfc3339(), "2026-11-22T10:01:10.123Z");
        assert_eq!(EpochMs(951_782_400_000).utc_day(), "2000-02-29");
        assert_eq!(EpochMs(-1).rfc3339(), "1969-12-31T23:59:59.999Z");
    }

    #[test]
    fn rfc_3339_reads_back() {
        assert_eq!(EpochMs::parse_rfc3339("2026-11-22T10:01:10.123Z"), Some(EpochMs(1_795_341_670_123)));
        assert_eq!(EpochMs::parse_rfc3339("2026-11-22T10:01:10Z"), Some(EpochMs(1_795_341_670_000)));
        for bad in
            ["2026-11-22", "2026-11-22T+1:01:10Z", "2026-11-22T10:01Z", "2026-11-22T25:00:00Z", "2026-11-22T10:01:10+01:00", ""]
        {
            assert_eq!(EpochMs::parse_rfc3339(bad), None, "{bad}");
        }
    }

    #[test]
    fn days_read_back() {
        for day in ["1970-01-01", "2000-02-29", "2026-11-22", "2100-03-01"] {
            assert_eq!(EpochMs::from_utc_day(day).map(EpochMs::utc_day).as_deref(), Some(day));
        }
        // The last two once overflowed.
        for bad in ["2026-02-30", "2026-2-3", "x", "2026-11-22T00:00", "17-9534530764525-9534530", "999999-1-1"] {
            assert_eq!(EpochMs::from_utc_day(bad), None, "{bad}");
        }
    }

    #[test]
    fn days_begin_at_midnight_utc() {
        for (moment, day) in [
            ("2026-11-22T10:01:10.123Z", "2026-11-22"),
            ("2026-12-31T23:59:59.999Z", "2026-12-31"),
            ("2028-02-29T00:00:00Z", "2028-02-29"),
            ("1969-12-31T23:59:59Z", "1969-12-31"),
        ] {
            let start = EpochMs::parse_rfc3339(moment).expect("a moment").utc_day_start();
            assert_eq!((start.utc_day().as_str(), start.0 % MS_PER_DAY), (day, 0));
        }
    }

    #[test]
    fn durations_read_as_people_say_them() {
        assert_eq!(clock_face(187), "03:07");
        assert_eq!(clock_face(3_723), "1:02:03");
        assert_eq!(duration_words(107), "1 m 47 s");
    }
}
