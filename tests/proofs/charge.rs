//! A charge equals exact arithmetic, to the micro: `Tariff` against an oracle that was written from the words of
//! `docs/money.md`, counts increments one by one and divides rational numbers.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;
use rand::{Rng, RngExt, rngs::StdRng};
use ringfare::{domain::money::Micros, rates::model::Tariff};
use serde_json::json;

use crate::frame::{Proof, Run, must_fail};

/// What is under test: the billed seconds and the price of a call.
type Subject = fn(&Tariff, i64) -> (i64, Micros);

fn ringfare(tariff: &Tariff, duration: i64) -> (i64, Micros) {
    (tariff.billed_seconds(duration), tariff.rated(duration))
}

/// "The initial interval; beyond it, further increments until the call is covered; nothing when nobody answered or the call is
/// as short as the rate's free calls."
pub fn billed_by_counting(tariff: &Tariff, duration: i64) -> i64 {
    if duration <= 0 || duration <= tariff.free_under_seconds {
        return 0;
    }
    let mut billed = tariff.initial_seconds;
    while billed < duration {
        billed = billed.saturating_add(tariff.increment_seconds);
    }
    billed
}

/// "The connection fee, and the rate per minute for the billed seconds, rounded up to the micro, once."
pub fn exact_price(tariff: &Tariff, billed: i64) -> BigInt {
    if billed == 0 {
        return BigInt::ZERO;
    }
    let minutes = BigRational::new(billed.into(), 60.into());
    let price = BigRational::from_integer(tariff.rate_micros_per_minute.0.into()) * minutes;
    BigInt::from(tariff.connect_micros.0) + price.ceil().to_integer()
}

fn oracle(tariff: &Tariff, duration: i64) -> (i64, Micros) {
    let billed = billed_by_counting(tariff, duration);
    (billed, Micros(exact_price(tariff, billed).to_i64().unwrap_or(i64::MAX)))
}

/// Tariffs as decks have them, and as no deck should.
pub fn any_tariff(rng: &mut StdRng) -> Tariff {
    let rate = match rng.random_range(0..10) {
        0 => 0,
        1 => rng.random_range(1..60),
        2 => rng.random_range(1..=1_000_000_000_000),
        3 => 60 * rng.random_range(0..100_000),
        _ => rng.random_range(1..2_000_000),
    };
    let interval = |rng: &mut StdRng| match rng.random_range(0..5) {
        0 => 60,
        1 => [1, 6, 30, 180][rng.random_range(0..4)],
        _ => rng.random_range(1..=300),
    };
    Tariff {
        rate_micros_per_minute: Micros(rate),
        connect_micros: Micros(if rng.random_bool(0.7) { 0 } else { rng.random_range(0..1_000_000) }),
        initial_seconds: if rng.random_bool(0.1) { 0 } else { interval(rng) },
        increment_seconds: interval(rng),
        free_under_seconds: if rng.random_bool(0.8) { 0 } else { rng.random_range(0..30) },
    }
}

/// Near an edge of an increment half of the time, because there the mistakes are.
fn any_duration(rng: &mut StdRng, tariff: &Tariff) -> i64 {
    match rng.random_range(0..10) {
        0 => rng.random_range(0..=3),
        1 => tariff.free_under_seconds + rng.random_range(-1..=1),
        2..6 => {
            let steps = rng.random_range(0..40);
            tariff.initial_seconds + steps * tariff.increment_seconds + rng.random_range(-1..=1)
        }
        6 => rng.random_range(0..=86_400),
        _ => rng.random_range(0..=14_400),
    }
}

