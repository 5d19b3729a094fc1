//! SQL of money: `movements` and `refund` are the only files that write the wallet columns of `users`, and `transactions`.
//!
//! Lock order everywhere: the call's or payment's row first, then the user's row, then the contact's. Never read money,
//! compute and write it back: every change is one guarded statement.

mod month;
mod movements;
mod payments;
mod refund;
mod spending;
mod statement;

pub use month::{MonthSums, account_sums, first_month, lines_between, month_sums};
pub use movements::{Adjustment, CallCharge, HoldOutcome, adjust, charge, extend_hold, hold, take};
pub use payments::{Payment, payments};
pub use refund::{AUTOMATIC, Charged, Refund, RefundOutcome, automatic_refunds_since, charged, lock_wallet, refund};
pub use spending::{Spending, spending, spending_within, spent_by_all, spent_by_all_within};
pub use statement::{balance, mark, set_warning, statement};
