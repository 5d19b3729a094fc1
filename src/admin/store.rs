//! What operators look at, read across the tables of all slices. Nothing is written here.

use super::model::{CallLine, DeckLine, UserLine};
use crate::{
    domain::{
        ids::UserId,
        money::Micros,
        page::{Limit, Page, TimeCursor},
        time::EpochMs,
    },
    error::AppError,
    server::database::{Database, on_engine},
};

/// The columns of a [`UserLine`].
macro_rules! user_line {
    ($rest:literal) => {
        concat!("select id, email, e164 as number, status, is_admin, balance_micros, held_micros, created_at from users ", $rest)
    };
}

/// Accounts whose address or number has this in it, newest first.
///
/// # Errors
/// [`AppError::Invalid`] for a wrong cursor, or when the database fails.
pub async fn users(db: &Database, q: &str, cursor: Option<&str>, limit: Limit) -> Result<Page<UserLine>, AppError> {
    const SELECT: &str = user_line!(
        "where (lower(email) like $1 escape '!' or coalesce(e164, '') like $1 escape '!' or id = $2)
           and (created_at < $3 or (created_at = $3 and id < $4))
         order by created_at desc, id desc limit $5"
    );

    let wanted = q.trim().to_lowercase();
    let pattern = format!("%{}%", wanted.replace('!', "!!").replace('%', "!%").replace('_', "!_"));
    let end = || TimeCursor { at_ms: i64::MAX, id: String::new() };
    let cursor = cursor.map_or_else(|| Ok(end()), TimeCursor::parse).map_err(|message| AppError::invalid("cursor", message))?;
    let rows: Vec<UserLine> = on_engine!(db, |pool| {
        let query = sqlx::query_as(SELECT).bind(&pattern).bind(&wanted).bind(cursor.at_ms).bind(&cursor.id);
        query.bind(limit.rows() + 1).fetch_all(pool).await
    })?;
    Ok(Page::of(rows, limit, |user: &UserLine| format!("{}.{}", user.created_at.0, user.id)))
}

/// One account.
///
/// # Errors
/// When the database fails.
pub async fn user(db: &Database, user: &UserId) -> sqlx::Result<Option<UserLine>> {
    const SELECT: &str = user_line!("where id = $1");

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).fetch_optional(pool).await)
}

/// How many of what an account has.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Counts {
    pub status_reason: Option<String>,
    pub sessions: i64,
    pub tokens: i64,
    pub calls: i64,
    pub spent_micros: Micros,
}

/// # Errors
/// When the database fails.
pub async fn counts(db: &Database, user: &UserId, now: EpochMs) -> sqlx::Result<Counts> {
    const SELECT: &str = "
        select u.status_reason,
               (select count(*) from sessions s where s.user_id = u.id and s.expires_at > $2) as sessions,
               (select count(*) from tokens t
                 where t.user_id = u.id and t.revoked_at is null and (t.expires_at is null or t.expires_at > $2)) as tokens,
               (select count(*) from calls c where c.user_id = u.id) as calls,
               (select cast(coalesce(sum(c.charged_micros), 0) as bigint) from calls c where c.user_id = u.id) as spent_micros
          from users u where u.id = $1";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).bind(now).fetch_one(pool).await)
}

/// The columns of a [`CallLine`].
macro_rules! call_line {
    ($rest:literal) => {
        concat!(
            "select c.id, c.user_id, u.email, c.to_e164, c.status, c.created_at, c.answered_at, c.duration_s, c.hold_micros, ",
            "c.charged_micros from calls c join users u on u.id = c.user_id ",
            $rest
        )
    };
}

/// The newest calls of an account.
///
/// # Errors
/// When the database fails.
pub async fn last_calls(db: &Database, user: &UserId, most: i64) -> sqlx::Result<Vec<CallLine>> {
    const SELECT: &str = call_line!("where c.user_id = $1 order by c.created_at desc, c.id desc limit $2");

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).bind(most).fetch_all(pool).await)
}

/// The calls that ring or run, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn live_calls(db: &Database, most: i64) -> sqlx::Result<Vec<CallLine>> {
    const SELECT: &str = call_line!("where c.settled_at is null and c.status_rank < 9 order by c.created_at, c.id limit $1");

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(most).fetch_all(pool).await)
}

/// The last decks, the one in force first.
///
/// # Errors
/// When the database fails.
pub async fn decks(db: &Database, most: i64) -> sqlx::Result<Vec<DeckLine>> {
    const SELECT: &str = "
        select d.id, d.name, d.activated_at, (select count(*) from rates r where r.deck_id = d.id) as rates
          from decks d where d.activated_at is not null order by d.activated_at desc, d.id desc limit $1";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(most).fetch_all(pool).await)
}
