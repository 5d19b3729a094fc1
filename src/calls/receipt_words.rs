//! The arithmetic of a charge, written out so that anyone can follow it with a pencil.

use super::model::Receipt;
use crate::domain::{
    money::{Micros, Rounding},
    time::duration_words,
};

/// `1 m 47 s → 2 × 60 s × $0.0210 per minute (United Kingdom, mobile, prefix +447) + $0.0000 connect = $0.0420; held $0.6300,
/// released $0.5880`.
pub fn arithmetic(receipt: &Receipt) -> String {
    let held = format!("held {}, released {}", price(receipt.held_micros), price(receipt.released_micros));
    if receipt.billed_seconds == 0 {
        let why = if receipt.duration_seconds == 0 {
            "not answered".to_owned()
        } else {
            format!("{} is free", duration_words(receipt.duration_seconds))
        };
        return format!("{why} → nothing to pay = $0.0000; {held}");
    }
    let sum = format!(
        "{} → {} × {} per minute ({}, prefix +{}) + {} connect = {}",
        duration_words(receipt.duration_seconds),
        billed(receipt),
        price(receipt.rate_micros_per_minute),
        receipt.destination,
        receipt.prefix,
        price(receipt.connect_micros),
        price(receipt.rated_micros),
    );
    if receipt.charged_micros < receipt.rated_micros {
        return format!("{sum}; charged {}, never more than what was {held}", price(receipt.charged_micros));
    }
    format!("{sum}; {held}")
}

/// `2 × 60 s`, `60 s + 3 × 6 s`, or `60 s`.
fn billed(receipt: &Receipt) -> String {
    let (initial, increment) = (receipt.initial_seconds, receipt.increment_seconds.max(1));
    let increments = (receipt.billed_seconds - initial).max(0) / increment;
    match (initial, increments) {
        (0, steps) => format!("{steps} × {increment} s"),
        (_, 0) => format!("{initial} s"),
        (_, steps) if initial == increment => format!("{} × {initial} s", steps + 1),
        (_, steps) => format!("({initial} s + {steps} × {increment} s)"),
    }
}

/// Four decimals when they say it all, six when they do not: the sum must come out as written.
fn price(amount: Micros) -> String {
    let decimals = if amount.0 % 100 == 0 { 4 } else { 6 };
    format!("${}", amount.decimal(decimals, Rounding::Up))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::EpochMs;

    fn receipt(duration: i64, billed: i64, rated: i64, charged: i64) -> Receipt {
        Receipt {
            prefix: "447".into(),
            destination: "United Kingdom, mobile".into(),
            deck: "demo".into(),
            rate_micros_per_minute: Micros(21_000),
            connect_micros: Micros::ZERO,
            initial_seconds: 60,
            increment_seconds: 60,
            free_under_seconds: 0,
            duration_seconds: duration,
            billed_seconds: billed,
            rated_micros: Micros(rated),
            charged_micros: Micros(charged),
            held_micros: Micros(630_000),
            released_micros: Micros(630_000 - charged),
            settled_at: EpochMs(0),
            arithmetic: String::new(),
        }
    }

    #[test]
    fn a_receipt_can_be_followed_with_a_pencil() {
        assert_eq!(
            arithmetic(&receipt(107, 120, 42_000, 42_000)),
            "1 m 47 s → 2 × 60 s × $0.0210 per minute (United Kingdom, mobile, prefix +447) + $0.0000 connect = $0.0420; \
             held $0.6300, released $0.5880"
        );
        assert!(arithmetic(&receipt(0, 0, 0, 0)).starts_with("not answered → nothing to pay"));
        let tariff = Receipt { increment_seconds: 6, ..receipt(65, 66, 23_100, 23_100) };
        assert!(arithmetic(&tariff).contains("(60 s + 1 × 6 s)"));
    }

    #[test]
    fn a_charge_below_the_price_says_so() {
        assert!(
            arithmetic(&receipt(3_601, 3_660, 1_281_000, 630_000))
                .contains("charged $0.6300, never more than what was held $0.6300")
        );
    }
}
