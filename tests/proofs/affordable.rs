//! How long the credit lasts: never longer than it pays for, never one increment too short.

use num_bigint::BigInt;
use rand::{RngExt, rngs::StdRng};
use ringfare::{
    domain::money::Micros,
    rates::{
        charge::{CARRIER_MOST_SECONDS, GUARD_SECONDS},
        model::Tariff,
    },
};
use serde_json::json;

use crate::{
    charge::{any_tariff, billed_by_counting, exact_price},
    frame::{Proof, Run, must_fail},
};

/// What is under test: seconds that `available` lasts, at most the cap.
type Subject = fn(&Tariff, Micros, i64) -> i64;

fn any_wallet(rng: &mut StdRng, tariff: &Tariff) -> Micros {
    Micros(match rng.random_range(0..10) {
        0 => 0,
        1 => i64::MAX - rng.random_range(0..1_000),
        2 => rng.random_range(0..=i64::MAX),
        // Around the price of a whole number of increments: one micro decides.
        3..8 => {
            let seconds = tariff.initial_seconds.saturating_add(tariff.increment_seconds.saturating_mul(rng.random_range(0..70)));
            let price = if seconds == 0 { BigInt::from(tariff.connect_micros.0) } else { exact_price(tariff, seconds) };
            i64::try_from(price).unwrap_or(i64::MAX).saturating_add(rng.random_range(-1..=1)).max(0)
        }
        _ => rng.random_range(0..100_000_000),
    })
}

/// Also what no deck should have: huge increments, rates at the edge of 64 bits.
fn extreme_tariff(rng: &mut StdRng) -> Tariff {
    let mut tariff = any_tariff(rng);
    match rng.random_range(0..20) {
        0 => tariff.rate_micros_per_minute = Micros(i64::MAX - rng.random_range(0..1_000)),
        1 => tariff.increment_seconds = rng.random_range(1..=i64::MAX),
        2 => tariff.initial_seconds = rng.random_range(0..=i64::MAX),
        3 => tariff.connect_micros = Micros(rng.random_range(0..=i64::MAX)),
        _ => {}
    }
    tariff
}

/// The price of a call of so many seconds when no seconds are free: what must be set aside for it.
fn full_price(tariff: &Tariff, seconds: i64) -> BigInt {
    if seconds <= 0 {
        return BigInt::ZERO;
    }
    // Stepping through a long call by one second is slow and proves nothing new: only as far as the carrier lets calls run.
    let never_free = Tariff { free_under_seconds: 0, ..tariff.clone() };
    exact_price(tariff, billed_by_counting(&never_free, seconds))
}

fn proof(run: &Run, subject: Subject) -> Proof {
    let mut rng = run.rng();
    let (mut refused, mut capped) = (0_u64, 0_u64);
    for case in 0..run.size {
        let tariff = extreme_tariff(&mut rng);
        let available = any_wallet(&mut rng, &tariff);
        let cap = [60, 3_600, CARRIER_MOST_SECONDS, rng.random_range(1..=CARRIER_MOST_SECONDS)][rng.random_range(0..4)];
        let seconds = subject(&tariff, available, cap);
        let wallet = BigInt::from(available.0);
        let told = || format!("case {case}: {} micros at {tariff:?}, at most {cap} s, last {seconds} s", available.0);
        if !(0..=cap).contains(&seconds) {
            return Err(format!("{}, which is no time below the cap", told()));
        }
        if full_price(&tariff, seconds) > wallet {
            return Err(format!("{}, which cost {}", told(), full_price(&tariff, seconds)));
        }
        // One second more is another increment, or its own price would have been within the last one.
        if seconds < cap && full_price(&tariff, seconds + 1) <= wallet {
            return Err(format!("{}, though {} s cost {}", told(), seconds + 1, full_price(&tariff, seconds + 1)));
        }
        refused += u64::from(seconds == 0);
        capped += u64::from(seconds == cap);
    }
    Ok(json!({ "tariffs": run.size, "refused": refused, "at_the_cap": capped, "violations": 0 }))
}

fn ringfare(tariff: &Tariff, available: Micros, cap: i64) -> i64 {
    tariff.affordable_seconds(available, cap)
}

#[test]
fn credit_lasts_as_long_as_it_pays_for_and_not_a_second_more() {
    Run::of("affordable", 20_000).prove(|run| proof(run, ringfare));
}

/// The hold is the exact price of the permitted time; the carrier's limit and the guard stay within it.
#[test]
fn a_hold_is_the_exact_price_of_the_permitted_time() {
    Run::of("hold", 20_000).prove(|run| {
        let mut rng = run.rng();
        let mut allowed = 0_u64;
        for case in 0..run.size {
            let tariff = extreme_tariff(&mut rng);
            let available = any_wallet(&mut rng, &tariff);
            let Some(allowance) = tariff.allowance(available, rng.random_range(1..=CARRIER_MOST_SECONDS)) else { continue };
            let told = || format!("case {case}: {} micros at {tariff:?} give {allowance:?}", available.0);
            let hold = BigInt::from(allowance.hold_micros.0);
            if hold > BigInt::from(available.0) || hold != full_price(&tariff, allowance.affordable_seconds) {
                return Err(format!("{}, but the time costs {}", told(), full_price(&tariff, allowance.affordable_seconds)));
            }
            if full_price(&tariff, allowance.time_limit_seconds + GUARD_SECONDS) > hold || allowance.time_limit_seconds < 1 {
                return Err(format!("{}, which the guard outruns", told()));
            }
            allowed += 1;
        }
        Ok(json!({ "tariffs": run.size, "held": allowed, "violations": 0 }))
    });
}

mod controls {
    use super::*;

    fn caught(what: &str, subject: Subject) {
        must_fail(what, proof(&Run::of("affordable", 20_000), subject));
    }

    #[test]
    fn controls_find_a_balance_divided_by_the_price() {
        caught("balance divided by price", |tariff, available, cap| {
            let left = i128::from(available.0) - i128::from(tariff.connect_micros.0);
            let seconds = match tariff.rate_micros_per_minute.0 {
                _ if left < 0 => 0,
                0 => i128::from(cap),
                rate => left * 60 / i128::from(rate),
            };
            i64::try_from(seconds).unwrap_or(i64::MAX).min(cap)
        });
    }

    #[test]
    fn controls_find_one_increment_less() {
        caught("one increment less", |tariff, available, cap| match ringfare(tariff, available, cap) {
            seconds if seconds > tariff.initial_seconds && seconds < cap => seconds - tariff.increment_seconds,
            seconds => seconds,
        });
    }

    #[test]
    fn controls_find_a_connection_fee_that_is_forgotten() {
        caught("a forgotten connection fee", |tariff, available, cap| {
            ringfare(&Tariff { connect_micros: Micros::ZERO, ..tariff.clone() }, available, cap)
        });
    }
}
