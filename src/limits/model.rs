//! Limits as both sides see them: which one decides, what it leaves, and the words for it.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{money::Micros, time::EpochMs},
    rates::charge::CARRIER_MOST_SECONDS,
};

/// The shortest limit of a call's length, in seconds: below it no call fits its first increment.
pub const CALL_SECONDS_LEAST: i64 = 60;
/// The most calls at once that anybody may have.
pub const CALLS_MOST: i64 = 100;
/// Stands in an operator's row for "no limit, whatever the server's default is".
pub const NO_LIMIT: Micros = Micros(i64::MAX);

crate::wire_enum! {
    /// What a limit is about.
    pub enum LimitKind {
        CallSeconds = "call_seconds",
        Day = "day",
        Month = "month",
        Rate = "rate",
        Calls = "calls",
        Country = "country",
    }
}

crate::wire_enum! {
    /// What gave an alarm.
    pub enum AlarmKind {
        /// Calls begun within an hour.
        Velocity = "velocity",
        /// Different destinations of the price list called within a day.
        Destinations = "destinations",
    }
}

crate::wire_enum! {
    /// Whose limit it is.
    pub enum Owner {
        Operator = "operator",
        Caller = "caller",
    }
}

/// One side's limits; what is absent is not limited by that side. Days and months are UTC.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Limits {
    /// The longest call, in seconds.
    pub call_seconds_most: Option<i64>,
    /// The most to spend in a day, calls that have not ended included with all that is set aside for them.
    pub day_micros_most: Option<Micros>,
    /// The same for a month.
    pub month_micros_most: Option<Micros>,
    /// The dearest destination.
    pub rate_micros_per_min_most: Option<Micros>,
    /// Calls at once.
    pub calls_most: Option<i64>,
    /// ISO 3166-1 alpha-2, sorted.
    #[serde(default)]
    pub blocked_countries: Vec<String>,
}

impl Limits {
    /// An operator's row over the server's defaults: what the row leaves out the default says, and countries add up.
    #[must_use]
    pub fn over(mut self, defaults: &Self) -> Self {
        self.call_seconds_most = self.call_seconds_most.or(defaults.call_seconds_most);
        self.day_micros_most = self.day_micros_most.or(defaults.day_micros_most);
        self.month_micros_most = self.month_micros_most.or(defaults.month_micros_most);
        self.rate_micros_per_min_most = self.rate_micros_per_min_most.or(defaults.rate_micros_per_min_most);
        self.calls_most = self.calls_most.or(defaults.calls_most);
        self.blocked_countries.extend(defaults.blocked_countries.iter().cloned());
        self.without_no_limits()
    }

    /// Whether these allow anything that the others do not.
    pub fn is_looser_than(&self, before: &Self) -> bool {
        // No limit is the loosest.
        let rises = |now: Option<i64>, before: Option<i64>| before.is_some_and(|before| now.is_none_or(|now| now > before));
        let micros = |amount: Option<Micros>| amount.map(|amount| amount.0);
        rises(self.call_seconds_most, before.call_seconds_most)
            || rises(micros(self.day_micros_most), micros(before.day_micros_most))
            || rises(micros(self.month_micros_most), micros(before.month_micros_most))
            || rises(micros(self.rate_micros_per_min_most), micros(before.rate_micros_per_min_most))
            || rises(self.calls_most, before.calls_most)
            || before.blocked_countries.iter().any(|country| !self.blocked_countries.contains(country))
    }

    fn without_no_limits(mut self) -> Self {
        for amount in [&mut self.day_micros_most, &mut self.month_micros_most, &mut self.rate_micros_per_min_most] {
            *amount = amount.filter(|most| *most < NO_LIMIT);
        }
        self.blocked_countries.sort_unstable();
        self.blocked_countries.dedup();
        self
    }
}

/// A limit's value with whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound<T> {
    pub most: T,
    pub by: Owner,
}

/// The tighter of two; a tie is the operator's, because raising one's own would not help.
fn tighter<T: Ord + Copy>(operator: Option<T>, caller: Option<T>) -> Option<Bound<T>> {
    match (operator, caller) {
        (Some(operator), Some(caller)) if caller < operator => Some(Bound { most: caller, by: Owner::Caller }),
        (Some(operator), _) => Some(Bound { most: operator, by: Owner::Operator }),
        (None, Some(caller)) => Some(Bound { most: caller, by: Owner::Caller }),
        (None, None) => None,
    }
}

/// The limits that decide, each with whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effective {
    /// In seconds.
    pub call_seconds: Bound<i64>,
    pub day: Option<Bound<Micros>>,
    pub month: Option<Bound<Micros>>,
    /// Per minute.
    pub rate: Option<Bound<Micros>>,
    /// At once.
    pub calls: Bound<i64>,
    operator_blocks: Vec<String>,
    caller_blocks: Vec<String>,
}

