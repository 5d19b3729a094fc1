//! A month of one account: where its lines begin and end, what they come to, and the lines.

use sqlx::FromRow;

use super::statement::{LineRow, lines};
use crate::{
    domain::{ids::UserId, money::Micros, month::Month, time::EpochMs},
    ledger::{
        model::{Transaction as Line, TransactionKind},
        statement_model::Totals,
    },
    server::database::{Database, Transaction, on_engine},
};

/// What a month's lines come to, read from one state of the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthSums {
    pub currency: String,
    /// When the account was opened.
    pub opened_at: EpochMs,
    /// The number of the month's first line, or of the one that would be.
    pub first: i64,
    /// The number behind its last line.
    pub end: i64,
    /// The balance that the last line before the month ends with.
    pub opening: Micros,
    /// The sum of all lines before the month, which must be the same.
    pub opening_by_sum: Micros,
    /// The balance that the month's last line ends with.
    pub closing: Micros,
    pub totals: Totals,
}

#[derive(FromRow)]
struct Bounds {
    currency: String,
    created_at: EpochMs,
    first: i64,
    behind: i64,
}

/// Sums up a month; `None` when there is no such account. Run it in a task of its own (`Database::begin_read`).
///
/// A line with a moment before its predecessor's stays behind it: the month's lines are all from the first that reached the
/// month to the first that reached the next.
///
/// # Errors
/// When the database fails.
pub async fn month_sums(db: &Database, user: &UserId, month: Month) -> sqlx::Result<Option<MonthSums>> {
    const BOUNDS: &str = "
        select u.currency, u.created_at,
               coalesce((select min(seq) from transactions where user_id = $1 and created_at >= $2),
                        coalesce((select max(seq) from transactions where user_id = $1), 0) + 1) as first,
               coalesce((select min(seq) from transactions where user_id = $1 and created_at >= $3),
                        coalesce((select max(seq) from transactions where user_id = $1), 0) + 1) as behind
          from users u where u.id = $1";
    const EDGES: &str = "
        select cast(coalesce((select sum(amount_micros) from transactions where user_id = $1 and seq < $2), 0) as bigint),
               coalesce((select balance_after_micros from transactions where user_id = $1 and seq < $2 order by seq desc limit 1), 0),
               coalesce((select balance_after_micros from transactions where user_id = $1 and seq < $3 order by seq desc limit 1), 0)";

    let mut tx = db.begin_read().await?;
    let bounds: Option<Bounds> = on_engine!(&mut tx, |tx| {
        sqlx::query_as(BOUNDS).bind(user).bind(month.begin()).bind(month.end()).fetch_optional(&mut **tx).await
    })?;
    let Some(Bounds { currency, created_at, first, behind }) = bounds else { return Ok(None) };
    let (opening_by_sum, opening, closing) =
        on_engine!(&mut tx, |tx| { sqlx::query_as(EDGES).bind(user).bind(first).bind(behind).fetch_one(&mut **tx).await })?;
    let totals = totals(&mut tx, user, first, behind).await?;
    tx.commit().await?;
    Ok(Some(MonthSums { currency, opened_at: created_at, first, end: behind, opening, opening_by_sum, closing, totals }))
}

/// What the lines from `first` to before `end` come to, by kind.
///
/// # Errors
/// When the database fails.
pub async fn totals(tx: &mut Transaction, user: &UserId, first: i64, end: i64) -> sqlx::Result<Totals> {
    const TOTALS: &str = "
        select kind, call_id is not null as names_a_call, count(*) as lines, cast(sum(amount_micros) as bigint) as amount
          from transactions where user_id = $1 and seq >= $2 and seq < $3 group by kind, call_id is not null";

    let rows: Vec<(TransactionKind, bool, i64, Micros)> =
        on_engine!(tx, |tx| sqlx::query_as(TOTALS).bind(user).bind(first).bind(end).fetch_all(&mut **tx).await)?;
    let mut totals = Totals::default();
    for (kind, names_a_call, lines, amount) in rows {
        totals.add(kind, names_a_call, lines, amount);
    }
    Ok(totals)
}

/// Up to `most` lines behind number `after` and before number `end`, oldest first. Lines never change: what was summed up
/// before is what is read now.
///
/// # Errors
/// When the database fails.
pub async fn lines_between(db: &Database, user: &UserId, (after, end): (i64, i64), most: i64) -> sqlx::Result<Vec<Line>> {
    const LINES: &str = lines!("where user_id = $1 and seq > $2 and seq < $3 order by seq limit $4");

    let rows: Vec<LineRow> =
        on_engine!(db, |pool| { sqlx::query_as(LINES).bind(user).bind(after).bind(end).bind(most).fetch_all(pool).await })?;
    Ok(rows.into_iter().map(LineRow::into_line).collect())
}

/// The month in which an account was opened, or of its first line if that is older; `None` when there is no such account.
///
/// # Errors
/// When the database fails.
pub async fn first_month(db: &Database, user: &UserId) -> sqlx::Result<Option<Month>> {
    const FIRST: &str = "
        select u.created_at, coalesce((select created_at from transactions where user_id = $1 order by seq limit 1), u.created_at)
          from users u where u.id = $1";

    let row: Option<(EpochMs, EpochMs)> = on_engine!(db, |pool| sqlx::query_as(FIRST).bind(user).fetch_optional(pool).await)?;
    Ok(row.map(|(opened, first)| Month::of(opened.min(first))))
}

/// What all lines of an account come to, and what its row says the balance is; within one state of the database.
///
/// # Errors
/// When the database fails, or there is no such account.
pub async fn account_sums(tx: &mut Transaction, user: &UserId) -> sqlx::Result<(Totals, Micros)> {
    const BALANCE: &str = "select balance_micros from users where id = $1";

    let balance = on_engine!(&mut *tx, |tx| sqlx::query_scalar(BALANCE).bind(user).fetch_one(&mut **tx).await)?;
    Ok((totals(tx, user, i64::MIN, i64::MAX).await?, balance))
}
