//! What happened between two looks at a wallet.

use super::model::{Balance, TransactionKind};
use crate::{
    domain::{money::Micros, time::EpochMs},
    words,
};

/// Why the credit that can be called with changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeReason {
    /// A line was written to the statement.
    Booked(TransactionKind),
    /// A call began and set credit aside.
    Held,
    /// A call ended without a charge and gave its hold back.
    Released,
}

impl ChangeReason {
    /// The words shown to people.
    pub fn label(self, t: words::Ledger) -> &'static str {
        match self {
            Self::Booked(TransactionKind::Call) => t.call_charged(),
            Self::Booked(TransactionKind::Topup) => t.top_up(),
            Self::Booked(TransactionKind::Refund) => t.refund(),
            Self::Booked(TransactionKind::Chargeback) => t.chargeback(),
            Self::Booked(TransactionKind::Adjust) => t.adjustment(),
            Self::Held => t.set_aside(),
            Self::Released => t.given_back(),
        }
    }
}

/// A change of a wallet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceChange {
    /// Available credit before.
    pub from: Micros,
    /// Available credit after.
    pub to: Micros,
    /// What moved: the sum that was booked, or the part that was held or given back.
    pub amount: Micros,
    pub reason: ChangeReason,
    pub at: EpochMs,
}

impl BalanceChange {
    /// The change from one look to a later one; `None` when nothing changed or `new` is the older one.
    /// `now` dates what the statement does not.
    pub fn between(old: &Balance, new: &Balance, now: EpochMs) -> Option<Self> {
        if new.version <= old.version {
            return None;
        }
        let booked = new.balance_micros - old.balance_micros;
        let available = new.available_micros - old.available_micros;
        let last = new.last_change.as_ref().filter(|_| !booked.is_zero());
        let (reason, amount, at) = match last {
            Some(last) => (ChangeReason::Booked(last.kind), booked, last.at),
            None if available < Micros::ZERO => (ChangeReason::Held, available, now),
            None if available > Micros::ZERO => (ChangeReason::Released, available, now),
            None => return None,
        };
        Some(Self { from: old.available_micros, to: new.available_micros, amount, reason, at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::model::LastChange;

    fn wallet(version: i64, balance: i64, held: i64) -> Balance {
        Balance {
            currency: "USD".into(),
            balance_micros: Micros(balance),
            held_micros: Micros(held),
            available_micros: Micros(balance - held),
            version,
            last_change: Some(LastChange { kind: TransactionKind::Call, amount_micros: Micros(-42_000), at: EpochMs(7) }),
            frozen_reason: None,
            warn_below_micros: None,
        }
    }

    #[test]
    fn a_hold_a_charge_and_a_release_are_told_apart() {
        let (idle, holding) = (wallet(1, 5_000_000, 0), wallet(2, 5_000_000, 630_000));
        let (charged, released) = (wallet(3, 4_958_000, 0), wallet(3, 5_000_000, 0));
        let change = |old, new| BalanceChange::between(old, new, EpochMs(9)).map(|c| (c.reason, c.amount, c.at));
        assert_eq!(change(&idle, &holding), Some((ChangeReason::Held, Micros(-630_000), EpochMs(9))));
        assert_eq!(change(&holding, &charged), Some((ChangeReason::Booked(TransactionKind::Call), Micros(-42_000), EpochMs(7))));
        assert_eq!(change(&holding, &released), Some((ChangeReason::Released, Micros(630_000), EpochMs(9))));
    }

    #[test]
    fn an_answer_that_comes_late_changes_nothing() {
        assert_eq!(BalanceChange::between(&wallet(3, 1, 0), &wallet(2, 5, 0), EpochMs(9)), None);
        assert_eq!(BalanceChange::between(&wallet(3, 1, 0), &wallet(3, 1, 0), EpochMs(9)), None);
    }
}
