//! The statement that settles a call, and those of the reconciler.

use sqlx::FromRow;

use super::{
    lifecycle::{OpenCall, open_call},
    sums::outdate,
};
use crate::{
    calls::model::{CallStatus, RANK_SETTLED},
    domain::{ids::CallId, money::Micros, time::EpochMs},
    server::database::{Database, Transaction, on_engine},
};

crate::wire_enum! {
    /// Who brought the news that settled a call.
    pub enum SettledBy {
        Status = "status",
        DialAction = "dial_action",
        Adoption = "adoption",
        Reconciler = "reconciler",
    }
}

/// A call's final figures.
#[derive(Debug, Clone, Copy)]
pub struct Figures {
    pub status: CallStatus,
    pub duration_seconds: i64,
    pub billed_seconds: i64,
    pub rated: Micros,
    pub by: SettledBy,
    pub at: EpochMs,
}

/// What the guard returned: this unit of work, and no other, charges the call.
#[derive(Debug, Clone, Copy, FromRow)]
pub struct Won {
    pub hold_micros: Micros,
    pub charged_micros: Micros,
    pub duration_s: i64,
    /// When the carrier said that no sound ever passed.
    pub silent_at: Option<EpochMs>,
}

/// The guard: of all who try to settle a call, one wins.
///
/// # Errors
/// When the database fails.
pub async fn settle(tx: &mut Transaction, id: &CallId, figures: &Figures) -> sqlx::Result<Option<Won>> {
    const SETTLE: &str = "
        update calls set status = $2, status_rank = $3, duration_s = $4, billed_s = $5, rated_micros = $6, settled_at = $7, settled_by = $8,
               ended_at = coalesce(ended_at, $7), reconcile_at = null, carrier_due_at = $7 + 60000,
               answered_at = (case when $4 > 0 then coalesce(answered_at, coalesce(ended_at, $7) - $4 * 1000) else answered_at end),
               charged_micros = (case when $6 < hold_micros then $6 else hold_micros end)
         where id = $1 and settled_at is null
        returning hold_micros, charged_micros, duration_s, silent_at";

    let won: Option<Won> = on_engine!(&mut *tx, |tx| {
        sqlx::query_as(SETTLE)
            .bind(id)
            .bind(figures.status)
            .bind(RANK_SETTLED)
            .bind(figures.duration_seconds)
            .bind(figures.billed_seconds)
            .bind(figures.rated)
            .bind(figures.at)
            .bind(figures.by)
            .fetch_optional(&mut **tx)
            .await
    })?;
    if won.is_some() {
        outdate(tx, id);
    }
    Ok(won)
}

/// Undoes the guard: for `server::sabotage` alone.
///
/// # Errors
/// When the database fails.
pub async fn reopen(tx: &mut Transaction, id: &CallId) -> sqlx::Result<()> {
    const REOPEN: &str = "update calls set settled_at = null, charged_micros = null where id = $1";

    outdate(tx, id);
    on_engine!(tx, |tx| sqlx::query(REOPEN).bind(id).execute(&mut **tx).await.map(drop))
}

/// Settles a call that was never held: its hold and its charge are what the wallet gave in this transaction.
///
/// # Errors
/// When the database fails.
pub async fn settle_adopted(tx: &mut Transaction, id: &CallId, figures: &Figures, taken: Micros) -> sqlx::Result<Option<Won>> {
    const SET_HOLD: &str = "update calls set hold_micros = $2 where id = $1 and settled_at is null";

    on_engine!(tx, |tx| sqlx::query(SET_HOLD).bind(id).bind(taken).execute(&mut **tx).await.map(drop))?;
    settle(tx, id, figures).await
}

/// What a call has cost so far.
#[derive(Debug, Clone, Copy, FromRow)]
pub struct Cost {
    /// Absent until it is settled.
    pub charged_micros: Option<Micros>,
}

/// Remembers that no sound ever passed, and locks the call: who settles it later reads that, who settled it before is seen.
///
/// # Errors
/// When the database fails.
pub async fn mark_silent(tx: &mut Transaction, id: &CallId, at: EpochMs) -> sqlx::Result<Option<Cost>> {
    const UPDATE: &str = "update calls set silent_at = coalesce(silent_at, $2) where id = $1 returning charged_micros";

    on_engine!(tx, |tx| sqlx::query_as(UPDATE).bind(id).bind(at).fetch_optional(&mut **tx).await)
}

/// Calls the reconciler must ask the carrier about: parked, nudged, or past the end of their hold; those it has given up
/// are the operator's.
///
/// # Errors
/// When the database fails.
pub async fn overdue(db: &Database, now: EpochMs, most: i64) -> sqlx::Result<Vec<OpenCall>> {
    const SELECT: &str = open_call!(
        "where settled_at is null and given_up_at is null and coalesce(reconcile_at, hold_expires_at) <= $1
          order by coalesce(reconcile_at, hold_expires_at) limit $2"
    );

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(now).bind(most).fetch_all(pool).await)
}

/// Sets when the reconciler asks about a call next; `tries` counts the askings so far.
///
/// # Errors
/// When the database fails.
pub async fn ask_again(db: &Database, id: &CallId, at: EpochMs, tries: i64) -> sqlx::Result<()> {
    const UPDATE: &str = "update calls set reconcile_at = $2, reconcile_tries = $3 where id = $1 and settled_at is null";

    on_engine!(db, |pool| sqlx::query(UPDATE).bind(id).bind(at).bind(tries).execute(pool).await.map(drop))
}

/// Counts an attempt to end a call at the carrier, and sets when the reconciler looks again.
///
/// # Errors
/// When the database fails.
pub async fn count_ending(tx: &mut Transaction, id: &CallId, at: EpochMs) -> sqlx::Result<()> {
    const UPDATE: &str = "update calls set end_tries = end_tries + 1, reconcile_at = $2 where id = $1 and settled_at is null";

    on_engine!(tx, |tx| sqlx::query(UPDATE).bind(id).bind(at).execute(&mut **tx).await.map(drop))
}

/// Stops asking about a call: its hold stays, and it is the operator's. `false` when it was settled meanwhile.
///
/// # Errors
/// When the database fails.
pub async fn give_up(tx: &mut Transaction, id: &CallId, at: EpochMs) -> sqlx::Result<bool> {
    const UPDATE: &str = "
        update calls set given_up_at = $2, reconcile_at = null where id = $1 and settled_at is null and given_up_at is null";

    let rows = on_engine!(tx, |tx| sqlx::query(UPDATE).bind(id).bind(at).execute(&mut **tx).await?.rows_affected());
    Ok(rows == 1)
}

/// Leaves a call that runs alone until its hold runs out.
///
/// # Errors
/// When the database fails.
pub async fn wait_for_expiry(db: &Database, id: &CallId) -> sqlx::Result<()> {
    const UPDATE: &str = "update calls set reconcile_at = null, reconcile_tries = 0 where id = $1 and settled_at is null";

    on_engine!(db, |pool| sqlx::query(UPDATE).bind(id).execute(pool).await.map(drop))
}

/// Lets the reconciler ask about a call no later than `at`.
///
/// # Errors
/// When the database fails.
pub async fn nudge(tx: &mut Transaction, id: &CallId, at: EpochMs) -> sqlx::Result<()> {
    const UPDATE: &str = "
        update calls set reconcile_at = $2 where id = $1 and settled_at is null and (reconcile_at is null or reconcile_at > $2)";

    on_engine!(tx, |tx| sqlx::query(UPDATE).bind(id).bind(at).execute(&mut **tx).await.map(drop))
}
