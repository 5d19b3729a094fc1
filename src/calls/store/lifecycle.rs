//! A call's row from its authorisation to its settlement. Every step takes the unit of work's transaction.

use sqlx::FromRow;

use super::{sums::outdate, tariff::TariffRow};
use crate::{
    calls::model::{CallStatus, RANK_PARKED},
    domain::{
        ids::{CallId, ContactId, UserId},
        phone::E164,
        time::EpochMs,
    },
    rates::{charge::Allowance, model::Rate},
    server::database::{Database, Transaction, on_engine},
};

/// A call that is about to be dialled, with its rate frozen.
#[derive(Debug, Clone)]
pub struct NewCall {
    pub id: CallId,
    pub user: UserId,
    pub contact: Option<ContactId>,
    /// The browser's leg; absent for a call first heard of at its end from its called leg.
    pub parent_sid: Option<String>,
    pub child_sid: Option<String>,
    pub to: E164,
    pub from: E164,
    /// ISO 3166-1 alpha-2 of `to`.
    pub country: Option<String>,
    pub rate: Rate,
    pub allowance: Allowance,
    pub hold_expires_at: EpochMs,
    pub at: EpochMs,
}

/// Adds a call. `false` when a call with this id or one of these legs exists already.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut Transaction, call: &NewCall) -> sqlx::Result<bool> {
    const INSERT: &str = "
        insert into calls (id, user_id, contact_id, parent_sid, child_sid, to_e164, from_e164, country, destination, deck_id, prefix,
                           origin, rate_micros_per_min, connect_micros, initial_s, increment_s, free_under_s, time_limit_s, hold_micros,
                           hold_expires_at, status, status_rank, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
        on conflict do nothing";

    tx.note(&call.user);
    let (rate, tariff) = (&call.rate, &call.rate.tariff);
    let rows = on_engine!(tx, |tx| sqlx::query(INSERT)
        .bind(&call.id)
        .bind(&call.user)
        .bind(&call.contact)
        .bind(&call.parent_sid)
        .bind(&call.child_sid)
        .bind(&call.to)
        .bind(&call.from)
        .bind(&call.country)
        .bind(&rate.destination)
        .bind(&rate.deck_id)
        .bind(&rate.prefix)
        .bind(&rate.origin)
        .bind(tariff.rate_micros_per_minute)
        .bind(tariff.connect_micros)
        .bind(tariff.initial_seconds)
        .bind(tariff.increment_seconds)
        .bind(tariff.free_under_seconds)
        .bind(call.allowance.time_limit_seconds)
        .bind(call.allowance.hold_micros)
        .bind(call.hold_expires_at)
        .bind(CallStatus::Queued)
        .bind(CallStatus::Queued.rank())
        .bind(call.at)
        .execute(&mut **tx)
        .await?
        .rows_affected());
    if rows == 1 {
        outdate(tx, &call.id);
    }
    Ok(rows == 1)
}

/// What a unit of work needs to know of a call.
#[derive(Debug, Clone, FromRow)]
pub struct OpenCall {
    pub id: CallId,
    pub user_id: UserId,
    pub contact_id: Option<ContactId>,
    pub parent_sid: Option<String>,
    pub child_sid: Option<String>,
    pub to_e164: E164,
    pub from_e164: E164,
    #[sqlx(flatten)]
    pub tariff: TariffRow,
    pub time_limit_s: i64,
    pub status: CallStatus,
    pub status_rank: i64,
    pub duration_s: Option<i64>,
    pub answered_at: Option<EpochMs>,
    pub hold_expires_at: EpochMs,
    pub reconcile_tries: i64,
    /// How often the carrier was asked to end it because it ran past its limit.
    pub end_tries: i64,
    pub given_up_at: Option<EpochMs>,
    pub settled_at: Option<EpochMs>,
}

