//! How many calls are in which state, for metrics.

use sqlx::FromRow;

use crate::{
    calls::model::RANK_PARKED,
    domain::time::EpochMs,
    server::database::{Database, on_engine},
};

/// Calls that are not settled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromRow)]
pub struct OpenCalls {
    pub open: i64,
    /// Of them, those that have ended for an unknown time.
    pub parked: i64,
    /// Of them, those past the end of their hold.
    pub overdue: i64,
    /// Of them, those that the reconciler has given up.
    pub given_up: i64,
    /// What is set aside for them, in micro-units.
    pub held_micros: i64,
}

/// Counts the calls that are not settled; they are few, and have an index of their own.
///
/// # Errors
/// When the database fails.
pub async fn open_calls(db: &Database, now: EpochMs) -> sqlx::Result<OpenCalls> {
    const COUNT: &str = "
        select count(*) as open, count(case when status_rank = $1 then 1 end) as parked,
               count(case when hold_expires_at < $2 then 1 end) as overdue, count(given_up_at) as given_up,
               cast(coalesce(sum(hold_micros), 0) as bigint) as held_micros
          from calls where settled_at is null";

    on_engine!(db, |pool| sqlx::query_as(COUNT).bind(RANK_PARKED).bind(now).fetch_one(pool).await)
}
