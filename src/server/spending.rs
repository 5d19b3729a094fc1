//! The server's own limits of what an account may spend, from the environment. An operator's limits of one account go before.

use std::borrow::Cow;

use super::{config::Reader, numbering};
use crate::domain::money::Micros;

/// What holds for every account unless its operator says otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpendingDefaults {
    /// `RINGFARE_LIMIT_CALL_SECONDS`: the longest call.
    pub call_seconds_most: i64,
    /// `RINGFARE_LIMIT_DAY`.
    pub day_most: Option<Micros>,
    /// `RINGFARE_LIMIT_MONTH`.
    pub month_most: Option<Micros>,
    /// `RINGFARE_LIMIT_RATE`.
    pub rate_per_minute_most: Option<Micros>,
    /// `RINGFARE_LIMIT_CALLS`: at once. Without it each account's own number holds, which is [`ACCOUNT_CALLS`] at first.
    pub calls_most: Option<i64>,
    /// `RINGFARE_BLOCKED_COUNTRIES`: ISO 3166-1 alpha-2, sorted.
    pub blocked_countries: Vec<String>,
    /// `RINGFARE_LIMIT_SERVER_DAY`: what all accounts together may spend in a day.
    pub server_day_most: Option<Micros>,
    /// `RINGFARE_ALARM_CALLS`: from how many calls of an account within an hour on there is an alarm; 0 for none.
    pub alarm_calls_in_hour: i64,
    /// `RINGFARE_ALARM_DESTINATIONS`: the same for different destinations within a day.
    pub alarm_destinations_in_day: i64,
    /// `RINGFARE_NEW_ACCOUNT_*`.
    pub new_account: NewAccount,
    /// Where letters are sent, only those call whose address is known to be theirs.
    pub verified_only: bool,
}

/// What holds besides for an account that was opened a short time ago: who steals cards opens accounts to spend them at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewAccount {
    /// `RINGFARE_NEW_ACCOUNT_HOURS`: for how long an account is new; 0 is never.
    pub hours: i64,
    /// `RINGFARE_NEW_ACCOUNT_DAY`.
    pub day_most: Option<Micros>,
    /// `RINGFARE_NEW_ACCOUNT_RATE`.
    pub rate_per_minute_most: Option<Micros>,
    /// `RINGFARE_NEW_ACCOUNT_CALLS`: at once.
    pub calls_most: Option<i64>,
}

/// A year.
const NEW_HOURS_MOST: i64 = 8_760;
/// More than a person dials by hand in an hour.
const ALARM_CALLS: i64 = 60;
/// More places than a person has friends in.
const ALARM_DESTINATIONS: i64 = 15;

/// An hour: one call must not lock the whole wallet.
const CALL_SECONDS: i64 = 3_600;
/// From one minute to what the carrier permits (twilio.com/docs/voice/twiml/dial).
const CALL_SECONDS_RANGE: std::ops::RangeInclusive<i64> = 60..=14_400;
/// What `users.max_calls` is when an account is opened.
const ACCOUNT_CALLS: i64 = 4;

impl SpendingDefaults {
    /// Reads the defaults; what is wrong goes to the reader's list of problems.
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            call_seconds_most: call_seconds(reader),
            day_most: amount(reader, "RINGFARE_LIMIT_DAY"),
            month_most: amount(reader, "RINGFARE_LIMIT_MONTH"),
            rate_per_minute_most: amount(reader, "RINGFARE_LIMIT_RATE"),
            calls_most: calls(reader, "RINGFARE_LIMIT_CALLS"),
            blocked_countries: countries(reader),
            server_day_most: amount(reader, "RINGFARE_LIMIT_SERVER_DAY"),
            alarm_calls_in_hour: whole(reader, "RINGFARE_ALARM_CALLS", ALARM_CALLS, 10_000),
            alarm_destinations_in_day: whole(reader, "RINGFARE_ALARM_DESTINATIONS", ALARM_DESTINATIONS, 10_000),
            new_account: NewAccount {
                hours: whole(reader, "RINGFARE_NEW_ACCOUNT_HOURS", 0, NEW_HOURS_MOST),
                day_most: amount(reader, "RINGFARE_NEW_ACCOUNT_DAY"),
                rate_per_minute_most: amount(reader, "RINGFARE_NEW_ACCOUNT_RATE"),
                calls_most: calls(reader, "RINGFARE_NEW_ACCOUNT_CALLS"),
            },
            verified_only: reader.text("RINGFARE_MAIL").is_some_and(|way| way != "off"),
        }
    }

    /// The same for an account that was opened so many seconds ago.
    #[must_use]
    pub fn of_age(&self, seconds: i64) -> Cow<'_, Self> {
        let new = &self.new_account;
        if seconds >= new.hours * 3_600 {
            return Cow::Borrowed(self);
        }
        let tighter = |most: Option<Micros>, new: Option<Micros>| most.into_iter().chain(new).min();
        Cow::Owned(Self {
            day_most: tighter(self.day_most, new.day_most),
            rate_per_minute_most: tighter(self.rate_per_minute_most, new.rate_per_minute_most),
            calls_most: self.calls_most.into_iter().chain(new.calls_most).min(),
            ..self.clone()
        })
    }
}

