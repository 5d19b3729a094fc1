//! Wallet and statement as their owner reads them.

use sqlx::FromRow;

use crate::{
    domain::{
        ids::{CallId, PaymentId, UserId},
        money::Micros,
        page::{Limit, Page, WRONG_CURSOR},
        time::EpochMs,
    },
    error::AppError,
    ledger::model::{Balance, LastChange, NO_REASON, StatementFilter, Transaction as Line, TransactionKind},
    server::{
        database::{Database, on_engine},
        live,
    },
};

/// A query for [`LineRow`]s.
macro_rules! lines {
    ($rest:literal) => {
        concat!(
            "select seq, kind, amount_micros, balance_after_micros, call_id, payment_id, operator, note, created_at from transactions ",
            $rest
        )
    };
}
pub(super) use lines;

/// The wallet of a user; `None` when there is no such user.
///
/// # Errors
/// When the database fails.
pub async fn balance(db: &Database, user: &UserId) -> sqlx::Result<Option<Balance>> {
    const BALANCE: &str = "
        select u.currency, u.balance_micros, u.held_micros, u.wallet_version, u.warn_below_micros, t.kind, t.amount_micros,
               t.created_at, (case when u.status = 'active' then null else coalesce(u.status_reason, $2) end) as frozen_reason
          from users u left join transactions t on t.user_id = u.id and t.seq = u.txn_seq
         where u.id = $1";

    let row: Option<BalanceRow> =
        on_engine!(db, |pool| sqlx::query_as(BALANCE).bind(user).bind(NO_REASON).fetch_optional(pool).await)?;
    Ok(row.map(BalanceRow::into_balance))
}

/// Sets below which available balance the owner wants to be told. The version rises, so that every page hears of it.
///
/// # Errors
/// When the database fails.
pub async fn set_warning(db: &Database, user: &UserId, below: Option<Micros>) -> sqlx::Result<()> {
    const UPDATE: &str = "update users set warn_below_micros = $2, wallet_version = wallet_version + 1 where id = $1";

    on_engine!(db, |pool| sqlx::query(UPDATE).bind(user).bind(below).execute(pool).await.map(drop))?;
    live::changed(user);
    Ok(())
}

/// The [`Balance::mark`] of a wallet, without reading the rest of it.
///
/// # Errors
/// When the database fails.
pub async fn mark(db: &Database, user: &UserId) -> sqlx::Result<Option<i64>> {
    const MARK: &str = "select wallet_version * 2 + (case when status = 'active' then 0 else 1 end) from users where id = $1";

    on_engine!(db, |pool| sqlx::query_scalar(MARK).bind(user).fetch_optional(pool).await)
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
    const LINES: &str = lines!(
        "where user_id = $1 and seq < $2 and created_at >= $4 and created_at < $5
           and (cast($3 as text) is null
                or (case when kind = 'adjust' and call_id is not null then 'refund' else kind end) = cast($3 as text))
         order by seq desc limit $6"
    );

    let before = cursor.map_or(Ok(i64::MAX), str::parse).map_err(|_| AppError::invalid("cursor", WRONG_CURSOR))?;
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

#[derive(FromRow)]
struct BalanceRow {
    currency: String,
    balance_micros: Micros,
    held_micros: Micros,
    wallet_version: i64,
    warn_below_micros: Option<Micros>,
    kind: Option<TransactionKind>,
    amount_micros: Option<Micros>,
    created_at: Option<EpochMs>,
    frozen_reason: Option<String>,
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
            frozen_reason: self.frozen_reason,
            warn_below_micros: self.warn_below_micros,
        }
    }
}

#[derive(FromRow)]
pub(super) struct LineRow {
    seq: i64,
    kind: TransactionKind,
    amount_micros: Micros,
    balance_after_micros: Micros,
    call_id: Option<CallId>,
    payment_id: Option<PaymentId>,
    operator: Option<String>,
    note: Option<String>,
    created_at: EpochMs,
}

impl LineRow {
    pub(super) fn into_line(self) -> Line {
        Line {
            seq: self.seq,
            kind: self.kind,
            amount_micros: self.amount_micros,
            balance_after_micros: self.balance_after_micros,
            call_id: self.call_id,
            payment_id: self.payment_id,
            operator: self.operator,
            note: self.note,
            created_at: self.created_at,
        }
    }
}
