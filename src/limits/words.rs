//! Why a call is refused, in a sentence that is shown, and that the caller hears: which limit, its value, whose it is, and how
//! to change it.

use super::model::{Bound, LimitKind, Owner, Purse, Spent};
use crate::{domain::money::Micros, rates::model::Tariff, users::model::AccountStatus, words};

/// The code of a refusal because everybody together has spent what the server lets them in a day.
pub const SERVER_DAY: &str = "server_day_limit";

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

/// The account is frozen or closed.
pub fn not_active(status: AccountStatus, reason: Option<&str>) -> Refusal {
    let t = words::limits();
    let state = if status == AccountStatus::Closed { t.closed() } else { t.frozen() };
    let because = reason.map(|reason| format!(": {}", reason.trim_end_matches('.'))).unwrap_or_default();
    Refusal { code: "account_not_active", reason: t.not_active(state, &because) }
}

/// Nobody knows yet whether the address is the caller's.
pub fn unverified() -> Refusal {
    Refusal { code: "email_not_verified", reason: words::letters().unverified().to_owned() }
}

/// As many calls are up as may be.
pub fn too_many_calls(calls: Bound<i64>) -> Refusal {
    let t = words::limits();
    let reason = match calls.by {
        Owner::Caller => t.own_calls(calls.most),
        Owner::Operator => t.operators_calls(calls.most),
    };
    Refusal { code: LimitKind::Calls.code(), reason }
}

/// The destination is dearer than may be.
pub fn too_dear(rate: Bound<Micros>, tariff: &Tariff) -> Refusal {
    let (t, language) = (words::limits(), words::language());
    let (price, most) = (language.brief(tariff.rate_micros_per_minute), language.brief(rate.most));
    let reason = match rate.by {
        Owner::Caller => t.own_rate(&price, &most),
        Owner::Operator => t.operators_rate(&price, &most),
    };
    Refusal { code: LimitKind::Rate.code(), reason }
}

/// The country is blocked.
pub fn country_blocked(place: &str, by: Owner) -> Refusal {
    let t = words::limits();
    let reason = match by {
        Owner::Caller => t.own_block(place),
        Owner::Operator => t.operators_block(place),
    };
    Refusal { code: LimitKind::Country.code(), reason }
}

/// What is left does not cover the first interval.
pub fn too_little(purse: Purse, left: Micros, tariff: &Tariff, spent: &Spent) -> Refusal {
    let (t, language) = (words::limits(), words::language());
    let (least, needed) = tariff.least();
    let needed = t.first_seconds(least, &language.price(needed));
    let held = if spent.held_micros.is_zero() { String::new() } else { t.calls_hold(&language.brief(spent.held_micros)) };
    let rest = language.brief(left);
    let most = |bound: Bound<Micros>| language.brief(bound.most);
    let (code, but) = match purse {
        Purse::Credit => ("insufficient_credit", t.little_credit(&language.balance(left))),
        // Nobody's business how much others spend.
        Purse::Server => (SERVER_DAY, t.server_day().to_owned()),
        Purse::Day(bound) => (
            LimitKind::Day.code(),
            match bound.by {
                Owner::Caller => t.own_day(&most(bound), &rest, &held),
                Owner::Operator => t.operators_day(&most(bound), &rest, &held),
            },
        ),
        Purse::Month(bound) => (
            LimitKind::Month.code(),
            match bound.by {
                Owner::Caller => t.own_month(&most(bound), &rest, &held),
                Owner::Operator => t.operators_month(&most(bound), &rest, &held),
            },
        ),
    };
    Refusal { code, reason: format!("{needed}{but}") }
}