/// The columns of an [`OpenCall`].
macro_rules! open_call_columns {
    () => {
        concat!(
            "id, user_id, contact_id, parent_sid, child_sid, to_e164, from_e164, rate_micros_per_min, connect_micros, initial_s, ",
            "increment_s, free_under_s, time_limit_s, status, status_rank, duration_s, answered_at, hold_expires_at, reconcile_tries, ",
            "end_tries, given_up_at, settled_at"
        )
    };
}
pub(super) use open_call_columns;

/// A query for [`OpenCall`]s.
macro_rules! open_call {
    ($rest:literal) => {
        concat!("select ", $crate::calls::store::lifecycle::open_call_columns!(), " from calls ", $rest)
    };
}
pub(super) use open_call;

/// The call of a browser's leg, outside a transaction: to answer a repeated voice request.
///
/// # Errors
/// When the database fails.
pub async fn by_parent(db: &Database, parent_sid: &str) -> sqlx::Result<Option<OpenCall>> {
    const SELECT: &str = open_call!("where parent_sid = $1");

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(parent_sid).fetch_optional(pool).await)
}

/// One call by its id, inside a unit of work.
///
/// # Errors
/// When the database fails.
pub async fn by_id(tx: &mut Transaction, id: &CallId) -> sqlx::Result<Option<OpenCall>> {
    const SELECT: &str = open_call!("where id = $1");

    let call: Option<OpenCall> = on_engine!(&mut *tx, |tx| sqlx::query_as(SELECT).bind(id).fetch_optional(&mut **tx).await)?;
    // A unit of work that looks at a call may change it.
    Ok(call.inspect(|call| tx.note(&call.user_id)))
}

/// One caller's call by its id.
///
/// # Errors
/// When the database fails.
pub async fn of_user(db: &Database, user: &UserId, id: &CallId) -> sqlx::Result<Option<OpenCall>> {
    const SELECT: &str = open_call!("where id = $1 and user_id = $2");

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(id).bind(user).fetch_optional(pool).await)
}

/// Moves a living call forward, never back; the first answer is remembered.
///
/// # Errors
/// When the database fails.
pub async fn forward(tx: &mut Transaction, id: &CallId, status: CallStatus, at: EpochMs) -> sqlx::Result<bool> {
    const FORWARD: &str = "
        update calls set status = $2, status_rank = $3, answered_at = (case when $4 then coalesce(answered_at, $5) else answered_at end)
         where id = $1 and status_rank < $3 and settled_at is null";

    let answered = status == CallStatus::InProgress;
    let rows = on_engine!(tx, |tx| sqlx::query(FORWARD)
        .bind(id)
        .bind(status)
        .bind(status.rank())
        .bind(answered)
        .bind(at)
        .execute(&mut **tx)
        .await?
        .rows_affected());
    if rows == 1 {
        outdate(tx, id);
    }
    Ok(rows == 1)
}

/// Remembers the called leg's `CallSid`; the first one stays.
///
/// # Errors
/// When the database fails.
pub async fn set_child(tx: &mut Transaction, id: &CallId, child_sid: &str) -> sqlx::Result<()> {
    const UPDATE: &str = "
        update calls set child_sid = $2 where id = $1 and child_sid is null
           and not exists (select 1 from calls other where other.child_sid = $2 or other.parent_sid = $2)";

    on_engine!(tx, |tx| sqlx::query(UPDATE).bind(id).bind(child_sid).execute(&mut **tx).await.map(drop))
}

/// Parks a call that has ended while its duration is not known: the hold stays, the reconciler asks the carrier.
///
/// # Errors
/// When the database fails.
pub async fn park(tx: &mut Transaction, id: &CallId, at: EpochMs) -> sqlx::Result<bool> {
    const PARK: &str = "
        update calls set status = $2, status_rank = $3, ended_at = coalesce(ended_at, $4), reconcile_at = $4
         where id = $1 and status_rank < $3 and settled_at is null";

    let rows = on_engine!(tx, |tx| sqlx::query(PARK)
        .bind(id)
        .bind(CallStatus::Completed)
        .bind(RANK_PARKED)
        .bind(at)
        .execute(&mut **tx)
        .await?
        .rows_affected());
    if rows == 1 {
        outdate(tx, id);
    }
    Ok(rows == 1)
}
