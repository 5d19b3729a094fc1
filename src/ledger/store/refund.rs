//! Giving back what a call cost: once, and never more than that.

use sqlx::FromRow;

use super::movements::{NewLine, append};
use crate::{
    domain::{
        ids::{CallId, UserId},
        money::Micros,
        time::EpochMs,
    },
    ledger::model::TransactionKind,
    server::database::{Database, Transaction, on_engine},
};

/// Who gives the refunds that the rules decide, not a person.
pub const AUTOMATIC: &str = "ringfare";

/// What is to be given back for a settled call.
#[derive(Debug, Clone, Copy)]
pub struct Refund<'a> {
    pub user: &'a UserId,
    pub call: &'a CallId,
    pub amount: Micros,
    /// [`AUTOMATIC`], or the operator's name.
    pub operator: &'a str,
    /// What the statement says about it.
    pub reason: &'a str,
    pub at: EpochMs,
}

/// What came of a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundOutcome {
    Given,
    /// The call was refunded before: nothing changed.
    Already,
    /// The call is not settled, not this user's, or cost less: nothing changed.
    NotOwed,
}

/// Gives back what a call cost, or a part of it, as an `adjust` line that names the call.
///
/// # Errors
/// When the database fails.
pub async fn refund(tx: &mut Transaction, refund: Refund<'_>) -> sqlx::Result<RefundOutcome> {
    const KNOWN: &str = "select exists (select 1 from transactions where kind = 'adjust' and call_id = $1)";
    const CREDIT: &str = "
        update users set balance_micros = balance_micros + $3, txn_seq = txn_seq + 1, wallet_version = wallet_version + 1
         where id = $1 and $3 > 0 and exists (
               select 1 from calls c where c.id = $2 and c.user_id = $1 and c.settled_at is not null and c.charged_micros >= $3)
        returning balance_micros, txn_seq";

    tx.note(refund.user);
    lock_wallet(tx, refund.user).await?;
    let known: bool = on_engine!(tx, |tx| sqlx::query_scalar(KNOWN).bind(refund.call).fetch_one(&mut **tx).await)?;
    if known {
        return Ok(RefundOutcome::Already);
    }
    let credited: Option<(Micros, i64)> = on_engine!(tx, |tx| {
        sqlx::query_as(CREDIT).bind(refund.user).bind(refund.call).bind(refund.amount).fetch_optional(&mut **tx).await
    })?;
    let Some((balance_after, seq)) = credited else { return Ok(RefundOutcome::NotOwed) };
    let line = NewLine {
        user: refund.user,
        seq,
        kind: TransactionKind::Adjust,
        amount: refund.amount,
        balance_after,
        call: Some(refund.call),
        payment: None,
        operator: Some(refund.operator),
        note: Some(refund.reason),
        at: refund.at,
    };
    append(tx, line).await?;
    Ok(RefundOutcome::Given)
}

/// Locks a user's row: what the next statement reads of theirs is then what others have committed.
///
/// # Errors
/// When the database fails.
pub async fn lock_wallet(tx: &mut Transaction, user: &UserId) -> sqlx::Result<()> {
    const LOCK: &str = "update users set wallet_version = wallet_version where id = $1";

    on_engine!(tx, |tx| sqlx::query(LOCK).bind(user).execute(&mut **tx).await.map(drop))
}

/// What a settled call cost, and whom.
#[derive(Debug, Clone, FromRow)]
pub struct Charged {
    pub user_id: UserId,
    pub charged_micros: Micros,
}

/// The charge of a call; `None` while it is not settled, or when there is no such call.
///
/// # Errors
/// When the database fails.
pub async fn charged(db: &Database, call: &CallId) -> sqlx::Result<Option<Charged>> {
    const SELECT: &str = "select user_id, charged_micros from calls where id = $1 and settled_at is not null";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(call).fetch_optional(pool).await)
}

/// How many refunds the rules have given an account since a moment; nobody else gives it one before this transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn automatic_refunds_since(tx: &mut Transaction, user: &UserId, from: EpochMs) -> sqlx::Result<i64> {
    const COUNT: &str = "
        select count(*) from transactions
         where user_id = $1 and created_at >= $2 and kind = 'adjust' and call_id is not null and operator = $3";

    lock_wallet(tx, user).await?;
    on_engine!(tx, |tx| sqlx::query_scalar(COUNT).bind(user).bind(from).bind(AUTOMATIC).fetch_one(&mut **tx).await)
}
