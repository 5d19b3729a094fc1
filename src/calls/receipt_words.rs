//! The arithmetic of a charge, written out so that anyone can follow it with a pencil.

use super::model::{CallStatus, Receipt};
use crate::domain::{
    money::{Micros, Rounding},
    time::duration_words,
};

/// `1 m 47 s → 2 × 60 s × $0.0210 (UK mobile, prefix 447, deck twilio-2026-11) = $0.0420; held $0.63, released $0.5880`, and what
/// was given back.
pub fn arithmetic(receipt: &Receipt, status: CallStatus) -> String {
    let held = format!("held {}, released {}", amount(receipt.held_micros), amount(receipt.released_micros));
    if receipt.billed_seconds == 0 {
        return format!("{} → free of charge; {held}", why_free(receipt, status));
    }
    let connect = if receipt.connect_micros.is_zero() {
        String::new()
    } else {
        format!(" + {} connection fee", price(receipt.connect_micros))
    };
    let sum = format!(
        "{} → {} × {} ({}, prefix {}, deck {}){connect} = {}",
        duration_words(receipt.duration_seconds),
        billed(receipt),
        price(receipt.rate_micros_per_minute),
        receipt.destination,
        receipt.prefix,
        receipt.deck,
        price(receipt.rated_micros),
    );
    let charged = if receipt.shortfall_micros.is_zero() {
        String::new()
    } else {
        format!("charged {}, never more than what was ", amount(receipt.charged_micros))
    };
    let refunded =
        receipt.refund.as_ref().map(|refund| format!("; refunded {}", amount(refund.amount_micros))).unwrap_or_default();
    format!("{sum}; {charged}{held}{refunded}")
}

/// Why nothing is to be paid.
fn why_free(receipt: &Receipt, status: CallStatus) -> String {
    match (status, receipt.duration_seconds) {
        (CallStatus::Busy, _) => "the line was busy".into(),
        (CallStatus::Failed, _) => "the call could not be put through".into(),
        (CallStatus::Canceled, _) => "cancelled before the answer".into(),
        (CallStatus::Completed, seconds @ 1..) => {
            format!("{} (up to {} are free)", duration_words(seconds), duration_words(receipt.free_under_seconds))
        }
        (CallStatus::Completed, _) => "ended in the moment of the answer (0 s)".into(),
        _ => "not answered".into(),
    }
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

/// A price has four decimals when they say it all, six when they do not: the sum must come out as written.
fn price(amount: Micros) -> String {
    with_decimals(amount, if amount.0 % 100 == 0 { 4 } else { 6 })
}

/// Two decimals when they say it all, or as a price.
fn amount(amount: Micros) -> String {
    if amount.0 % 10_000 == 0 { with_decimals(amount, 2) } else { price(amount) }
}

fn with_decimals(amount: Micros, decimals: u32) -> String {
    format!("${}", amount.decimal(decimals, Rounding::Up))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::EpochMs;

    fn receipt(duration: i64, billed: i64, rated: i64, charged: i64) -> Receipt {
        Receipt {
            prefix: "447".into(),
            destination: "UK mobile".into(),
            deck: "twilio-2026-11".into(),
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
            shortfall_micros: Micros(rated - charged),
            refund: None,
            settled_at: EpochMs(0),
            arithmetic: String::new(),
        }
    }

    fn words(receipt: &Receipt) -> String {
        arithmetic(receipt, CallStatus::Completed)
    }

    #[test]
    fn a_receipt_can_be_followed_with_a_pencil() {
        assert_eq!(
            words(&receipt(107, 120, 42_000, 42_000)),
            "1 m 47 s → 2 × 60 s × $0.0210 (UK mobile, prefix 447, deck twilio-2026-11) = $0.0420; held $0.63, released $0.5880"
        );
        let mixed = Receipt { increment_seconds: 6, ..receipt(65, 66, 23_100, 23_100) };
        assert!(words(&mixed).contains("(60 s + 1 × 6 s) × $0.0210"));
        let fee = Receipt { connect_micros: Micros(5_001), ..receipt(61, 120, 47_001, 47_001) };
        assert!(words(&fee).contains(") + $0.005001 connection fee = $0.047001;"), "{}", words(&fee));
    }

    #[test]
    fn a_free_call_says_why() {
        let free = receipt(0, 0, 0, 0);
        for (status, why) in [
            (CallStatus::NoAnswer, "not answered"),
            (CallStatus::Busy, "the line was busy"),
            (CallStatus::Failed, "the call could not be put through"),
            (CallStatus::Canceled, "cancelled before the answer"),
            (CallStatus::Completed, "ended in the moment of the answer (0 s)"),
        ] {
            assert_eq!(arithmetic(&free, status), format!("{why} → free of charge; held $0.63, released $0.63"));
        }
        let short = Receipt { free_under_seconds: 10, ..receipt(8, 0, 0, 0) };
        assert!(words(&short).starts_with("8 s (up to 10 s are free) → free of charge"));
    }

    #[test]
    fn a_charge_below_the_price_and_a_refund_say_so() {
        assert!(
            words(&receipt(3_601, 3_660, 1_281_000, 630_000))
                .ends_with("= $1.2810; charged $0.63, never more than what was held $0.63, released $0.00")
        );
        let (amount_micros, reason, operator, at) = (Micros(42_000), "No sound".into(), "ringfare".into(), EpochMs(0));
        let refund = Some(crate::calls::model::RefundLine { amount_micros, reason, operator, at });
        assert!(words(&Receipt { refund, ..receipt(107, 120, 42_000, 42_000) }).ends_with("released $0.5880; refunded $0.0420"));
    }
}
