//! The running meter of a call: elapsed time, estimated cost and time left, by the same arithmetic that will charge it.

use super::super::model::Call;
use crate::{domain::money::Micros, rates::model::Tariff};

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

    pub const fn label(self) -> &'static str {
        match self {
            Self::OneMinuteLeft => "One minute left at your limit",
            Self::QuarterMinuteLeft => "15 seconds left, then the call ends at your limit",
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
}

/// What the caller is told when a call may last so many seconds longer.
pub fn more_time(seconds: i64) -> String {
    match (seconds / 60, seconds) {
        (0, seconds) => format!("Credit was added: {seconds} more seconds"),
        (1, _) => "Credit was added: 1 more minute".into(),
        (minutes, _) => format!("Credit was added: {minutes} more minutes"),
    }
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

/// How good the line is, from Twilio's published thresholds; nothing is said until something is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quality {
    Poor,
    Fair,
    Good,
}

impl Quality {
    /// From a sample: mean opinion score, round trip and jitter in milliseconds, loss in per cent.
    pub fn of(mos: Option<f64>, rtt: Option<f64>, jitter: Option<f64>, loss: Option<f64>) -> Option<Self> {
        let over = |value: Option<f64>, limit: f64| value.is_some_and(|value| value > limit);
        if mos.is_none() && rtt.is_none() && jitter.is_none() {
            return None;
        }
        let under = |limit: f64| mos.is_some_and(|mos| mos < limit);
        Some(if under(3.0) || over(loss, 3.0) || over(rtt, 800.0) {
            Self::Poor
        } else if under(3.5) || over(loss, 1.0) || over(rtt, 400.0) || over(jitter, 30.0) {
            Self::Fair
        } else {
            Self::Good
        })
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Poor => "Poor line",
            Self::Fair => "Fair line",
            Self::Good => "Good line",
        }
    }

    /// Of three.
    pub const fn bars(self) -> usize {
        self as usize + 1
    }
}

/// Words for a warning of the SDK that a caller can do something about.
pub fn line_warning(name: &str) -> Option<&'static str> {
    match name {
        "constant-audio-input-level" => Some("We cannot hear your microphone"),
        "high-rtt" | "high-jitter" | "high-packet-loss" | "high-packets-lost-fraction" | "low-mos" => Some("The line is poor"),
        "low-bytes-received" | "ice-connectivity-lost" => Some("No sound is arriving"),
        "low-bytes-sent" => Some("Your voice is not getting through"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::state::tests::call;
    use super::*;

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
    fn added_time_is_told_in_whole_minutes() {
        assert_eq!(more_time(720), "Credit was added: 12 more minutes");
        assert_eq!(more_time(119), "Credit was added: 1 more minute");
        assert_eq!(more_time(30), "Credit was added: 30 more seconds");
    }

    #[test]
    fn quality_is_the_worst_of_its_figures_and_unknown_without_any() {
        assert_eq!(Quality::of(None, None, None, Some(0.0)), None);
        assert_eq!(Quality::of(Some(4.4), Some(20.0), Some(2.0), Some(0.0)), Some(Quality::Good));
        assert_eq!(Quality::of(Some(4.4), Some(450.0), Some(2.0), Some(0.0)), Some(Quality::Fair));
        assert_eq!(Quality::of(Some(4.4), Some(20.0), Some(2.0), Some(5.0)), Some(Quality::Poor));
    }
}
