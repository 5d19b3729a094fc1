//! The running meter of a call: elapsed time, estimated cost and time left, by the same arithmetic that will charge it.

use super::super::model::Call;
use crate::{domain::money::Micros, rates::model::Tariff, words::Calls};

/// A call is long after so many seconds, and again after as many more.
const LONG_SECONDS: i64 = 600;
/// For so many seconds it is said.
const LONG_SHOWN_SECONDS: i64 = 30;

/// A look at the meter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meter {
    /// Seconds since the answer.
    pub elapsed_seconds: i64,
    /// What the call has come to: an estimate while it runs, the charge once it is settled. Never more than was held.
    pub cost_micros: Micros,
    /// Seconds until the carrier ends the call.
    pub left_seconds: i64,
    /// Whether `cost_micros` is the charge.
    pub settled: bool,
}

/// What the caller is warned of, once each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    OneMinuteLeft,
    QuarterMinuteLeft,
}

impl Warning {
    /// How many short tones the caller hears.
    pub const fn tones(self) -> u8 {
        match self {
            Self::OneMinuteLeft => 1,
            Self::QuarterMinuteLeft => 2,
        }
    }

    pub fn label(self, t: Calls) -> &'static str {
        match self {
            Self::OneMinuteLeft => t.minute_left(),
            Self::QuarterMinuteLeft => t.seconds_left(),
        }
    }
}

impl Meter {
    /// Reads the meter of `call` after `elapsed_seconds` of talking.
    pub fn read(call: &Call, elapsed_seconds: i64) -> Self {
        let elapsed_seconds = call.duration_seconds.unwrap_or(elapsed_seconds).max(0);
        let estimate = tariff(call).rated(elapsed_seconds).min(call.held_micros);
        Self {
            elapsed_seconds,
            cost_micros: call.charged_micros.unwrap_or(estimate),
            left_seconds: (call.time_limit_seconds - elapsed_seconds).max(0),
            settled: call.charged_micros.is_some(),
        }
    }

    /// The warning that applies now, if any. A call that is limited to a minute begins with the first one.
    pub const fn warning(&self) -> Option<Warning> {
        match self.left_seconds {
            _ if self.settled => None,
            ..=15 => Some(Warning::QuarterMinuteLeft),
            16..=60 => Some(Warning::OneMinuteLeft),
            _ => None,
        }
    }

    /// After how many minutes a long call is mentioned now: after every ten, for half a minute.
    pub fn long_minutes(&self) -> Option<i64> {
        let since = self.elapsed_seconds % LONG_SECONDS;
        (!self.settled && self.elapsed_seconds >= LONG_SECONDS && since < LONG_SHOWN_SECONDS)
            .then_some((self.elapsed_seconds - since) / 60)
    }
}

/// What the caller is told when a call may last so many seconds longer.
pub fn more_time(seconds: i64, t: Calls) -> String {
    if seconds < 60 { t.more_seconds(seconds) } else { t.more_minutes(seconds / 60) }
}

/// The frozen price of a call.
pub fn tariff(call: &Call) -> Tariff {
    Tariff {
        rate_micros_per_minute: call.rate_micros_per_minute,
        connect_micros: call.connect_micros,
        initial_seconds: call.initial_seconds,
        increment_seconds: call.increment_seconds,
        free_under_seconds: call.free_under_seconds,
    }
}

#[cfg(test)]
mod tests {
    use super::super::state::tests::call;
    use super::*;
    use crate::words;

    #[test]
    fn the_estimate_uses_whole_increments_and_never_exceeds_the_hold() {
        let call = call();
        assert_eq!(Meter::read(&call, 0).cost_micros, Micros::ZERO);
        assert_eq!(Meter::read(&call, 1).cost_micros, Micros(21_000));
        assert_eq!(Meter::read(&call, 61).cost_micros, Micros(42_000));
        assert_eq!(Meter::read(&call, 100_000).cost_micros, call.held_micros);
    }

    #[test]
    fn a_settled_call_shows_its_charge_and_its_duration() {
        let mut call = call();
        call.charged_micros = Some(Micros(42_000));
        call.duration_seconds = Some(107);
        let meter = Meter::read(&call, 110);
        assert_eq!((meter.cost_micros, meter.elapsed_seconds, meter.settled), (Micros(42_000), 107, true));
        assert_eq!(meter.warning(), None);
    }

    #[test]
    fn warnings_come_at_60_and_15_seconds_before_the_limit() {
        let call = call();
        let limit = call.time_limit_seconds;
        let table = [
            (61, None),
            (60, Some(Warning::OneMinuteLeft)),
            (16, Some(Warning::OneMinuteLeft)),
            (15, Some(Warning::QuarterMinuteLeft)),
        ];
        for (left, warning) in table {
            assert_eq!(Meter::read(&call, limit - left).warning(), warning, "{left} s left");
        }
    }

    #[test]
    fn a_long_call_is_mentioned_after_every_ten_minutes_for_half_a_minute() {
        let call = Call { time_limit_seconds: 7_200, ..call() };
        let table = [(0, None), (599, None), (600, Some(10)), (629, Some(10)), (630, None), (1_200, Some(20)), (3_605, Some(60))];
        for (elapsed, minutes) in table {
            assert_eq!(Meter::read(&call, elapsed).long_minutes(), minutes, "after {elapsed} s");
        }
        let settled = Call { charged_micros: Some(Micros(1)), duration_seconds: Some(601), ..call };
        assert_eq!(Meter::read(&settled, 601).long_minutes(), None);
    }

    #[test]
    fn added_time_is_told_in_whole_minutes() {
        let t = words::calls();
        assert_eq!(more_time(720, t), "Credit was added: 12 more minutes");
        assert_eq!(more_time(119, t), "Credit was added: 1 more minute");
        assert_eq!(more_time(30, t), "Credit was added: 30 more seconds");
    }
}
