//! SQL of money: the only file that writes the wallet columns of `users`, and `transactions`.
//!
//! Lock order everywhere: the call's or payment's row first, then the user's row, then the contact's. Never read money,
//! compute and write it back: every change is one guarded statement.

use sqlx::FromRow;

use super::model::{Balance, LastChange, StatementFilter, Transaction as Line, TransactionKind};
use crate::{
    domain::{
        ids::{CallId, PaymentId, UserId},
        money::Micros,
        page::{Limit, Page},
        time::EpochMs,
    },
    error::AppError,
    server::database::{Database, Transaction, on_engine},
};

/// What came of asking for a hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldOutcome {
    Held,
    /// Too little credit, too many calls at once, or an account that is not active: nothing changed.
    Refused,
}

/// Sets money aside for a call that is about to start. The call's row must have been inserted before, in this transaction.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &mut Transaction, user: &UserId, amount: Micros) -> sqlx::Result<HoldOutcome> {
    const HOLD: &str = "
        update users set held_micros = held_micros + $2, active_calls = active_calls + 1, wallet_version = wallet_version + 1
         where id = $1 and status = 'active' and balance_micros - held_micros >= $2 and active_calls < max_calls";

    let rows = on_engine!(tx, |tx| sqlx::query(HOLD).bind(user).bind(amount).execute(&mut **tx).await?.rows_affected());
    Ok(if rows == 1 { HoldOutcome::Held } else { HoldOutcome::Refused })
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

    let (balance, seq): (Micros, i64) = on_engine!(tx, |tx| {
        sqlx::query_as(RELEASE).bind(charge.user).bind(charge.charged).bind(charge.held).fetch_one(&mut **tx).await
    })?;
    if charge.charged.is_zero() {
        return Ok(());
    }
    let line = NewLine {
        user: charge.user,
        seq,
        kind: TransactionKind::Call,
        amount: -charge.charged,
        balance_after: balance,
        call: Some(charge.call),
        payment: None,
        operator: None,
        note: None,
        at: charge.at,
    };
    append(tx, line).await
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

/// The wallet of a user; `None` when there is no such user.
///
/// # Errors
/// When the database fails.
pub async fn balance(db: &Database, user: &UserId) -> sqlx::Result<Option<Balance>> {
    const BALANCE: &str = "
        select u.currency, u.balance_micros, u.held_micros, u.wallet_version, t.kind, t.amount_micros, t.created_at
          from users u left join transactions t on t.user_id = u.id and t.seq = u.txn_seq
         where u.id = $1";

    let row: Option<BalanceRow> = on_engine!(db, |pool| sqlx::query_as(BALANCE).bind(user).fetch_optional(pool).await)?;
    Ok(row.map(BalanceRow::into_balance))
}

/// A page of the statement, newest first; the cursor is the `seq` of the last line shown.
///
/// # Errors
/// [`AppError::Invalid`] for a wrong cursor, or when the database fails.
pub async fn statement(
    db: &Database,
    user: &UserId,
    filter: &StatementFilter,
    cursor: Option<&str>,
    limit: Limit,
) -> Result<Page<Line>, AppError> {
    const LINES: &str = "
        select seq, kind, amount_micros, balance_after_micros, call_id, payment_id, note, created_at
          from transactions
         where user_id = $1 and seq < $2 and (cast($3 as text) is null or kind = $3)
           and created_at >= $4 and created_at < $5
         order by seq desc limit $6";

    let before = cursor
        .map_or(Ok(i64::MAX), str::parse)
        .map_err(|_| AppError::invalid("cursor", "cursor: pass the next_cursor of the page before, unchanged"))?;
    let (from, to) = (filter.from.map_or(i64::MIN, |at| at.0), filter.to.map_or(i64::MAX, |at| at.0));
    let rows: Vec<LineRow> = on_engine!(db, |pool| {
        sqlx::query_as(LINES)
            .bind(user)
            .bind(before)
            .bind(filter.kind)
            .bind(from)
            .bind(to)
            .bind(limit.rows() + 1)
            .fetch_all(pool)
            .await
    })?;
    Ok(Page::of(rows.into_iter().map(LineRow::into_line).collect(), limit, |line| line.seq.to_string()))
}

struct NewLine<'a> {
    user: &'a UserId,
    seq: i64,
    kind: TransactionKind,
    amount: Micros,
    balance_after: Micros,
    call: Option<&'a CallId>,
    payment: Option<&'a PaymentId>,
    operator: Option<&'a str>,
    note: Option<&'a str>,
    at: EpochMs,
}

async fn append(tx: &mut Transaction, line: NewLine<'_>) -> sqlx::Result<()> {
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

#[derive(FromRow)]
struct BalanceRow {
    currency: String,
    balance_micros: Micros,
    held_micros: Micros,
    wallet_version: i64,
    kind: Option<TransactionKind>,
    amount_micros: Option<Micros>,
    created_at: Option<EpochMs>,
}

impl BalanceRow {
    fn into_balance(self) -> Balance {
        let last_change = match (self.kind, self.amount_micros, self.created_at) {
            (Some(kind), Some(amount_micros), Some(at)) => Some(LastChange { kind, amount_micros, at }),
            _ => None,
        };
        Balance {
            currency: self.currency,
            balance_micros: self.balance_micros,
            held_micros: self.held_micros,
            available_micros: self.balance_micros - self.held_micros,
            version: self.wallet_version,
            last_change,
        }
    }
}

#[derive(FromRow)]
struct LineRow {
    seq: i64,
    kind: TransactionKind,
    amount_micros: Micros,
    balance_after_micros: Micros,
    call_id: Option<CallId>,
    payment_id: Option<PaymentId>,
    note: Option<String>,
    created_at: EpochMs,
}

impl LineRow {
    fn into_line(self) -> Line {
        Line {
            seq: self.seq,
            kind: self.kind,
            amount_micros: self.amount_micros,
            balance_after_micros: self.balance_after_micros,
            call_id: self.call_id,
            payment_id: self.payment_id,
            note: self.note,
            created_at: self.created_at,
        }
    }
}