impl Effective {
    /// What the operator's limits and the caller's own come to.
    pub fn tighter(operator: &Limits, caller: &Limits) -> Self {
        let at_most = |operator: Option<i64>, wall: i64, caller: Option<i64>| {
            let operator = operator.map_or(wall, |most| most.min(wall));
            tighter(Some(operator), caller).unwrap_or(Bound { most: operator, by: Owner::Operator })
        };
        Self {
            call_seconds: at_most(operator.call_seconds_most, CARRIER_MOST_SECONDS, caller.call_seconds_most),
            day: tighter(operator.day_micros_most, caller.day_micros_most),
            month: tighter(operator.month_micros_most, caller.month_micros_most),
            rate: tighter(operator.rate_micros_per_min_most, caller.rate_micros_per_min_most),
            calls: at_most(operator.calls_most, CALLS_MOST, caller.calls_most),
            operator_blocks: operator.blocked_countries.clone(),
            caller_blocks: caller.blocked_countries.clone(),
        }
    }

    /// Who blocks a country, if anybody does.
    pub fn blocked_by(&self, iso: &str) -> Option<Owner> {
        let has = |list: &[String]| list.iter().any(|blocked| blocked == iso);
        match (has(&self.operator_blocks), has(&self.caller_blocks)) {
            (true, _) => Some(Owner::Operator),
            (false, true) => Some(Owner::Caller),
            (false, false) => None,
        }
    }

    /// The same as plain limits, for people and scripts.
    pub fn plain(&self) -> Limits {
        let blocked_countries = [self.operator_blocks.as_slice(), &self.caller_blocks].concat();
        let limits = Limits {
            call_seconds_most: Some(self.call_seconds.most),
            day_micros_most: self.day.map(|bound| bound.most),
            month_micros_most: self.month.map(|bound| bound.most),
            rate_micros_per_min_most: self.rate.map(|bound| bound.most),
            calls_most: Some(self.calls.most),
            blocked_countries,
        };
        limits.without_no_limits()
    }
}

/// What was spent in the current day and month (UTC), charges less refunds, and what is set aside for calls that have not ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Spent {
    pub day_micros: Micros,
    pub month_micros: Micros,
    pub held_micros: Micros,
}

impl Spent {
    /// What a day's limit leaves to set aside, never below zero. What is held counts in full: it may all be charged today.
    pub fn left_of_day(&self, most: Micros) -> Micros {
        left(most, self.day_micros, self.held_micros)
    }

    /// The same of a month's limit.
    pub fn left_of_month(&self, most: Micros) -> Micros {
        left(most, self.month_micros, self.held_micros)
    }
}

/// A refund of an older call does not make the day's limit wider: what was spent is at least zero.
fn left(most: Micros, spent: Micros, held: Micros) -> Micros {
    let left = i128::from(most.0) - i128::from(spent.0.max(0)) - i128::from(held.0);
    Micros(i64::try_from(left.max(0)).unwrap_or(i64::MAX))
}

/// What decides how much a call may cost at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purse {
    Credit,
    Day(Bound<Micros>),
    Month(Bound<Micros>),
    /// What all accounts together may spend in a day.
    Server,
}

/// The least of credit, day and month, with which of them it is. A tie goes to the credit: topping up is the nearest remedy.
pub fn spendable(available: Micros, effective: &Effective, spent: &Spent) -> (Micros, Purse) {
    let day = effective.day.map(|bound| (spent.left_of_day(bound.most), Purse::Day(bound)));
    let month = effective.month.map(|bound| (spent.left_of_month(bound.most), Purse::Month(bound)));
    let first = (available, Purse::Credit);
    [day, month].into_iter().flatten().fold(first, |least, next| if next.0 < least.0 { next } else { least })
}

