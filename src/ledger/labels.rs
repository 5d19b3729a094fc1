//! What pages call the lines of a statement.

use super::model::{Transaction, TransactionKind};
use crate::words;

/// The word for a kind of line.
pub fn kind(kind: TransactionKind) -> &'static str {
    let t = words::ledger();
    match kind {
        TransactionKind::Topup => t.top_up(),
        TransactionKind::Call => t.call(),
        TransactionKind::Refund => t.refund(),
        TransactionKind::Chargeback => t.chargeback(),
        TransactionKind::Adjust => t.adjustment(),
    }
}

/// The word for a line: what was given back for a call is a refund, whoever gave it.
pub fn label(line: &Transaction) -> &'static str {
    kind(if line.is_refund() { TransactionKind::Refund } else { line.kind })
}

/// The words for several lines of one kind, in the order of `Totals::each`.
pub fn kinds() -> [&'static str; 5] {
    let t = words::ledger();
    [t.top_ups(), t.calls(), t.refunds(), t.adjustments(), t.chargebacks()]
}

/// Why, and by whom; a line without a reason of its own has its number.
pub fn reason(line: &Transaction) -> String {
    let t = words::ledger();
    let note = line.note.as_deref().filter(|note| !note.is_empty());
    let note = note.map(|note| t.reason_of_rules(note).unwrap_or_else(|| note.to_owned()));
    let note = note.unwrap_or_else(|| t.number(&line.seq.to_string()));
    match line.operator.as_deref() {
        Some(operator) => t.by(&note, operator),
        None => note,
    }
}
