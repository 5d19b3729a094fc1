//! Money as a caller sees it.

use serde::{Deserialize, Serialize};

use crate::domain::{
    ids::{CallId, PaymentId},
    money::Micros,
    page::Page,
    time::EpochMs,
};

crate::wire_enum! {
    /// Why a balance changed; a call takes, a top-up gives, an adjustment is an operator's.
    pub enum TransactionKind {
        Topup = "topup",
        Call = "call",
        Refund = "refund",
        Chargeback = "chargeback",
        Adjust = "adjust",
    }
}

impl TransactionKind {
    /// The word in files and on the command line; pages say `ledger::labels::kind`.
    pub fn label(self) -> &'static str {
        match self {
            Self::Topup => "Top-up",
            Self::Call => "Call",
            Self::Refund => "Refund",
            Self::Chargeback => "Chargeback",
            Self::Adjust => "Adjustment",
        }
    }
}

/// A wallet: what is there, what is held for calls in progress, what is left to call with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Balance {
    /// ISO 4217.
    pub currency: String,
    pub balance_micros: Micros,
    pub held_micros: Micros,
    pub available_micros: Micros,
    /// Rises with every hold, charge, release and credit.
    pub version: i64,
    pub last_change: Option<LastChange>,
    /// Why the account places no calls just now; absent while it may.
    pub frozen_reason: Option<String>,
    /// The caller asked to be told when less is available; absent when they did not.
    pub warn_below_micros: Option<Micros>,
}

/// Stands for the reason of a frozen account where the operator noted none.
pub const NO_REASON: &str = "no reason was noted";

impl Balance {
    /// The threshold, while less than that is available.
    pub fn low_below(&self) -> Option<Micros> {
        self.warn_below_micros.filter(|below| self.available_micros < *below)
    }

    /// One number that differs when the wallet moved or the account was frozen or opened.
    pub fn mark(&self) -> i64 {
        self.version * 2 + i64::from(self.frozen_reason.is_some())
    }
}

/// The newest line of the statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct LastChange {
    pub kind: TransactionKind,
    pub amount_micros: Micros,
    pub at: EpochMs,
}

/// A line of the statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Transaction {
    /// 1, 2, 3 … per caller, without gaps.
    pub seq: i64,
    pub kind: TransactionKind,
    pub amount_micros: Micros,
    pub balance_after_micros: Micros,
    pub call_id: Option<CallId>,
    pub payment_id: Option<PaymentId>,
    /// Who made the adjustment: an operator's name, or `ringfare` for what the rules of refund decide.
    pub operator: Option<String>,
    /// Why, on an adjustment.
    pub note: Option<String>,
    pub created_at: EpochMs,
}

impl Transaction {
    /// Whether it gives back what a call cost: an adjustment that names its call.
    pub const fn is_refund(&self) -> bool {
        matches!(self.kind, TransactionKind::Refund) || (matches!(self.kind, TransactionKind::Adjust) && self.call_id.is_some())
    }

    /// The word in files; pages say `ledger::labels::label`.
    pub fn label(&self) -> &'static str {
        if self.is_refund() { TransactionKind::Refund.label() } else { self.kind.label() }
    }
}

/// Which lines of the statement; empty means all. As in the totals of a month, a refund is also an adjustment that names its
/// call, and an adjustment is one that does not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementFilter {
    pub kind: Option<TransactionKind>,
    /// From this moment on.
    pub from: Option<EpochMs>,
    /// Before this moment.
    pub to: Option<EpochMs>,
}

/// The lines of one day, which are next to each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// In the reader's language and zone: `Today`, `22 Nov 2026`.
    pub name: String,
    pub lines: usize,
}

/// A page of the statement with the filter it was read with, moments instead of days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    pub filter: StatementFilter,
    /// The days of the page's lines, in their order.
    pub days: Vec<Day>,
    pub months: super::statement_model::Months,
    pub page: Page<Transaction>,
}
