//! Money, numbers, lengths of time and dates as the reader writes them. A figure never breaks across lines.

use super::{Language, texts};
use crate::domain::{
    money::{Micros, Rounding},
    month::Month,
    time::{EpochMs, MS_PER_DAY},
};

/// Joins a figure and its unit, so that no line ends between them.
const NBSP: char = '\u{a0}';

const MONTHS: [[&str; 12]; 2] = [
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
];
const SHORT_MONTHS: [[&str; 12]; 2] = [
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."],
];

texts! {
    /// How long ago something was.
    Ago {
        now: "just now", "gerade eben";
        minutes(n: i64): "{n}\u{a0}min ago", "vor {n}\u{a0}min";
        hours(n: i64): "{n}\u{a0}h ago", "vor {n}\u{a0}h";
        days(n: i64): "{n}\u{a0}day ago" | "{n}\u{a0}days ago", "vor {n}\u{a0}Tag" | "vor {n}\u{a0}Tagen";
    }
}

/// Money and numbers.
impl Language {
    /// Two decimals, rounded down, so that it never shows money that is not there: `$12.34`, `12,34 $`.
    pub fn balance(self, amount: Micros) -> String {
        self.money(&amount.decimal(2, Rounding::Down))
    }

    /// A price or charge: four decimals, rounded up.
    pub fn price(self, amount: Micros) -> String {
        self.money(&amount.decimal(4, Rounding::Up))
    }

    /// Two, four or six decimals, as many as it needs: sentences and sums.
    pub fn brief(self, amount: Micros) -> String {
        self.money(&amount.decimal(amount.decimals(), Rounding::Down))
    }

    /// All six decimals: receipts and statements.
    pub fn exact(self, amount: Micros) -> String {
        self.money(&amount.decimal(6, Rounding::Down))
    }

    /// What a field shows of an amount: no sign of the currency, no grouping, two decimals or as many as it needs.
    pub fn typed(self, amount: Micros) -> String {
        let exact = amount.decimal(6, Rounding::Down);
        let needed = exact.trim_end_matches('0').len().max(exact.len() - 4);
        exact[..needed].replace('.', self.decimal_mark().encode_utf8(&mut [0; 4]))
    }

    /// Reads an amount as somebody typed it: `12.50`, `$12.50`; in German also `12,50` and `1.000,00 $`. `None` for anything else.
    pub fn read_amount(self, text: &str) -> Option<Micros> {
        let digits = text.trim().trim_start_matches('$').trim_end_matches('$').trim();
        let point = match (self, digits.split_once(',')) {
            (Self::En, _) => digits.to_owned(),
            (Self::De, Some((whole, fraction))) => format!("{}.{fraction}", without_groups(whole)),
            (Self::De, None) => without_groups(digits),
        };
        Micros::parse(&point).ok()
    }

    /// A decimal such as `-1234.5`, in the wallet's currency.
    fn money(self, decimal: &str) -> String {
        let (sign, digits) = decimal.strip_prefix('-').map_or(("", decimal), |digits| ("−", digits));
        let digits = self.decimal(digits);
        match self {
            Self::En => format!("{sign}${digits}"),
            Self::De => format!("{sign}{digits}{}", self.currency_behind().unwrap_or_default()),
        }
    }

    /// What stands behind an amount, where the sign of the currency does not stand before it.
    pub const fn currency_behind(self) -> Option<&'static str> {
        match self {
            Self::En => None,
            Self::De => Some("\u{a0}$"),
        }
    }

    /// A decimal of digits and a point, with the reader's signs between them.
    fn decimal(self, digits: &str) -> String {
        let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
        let mut text = self.grouped(whole);
        if let Some(fraction) = fraction {
            text.push(self.decimal_mark());
            text.push_str(fraction);
        }
        text
    }

    /// What stands between the whole and its parts.
    pub const fn decimal_mark(self) -> char {
        match self {
            Self::En => '.',
            Self::De => ',',
        }
    }

    fn grouped(self, whole: &str) -> String {
        let mark = if self == Self::En { ',' } else { '.' };
        let mut text = String::with_capacity(whole.len() + whole.len() / 3);
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                text.push(mark);
            }
            text.push(digit);
        }
        text
    }

    /// A whole number: `1,234`, `1.234`.
    pub fn number(self, number: i64) -> String {
        let sign = if number < 0 { "−" } else { "" };
        format!("{sign}{}", self.grouped(&number.unsigned_abs().to_string()))
    }

    /// Whole parts in a hundred: `12%`, `12 %`.
    pub fn percent(self, percent: i64) -> String {
        match self {
            Self::En => format!("{}%", self.number(percent)),
            Self::De => format!("{}{NBSP}%", self.number(percent)),
        }
    }
}

