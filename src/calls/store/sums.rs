//! What is kept of the sums of calls, one row for each stretch of time in which a caller's calls began.
//!
//! A row holds good until a call of its stretch changes: whoever writes what is summed says [`outdate`]. Its version rises with each
//! change, also while nothing is kept, so that sums of calls that changed meanwhile are never kept: who reads takes the version with
//! the calls, from one state of the database, and keeps the sums only under that version.

use std::ops::Range;

use sqlx::FromRow;

use crate::{
    domain::{
        ids::{CallId, UserId},
        money::Micros,
        time::EpochMs,
    },
    server::database::{Transaction, on_engine},
};

/// How long a stretch is, in milliseconds: a quarter of an hour, which no time zone's midnight splits, and three times sixteen of them.
pub const WIDTHS_MS: [i64; 4] = [900_000, 14_400_000, 230_400_000, 3_686_400_000];

/// Outdates the stretches of the calls that a condition finds. The widest first: transactions that change calls of one account then
/// wait for each other instead of for ever.
macro_rules! outdate {
    ($condition:literal) => {
        concat!(
            "insert into call_sums (user_id, width_ms, began_at, version) ",
            "select c.user_id, w.width_ms, c.created_at - c.created_at % w.width_ms as began_at, 1 ",
            "from calls c cross join (select 900000 as width_ms union all select 14400000 union all select 230400000 ",
            "union all select 3686400000) w ",
            $condition,
            " group by c.user_id, w.width_ms, c.created_at - c.created_at % w.width_ms order by w.width_ms desc, began_at ",
            "on conflict (user_id, width_ms, began_at) do update ",
            "set version = call_sums.version + 1, calls = null, charged_micros = null, times = null, whom = null"
        )
    };
}

/// Says that a call came into being in this transaction, or that its status, duration, charge or number changed.
pub fn outdate(tx: &mut Transaction, call: &CallId) {
    const OUTDATE: &str = outdate!("where c.id = $1");

    tx.at_end(OUTDATE, call.as_str());
}

/// Says the same of all calls of an account.
pub fn outdate_all(tx: &mut Transaction, user: &UserId) {
    const OUTDATE: &str = outdate!("where c.user_id = $1");

    tx.at_end(OUTDATE, user.as_str());
}

/// A stretch whose calls changed or were added up.
#[derive(Debug, FromRow)]
pub struct Kept {
    pub began_at: EpochMs,
    pub version: i64,
    /// Absent since a call changed.
    pub times: Option<Vec<u8>>,
    /// Absent since a call changed, and where it is not asked for.
    pub whom: Option<Vec<u8>>,
}

/// The stretches of one width that began in a range of epoch milliseconds.
///
/// # Errors
/// When the database fails.
pub async fn kept(tx: &mut Transaction, user: &UserId, width: i64, began: Range<i64>, whom: bool) -> sqlx::Result<Vec<Kept>> {
    const SELECT: &str = "
        select began_at, version, times, case when $5 then whom end as whom from call_sums
         where user_id = $1 and width_ms = $2 and began_at >= $3 and began_at < $4";

    on_engine!(tx, |tx| {
        sqlx::query_as(SELECT).bind(user).bind(width).bind(began.start).bind(began.end).bind(whom).fetch_all(&mut **tx).await
    })
}

/// Sums that may be kept.
#[derive(Debug)]
pub struct Fresh {
    /// Of [`WIDTHS_MS`].
    pub width_ms: i64,
    pub began_at: EpochMs,
    /// That of the stretch in the state that was added up; 0 when it had none.
    pub version: i64,
    pub calls: i64,
    pub charged_micros: Micros,
    pub times: Vec<u8>,
    pub whom: Vec<u8>,
}

/// Keeps sums, unless a call of their stretch changed since.
///
/// # Errors
/// When the database fails.
pub async fn keep(tx: &mut Transaction, user: &UserId, fresh: &Fresh) -> sqlx::Result<()> {
    const KEEP: &str = "
        insert into call_sums (user_id, width_ms, began_at, version, calls, charged_micros, times, whom)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (user_id, width_ms, began_at) do update
           set calls = excluded.calls, charged_micros = excluded.charged_micros, times = excluded.times, whom = excluded.whom
         where call_sums.version = excluded.version";

    on_engine!(tx, |tx| sqlx::query(KEEP)
        .bind(user)
        .bind(fresh.width_ms)
        .bind(fresh.began_at)
        .bind(fresh.version)
        .bind(fresh.calls)
        .bind(fresh.charged_micros)
        .bind(&fresh.times)
        .bind(&fresh.whom)
        .execute(&mut **tx)
        .await
        .map(drop))
}
