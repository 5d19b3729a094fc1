//! What is left to the operator: posts without a call, calls without an end.

use sqlx::FromRow;

use super::events::EventSource;
use crate::{
    calls::model::CallStatus,
    domain::{
        ids::{CallId, UserId},
        money::Micros,
        phone::E164,
        time::EpochMs,
    },
    server::database::{Database, on_engine},
};

/// A post that belongs to no call.
#[derive(Debug, Clone, FromRow)]
pub struct StrayPost {
    pub source: EventSource,
    pub call_sid: Option<String>,
    pub parent_sid: Option<String>,
    pub summary: String,
    pub body: String,
    pub received_at: EpochMs,
}

/// The newest posts about a leg that were received before a moment and belong to no call, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn posts(db: &Database, before: EpochMs, most: i64) -> sqlx::Result<Vec<StrayPost>> {
    const SELECT: &str = "
        select source, call_sid, parent_sid, summary, body, received_at from webhook_events
         where call_id is null and received_at < $1 and coalesce(parent_sid, call_sid, '') <> '' order by id desc limit $2";

    let mut posts: Vec<StrayPost> = on_engine!(db, |pool| sqlx::query_as(SELECT).bind(before).bind(most).fetch_all(pool).await)?;
    posts.reverse();
    Ok(posts)
}

/// A call that the reconciler has given up.
#[derive(Debug, Clone, FromRow)]
pub struct GivenUp {
    pub id: CallId,
    pub user_id: UserId,
    pub to_e164: E164,
    pub parent_sid: Option<String>,
    pub child_sid: Option<String>,
    pub status: CallStatus,
    pub status_rank: i64,
    pub hold_micros: Micros,
    pub end_tries: i64,
    pub created_at: EpochMs,
    pub given_up_at: EpochMs,
}

/// The calls that wait for the operator, the longest waiting first.
///
/// # Errors
/// When the database fails.
pub async fn given_up(db: &Database) -> sqlx::Result<Vec<GivenUp>> {
    const SELECT: &str = "
        select id, user_id, to_e164, parent_sid, child_sid, status, status_rank, hold_micros, end_tries, created_at, given_up_at
          from calls where settled_at is null and given_up_at is not null order by given_up_at, id";

    on_engine!(db, |pool| sqlx::query_as(SELECT).fetch_all(pool).await)
}
