//! What an account has room for: before a call, to plan it; and inside its authorisation, to hold it to its limits.

use super::{
    model::{Bound, Effective, LimitKind, Limits, Purse, Spent, spendable},
    store::{self, Rows},
    words::{self, Refusal},
};
use crate::{
    domain::{ids::UserId, money::Micros, month::Month, time::EpochMs},
    ledger::store::{Spending, spending, spending_within, spent_by_all, spent_by_all_within},
    rates::{charge::Allowance, model::Tariff},
    server::{database::Transaction, spending::SpendingDefaults, state::AppState},
    users::model::AccountStatus,
};

/// What an account may do at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// The least of the free balance and what the limits of day and month leave.
    pub spendable: Micros,
    /// Which of them is the least.
    pub purse: Purse,
    /// The longest call, in seconds.
    pub call_seconds_most: i64,
    pub status: AccountStatus,
    /// Why it is not active.
    pub status_reason: Option<String>,
    /// The owner's address is not known to be theirs, and here it must be.
    pub is_unverified: bool,
    pub active_calls: i64,
    pub effective: Effective,
    pub spent: Spent,
}

/// A call that somebody wants to place.
#[derive(Debug, Clone, Copy)]
pub struct Attempt<'a> {
    /// ISO 3166-1 alpha-2 of the number.
    pub country: Option<&'a str>,
    /// The country's name, for people.
    pub place: &'a str,
    pub tariff: &'a Tariff,
}

/// What an account has room for now. A moment later it may be less: [`breach`] decides.
///
/// # Errors
/// When the database fails, or there is no such user.
pub async fn room(state: &AppState, user: &UserId) -> sqlx::Result<Room> {
    let now = state.clock.now();
    let rows = store::rows(&state.db, user).await?;
    let spending = spending(&state.db, user, since(now)).await?;
    let defaults = &state.config.spending;
    let room = Room::of(&rows, &defaults.of_age(now.seconds_since(spending.created_at)), spending);
    let Some(most) = defaults.server_day_most else { return Ok(room) };
    let spent = spent_by_all(&state.db, now.utc_day_start()).await?;
    Ok(room.within_server_day(Micros(most.0.saturating_sub(spent.0).max(0))))
}

/// Which limit a call breaks that was just inserted and held in this transaction; then nothing of it may be committed. The hold
/// has locked the user's row, so what is read here stays true until the commit.
///
/// # Errors
/// When the database fails.
pub async fn breach(
    tx: &mut Transaction,
    state: &AppState,
    user: &UserId,
    attempt: Attempt<'_>,
    allowance: Allowance,
) -> sqlx::Result<Option<LimitKind>> {
    let (now, defaults) = (state.clock.now(), &state.config.spending);
    if let Some(most) = defaults.server_day_most
        && spent_by_all_within(tx, now.utc_day_start()).await? > most
    {
        tracing::error!(limit_micros = most.0, "the server's limit of a day is reached: calls are refused until midnight UTC");
        return Ok(Some(LimitKind::Day));
    }
    let rows = store::rows_within(tx, user).await?;
    let spending = spending_within(tx, user, since(now)).await?;
    let room = Room::of(&rows, &defaults.of_age(now.seconds_since(spending.created_at)), spending);
    let too_long = allowance.affordable_seconds > room.call_seconds_most;
    Ok(room.overdrawn(attempt).or(too_long.then_some(LimitKind::CallSeconds)))
}

pub(super) fn since(now: EpochMs) -> [EpochMs; 2] {
    [now.utc_day_start(), Month::of(now).begin()]
}

