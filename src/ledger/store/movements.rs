//! Every movement of money.

use crate::{
    domain::{
        ids::{CallId, PaymentId, UserId},
        money::Micros,
        time::EpochMs,
    },
    ledger::model::TransactionKind,
    server::database::{Transaction, on_engine},
};

/// What came of asking for a hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldOutcome {
    Held,
    /// The free balance is smaller: nothing changed.
    TooLittleCredit,
    /// The account is not active, or has as many calls as it may: nothing changed.
    Unwilling,
}

/// Sets money aside for a call that is about to start. The call's row must have been inserted before, in this transaction.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &mut Transaction, user: &UserId, amount: Micros) -> sqlx::Result<HoldOutcome> {
    const HOLD: &str = "
        update users set held_micros = held_micros + $2, active_calls = active_calls + 1, wallet_version = wallet_version + 1
         where id = $1 and status = 'active' and balance_micros - held_micros >= $2 and active_calls < max_calls";

    const WILLING: &str = "select exists (select 1 from users where id = $1 and status = 'active' and active_calls < max_calls)";

    tx.note(user);
    let rows = on_engine!(tx, |tx| sqlx::query(HOLD).bind(user).bind(amount).execute(&mut **tx).await?.rows_affected());
    if rows == 1 {
        return Ok(HoldOutcome::Held);
    }
    let willing: bool = on_engine!(tx, |tx| sqlx::query_scalar(WILLING).bind(user).fetch_one(&mut **tx).await)?;
    Ok(if willing { HoldOutcome::TooLittleCredit } else { HoldOutcome::Unwilling })
}

/// Sets more money aside for a call that runs, whose row was raised before, in this transaction. `false` when the free
/// balance is smaller or the account is not active: nothing changed.
///
/// # Errors
/// When the database fails.
pub async fn extend_hold(tx: &mut Transaction, user: &UserId, more: Micros) -> sqlx::Result<bool> {
    const EXTEND: &str = "
        update users set held_micros = held_micros + $2, wallet_version = wallet_version + 1
         where id = $1 and status = 'active' and $2 >= 0 and balance_micros - held_micros >= $2";

    tx.note(user);
    let rows = on_engine!(tx, |tx| sqlx::query(EXTEND).bind(user).bind(more).execute(&mut **tx).await?.rows_affected());
    Ok(rows == 1)
}

/// A call's end, as the ledger needs it: the hold goes, the charge (at most the hold) is taken.
#[derive(Debug, Clone, Copy)]
pub struct CallCharge<'a> {
    pub user: &'a UserId,
    pub call: &'a CallId,
    pub held: Micros,
    /// Zero releases without a line in the statement.
    pub charged: Micros,
    pub at: EpochMs,
}

/// Releases a hold and takes the charge. The caller guards that this happens once per call (`settled_at is null`).
///
/// # Errors
/// When the database fails.
pub async fn charge(tx: &mut Transaction, charge: CallCharge<'_>) -> sqlx::Result<()> {
    const RELEASE: &str = "
        update users set balance_micros = balance_micros - $2, held_micros = held_micros - $3, active_calls = active_calls - 1,
               txn_seq = txn_seq + (case when $2 > 0 then 1 else 0 end), wallet_version = wallet_version + 1
         where id = $1 returning balance_micros, txn_seq";

    tx.note(charge.user);
    let (balance, seq): (Micros, i64) = on_engine!(tx, |tx| {
        sqlx::query_as(RELEASE).bind(charge.user).bind(charge.charged).bind(charge.held).fetch_one(&mut **tx).await
    })?;
    if charge.charged.is_zero() {
        return Ok(());
    }
    append(tx, NewLine::of_call(charge.user, charge.call, (seq, balance), -charge.charged, charge.at)).await
}

