//! The arithmetic of a charge, written out so that anyone can follow it with a pencil.

use super::model::{CallStatus, Receipt};
use crate::{
    domain::time::duration_words,
    words::{Language, Receipt as Words},
};

/// `1 m 47 s → 2 × 60 s × $0.0210 (UK mobile, prefix 447, deck twilio-2026-11) = $0.0420; held $0.63, released $0.5880`, and what
/// was given back.
pub fn arithmetic(receipt: &Receipt, status: CallStatus, language: Language) -> String {
    let t = Words::of(language);
    let (set_aside, released) = (language.brief(receipt.held_micros), language.brief(receipt.released_micros));
    let held = t.sum_held(&set_aside, &released);
    if receipt.billed_seconds == 0 {
        return format!("{}; {held}", t.sum_free(&why_free(receipt, status, t)));
    }
    let connect = receipt.connect_micros;
    let connect = if connect.is_zero() { String::new() } else { t.sum_connect(&language.brief(connect)) };
    let sum = format!(
        "{} → {} × {} {}{connect} = {}",
        duration_words(receipt.duration_seconds),
        billed(receipt),
        language.brief(receipt.rate_micros_per_minute),
        t.sum_rate(&receipt.destination, &receipt.prefix, &receipt.deck),
        language.brief(receipt.rated_micros),
    );
    let held =
        if receipt.shortfall_micros.is_zero() { held } else { t.sum_capped(&language.brief(receipt.charged_micros), &held) };
    let refunded = receipt.refund.as_ref().map(|refund| t.sum_refunded(&language.brief(refund.amount_micros)));
    refunded.map_or_else(|| format!("{sum}; {held}"), |refunded| format!("{sum}; {held}; {refunded}"))
}

/// Why nothing is to be paid.
fn why_free(receipt: &Receipt, status: CallStatus, t: Words) -> String {
    match (status, receipt.duration_seconds) {
        (CallStatus::Busy, _) => t.free_busy().into(),
        (CallStatus::Failed, _) => t.free_failed().into(),
        (CallStatus::Canceled, _) => t.free_cancelled().into(),
        (CallStatus::Completed, seconds @ 1..) => {
            t.free_short(&duration_words(seconds), &duration_words(receipt.free_under_seconds))
        }
        (CallStatus::Completed, _) => t.free_moment().into(),
        _ => t.free_unanswered().into(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{money::Micros, time::EpochMs};

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
        arithmetic(receipt, CallStatus::Completed, Language::En)
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
            assert_eq!(arithmetic(&free, status, Language::En), format!("{why} → free of charge; held $0.63, released $0.63"));
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

    #[test]
    fn the_sum_is_written_in_german_too() {
        let german = |receipt: &Receipt, status| arithmetic(receipt, status, Language::De);
        assert_eq!(
            german(&receipt(107, 120, 42_000, 42_000), CallStatus::Completed),
            "1 m 47 s → 2 × 60 s × 0,0210 $ (UK mobile, Vorwahl 447, Tarif twilio-2026-11) = 0,0420 $; reserviert 0,63 $, freigegeben 0,5880 $"
        );
        assert_eq!(
            german(&receipt(0, 0, 0, 0), CallStatus::Busy),
            "die Leitung war besetzt → kostenlos; reserviert 0,63 $, freigegeben 0,63 $"
        );
    }
}