impl Room {
    pub(super) fn of(rows: &Rows, defaults: &SpendingDefaults, spending: Spending) -> Self {
        let operator = operator_limits(rows, defaults, spending.max_calls);
        let effective = Effective::tighter(&operator, &rows.caller);
        let spent = Spent {
            day_micros: spending.spent_since_first,
            month_micros: spending.spent_since_second,
            held_micros: spending.held_micros,
        };
        // Nothing for a longer call either, while the account is frozen.
        let free =
            if spending.status == AccountStatus::Active { spending.balance_micros - spending.held_micros } else { Micros::ZERO };
        let (spendable, purse) = spendable(free, &effective, &spent);
        Self {
            spendable,
            purse,
            call_seconds_most: effective.call_seconds.most,
            status: spending.status,
            status_reason: spending.status_reason,
            is_unverified: defaults.verified_only && !spending.email_verified,
            active_calls: spending.active_calls,
            effective,
            spent,
        }
    }

    /// What to hold for a call and how long it may last.
    ///
    /// # Errors
    /// Which limit refuses it, in words.
    pub fn allowance(&self, attempt: Attempt<'_>) -> Result<Allowance, Refusal> {
        if self.status != AccountStatus::Active {
            return Err(words::not_active(self.status, self.status_reason.as_deref()));
        }
        if self.is_unverified {
            return Err(words::unverified());
        }
        if let Some(by) = attempt.country.and_then(|iso| self.effective.blocked_by(iso)) {
            return Err(words::country_blocked(attempt.place, by));
        }
        if let Some(rate) = self.too_dear(attempt.tariff) {
            return Err(words::too_dear(rate, attempt.tariff));
        }
        if self.active_calls >= self.effective.calls.most {
            return Err(words::too_many_calls(self.effective.calls));
        }
        let allowance = attempt.tariff.allowance(self.spendable, self.call_seconds_most);
        allowance.ok_or_else(|| words::too_little(self.purse, self.spendable, attempt.tariff, &self.spent))
    }

    /// The same where all accounts together have so much left today.
    fn within_server_day(self, left: Micros) -> Self {
        if left < self.spendable { Self { spendable: left, purse: Purse::Server, ..self } } else { self }
    }

    fn too_dear(&self, tariff: &Tariff) -> Option<Bound<Micros>> {
        self.effective.rate.filter(|rate| tariff.rate_micros_per_minute > rate.most)
    }

    /// Which limit is broken when the call is already counted and held.
    fn overdrawn(&self, attempt: Attempt<'_>) -> Option<LimitKind> {
        let (effective, spent) = (&self.effective, &self.spent);
        let over = |bound: Option<Bound<Micros>>, micros: Micros| {
            bound.is_some_and(|bound| i128::from(micros.0.max(0)) + i128::from(spent.held_micros.0) > i128::from(bound.most.0))
        };
        let broken = [
            (attempt.country.is_some_and(|iso| effective.blocked_by(iso).is_some()), LimitKind::Country),
            (self.too_dear(attempt.tariff).is_some(), LimitKind::Rate),
            (self.active_calls > effective.calls.most, LimitKind::Calls),
            (over(effective.day, spent.day_micros), LimitKind::Day),
            (over(effective.month, spent.month_micros), LimitKind::Month),
        ];
        broken.into_iter().find_map(|(is_broken, kind)| is_broken.then_some(kind))
    }
}

/// What the operator allows: the row of the account over the server's defaults, and never more calls than the account's wall.
pub(super) fn operator_limits(rows: &Rows, defaults: &SpendingDefaults, wall: i64) -> Limits {
    let mut limits = rows.operator.clone().over(&server_limits(defaults));
    limits.calls_most = Some(limits.calls_most.map_or(wall, |most| most.min(wall)));
    limits
}

/// The server's defaults as limits.
fn server_limits(defaults: &SpendingDefaults) -> Limits {
    Limits {
        call_seconds_most: Some(defaults.call_seconds_most),
        day_micros_most: defaults.day_most,
        month_micros_most: defaults.month_most,
        rate_micros_per_min_most: defaults.rate_per_minute_most,
        calls_most: defaults.calls_most,
        blocked_countries: defaults.blocked_countries.clone(),
    }
}
