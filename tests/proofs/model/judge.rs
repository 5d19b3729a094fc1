//! The model: what each call must have cost and what each wallet must hold, worked out from the truth of the calls alone.

use std::collections::HashMap;

use num_bigint::BigInt;
use ringfare::{domain::ids::UserId, rates::model::Tariff};

use super::{
    plan::Truth,
    world::{CallRow, WalletRow},
};
use crate::charge::{billed_by_counting, exact_price};

/// The longest call, in seconds, and what the carrier ends it earlier (docs/money.md).
const CALL_MOST: i64 = 3_600;
pub const GUARD: i64 = 2;

/// How an account's wallet decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purse {
    /// More than everything costs.
    Plenty,
    /// Little, and one call: what it may do is known exactly.
    Tight,
    /// Little, and many calls at once: who comes first is not known, but what follows from it is.
    Contended,
}

#[derive(Debug, Clone)]
pub struct Account {
    pub id: UserId,
    pub purse: Purse,
    /// For calls that begin elsewhere.
    pub number: Option<String>,
    pub balance: i64,
}

fn price(tariff: &Tariff, billed: i64) -> i64 {
    i64::try_from(exact_price(tariff, billed)).expect("proofs keep to prices that fit")
}

/// The time limit that the carrier must be told, stepping through increments; `None` when the first is too dear.
pub fn limit(tariff: &Tariff, available: i64) -> Option<i64> {
    let (wallet, mut affordable, mut seconds) = (BigInt::from(available), 0, tariff.initial_seconds);
    if BigInt::from(tariff.connect_micros.0) > wallet {
        return None;
    }
    if tariff.rate_micros_per_minute.0 == 0 {
        return Some(CALL_MOST - GUARD);
    }
    while affordable < CALL_MOST && exact_price(tariff, seconds) <= wallet {
        affordable = seconds;
        seconds += tariff.increment_seconds;
    }
    let limit = affordable.min(CALL_MOST) - GUARD;
    (limit >= 1).then_some(limit)
}

/// What a time limit sets aside.
pub fn hold(tariff: &Tariff, limit: i64) -> i64 {
    let never_free = Tariff { free_under_seconds: 0, ..tariff.clone() };
    price(tariff, billed_by_counting(&never_free, limit + GUARD))
}

/// What a call costs: `hold` is `None` for a call that was never held.
pub fn cost(tariff: &Tariff, truth: &Truth, hold: Option<i64>) -> i64 {
    let rated = price(tariff, billed_by_counting(tariff, truth.seconds));
    hold.map_or(rated, |hold| rated.min(hold))
}

/// The state that every order of the same posts must lead to, as text to hash and to compare.
pub fn state(calls: &[CallRow], wallets: &[WalletRow]) -> String {
    let mut lines: Vec<String> = calls
        .iter()
        .map(|call| {
            let outcome = if call.status == "completed" { "completed" } else { "not answered" };
            let (duration, billed, rated) = (call.duration_s, call.billed_s, call.rated_micros);
            let (hold, charged) = (call.hold_micros, call.charged_micros);
            let leg = call.parent_sid.as_ref().or(call.child_sid.as_ref());
            format!("{leg:?} {outcome} {duration:?} {billed:?} {rated:?} {hold} {charged:?} {}", call.settled_at.is_some())
        })
        .chain(wallets.iter().map(|wallet| format!("{wallet:?}")))
        .collect();
    lines.sort();
    lines.join("\n")
}

/// What became of one authorisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Granted {
    /// What the carrier was told, in seconds.
    pub limit: i64,
    /// Which deck priced it.
    pub deck: usize,
}

/// Compares a round's rows with the model and moves its wallets on.
pub fn judge(
    truths: &[Truth],
    granted: &[Option<Granted>],
    decks: &[Vec<(String, Tariff)>],
    accounts: &mut [Account],
    rows: (&[CallRow], &[WalletRow]),
) -> Result<(), String> {
    let mut by_leg: HashMap<&str, &CallRow> = HashMap::new();
    for row in rows.0 {
        for leg in [&row.parent_sid, &row.child_sid].into_iter().flatten() {
            by_leg.insert(leg, row);
        }
    }
    let mut rows_expected = 0;
    for (truth, granted) in truths.iter().zip(granted) {
        let leg = if truth.orphan { truth.child.as_deref().unwrap_or_default() } else { &truth.parent };
        let row = by_leg.get(leg);
        let Some(granted) = granted else {
            if let Some(row) = row {
                return Err(format!("{truth:?} was refused, but there is {row:?}"));
            }
            continue;
        };
        rows_expected += 1;
        let Some(row) = row else { return Err(format!("{truth:?} was granted ({granted:?}), but there is no call")) };
        let tariff = &decks[granted.deck][truth.prefix].1;
        let held = (!truth.orphan).then(|| hold(tariff, granted.limit));
        let cost = cost(tariff, truth, held);
        let account = &mut accounts[truth.account];
        account.balance -= cost;
        if row.charged_micros != Some(cost) || row.user_id != account.id {
            return Err(format!(
                "{truth:?} at {tariff:?} with {granted:?} must cost {cost} of {}, but there is {row:?}",
                account.id
            ));
        }
        if held.is_some_and(|held| held != row.hold_micros) {
            return Err(format!("{truth:?} at {tariff:?} with {granted:?} must hold {held:?}, but there is {row:?}"));
        }
    }
    if rows.0.len() != rows_expected {
        return Err(format!("{} calls where {rows_expected} must be", rows.0.len()));
    }
    let wallets: HashMap<&UserId, &WalletRow> = rows.1.iter().map(|row| (&row.id, row)).collect();
    for account in accounts.iter() {
        match wallets.get(&account.id) {
            Some(row) if row.balance_micros == account.balance && row.held_micros == 0 && row.active_calls == 0 => {}
            row => return Err(format!("{account:?} must have that balance and nothing held, but there is {row:?}")),
        }
    }
    Ok(())
}
