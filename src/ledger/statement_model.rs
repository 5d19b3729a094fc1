//! A month's statement as it crosses the wire.

use serde::{Deserialize, Serialize};

use super::model::{Transaction, TransactionKind};
use crate::domain::{money::Micros, month::Month, time::EpochMs};

/// The lines of one kind together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Total {
    pub lines: i64,
    pub amount_micros: Micros,
}

/// The lines by kind. Together they are all that moved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Totals {
    pub top_ups: Total,
    pub calls: Total,
    /// What was given back: adjustments that name a call.
    pub refunds: Total,
    pub adjustments: Total,
    pub chargebacks: Total,
}

impl Totals {
    /// Adds lines of one kind.
    pub fn add(&mut self, kind: TransactionKind, names_a_call: bool, lines: i64, amount: Micros) {
        let total = match kind {
            TransactionKind::Topup => &mut self.top_ups,
            TransactionKind::Call => &mut self.calls,
            TransactionKind::Adjust if !names_a_call => &mut self.adjustments,
            TransactionKind::Refund | TransactionKind::Adjust => &mut self.refunds,
            TransactionKind::Chargeback => &mut self.chargebacks,
        };
        total.lines += lines;
        total.amount_micros = total.amount_micros + amount;
    }

    /// Each kind in the order in which they are shown: top-ups, calls, refunds, adjustments, chargebacks.
    pub const fn each(&self) -> [Total; 5] {
        [self.top_ups, self.calls, self.refunds, self.adjustments, self.chargebacks]
    }

    pub fn lines(&self) -> i64 {
        self.each().iter().map(|total| total.lines).sum()
    }

    /// What all lines come to.
    pub fn amount(&self) -> Micros {
        self.each().iter().map(|total| total.amount_micros).sum()
    }
}

/// A month of a wallet: `opening_micros` and the totals make `closing_micros`, to the micro.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MonthStatement {
    /// A month in UTC, such as `2026-11`.
    #[cfg_attr(feature = "ssr", schema(value_type = String, example = "2026-11"))]
    pub month: Month,
    /// ISO 4217.
    pub currency: String,
    /// When it was made. A month that is not over goes on from here.
    pub made_at: EpochMs,
    /// Whether the month is over, so that this statement never changes.
    pub complete: bool,
    pub opening_micros: Micros,
    pub closing_micros: Micros,
    pub totals: Totals,
    /// How many lines the month has, on all pages.
    pub line_count: i64,
    /// A page of the lines, oldest first. A line belongs to the month of its moment; should the server's clock have been set
    /// back, to the month that the line before it had reached.
    pub lines: Vec<Transaction>,
    /// What to pass as `cursor` for the next page; null on the last.
    pub next_cursor: Option<String>,
    /// Why there are no lines, where there are none.
    pub note: Option<String>,
}

/// The months that an account has statements of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Months {
    /// The one it was opened in, or of its first line.
    pub first: Month,
    /// The one that runs.
    pub last: Month,
}

/// What the page of a statement shows.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthPage {
    /// Whose statement it is.
    pub email: String,
    pub months: Months,
    /// Absent when there is no such statement; then `sentence` says why.
    pub statement: Option<MonthStatement>,
    pub sentence: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_take_every_line_once() {
        let mut totals = Totals::default();
        for (number, kind) in TransactionKind::ALL.iter().enumerate() {
            totals.add(*kind, false, 1, Micros(10_i64.pow(u32::try_from(number).expect("few"))));
        }
        totals.add(TransactionKind::Adjust, true, 2, Micros(100_000));
        assert_eq!((totals.lines(), totals.amount()), (7, Micros(111_111)));
        assert_eq!(totals.refunds, Total { lines: 3, amount_micros: Micros(100_100) });
    }
}
