//! The arithmetic of a charge: pure, in whole micros and seconds, the same on the server and in the browser.
//!
//! The rules are published to users in `docs/money.md`; what other engines do differently stands there too.

use super::model::Tariff;
use crate::domain::money::Micros;

/// The longest call the carrier permits without an account feature, in seconds (twilio.com/docs/voice/twiml/dial).
pub const CARRIER_MOST_SECONDS: i64 = 14_400;
/// The longest call one hold may cover, in seconds: a single call must not lock the whole wallet.
pub const CALL_MOST_SECONDS: i64 = 3_600;
/// A call cut off at n·60 s can be reported as n·60 + 1 s; so the carrier is told to end it this much earlier.
pub const GUARD_SECONDS: i64 = 2;

/// What is set aside for a call, and for how long the carrier lets it run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// What the available credit covers, at most the cap, in seconds.
    pub affordable_seconds: i64,
    /// What the carrier is told: the same less the guard.
    pub time_limit_seconds: i64,
    /// The full price of that time.
    pub hold_micros: Micros,
}

impl Tariff {
    /// The seconds that are billed for a call of `duration` seconds: increments start when the initial interval ends, an
    /// exact multiple adds nothing.
    pub fn billed_seconds(&self, duration: i64) -> i64 {
        if duration <= 0 || duration <= self.free_under_seconds {
            return 0;
        }
        self.whole_increments(duration)
    }

    /// The price of so many billed seconds, rounded up to the micro, once.
    pub fn price_of_billed(&self, billed_seconds: i64) -> Micros {
        if billed_seconds <= 0 {
            return Micros::ZERO;
        }
        let product = i128::from(self.rate_micros_per_minute.0) * i128::from(billed_seconds);
        let micros = i128::from(self.connect_micros.0) + (product + 59) / 60;
        Micros(i64::try_from(micros).unwrap_or(i64::MAX))
    }

    /// The price of a call of `duration` seconds.
    pub fn rated(&self, duration: i64) -> Micros {
        self.price_of_billed(self.billed_seconds(duration))
    }

    /// How long `available` lasts, at most `cap` seconds, ignoring the guard; 0 means refuse.
    pub fn affordable_seconds(&self, available: Micros, cap: i64) -> i64 {
        let cap = cap.clamp(0, CARRIER_MOST_SECONDS);
        let left = i128::from(available.0) - i128::from(self.connect_micros.0);
        let rate = i128::from(self.rate_micros_per_minute.0);
        let (initial, increment) = (i128::from(self.initial_seconds), i128::from(self.increment_seconds));
        if left < 0 {
            return 0;
        }
        if rate == 0 {
            return cap;
        }
        let beyond_initial = 60 * left - rate * initial;
        if beyond_initial < 0 {
            return 0;
        }
        let seconds = initial + beyond_initial / (rate * increment) * increment;
        i64::try_from(seconds.min(i128::from(cap))).unwrap_or(cap)
    }

    /// What to hold and what to tell the carrier; `None` when `available` does not cover the first increment.
    pub fn allowance(&self, available: Micros, cap: i64) -> Option<Allowance> {
        let affordable_seconds = self.affordable_seconds(available, cap);
        let time_limit_seconds = affordable_seconds - GUARD_SECONDS;
        if time_limit_seconds < 1 {
            return None;
        }
        // Free seconds do not count here: a call may outlast them and then pays in full.
        let hold_micros = self.price_of_billed(self.whole_increments(affordable_seconds));
        Some(Allowance { affordable_seconds, time_limit_seconds, hold_micros })
    }

    /// The shortest call that can be held, in seconds, and its price.
    pub fn least(&self) -> (i64, Micros) {
        let seconds = self.initial_seconds.max(GUARD_SECONDS + 1);
        (seconds, self.price_of_billed(self.whole_increments(seconds)))
    }