fn proof(run: &Run, subject: Subject) -> Proof {
    let mut rng = run.rng();
    let (mut free, mut longest) = (0_u64, 0_i64);
    for case in 0..run.size {
        let tariff = any_tariff(&mut rng);
        let duration = any_duration(&mut rng, &tariff);
        let (expected, found) = (oracle(&tariff, duration), subject(&tariff, duration));
        if expected != found {
            return Err(format!("case {case}: {duration} s at {tariff:?} costs {expected:?} (billed s, micros), not {found:?}"));
        }
        free += u64::from(expected.1.is_zero());
        longest = longest.max(duration);
    }
    Ok(json!({ "cases": run.size, "free_of_charge": free, "longest_seconds": longest, "violations": 0 }))
}

#[test]
fn a_charge_equals_exact_arithmetic_to_the_micro() {
    Run::of("charge", 20_000).prove(|run| proof(run, ringfare));
}

/// Durations that no call has: neither wrapped around nor panicked over, and never cheaper than the longest call.
#[test]
fn an_enormous_duration_or_rate_stays_at_the_ceiling() {
    let mut rng = Run::of("charge", 0).rng();
    for _ in 0..20_000 {
        let tariff = any_tariff(&mut rng);
        let steep = Tariff { rate_micros_per_minute: Micros(rng.random_range(i64::MAX - 100..=i64::MAX)), ..tariff.clone() };
        for duration in [i64::MAX, i64::MAX - rng.random_range(0..1_000), rng.next_u64().cast_signed() & i64::MAX] {
            let (billed, price) = ringfare(&tariff, duration);
            assert!(billed >= 86_400 || duration < 86_400, "{duration} s at {tariff:?} bill {billed} s");
            assert!(price >= tariff.rated(86_400.min(duration)), "{duration} s at {tariff:?} cost {price:?}");
            assert!(steep.rated(duration) >= steep.rated(14_400.min(duration)), "{duration} s at {steep:?}");
        }
    }
}

mod controls {
    use super::*;

    fn caught(what: &str, subject: Subject) {
        must_fail(what, proof(&Run::of("charge", 20_000), subject));
    }

    #[test]
    fn controls_find_a_price_that_is_rounded_per_second() {
        caught("a price rounded per second", |tariff, duration| {
            let (billed, _) = oracle(tariff, duration);
            let second = (tariff.rate_micros_per_minute.0 + 59) / 60;
            let price = if billed == 0 { 0 } else { tariff.connect_micros.0 + second * billed };
            (billed, Micros(price))
        });
    }

    #[test]
    fn controls_find_increments_that_are_counted_from_zero() {
        caught("increments counted from zero", |tariff, duration| {
            let from_zero =
                |seconds: i64| (seconds + tariff.increment_seconds - 1) / tariff.increment_seconds * tariff.increment_seconds;
            let billed = match billed_by_counting(tariff, duration) {
                0 => 0,
                _ => from_zero(duration).max(tariff.initial_seconds),
            };
            (billed, tariff.price_of_billed(billed))
        });
    }

    #[test]
    fn controls_find_a_price_that_is_rounded_down() {
        caught("a price rounded down", |tariff, duration| {
            let (billed, _) = oracle(tariff, duration);
            let product = i128::from(tariff.rate_micros_per_minute.0) * i128::from(billed) / 60;
            let price = if billed == 0 { 0 } else { i128::from(tariff.connect_micros.0) + product };
            (billed, Micros(i64::try_from(price).unwrap_or(i64::MAX)))
        });
    }

    #[test]
    fn controls_find_seconds_that_are_subtracted_as_grace() {
        caught("free seconds subtracted from every call", |tariff, duration| {
            let billed =
                billed_by_counting(&Tariff { free_under_seconds: 0, ..tariff.clone() }, duration - tariff.free_under_seconds);
            (billed, tariff.price_of_billed(billed))
        });
    }

    #[test]
    fn controls_find_one_more_increment_at_an_exact_multiple() {
        caught("an exact multiple that adds an increment", |tariff, duration| {
            let billed = billed_by_counting(tariff, duration);
            let billed = if billed == duration { billed + tariff.increment_seconds } else { billed };
            (billed, tariff.price_of_billed(billed))
        });
    }
}