/// `1.000` as `1000`; what is not grouped by thousands stays as it is, such as `0.035`.
fn without_groups(digits: &str) -> String {
    let mut groups = digits.split('.');
    let first = groups.next().unwrap_or_default();
    let is_grouped = !first.is_empty() && first.len() <= 3 && !first.starts_with('0') && groups.all(|group| group.len() == 3);
    if is_grouped { digits.replace('.', "") } else { digits.to_owned() }
}

/// Time.
impl Language {
    /// A length of time: `45 s`, `1 m 47 s`, `2 h 05 m`.
    pub fn duration(self, seconds: i64) -> String {
        let minute = if self == Self::En { "m" } else { "min" };
        match seconds.max(0) {
            s if s < 60 => format!("{s}{NBSP}s"),
            s if s < 3_600 => format!("{}{NBSP}{minute}{NBSP}{:02}{NBSP}s", s / 60, s % 60),
            s => format!("{}{NBSP}h{NBSP}{:02}{NBSP}{minute}", self.number(s / 3_600), s / 60 % 60),
        }
    }

    /// How long ago something was, in the largest whole unit.
    pub fn ago(self, seconds: i64) -> String {
        let t = Ago::of(self);
        match seconds {
            ..60 => t.now().to_owned(),
            60..3_600 => t.minutes(seconds / 60),
            3_600..86_400 => t.hours(seconds / 3_600),
            _ => t.days(seconds / 86_400),
        }
    }

    /// A day: `22 Nov 2026`, `22. Nov. 2026`. Every figure of `at` is read in UTC: shift it first for another zone.
    pub fn day(self, at: EpochMs) -> String {
        format!("{} {}", self.day_of_year(at), at.civil().0)
    }

    /// A day without its year: `22 Nov`, `22. Nov.`.
    pub fn day_of_year(self, at: EpochMs) -> String {
        let (_, month, day) = at.civil();
        let dot = if self == Self::En { "" } else { "." };
        format!("{day}{dot}{NBSP}{}", self.named(&SHORT_MONTHS, month))
    }

    /// A day and a time, with the year when it is not `now`'s: `22 Nov, 10:01`.
    pub fn moment(self, at: EpochMs, now: EpochMs) -> String {
        let day = if at.civil().0 == now.civil().0 { self.day_of_year(at) } else { self.day(at) };
        format!("{day}, {}", self.time(at))
    }

    /// A moment for every reader alike: `22 Nov 2026, 10:01 UTC`.
    pub fn utc(self, at: EpochMs) -> String {
        format!("{}, {} UTC", self.day(at), self.time(at))
    }

