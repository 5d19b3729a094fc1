//! Months of the calendar in UTC: the periods of statements.

use serde::{Deserialize, Serialize};

use super::time::{EpochMs, number};

/// A month, written `2026-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    year: i64,
    /// 1 to 12.
    month: i64,
}

const NAMES: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

impl Month {
    /// Reads `2026-11`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let (year, month) = (number(year, 4)?, number(month, 2)?);
        (1..=12).contains(&month).then_some(Self { year, month })
    }

    /// The month of a moment.
    pub fn of(moment: EpochMs) -> Self {
        let (year, month, _) = moment.civil();
        Self { year, month }
    }

    /// 00:00 UTC on its first day.
    pub const fn begin(self) -> EpochMs {
        EpochMs::midnight(self.year, self.month, 1)
    }

    /// 00:00 UTC on the first day of the next month: the first moment that is no longer in this one.
    pub const fn end(self) -> EpochMs {
        self.next().begin()
    }

    #[must_use]
    pub const fn next(self) -> Self {
        if self.month == 12 { Self { year: self.year + 1, month: 1 } } else { Self { year: self.year, month: self.month + 1 } }
    }

    #[must_use]
    pub const fn previous(self) -> Self {
        if self.month == 1 { Self { year: self.year - 1, month: 12 } } else { Self { year: self.year, month: self.month - 1 } }
    }

    /// As people say it: `November 2026`.
    pub fn label(self) -> String {
        let name = usize::try_from(self.month - 1).ok().and_then(|index| NAMES.get(index)).unwrap_or(&"");
        format!("{name} {}", self.year)
    }

    /// This month and those before it down to `first`, at most `most` of them.
    pub fn back_to(self, first: Self, most: usize) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |month| Some(month.previous())).take_while(move |month| *month >= first).take(most)
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl TryFrom<String> for Month {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("'{text}' is not a month: write it like 2026-11"))
    }
}
impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        Month::parse(text).expect("a month")
    }

    #[test]
    fn a_month_reads_back_and_has_a_name() {
        assert_eq!(month("2026-11").to_string(), "2026-11");
        assert_eq!(month("2026-01").label(), "January 2026");
        for bad in ["2026-13", "2026-00", "2026-1", "26-11", "2026-11-22", "2026/11", "+026-11", "", "x"] {
            assert_eq!(Month::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_month_begins_and_ends_at_midnight_utc() {
        let december = month("2026-12");
        assert_eq!(december.begin().rfc3339(), "2026-12-01T00:00:00.000Z");
        assert_eq!(december.end().rfc3339(), "2027-01-01T00:00:00.000Z");
        assert_eq!(month("2028-02").end().0 - month("2028-02").begin().0, 29 * super::super::time::MS_PER_DAY);
        assert_eq!(Month::of(EpochMs(december.end().0 - 1)), december);
        assert_eq!(Month::of(december.end()), december.next());
        for (moment, begin, end) in [
            ("2026-11-22T10:01:10.123Z", "2026-11-01", "2026-12-01"),
            ("2026-12-31T23:59:59.999Z", "2026-12-01", "2027-01-01"),
            ("2028-02-29T00:00:00Z", "2028-02-01", "2028-03-01"),
            ("1969-12-31T23:59:59Z", "1969-12-01", "1970-01-01"),
        ] {
            let month = Month::of(EpochMs::parse_rfc3339(moment).expect("a moment"));
            assert_eq!(
                [month.begin(), month.end()].map(EpochMs::rfc3339),
                [begin, end].map(|day| format!("{day}T00:00:00.000Z"))
            );
        }
    }

    #[test]
    fn months_are_listed_back_to_the_first() {
        let listed: Vec<String> = month("2027-02").back_to(month("2026-11"), 24).map(|month| month.to_string()).collect();
        assert_eq!(listed, ["2027-02", "2027-01", "2026-12", "2026-11"]);
        assert_eq!(month("2026-10").back_to(month("2026-11"), 24).count(), 0);
    }
}