/// The limits of an account with what is spent of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Overview {
    /// What the operator allows; only the operator changes it.
    pub operator: Limits,
    /// The caller's own.
    pub own: Limits,
    /// The tighter of both.
    pub effective: Limits,
    pub spent: Spent,
    /// What the day's limit leaves; absent without one.
    pub day_left_micros: Option<Micros>,
    pub month_left_micros: Option<Micros>,
    /// When the day's count begins anew: midnight UTC.
    pub day_ends_at: EpochMs,
    pub month_ends_at: EpochMs,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(most: i64) -> Limits {
        Limits { day_micros_most: Some(Micros(most)), ..Limits::default() }
    }

    #[test]
    fn the_tighter_side_decides_and_a_tie_is_the_operators() {
        let (operator, caller) = (Owner::Operator, Owner::Caller);
        let table = [
            (None, None, None),
            (Some(5), None, Some((5, operator))),
            (None, Some(5), Some((5, caller))),
            (Some(5), Some(4), Some((4, caller))),
            (Some(5), Some(5), Some((5, operator))),
            (Some(5), Some(6), Some((5, operator))),
            (Some(5), Some(0), Some((0, caller))),
        ];
        for (of_operator, of_caller, expected) in table {
            let limits = |most: Option<i64>| Limits { day_micros_most: most.map(Micros), ..Limits::default() };
            let effective = Effective::tighter(&limits(of_operator), &limits(of_caller));
            let bound = effective.day.map(|bound| (bound.most.0, bound.by));
            assert_eq!(bound, expected, "{of_operator:?} {of_caller:?}");
        }
    }

    #[test]
    fn a_row_goes_before_the_servers_default_and_countries_add_up() {
        let countries = |list: &[&str]| list.iter().map(|&iso| iso.to_owned()).collect::<Vec<_>>();
        let defaults = Limits { calls_most: Some(4), blocked_countries: countries(&["KP", "CU"]), ..day(20) };
        assert_eq!(Limits::default().over(&defaults).day_micros_most, Some(Micros(20)));
        assert_eq!(day(30).over(&defaults).day_micros_most, Some(Micros(30)), "an operator may also widen");
        assert_eq!(day(NO_LIMIT.0).over(&defaults).day_micros_most, None);
        let row = Limits { blocked_countries: countries(&["GB", "CU"]), ..Limits::default() };
        let both = row.over(&defaults);
        assert_eq!((both.blocked_countries, both.calls_most), (countries(&["CU", "GB", "KP"]), Some(4)));
    }

    #[test]
    fn a_call_is_never_longer_than_the_carrier_permits() {
        let long = Limits { call_seconds_most: Some(100_000), ..Limits::default() };
        for operator in [&Limits::default(), &long] {
            let effective = Effective::tighter(operator, &Limits::default());
            assert_eq!((effective.call_seconds.most, effective.calls.most), (CARRIER_MOST_SECONDS, CALLS_MOST));
        }
    }

    #[test]
    fn a_blocked_country_names_who_blocks_it() {
        let block = |iso: &str| Limits { blocked_countries: vec![iso.into()], ..Limits::default() };
        let effective = Effective::tighter(&block("CU"), &block("GB"));
        assert_eq!(effective.blocked_by("CU"), Some(Owner::Operator));
        assert_eq!(effective.blocked_by("GB"), Some(Owner::Caller));
        assert_eq!(effective.blocked_by("FR"), None);
        assert_eq!(effective.plain().blocked_countries, ["CU", "GB"]);
    }

    #[test]
    fn what_is_left_counts_what_is_held_and_no_refund_of_an_older_call() {
        let table = [(10, 0, 0, 10), (10, 4, 3, 3), (10, 4, 6, 0), (10, 4, 7, 0), (10, 12, 0, 0), (10, -5, 2, 8), (0, 0, 0, 0)];
        for (most, spent, held, left) in table {
            let spent = Spent { day_micros: Micros(spent), month_micros: Micros(spent), held_micros: Micros(held) };
            assert_eq!(spent.left_of_day(Micros(most)), Micros(left), "{most} {spent:?}");
            assert_eq!(spent.left_of_month(Micros(most)), Micros(left), "{most} {spent:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_spendable_breaks_neither_credit_nor_limit(
            available in 0_i64..1_000_000, held in 0_i64..1_000_000, spent in -1_000_i64..1_000_000, more in 0_i64..1_000_000,
            day in proptest::option::of(0_i64..2_000_000), month in proptest::option::of(0_i64..4_000_000),
        ) {
            let limits = Limits { day_micros_most: day.map(Micros), month_micros_most: month.map(Micros), ..Limits::default() };
            let effective = Effective::tighter(&limits, &Limits::default());
            let spent = Spent { day_micros: Micros(spent), month_micros: Micros(spent + more), held_micros: Micros(held) };
            let (most, purse) = spendable(Micros(available), &effective, &spent);
            prop_assert!(most.0 >= 0 && most.0 <= available);
            for (limit, spent) in [(day, spent.day_micros), (month, spent.month_micros)] {
                prop_assert!(limit.is_none_or(|limit| most.0 == 0 || spent.0.max(0) + held + most.0 <= limit));
            }
            // It is the most there is: one micro more would break whatever is named.
            match purse {
                Purse::Credit => prop_assert_eq!(most.0, available),
                Purse::Day(bound) => prop_assert!(spent.day_micros.0.max(0) + held + most.0 + 1 > bound.most.0),
                Purse::Month(bound) => prop_assert!(spent.month_micros.0.max(0) + held + most.0 + 1 > bound.most.0),
                Purse::Server => prop_assert!(false, "the server's day is looked at elsewhere"),
            }
        }
    }
}
