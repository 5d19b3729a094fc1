//! A longer hold for a call that runs, and what the carrier was told of it.

use sqlx::FromRow;

use super::tariff::TariffRow;
use crate::{
    calls::model::RANK_PARKED,
    domain::{
        ids::{CallId, UserId},
        money::Micros,
        time::EpochMs,
    },
    server::database::{Database, Transaction, on_engine},
};

/// A call that rings or runs, as far as its time limit goes.
#[derive(Debug, Clone, FromRow)]
pub struct LimitedCall {
    pub id: CallId,
    pub user_id: UserId,
    /// ISO 3166-1 alpha-2 of the number.
    pub country: Option<String>,
    #[sqlx(flatten)]
    pub tariff: TariffRow,
    pub hold_micros: Micros,
    pub time_limit_s: i64,
}

/// The calls whose limit is below `most_seconds` while their account has free credit, oldest first; of one account, or of
/// all. One past the end of its hold is no longer thought to run: the reconciler has it, or gave it up, and credit would be
/// locked in it.
///
/// # Errors
/// When the database fails.
pub async fn limited(db: &Database, user: Option<&UserId>, most_seconds: i64, now: EpochMs) -> sqlx::Result<Vec<LimitedCall>> {
    const SELECT: &str = "
        select c.id, c.user_id, c.country, c.rate_micros_per_min, c.connect_micros, c.initial_s, c.increment_s, c.free_under_s, c.hold_micros,
               c.time_limit_s
          from calls c join users u on u.id = c.user_id
         where c.settled_at is null and c.status_rank < $1 and c.time_limit_s < $2 and u.status = 'active'
           and u.balance_micros > u.held_micros and (cast($3 as text) is null or c.user_id = $3) and c.hold_expires_at > $4
         order by c.created_at, c.id";

    on_engine!(db, |pool| {
        let select = sqlx::query_as(SELECT).bind(RANK_PARKED).bind(most_seconds).bind(user).bind(now);
        select.fetch_all(pool).await
    })
}

/// A longer limit with the hold that pays for it.
#[derive(Debug, Clone, Copy)]
pub struct Longer {
    pub hold: Micros,
    pub time_limit_seconds: i64,
}

/// Raises a call's hold and limit, and moves the hold's end by the same time. `false` when the call has ended or was
/// extended meanwhile. The wallet's hold must follow in the same transaction.
///
/// # Errors
/// When the database fails.
pub async fn raise(tx: &mut Transaction, call: &LimitedCall, longer: Longer, now: EpochMs) -> sqlx::Result<bool> {
    const RAISE: &str = "
        update calls set hold_micros = $2, time_limit_s = $3, hold_expires_at = hold_expires_at + ($3 - time_limit_s) * 1000,
               carrier_limit_s = coalesce(carrier_limit_s, time_limit_s)
         where id = $1 and settled_at is null and status_rank < $4 and hold_micros = $5 and time_limit_s = $6
           and hold_expires_at > $7";

    let rows = on_engine!(tx, |tx| sqlx::query(RAISE)
        .bind(&call.id)
        .bind(longer.hold)
        .bind(longer.time_limit_seconds)
        .bind(RANK_PARKED)
        .bind(call.hold_micros)
        .bind(call.time_limit_s)
        .bind(now)
        .execute(&mut **tx)
        .await?
        .rows_affected());
    Ok(rows == 1)
}

/// A call whose limit the carrier has yet to hear of.
#[derive(Debug, Clone, FromRow)]
pub struct Untold {
    pub id: CallId,
    pub child_sid: String,
    pub time_limit_s: i64,
}

/// The calls with a longer limit than the carrier was told, oldest first; of one account, or of all. Those whose called leg
/// is not known yet wait: the limit counts from its answer.
///
/// # Errors
/// When the database fails.
pub async fn untold(db: &Database, user: Option<&UserId>) -> sqlx::Result<Vec<Untold>> {
    const SELECT: &str = "
        select id, child_sid, time_limit_s from calls
         where settled_at is null and status_rank < $1 and carrier_limit_s < time_limit_s and child_sid is not null
           and (cast($2 as text) is null or user_id = $2)
         order by created_at, id";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(RANK_PARKED).bind(user).fetch_all(pool).await)
}

/// Remembers what the carrier was told last.
///
/// # Errors
/// When the database fails.
pub async fn told(db: &Database, id: &CallId, seconds: i64) -> sqlx::Result<()> {
    const UPDATE: &str = "update calls set carrier_limit_s = $2 where id = $1 and settled_at is null";

    on_engine!(db, |pool| sqlx::query(UPDATE).bind(id).bind(seconds).execute(pool).await.map(drop))
}
