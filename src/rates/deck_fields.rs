//! The fields of a file of rates, each read into a value that cannot be wrong, or a sentence that says why not.

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};

use crate::domain::money::{MICROS_PER_UNIT, Micros};

/// Above this a price per minute is a slip of the decimal point.
const PRICE_MOST: Decimal = Decimal::from_parts(10_000, 0, 0, false, 0);
/// Above this a markup is a slip too, in percent.
const MARKUP_MOST: Decimal = Decimal::from_parts(10_000, 0, 0, false, 0);
/// The longest interval that makes sense: a day, in seconds.
const SECONDS_MOST: i64 = 86_400;

/// What is added to a wholesale price, in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Markup(Decimal);

impl Markup {
    /// Reads a percentage such as `25` or `12.5`.
    ///
    /// # Errors
    /// A sentence for the person who typed it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let percent = decimal(text.trim().trim_end_matches('%')).filter(|percent| *percent <= MARKUP_MOST);
        percent.map(Self).ok_or_else(|| format!("'{text}' is not a markup: give a percentage from 0 to 10000, such as 25"))
    }

    pub fn is_none(self) -> bool {
        self.0.is_zero()
    }

    /// The retail price, rounded up to the micro: a fraction is never given away.
    ///
    /// # Errors
    /// A sentence when the result is not a price any more.
    pub fn retail(self, wholesale: Decimal) -> Result<Micros, String> {
        let percent = Decimal::ONE_HUNDRED.checked_add(self.0);
        let micros =
            percent.and_then(|percent| wholesale.checked_mul(percent)?.checked_mul(Decimal::from(MICROS_PER_UNIT / 100)));
        let micros = micros.map(|micros| micros.round_dp_with_strategy(0, RoundingStrategy::ToPositiveInfinity));
        micros.and_then(|micros| micros.to_i64()).map(Micros).ok_or_else(|| format!("{wholesale} is too large a price"))
    }
}

/// A price per minute or per call, exact.
///
/// # Errors
/// A sentence that names the column.
pub fn price(column: &str, text: &str) -> Result<Decimal, String> {
    if text.is_empty() {
        return Err(format!("{column} is empty: a missing price is not 0"));
    }
    let price = decimal(text).ok_or_else(|| format!("{column} '{text}' is not a price: write it like 0.0140"))?;
    if price > PRICE_MOST {
        return Err(format!("{column} {text} is more than 10000: check the decimal point"));
    }
    Ok(price)
}

/// Digits with at most one point and nothing else: no sign, no exponent, no grouping.
fn decimal(text: &str) -> Option<Decimal> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if all_digits(whole) && all_digits(fraction) { Decimal::from_str_exact(text).ok() } else { None }
}

/// A prefix: 1 to 15 digits, the first not 0; a `+` in front is dropped.
///
/// # Errors
/// A sentence that names the column.
pub fn digits(column: &str, text: &str) -> Result<String, String> {
    let prefix = text.strip_prefix('+').unwrap_or(text);
    let good = (1..=15).contains(&prefix.len()) && prefix.bytes().all(|byte| byte.is_ascii_digit()) && !prefix.starts_with('0');
    let problem = || format!("{column} '{text}' is not a prefix: 1 to 15 digits, starting with the country's code");
    if good { Ok(prefix.to_owned()) } else { Err(problem()) }
}

/// A number of seconds, at least `least`.
///
/// # Errors
/// A sentence that names the column.
pub fn seconds(column: &str, text: &str, least: i64) -> Result<i64, String> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = text.parse().ok().filter(|seconds| plain && (least..=SECONDS_MOST).contains(seconds));
    seconds.ok_or_else(|| format!("{column} '{text}' is not a number of seconds from {least} to {SECONDS_MOST}"))
}

/// Yes or no.
///
/// # Errors
/// A sentence that names the column.
pub fn flag(column: &str, text: &str) -> Result<bool, String> {
    match text.to_lowercase().as_str() {
        "yes" | "true" | "1" | "y" => Ok(true),
        "no" | "false" | "0" | "n" => Ok(false),
        _ => Err(format!("{column} '{text}' is neither yes nor no")),
    }
}

/// Whether a carrier's name of a destination says that fraudsters earn from calls to it.
pub fn blocks_by_name(destination: &str) -> bool {
    let name = destination.to_lowercase();
    ["premium", "shared cost", "satellite"].iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_retail_price_is_rounded_up_once_after_the_markup() {
        let table = [
            ("0.0140", "0", 14_000),
            ("0.01400001", "0", 14_001),
            ("0.00000001", "0", 1),
            ("0", "25", 0),
            ("0.0140", "25", 17_500),
            ("0.0001", "33.3333", 134),
            ("0.0130", "10", 14_300),
        ];
        for (wholesale, markup, retail) in table {
            let markup = Markup::parse(markup).expect("a markup");
            let wholesale = price("price", wholesale).expect("a price");
            assert_eq!(markup.retail(wholesale), Ok(Micros(retail)), "{wholesale} and {markup:?}");
        }
    }

    #[test]
    fn a_price_is_a_plain_decimal() {
        for bad in [
            "",
            "-0.01",
            "+1",
            "1e3",
            "1,5",
            "0x1",
            ".5",
            "1.",
            "$1",
            "NaN",
            "1 000",
            "10000.1",
            "99999999999999999999999999999999",
        ] {
            assert!(price("rate", bad).is_err(), "{bad}");
        }
        assert!(price("rate", "10000").is_ok() && price("rate", "0").is_ok());
    }

    #[test]
    fn a_markup_is_a_percentage_that_takes_nothing_away() {
        assert!(Markup::parse("25%").is_ok() && Markup::parse("12.5").is_ok());
        for bad in ["", "-5", "abc", "10001", "1e2"] {
            assert!(Markup::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn prefixes_seconds_and_flags_are_checked() {
        assert_eq!(digits("prefix", "+4420").as_deref(), Ok("4420"));
        for bad in ["", "0044", "44a", "44-46", "1234567890123456", "٤٤"] {
            assert!(digits("prefix", bad).is_err(), "{bad}");
        }
        assert!(seconds("s", "60", 1).is_ok() && seconds("s", "0", 1).is_err() && seconds("s", "+1", 1).is_err());
        assert!(seconds("s", "86401", 0).is_err() && seconds("s", "", 0).is_err());
        assert_eq!((flag("b", "YES"), flag("b", "0"), flag("b", "maybe").is_err()), (Ok(true), Ok(false), true));
    }
}
