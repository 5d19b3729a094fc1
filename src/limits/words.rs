//! Why a call is refused, in a sentence that is shown, and that the caller hears: which limit, its value, whose it is, and how
//! to change it.

use super::model::{Bound, LimitKind, Owner, Purse, Spent};
use crate::{domain::money::Micros, rates::model::Tariff, users::model::AccountStatus};

/// Why a call may not be placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Stable, for programs.
    pub code: &'static str,
    /// For people.
    pub reason: String,
}

impl LimitKind {
    /// The code of a refusal by this limit.
    pub const fn code(self) -> &'static str {
        match self {
            Self::CallSeconds => "call_limit",
            Self::Day => "day_limit",
            Self::Month => "month_limit",
            Self::Rate => "rate_limit",
            Self::Calls => "too_many_calls",
            Self::Country => "country_blocked",
        }
    }
}

/// How a limit is changed.
const fn remedy(by: Owner) -> &'static str {
    match by {
        Owner::Caller => "raise it under Settings, Spending limits. Nothing is charged.",
        Owner::Operator => "ask the operator to raise it. Nothing is charged.",
    }
}

const fn whose(by: Owner) -> &'static str {
    match by {
        Owner::Caller => "Your own limit",
        Owner::Operator => "The operator's limit",
    }
}

/// An amount with as many decimals as it needs.
pub fn amount(micros: Micros) -> String {
    match micros.0 {
        whole if whole % 10_000 == 0 => micros.as_balance(),
        price if price % 100 == 0 => micros.as_price(),
        _ => micros.exact(),
    }
}

/// The account is frozen or closed.
pub fn not_active(status: AccountStatus, reason: Option<&str>) -> Refusal {
    let state = if status == AccountStatus::Closed { "closed" } else { "frozen" };
    let because = reason.map(|reason| format!(": {}", reason.trim_end_matches('.'))).unwrap_or_default();
    let reason =
        format!("This account is {state}{because}. It places no calls until the operator opens it again. Nothing is charged.");
    Refusal { code: "account_not_active", reason }
}

/// As many calls are up as may be.
pub fn too_many_calls(calls: Bound<i64>) -> Refusal {
    let count = if calls.most == 1 { "one call".to_owned() } else { format!("{} calls", calls.most) };
    let reason = format!("{} is {count} at once. End a call first, or {}", whose(calls.by), remedy(calls.by));
    Refusal { code: LimitKind::Calls.code(), reason }
}

/// The destination is dearer than may be.
pub fn too_dear(rate: Bound<Micros>, tariff: &Tariff) -> Refusal {
    let (price, most) = (amount(tariff.rate_micros_per_minute), amount(rate.most));
    let reason = format!(
        "A minute to this number costs {price}. {} is {most} a minute. To change that, {}",
        whose(rate.by),
        remedy(rate.by)
    );
    Refusal { code: LimitKind::Rate.code(), reason }
}

/// The country is blocked.
pub fn country_blocked(place: &str, by: Owner) -> Refusal {
    let reason = match by {
        Owner::Caller => {
            format!("Your own limits block calls to {place}. Unblock it under Settings, Spending limits. Nothing is charged.")
        }
        Owner::Operator => format!("The operator blocks calls to {place}. Ask the operator to unblock it. Nothing is charged."),
    };
    Refusal { code: LimitKind::Country.code(), reason }
}

/// What is left does not cover the first interval.
pub fn too_little(purse: Purse, left: Micros, tariff: &Tariff, spent: &Spent) -> Refusal {
    let (least, needed) = tariff.least();
    let needed = format!("The first {least} s of this call cost {}", needed.as_price());
    let (kind, bound, period, until) = match purse {
        Purse::Credit => {
            let reason = format!(
                "{needed}, but only {} of your credit is free. Add credit, or end a call that holds some. Nothing is charged.",
                left.as_balance()
            );
            return Refusal { code: "insufficient_credit", reason };
        }
        Purse::Day(bound) => (LimitKind::Day, bound, "a day", "until midnight UTC"),
        Purse::Month(bound) => (LimitKind::Month, bound, "a month", "until the month ends"),
    };
    let held = if spent.held_micros.is_zero() {
        String::new()
    } else {
        format!("; calls in progress hold {}", amount(spent.held_micros))
    };
    let reason = format!(
        "{needed}, but {whose} of {most} {period} leaves {left} {until}{held}. To change that, {remedy}",
        whose = whose(bound.by).replacen('T', "t", 1).replacen('Y', "y", 1),
        most = amount(bound.most),
        left = amount(left),
        remedy = remedy(bound.by),
    );
    Refusal { code: kind.code(), reason }
}
