//! Money as whole micro-units: 1,000,000 micros are one unit of the wallet's currency. No floats, ever.

use serde::{Deserialize, Serialize};

/// Micro-units in one unit of currency.
pub const MICROS_PER_UNIT: i64 = 1_000_000;

/// An amount in micro-units of the wallet's currency; negative when money leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type, utoipa::ToSchema), sqlx(transparent))]
#[serde(transparent)]
pub struct Micros(pub i64);

/// Which way a shown amount loses its last decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// Towards more: charges and rates.
    Up,
    /// Towards less: balances.
    Down,
}

impl Micros {
    pub const ZERO: Self = Self(0);

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Reads a decimal such as `"12.5"` or `"-0.014"`: at most six decimals, digits only, no exponent, no grouping.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("'{text}' is not an amount: write it like 12.50, with at most six decimals");
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole) || !all_digits(fraction) || fraction.len() > 6 {
            return Err(wrong());
        }
        let whole: i64 = whole.parse().map_err(|_| wrong())?;
        let fraction: i64 = format!("{fraction:0<6}").parse().map_err(|_| wrong())?;
        let micros = whole.checked_mul(MICROS_PER_UNIT).and_then(|w| w.checked_add(fraction)).ok_or_else(wrong)?;
        Ok(Self(sign * micros))
    }

    /// The amount with `decimals` decimals (0 to 6) and no currency sign, such as `-0.0420`.
    pub fn decimal(self, decimals: u32, rounding: Rounding) -> String {
        let step = 10_i64.pow(6 - decimals.min(6));
        let (down, rest) = (self.0.div_euclid(step), self.0.rem_euclid(step));
        let steps = i128::from(down) + i128::from(rest > 0 && rounding == Rounding::Up);
        let unit = i128::from(MICROS_PER_UNIT / step);
        let sign = if steps < 0 { "-" } else { "" };
        let (whole, fraction) = (steps.abs() / unit, steps.abs() % unit);
        if decimals == 0 {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{fraction:0>width$}", width = decimals as usize)
        }
    }

    /// A balance as people read it: two decimals, rounded down, so that it never shows money that is not there.
    pub fn as_balance(self) -> String {
        in_dollars(&self.decimal(2, Rounding::Down))
    }

    /// A price or charge as people read it: four decimals, rounded up.
    pub fn as_price(self) -> String {
        in_dollars(&self.decimal(4, Rounding::Up))
    }

    /// With as many decimals as it needs: two, four or six. For sentences and sums, which must come out as written.
    pub fn brief(self) -> String {
        in_dollars(&self.decimal(self.decimals(), Rounding::Down))
    }

    /// How many decimals say it all: two, four or six.
    pub const fn decimals(self) -> u32 {
        match self.0 {
            cents if cents % 10_000 == 0 => 2,
            price if price % 100 == 0 => 4,
            _ => 6,
        }
    }

    /// All six decimals: what a receipt and a statement show.
    pub fn exact(self) -> String {
        in_dollars(&self.decimal(6, Rounding::Down))
    }
}

/// Puts the sign of the currency behind the minus, if any. The wallet's currency is USD until a second one exists.
fn in_dollars(decimal: &str) -> String {
    decimal.strip_prefix('-').map_or_else(|| format!("${decimal}"), |rest| format!("−${rest}"))
}

impl std::ops::Add for Micros {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
impl std::ops::Sub for Micros {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}
impl std::ops::Neg for Micros {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}
impl std::iter::Sum for Micros {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, |a, b| a + b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_exactly() {
        assert_eq!(Micros::parse("12.5"), Ok(Micros(12_500_000)));
        assert_eq!(Micros::parse("-0.01400"), Ok(Micros(-14_000)));
        assert_eq!(Micros::parse("7"), Ok(Micros(7_000_000)));
        for bad in ["", ".5", "1.", "1,5", "1.0000001", "1e3", "+1", "NaN", "99999999999999", "1.5 "] {
            assert!(Micros::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_balance_is_rounded_down_and_a_price_up() {
        assert_eq!(Micros(1_239_999).as_balance(), "$1.23");
        assert_eq!(Micros(-1_000).as_balance(), "−$0.01");
        assert_eq!(Micros(330_001).as_price(), "$0.3301");
        assert_eq!(Micros(330_000).as_price(), "$0.3300");
        assert_eq!(Micros(-42_000).exact(), "−$0.042000");
        for (micros, brief) in
            [(0, "$0.00"), (630_000, "$0.63"), (-42_000, "−$0.0420"), (21_000, "$0.0210"), (5_001, "$0.005001")]
        {
            assert_eq!(Micros(micros).brief(), brief);
        }
        assert_eq!(Micros(12_490_000).decimal(1, Rounding::Up), "12.5");
        assert_eq!(Micros(70_100).decimal(2, Rounding::Up), "0.08");
        assert_eq!(Micros(12_210_000).decimal(1, Rounding::Down), "12.2");
        assert_eq!(Micros(70_000).decimal(2, Rounding::Up), "0.07");
    }
}
