//! What callers keep of their calls. Each statement names the caller, so that nobody writes to another's call.

use sqlx::FromRow;

use crate::{
    calls::model::{BadCall, CallRecord, RANK_PARKED},
    domain::{
        ids::{CallId, UserId},
        page::{Limit, Page},
        phone::E164,
        time::EpochMs,
    },
    server::database::{Database, on_engine},
};

/// Keeps a note; `false` when the call is not this caller's.
///
/// # Errors
/// When the database fails.
pub async fn note(db: &Database, user: &UserId, call: &CallId, note: &str, at: EpochMs) -> sqlx::Result<bool> {
    const INSERT: &str = "
        insert into call_records (call_id, note, noted_at)
        select id, cast($3 as text), cast($4 as bigint) from calls where id = $1 and user_id = $2
        on conflict (call_id) do update set note = excluded.note, noted_at = excluded.noted_at";

    let rows =
        on_engine!(db, |pool| sqlx::query(INSERT).bind(call).bind(user).bind(note).bind(at).execute(pool).await?.rows_affected());
    Ok(rows == 1)
}

/// A call of this caller while its line may be measured: when it began. `None` for another's call, and for one that had
/// ended before `since`.
///
/// # Errors
/// When the database fails.
pub async fn measured_call(db: &Database, user: &UserId, call: &CallId, since: EpochMs) -> sqlx::Result<Option<EpochMs>> {
    const SELECT: &str = "
        select created_at from calls where id = $1 and user_id = $2 and (ended_at is null or ended_at >= $3)";

    on_engine!(db, |pool| sqlx::query_scalar(SELECT).bind(call).bind(user).bind(since).fetch_optional(pool).await)
}

/// Keeps how the line was, measured over so many seconds; a longer record replaces a shorter one.
///
/// # Errors
/// When the database fails.
pub async fn measure(db: &Database, call: &CallId, line: &str, seconds: i64) -> sqlx::Result<()> {
    const INSERT: &str = "
        insert into call_records (call_id, line, line_seconds) values ($1, $2, $3)
        on conflict (call_id) do update set line = excluded.line, line_seconds = excluded.line_seconds
         where coalesce(call_records.line_seconds, 0) <= excluded.line_seconds";

    on_engine!(db, |pool| sqlx::query(INSERT).bind(call).bind(line).bind(seconds).execute(pool).await.map(drop))
}

/// Keeps a report of a bad call; `false` when the call is not this caller's, or has not ended.
///
/// # Errors
/// When the database fails.
pub async fn report(db: &Database, user: &UserId, call: &CallId, words: &str, at: EpochMs) -> sqlx::Result<bool> {
    const INSERT: &str = "
        insert into call_records (call_id, report, reported_at)
        select id, cast($3 as text), cast($4 as bigint) from calls where id = $1 and user_id = $2 and status_rank >= $5
        on conflict (call_id) do update set report = excluded.report,
                                            reported_at = coalesce(call_records.reported_at, excluded.reported_at)";

    let rows = on_engine!(db, |pool| sqlx::query(INSERT)
        .bind(call)
        .bind(user)
        .bind(words)
        .bind(at)
        .bind(RANK_PARKED)
        .execute(pool)
        .await?
        .rows_affected());
    Ok(rows == 1)
}

#[derive(Default, FromRow)]
struct Row {
    note: String,
    line: Option<String>,
    report: Option<String>,
    reported_at: Option<EpochMs>,
}

impl Row {
    fn into_record(self) -> CallRecord {
        let report = self.report.zip(self.reported_at).map(|(words, at)| BadCall { words, at });
        let line = self.line.and_then(|line| serde_json::from_str(&line).ok());
        CallRecord { note: self.note, line, report }
    }
}

/// What is kept of one call, as the export has it.
#[derive(Debug, FromRow, serde::Serialize)]
pub struct KeptNote {
    pub call_id: CallId,
    pub note: String,
    pub noted_at: Option<EpochMs>,
    /// JSON, as the browser measured it.
    pub line: Option<String>,
    pub line_seconds: Option<i64>,
    pub report: Option<String>,
    pub reported_at: Option<EpochMs>,
}

/// What a caller keeps of their calls, by the call's id, after that of the cursor.
///
/// # Errors
/// When the database fails.
pub async fn kept(db: &Database, user: &UserId, after: &str, limit: Limit) -> sqlx::Result<Page<KeptNote>> {
    const SELECT: &str = "
        select r.call_id, r.note, r.noted_at, r.line, r.line_seconds, r.report, r.reported_at
          from call_records r join calls c on c.id = r.call_id
         where c.user_id = $1 and r.call_id > $2 order by r.call_id limit $3";

    let rows: Vec<KeptNote> =
        on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).bind(after).bind(limit.rows() + 1).fetch_all(pool).await)?;
    Ok(Page::of(rows, limit, |kept: &KeptNote| kept.call_id.to_string()))
}

/// What is kept of one call.
///
/// # Errors
/// When the database fails.
pub async fn of_call(db: &Database, call: &CallId) -> sqlx::Result<CallRecord> {
    const SELECT: &str = "select note, line, report, reported_at from call_records where call_id = $1";

    let row: Option<Row> = on_engine!(db, |pool| sqlx::query_as(SELECT).bind(call).fetch_optional(pool).await)?;
    Ok(row.unwrap_or_default().into_record())
}

/// A call that its caller reported.
#[derive(FromRow)]
pub struct Reported {
    pub call_id: CallId,
    pub email: String,
    pub to_e164: E164,
    pub duration_s: Option<i64>,
    pub line: Option<String>,
    pub report: Option<String>,
    pub reported_at: EpochMs,
}

/// The calls that were reported last, newest first.
///
/// # Errors
/// When the database fails.
pub async fn reported(db: &Database, most: i64) -> sqlx::Result<Vec<Reported>> {
    const SELECT: &str = "
        select r.call_id, u.email, c.to_e164, c.duration_s, r.line, r.report, r.reported_at
          from call_records r join calls c on c.id = r.call_id join users u on u.id = c.user_id
         where r.reported_at is not null order by r.reported_at desc, r.call_id limit $1";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(most).fetch_all(pool).await)
}