/// Takes up to `most` for a call that was never held, and says how much the free balance gave. The user's row is locked
/// first, so that what is read is what is taken.
///
/// # Errors
/// When the database fails, or there is no such user.
pub async fn take(tx: &mut Transaction, user: &UserId, call: &CallId, most: Micros, at: EpochMs) -> sqlx::Result<Micros> {
    const LOCK: &str =
        "update users set wallet_version = wallet_version + 1 where id = $1 returning balance_micros - held_micros";
    const TAKE: &str = "update users set balance_micros = balance_micros - $2, txn_seq = txn_seq + 1 where id = $1 returning balance_micros, txn_seq";

    tx.note(user);
    let free: Micros = on_engine!(tx, |tx| sqlx::query_scalar(LOCK).bind(user).fetch_one(&mut **tx).await)?;
    let taken = most.min(free);
    if taken.is_zero() {
        return Ok(taken);
    }
    let (balance, seq) = on_engine!(tx, |tx| sqlx::query_as(TAKE).bind(user).bind(taken).fetch_one(&mut **tx).await)?;
    append(tx, NewLine::of_call(user, call, (seq, balance), -taken, at)).await?;
    Ok(taken)
}

/// Credit given, or taken when negative, by a named operator with a reason.
#[derive(Debug, Clone, Copy)]
pub struct Adjustment<'a> {
    pub user: &'a UserId,
    pub amount: Micros,
    pub operator: &'a str,
    pub reason: &'a str,
    pub at: EpochMs,
}

/// Adds an `adjust` line. `false` when the free balance does not cover a negative amount, or there is no such user.
///
/// # Errors
/// When the database fails.
pub async fn adjust(tx: &mut Transaction, adjustment: Adjustment<'_>) -> sqlx::Result<bool> {
    const CREDIT: &str = "
        update users set balance_micros = balance_micros + $2, txn_seq = txn_seq + 1, wallet_version = wallet_version + 1
         where id = $1 and balance_micros - held_micros + $2 >= 0 returning balance_micros, txn_seq";

    tx.note(adjustment.user);
    let credited: Option<(Micros, i64)> = on_engine!(tx, |tx| {
        sqlx::query_as(CREDIT).bind(adjustment.user).bind(adjustment.amount).fetch_optional(&mut **tx).await
    })?;
    let Some((balance_after, seq)) = credited else { return Ok(false) };
    let line = NewLine {
        user: adjustment.user,
        seq,
        kind: TransactionKind::Adjust,
        amount: adjustment.amount,
        balance_after,
        call: None,
        payment: None,
        operator: Some(adjustment.operator),
        note: Some(adjustment.reason),
        at: adjustment.at,
    };
    append(tx, line).await?;
    Ok(true)
}

pub(super) struct NewLine<'a> {
    pub user: &'a UserId,
    pub seq: i64,
    pub kind: TransactionKind,
    pub amount: Micros,
    pub balance_after: Micros,
    pub call: Option<&'a CallId>,
    pub payment: Option<&'a PaymentId>,
    pub operator: Option<&'a str>,
    pub note: Option<&'a str>,
    pub at: EpochMs,
}

impl<'a> NewLine<'a> {
    /// `wallet` is what the update of the user's row returned: the new sequence number and balance.
    fn of_call(user: &'a UserId, call: &'a CallId, wallet: (i64, Micros), amount: Micros, at: EpochMs) -> Self {
        let (seq, balance_after) = wallet;
        let (kind, call) = (TransactionKind::Call, Some(call));
        Self { user, seq, kind, amount, balance_after, call, payment: None, operator: None, note: None, at }
    }
}

pub(super) async fn append(tx: &mut Transaction, line: NewLine<'_>) -> sqlx::Result<()> {
    const APPEND: &str = "
        insert into transactions (user_id, seq, kind, amount_micros, balance_after_micros, call_id, payment_id, operator, note, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

    on_engine!(tx, |tx| {
        sqlx::query(APPEND)
            .bind(line.user)
            .bind(line.seq)
            .bind(line.kind)
            .bind(line.amount)
            .bind(line.balance_after)
            .bind(line.call)
            .bind(line.payment)
            .bind(line.operator)
            .bind(line.note)
            .bind(line.at)
            .execute(&mut **tx)
            .await
            .map(drop)
    })
}