fn call_seconds(reader: &mut Reader<'_>) -> i64 {
    let Some(text) = reader.text("RINGFARE_LIMIT_CALL_SECONDS") else { return CALL_SECONDS };
    let seconds = text.parse().ok().filter(|seconds| CALL_SECONDS_RANGE.contains(seconds));
    seconds.unwrap_or_else(|| {
        let problem =
            format!("RINGFARE_LIMIT_CALL_SECONDS is '{text}': write whole seconds from 60 to 14400, the carrier's most");
        reader.problem(problem, CALL_SECONDS)
    })
}

fn amount(reader: &mut Reader<'_>, name: &str) -> Option<Micros> {
    let text = reader.text(name)?;
    match Micros::parse(&text) {
        Ok(amount) if amount >= Micros::ZERO => Some(amount),
        Ok(_) => reader.problem(format!("{name} is '{text}': a limit is not negative; leave it out for none"), None),
        Err(_) => reader.problem(format!("{name} is '{text}': write an amount like 12.50, with at most six decimals"), None),
    }
}

fn whole(reader: &mut Reader<'_>, name: &str, default: i64, most: i64) -> i64 {
    let Some(text) = reader.text(name) else { return default };
    let number = text.parse().ok().filter(|number| (0..=most).contains(number));
    number
        .unwrap_or_else(|| reader.problem(format!("{name} is '{text}': write a whole number from 0 (never) to {most}"), default))
}

fn calls(reader: &mut Reader<'_>, name: &str) -> Option<i64> {
    let text = reader.text(name)?;
    let calls = text.parse().ok().filter(|calls| (1..=ACCOUNT_CALLS).contains(calls));
    if calls.is_none() {
        reader.problem(
            format!(
                "{name} is '{text}': write a number from 1 to {ACCOUNT_CALLS}; more is given to one account at a \
                 time, with `ringfare user limits EMAIL --calls N`"
            ),
            None,
        )
    } else {
        calls
    }
}

fn countries(reader: &mut Reader<'_>) -> Vec<String> {
    let text = reader.text("RINGFARE_BLOCKED_COUNTRIES").unwrap_or_default();
    numbering::countries_of(&text)
        .unwrap_or_else(|wrong| reader.problem(format!("RINGFARE_BLOCKED_COUNTRIES: {wrong}"), Vec::new()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::config::Config;

    fn read(pairs: &[(&str, &str)]) -> Result<SpendingDefaults, Vec<String>> {
        let variables = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Config::read(&variables).map(|config| config.spending)
    }

    #[test]
    fn without_variables_a_call_lasts_an_hour_and_nothing_else_is_limited() {
        let defaults = read(&[]).expect("good");
        assert_eq!(defaults.call_seconds_most, 3_600);
        assert_eq!((defaults.day_most, defaults.month_most, defaults.rate_per_minute_most), (None, None, None));
        assert_eq!((defaults.calls_most, defaults.blocked_countries), (None, Vec::<String>::new()));
    }

    #[test]
    fn good_values_are_read_and_every_bad_one_is_named() {
        let good = [
            ("RINGFARE_LIMIT_CALL_SECONDS", "14400"),
            ("RINGFARE_LIMIT_DAY", "20"),
            ("RINGFARE_LIMIT_MONTH", "0"),
            ("RINGFARE_LIMIT_RATE", "0.50"),
            ("RINGFARE_LIMIT_CALLS", "2"),
            ("RINGFARE_BLOCKED_COUNTRIES", "kp, CU"),
        ];
        let defaults = read(&good).expect("good");
        assert_eq!((defaults.day_most, defaults.month_most), (Some(Micros(20_000_000)), Some(Micros::ZERO)));
        assert_eq!((defaults.rate_per_minute_most, defaults.calls_most), (Some(Micros(500_000)), Some(2)));
        assert_eq!((defaults.call_seconds_most, defaults.blocked_countries), (14_400, vec!["CU".to_owned(), "KP".to_owned()]));

        let bad = ["14401", "-1", "1.2345678", "cheap", "5", "Mars"];
        let bad: Vec<_> = good.iter().zip(bad).map(|(&(name, _), value)| (name, value)).collect();
        let problems = read(&bad).expect_err("six are wrong");
        assert_eq!(problems.len(), 6, "{problems:?}");
        for ((name, value), problem) in bad.iter().zip(&problems) {
            assert!(problem.starts_with(name) && problem.to_lowercase().contains(&value.to_lowercase()), "{problem}");
        }
    }
}
