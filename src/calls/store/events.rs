//! What the carrier told us, once each.

use sqlx::FromRow;

use crate::{
    calls::model::{CallEvent, EventEffect},
    domain::{
        ids::{CallId, EventId, UserId},
        page::{Limit, Page},
        time::EpochMs,
    },
    server::database::{Database, Transaction, on_engine},
};

crate::wire_enum! {
    /// Through which door an event came.
    pub enum EventSource {
        Voice = "voice",
        Status = "status",
        Dial = "dial",
        Events = "events",
        Reconciler = "reconciler",
    }
}

/// An event to store.
#[derive(Debug, Clone)]
pub struct NewEvent {
    pub id: EventId,
    /// Equal for deliveries of the same thing.
    pub dedupe_key: String,
    pub source: EventSource,
    pub kind: String,
    pub call_sid: Option<String>,
    pub parent_sid: Option<String>,
    pub call_id: Option<CallId>,
    pub status: Option<String>,
    pub sequence_number: Option<i64>,
    /// One sentence for people.
    pub summary: String,
    /// As it came.
    pub body: String,
    pub at: EpochMs,
    /// When it happened by the carrier's clock.
    pub carrier_at: Option<EpochMs>,
    /// What is known of its effect so far; [`conclude`] says what came of it.
    pub effect: EventEffect,
}

/// Stores an event; `false` when it was there already, which is counted. What comes after an account was closed is kept without
/// its body, which has numbers.
///
/// # Errors
/// When the database fails.
pub async fn record(tx: &mut Transaction, event: &NewEvent) -> sqlx::Result<bool> {
    const INSERT: &str = "
        insert into webhook_events (id, dedupe_key, source, kind, call_sid, parent_sid, call_id, status, sequence_number, summary, body,
                                    received_at, applied_at, carrier_at, effect)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
                (case when exists (select 1 from calls c join users u on u.id = c.user_id where c.id = $7 and u.status = 'closed')
                 then '' else cast($11 as text) end), $12, $13, $14, $15)
        on conflict (dedupe_key) do update set deliveries = webhook_events.deliveries + 1, last_delivery_at = excluded.received_at
        returning deliveries";

    let applied_at = event.call_id.as_ref().map(|_| event.at);
    let deliveries: i64 = on_engine!(tx, |tx| sqlx::query_scalar(INSERT)
        .bind(&event.id)
        .bind(&event.dedupe_key)
        .bind(event.source)
        .bind(&event.kind)
        .bind(&event.call_sid)
        .bind(&event.parent_sid)
        .bind(&event.call_id)
        .bind(&event.status)
        .bind(event.sequence_number)
        .bind(&event.summary)
        .bind(&event.body)
        .bind(event.at)
        .bind(applied_at)
        .bind(event.carrier_at)
        .bind(event.effect)
        .fetch_one(&mut **tx)
        .await)?;
    Ok(deliveries == 1)
}

/// What came of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conclusion {
    pub effect: EventEffect,
    /// Instead of the sentence that was stored with it, when the call lets more be said.
    pub summary: Option<String>,
}

impl From<EventEffect> for Conclusion {
    fn from(effect: EventEffect) -> Self {
        Self { effect, summary: None }
    }
}

/// Writes down what came of an event.
///
/// # Errors
/// When the database fails.
pub async fn conclude(tx: &mut Transaction, event: &EventId, conclusion: &Conclusion) -> sqlx::Result<()> {
    const UPDATE: &str = "update webhook_events set effect = $2, summary = coalesce(cast($3 as text), summary) where id = $1";

    let Conclusion { effect, summary } = conclusion;
    on_engine!(tx, |tx| sqlx::query(UPDATE).bind(event).bind(effect).bind(summary).execute(&mut **tx).await.map(drop))
}

/// A stored event that came before its call was known.
#[derive(Debug, Clone, FromRow)]
pub struct Waiting {
    pub id: EventId,
    pub source: EventSource,
    pub body: String,
}

/// The events that wait for a browser's leg, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn waiting_for(tx: &mut Transaction, parent_sid: &str) -> sqlx::Result<Vec<Waiting>> {
    const SELECT: &str = "
        select id, source, body from webhook_events where call_id is null and (parent_sid = $1 or call_sid = $1) order by id limit 100";

    on_engine!(tx, |tx| sqlx::query_as(SELECT).bind(parent_sid).fetch_all(&mut **tx).await)
}

/// Whether a `CallSid` belongs to a known call, outside a transaction: to spare a repeated report its look-ups.
///
/// # Errors
/// When the database fails.
pub async fn is_leg(db: &Database, sid: &str) -> sqlx::Result<bool> {
    const SELECT: &str = "select exists (select 1 from calls where parent_sid = $1 or child_sid = $1)";

    on_engine!(db, |pool| sqlx::query_scalar(SELECT).bind(sid).fetch_one(pool).await)
}

/// Links an event to its call.
///
/// # Errors
/// When the database fails.
pub async fn adopt(tx: &mut Transaction, event: &EventId, call: &CallId, at: EpochMs) -> sqlx::Result<()> {
    const UPDATE: &str = "update webhook_events set call_id = $2, applied_at = $3 where id = $1";

    on_engine!(tx, |tx| sqlx::query(UPDATE).bind(event).bind(call).bind(at).execute(&mut **tx).await.map(drop))
}

/// The events of one call, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn of_call(db: &Database, call: &CallId) -> sqlx::Result<Vec<CallEvent>> {
    const SELECT: &str = "
        select id, call_id, kind, status, summary, received_at as at, carrier_at, deliveries, last_delivery_at, effect
          from webhook_events where call_id = $1 order by id limit 200";

    let rows: Vec<EventRow> = on_engine!(db, |pool| sqlx::query_as(SELECT).bind(call).fetch_all(pool).await)?;
    Ok(rows.into_iter().map(EventRow::into_event).collect())
}

/// The events of one caller's calls after a cursor, oldest first; the cursor is the last event's id.
///
/// # Errors
/// When the database fails.
pub async fn since(db: &Database, user: &UserId, after: &str, limit: Limit) -> sqlx::Result<Page<CallEvent>> {
    const SELECT: &str = "
        select e.id, e.call_id, e.kind, e.status, e.summary, e.received_at as at, e.carrier_at, e.deliveries, e.last_delivery_at, e.effect
          from webhook_events e join calls c on c.id = e.call_id
         where c.user_id = $1 and e.id > $2 order by e.id limit $3";

    let rows: Vec<EventRow> =
        on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).bind(after).bind(limit.rows() + 1).fetch_all(pool).await)?;
    Ok(Page::of(rows.into_iter().map(EventRow::into_event).collect(), limit, |event: &CallEvent| event.id.to_string()))
}

#[derive(FromRow)]
struct EventRow {
    id: EventId,
    call_id: Option<CallId>,
    kind: String,
    status: Option<String>,
    summary: String,
    at: EpochMs,
    carrier_at: Option<EpochMs>,
    deliveries: i64,
    last_delivery_at: Option<EpochMs>,
    effect: Option<EventEffect>,
}

impl EventRow {
    fn into_event(self) -> CallEvent {
        CallEvent {
            id: self.id,
            call_id: self.call_id,
            kind: self.kind,
            status: self.status,
            summary: self.summary,
            at: self.at,
            carrier_at: self.carrier_at,
            delay_seconds: self.carrier_at.map(|said| self.at.seconds_since(said).max(0)),
            deliveries: self.deliveries,
            last_delivery_at: self.last_delivery_at,
            effect: self.effect,
        }
    }
}