    /// The time of day: `14:03`.
    pub fn time(self, at: EpochMs) -> String {
        let minutes = at.0.rem_euclid(MS_PER_DAY) / 60_000;
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// The time of day to the second: `14:03:07`.
    pub fn time_with_seconds(self, at: EpochMs) -> String {
        format!("{}:{:02}", self.time(at), at.0.rem_euclid(60_000) / 1_000)
    }

    /// A month: `November 2026`.
    pub fn month(self, month: Month) -> String {
        let (year, month, _) = month.begin().civil();
        format!("{} {year}", self.named(&MONTHS, month))
    }

    /// `month` is 1 to 12.
    fn named(self, names: &[[&'static str; 12]; 2], month: i64) -> &'static str {
        let names = &names[usize::from(self == Self::De)];
        usize::try_from(month - 1).ok().and_then(|index| names.get(index)).unwrap_or(&"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: EpochMs = EpochMs(1_795_341_670_123);

    #[test]
    fn money_is_written_as_the_reader_writes_it() {
        assert_eq!(Language::En.balance(Micros(12_349_999)), "$12.34");
        assert_eq!(Language::De.balance(Micros(12_349_999)), "12,34\u{a0}$");
        assert_eq!(Language::En.exact(Micros(-1_234_567_042_000)), "−$1,234,567.042000");
        assert_eq!(Language::De.exact(Micros(-1_234_567_042_000)), "−1.234.567,042000\u{a0}$");
        assert_eq!(Language::De.price(Micros(20_901)), "0,0210\u{a0}$");
        assert_eq!(Language::En.balance(Micros(999_000_000)), "$999.00");
    }

    #[test]
    fn an_amount_is_read_as_it_is_typed_and_shown_again() {
        let read = |language: Language, text| language.read_amount(text).map(|amount: Micros| amount.0);
        for (text, micros) in [("12.50", 12_500_000), ("$ 0.035", 35_000), ("7", 7_000_000), ("-5", -5_000_000)] {
            assert_eq!(read(Language::En, text), Some(micros), "{text}");
        }
        for (text, micros) in [
            ("12,50", 12_500_000),
            ("1.000", 1_000_000_000),
            ("1.234,5 $", 1_234_500_000),
            ("0.035", 35_000),
            ("12.5", 12_500_000),
        ] {
            assert_eq!(read(Language::De, text), Some(micros), "{text}");
        }
        for text in ["1,000", "cheap", "", "1.2345678", "1.000,00"] {
            assert_eq!(read(Language::En, text), None, "{text}");
        }
        for (micros, en, de) in [(5_000_000, "5.00", "5,00"), (12_345_678, "12.345678", "12,345678"), (35_000, "0.035", "0,035")]
        {
            assert_eq!([Language::En.typed(Micros(micros)), Language::De.typed(Micros(micros))], [en, de]);
            assert_eq!(read(Language::De, de), Some(micros));
        }
        assert_eq!(Language::De.brief(Micros(630_000)), "0,63\u{a0}$");
        assert_eq!(Language::En.brief(Micros(34_999)), "$0.034999");
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(Language::En.number(-1_234_567), "−1,234,567");
        assert_eq!(Language::De.number(1_000), "1.000");
        assert_eq!(Language::De.number(i64::MIN), "−9.223.372.036.854.775.808");
        assert_eq!([Language::En.percent(12), Language::De.percent(12)], ["12%", "12\u{a0}%"]);
    }

    #[test]
    fn lengths_of_time_are_in_words() {
        let plain = |text: String| text.replace(NBSP, " ");
        assert_eq!(plain(Language::En.duration(107)), "1 m 47 s");
        assert_eq!(plain(Language::De.duration(7_500)), "2 h 05 min");
        assert_eq!(plain(Language::En.duration(-5)), "0 s");
        assert_eq!(plain(Language::En.ago(86_400)), "1 day ago");
        assert_eq!(plain(Language::De.ago(200_000)), "vor 2 Tagen");
        assert_eq!(plain(Language::De.ago(86_400)), "vor 1 Tag");
        assert_eq!(plain(Language::De.ago(7_300)), "vor 2 h");
    }

    #[test]
    fn the_year_is_left_out_while_it_is_this_one() {
        let plain = |text: String| text.replace(NBSP, " ");
        assert_eq!(plain(Language::En.moment(NOON, NOON)), "22 Nov, 10:01");
        assert_eq!(plain(Language::De.moment(NOON, NOON)), "22. Nov., 10:01");
        assert_eq!(plain(Language::De.moment(NOON, EpochMs(0))), "22. Nov. 2026, 10:01");
        assert_eq!(plain(Language::En.utc(NOON)), "22 Nov 2026, 10:01 UTC");
        assert_eq!(Language::En.time_with_seconds(NOON), "10:01:10");
        assert_eq!(Language::De.month(Month::of(EpochMs(951_782_400_000))), "Februar 2000");
    }
}
