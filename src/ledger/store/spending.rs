//! What was spent since a moment, and what an account has left: the figures that limits are checked against.

use sqlx::FromRow;

use crate::{
    domain::{ids::UserId, money::Micros, time::EpochMs},
    server::database::{Database, Transaction, on_engine},
    users::model::AccountStatus,
};

/// An account at one moment, with its charges less its refunds since two moments.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Spending {
    pub status: AccountStatus,
    /// Why it is not active.
    pub status_reason: Option<String>,
    /// Whether the owner's address is known to be theirs.
    pub email_verified: bool,
    pub balance_micros: Micros,
    /// Set aside for calls that have not ended.
    pub held_micros: Micros,
    pub active_calls: i64,
    /// The last wall: `users.max_calls`.
    pub max_calls: i64,
    /// Below zero when more was refunded than charged.
    pub spent_since_first: Micros,
    pub spent_since_second: Micros,
    /// When the account was opened.
    pub created_at: EpochMs,
}

/// A charge names its call, and so does its refund.
macro_rules! spending {
    () => {
        "select u.status, u.status_reason, (u.email_verified_at is not null) as email_verified, u.balance_micros, u.held_micros,
                u.active_calls, u.max_calls, u.created_at,
                cast(coalesce((select sum(-t.amount_micros) from transactions t
                  where t.user_id = u.id and t.call_id is not null and t.created_at >= $2), 0) as bigint) as spent_since_first,
                cast(coalesce((select sum(-t.amount_micros) from transactions t
                  where t.user_id = u.id and t.call_id is not null and t.created_at >= $3), 0) as bigint) as spent_since_second
           from users u where u.id = $1"
    };
}

/// What all accounts spent since a moment, with what is set aside for their calls that have not ended.
macro_rules! spent_by_all {
    () => {
        "select cast(coalesce((select sum(-t.amount_micros) from transactions t
                  where t.call_id is not null and t.created_at >= $1), 0)
              + coalesce((select sum(u.held_micros) from users u where u.held_micros > 0), 0) as bigint)"
    };
}

/// What all accounts spent since a moment, with what is set aside for their calls that have not ended.
///
/// # Errors
/// When the database fails.
pub async fn spent_by_all(db: &Database, since: EpochMs) -> sqlx::Result<Micros> {
    const SELECT: &str = spent_by_all!();

    on_engine!(db, |pool| sqlx::query_scalar(SELECT).bind(since).fetch_one(pool).await)
}

/// The same inside a unit of work. Others may be opening calls of other accounts at this moment.
///
/// # Errors
/// When the database fails.
pub async fn spent_by_all_within(tx: &mut Transaction, since: EpochMs) -> sqlx::Result<Micros> {
    const SELECT: &str = spent_by_all!();

    on_engine!(tx, |tx| sqlx::query_scalar(SELECT).bind(since).fetch_one(&mut **tx).await)
}

/// An account and what it spent since each of two moments.
///
/// # Errors
/// When the database fails, or there is no such user.
pub async fn spending(db: &Database, user: &UserId, since: [EpochMs; 2]) -> sqlx::Result<Spending> {
    const SELECT: &str = spending!();

    let [first, second] = since;
    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).bind(first).bind(second).fetch_one(pool).await)
}

/// The same inside a unit of work. After a `hold` the user's row is locked, so that the figures stay true until the commit.
///
/// # Errors
/// When the database fails, or there is no such user.
pub async fn spending_within(tx: &mut Transaction, user: &UserId, since: [EpochMs; 2]) -> sqlx::Result<Spending> {
    const SELECT: &str = spending!();

    let [first, second] = since;
    on_engine!(tx, |tx| sqlx::query_as(SELECT).bind(user).bind(first).bind(second).fetch_one(&mut **tx).await)
}