    fn whole_increments(&self, duration: i64) -> i64 {
        if duration <= self.initial_seconds {
            return self.initial_seconds;
        }
        let (initial, increment) = (i128::from(self.initial_seconds), i128::from(self.increment_seconds.max(1)));
        let steps = (i128::from(duration) - initial + increment - 1) / increment;
        i64::try_from(initial + steps * increment).unwrap_or(i64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tariff(rate: i64, connect: i64, initial: i64, increment: i64) -> Tariff {
        Tariff {
            rate_micros_per_minute: Micros(rate),
            connect_micros: Micros(connect),
            initial_seconds: initial,
            increment_seconds: increment,
            free_under_seconds: 0,
        }
    }

    /// Initial seconds, increment, and what some durations are billed as.
    type Edges<'a> = (i64, i64, &'a [(i64, i64)]);

    #[test]
    fn billed_seconds_at_the_edges_of_increments() {
        let table: &[Edges] = &[
            (
                60,
                60,
                &[(0, 0), (1, 60), (59, 60), (60, 60), (61, 120), (119, 120), (120, 120), (121, 180), (240, 240), (241, 300)],
            ),
            (30, 6, &[(1, 30), (30, 30), (31, 36), (36, 36), (60, 60), (61, 66)]),
            (1, 1, &[(1, 1), (59, 59), (61, 61)]),
            (60, 1, &[(1, 60), (60, 60), (61, 61)]),
            (60, 180, &[(60, 60), (61, 240), (240, 240), (241, 420)]),
            (30, 60, &[(35, 90)]),
        ];
        for (initial, increment, cases) in table {
            for (duration, billed) in *cases {
                assert_eq!(
                    tariff(1, 0, *initial, *increment).billed_seconds(*duration),
                    *billed,
                    "{initial}/{increment} at {duration}"
                );
            }
        }
    }

    #[test]
    fn published_charges_of_other_engines() {
        // duration, connect, rate, initial, increment → charge; figures from public test suites (docs/money.md).
        let table = [
            (180, 0, 100_000, 1, 1, 300_000),
            (24, 150_000, 50_000, 1, 1, 170_000),
            (85, 0, 60_000_000, 60, 1, 85_000_000),
            (0, 1_000_000, 60_000_000, 1, 1, 0),
            (3_621, 0, 30_000_000, 1, 1, 1_810_500_000),
            (300, 100_000, 0, 1, 1, 100_000),
            (10, 0, 1_980_000, 1, 1, 330_000),
            (600, 0, 20_000, 1, 1, 200_000),
            (560, 0, 100, 60, 11, 944),
            (560, 0, 1_000_000, 12, 13, 9_516_667),
            (1, 500_000, 10_000, 60, 60, 510_000),
            (80, 0, 1_000_000, 60, 60, 2_000_000),
            (180, 0, 1_000_000, 60, 180, 4_000_000),
        ];
        for (duration, connect, rate, initial, increment, charge) in table {
            assert_eq!(tariff(rate, connect, initial, increment).rated(duration), Micros(charge), "{duration} s");
        }
    }

    #[test]
    fn short_calls_are_free_only_when_the_tariff_says_so_and_longer_ones_pay_in_full() {
        let tariff = Tariff { free_under_seconds: 10, ..tariff(60_000_000, 0, 1, 1) };
        assert_eq!(tariff.rated(10), Micros::ZERO);
        assert_eq!(tariff.rated(35), Micros(35_000_000));
    }

    #[test]
    fn affordable_time_respects_increments() {
        // available, cap, connect, rate, initial, increment → seconds
        let table = [
            (10_000_000_000, 10_800, 1_000_000, 60_000_000, 1, 1, 9_999),
            (0, 60, 0, 30_000_000, 1, 1, 0),
            (0, 60, 0, 0, 1, 1, 60),
            (1_000_000, 14_400, 100_000, 300_000, 60, 6, 180),
            (10_000, 3_600, 0, 40_000, 60, 60, 0),
            (150_000, 3_600, 0, 100_000, 60, 60, 60),
        ];
        for (available, cap, connect, rate, initial, increment, seconds) in table {
            assert_eq!(tariff(rate, connect, initial, increment).affordable_seconds(Micros(available), cap), seconds);
        }
    }

    proptest! {
        #[test]
        fn a_hold_never_exceeds_the_credit_and_covers_the_guard(
            available in 0_i64..100_000_000, rate in 0_i64..20_000_000, connect in 0_i64..1_000_000,
            initial in 0_i64..120, increment in 1_i64..120, cap in 1_i64..4_000,
        ) {
            let tariff = tariff(rate, connect, initial, increment);
            if let Some(allowance) = tariff.allowance(Micros(available), cap) {
                prop_assert!(tariff.rated(allowance.time_limit_seconds + GUARD_SECONDS) <= allowance.hold_micros);
                prop_assert!(allowance.hold_micros.0 <= available);
            }
        }

        #[test]
        fn the_price_equals_rational_arithmetic(rate in 0_i64..20_000_000, billed in 0_i64..20_000, connect in 0_i64..1_000_000) {
            let exact = i128::from(rate) * i128::from(billed);
            let charged = i128::from(tariff(rate, connect, 60, 60).price_of_billed(billed).0);
            if billed == 0 { prop_assert_eq!(charged, 0); } else {
                let parts = (charged - i128::from(connect)) * 60;
                prop_assert!(parts >= exact && parts - exact < 60);
            }
        }
    }
}
