//! SQL of the table `spending_limits`.

use sqlx::FromRow;

use super::{
    alarms::Alarm,
    model::{AlarmKind, Limits, Owner},
};
use crate::{
    domain::{ids::UserId, money::Micros, time::EpochMs},
    server::database::{Database, Transaction, on_engine},
};

/// The columns of [`LimitsRow`].
macro_rules! limits_of_user {
    () => {
        "select set_by, call_seconds_most, day_micros_most, month_micros_most, rate_micros_per_min_most, calls_most, blocked_countries
           from spending_limits where user_id = $1"
    };
}

/// The rows of an account: the operator's and the caller's own; a missing one limits nothing.
///
/// # Errors
/// When the database fails.
pub async fn rows(db: &Database, user: &UserId) -> sqlx::Result<Rows> {
    const SELECT: &str = limits_of_user!();

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).fetch_all(pool).await).map(Rows::of)
}

/// The same inside a unit of work.
///
/// # Errors
/// When the database fails.
pub async fn rows_within(tx: &mut Transaction, user: &UserId) -> sqlx::Result<Rows> {
    const SELECT: &str = limits_of_user!();

    on_engine!(tx, |tx| sqlx::query_as(SELECT).bind(user).fetch_all(&mut **tx).await).map(Rows::of)
}

/// Both rows of an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// As stored: what is absent is the server's default.
    pub operator: Limits,
    pub caller: Limits,
}

impl Rows {
    fn of(found: Vec<LimitsRow>) -> Self {
        let mut rows = Self::default();
        for row in found {
            match row.set_by {
                Owner::Operator => rows.operator = row.into_limits(),
                Owner::Caller => rows.caller = row.into_limits(),
            }
        }
        rows
    }
}

/// Replaces one side's limits of an account.
///
/// # Errors
/// When the database fails.
pub async fn put(tx: &mut Transaction, user: &UserId, by: Owner, limits: &Limits, at: EpochMs) -> sqlx::Result<()> {
    const PUT: &str = "
        insert into spending_limits (user_id, set_by, call_seconds_most, day_micros_most, month_micros_most,
                                     rate_micros_per_min_most, calls_most, blocked_countries, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (user_id, set_by) do update set call_seconds_most = excluded.call_seconds_most,
               day_micros_most = excluded.day_micros_most, month_micros_most = excluded.month_micros_most,
               rate_micros_per_min_most = excluded.rate_micros_per_min_most, calls_most = excluded.calls_most,
               blocked_countries = excluded.blocked_countries, updated_at = excluded.updated_at";

    on_engine!(tx, |tx| sqlx::query(PUT)
        .bind(user)
        .bind(by)
        .bind(limits.call_seconds_most)
        .bind(limits.day_micros_most)
        .bind(limits.month_micros_most)
        .bind(limits.rate_micros_per_min_most)
        .bind(limits.calls_most)
        .bind(limits.blocked_countries.join(","))
        .bind(at)
        .execute(&mut **tx)
        .await
        .map(drop))
}

/// How an account calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Pace {
    pub calls_in_hour: i64,
    pub destinations_in_day: i64,
}

/// How an account called since an hour and a day ago.
///
/// # Errors
/// When the database fails.
pub async fn pace(db: &Database, user: &UserId, since: [EpochMs; 2]) -> sqlx::Result<Pace> {
    const SELECT: &str = "
        select cast(coalesce(sum(case when created_at >= $2 then 1 else 0 end), 0) as bigint) as calls_in_hour,
               count(distinct destination) as destinations_in_day
          from calls where user_id = $1 and created_at >= $3";

    let [hour, day] = since;
    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).bind(hour).bind(day).fetch_one(pool).await)
}

/// Records an alarm with what was counted and the threshold; false when the account has given it today.
///
/// # Errors
/// When the database fails.
pub async fn raise(db: &Database, user: &UserId, kind: AlarmKind, figures: [i64; 2], at: EpochMs) -> sqlx::Result<bool> {
    const INSERT: &str = "
        insert into alarms (user_id, kind, day, counted, threshold, created_at) values ($1, $2, $3, $4, $5, $6)
        on conflict (user_id, kind, day) do nothing";

    let ([counted, threshold], day) = (figures, at.utc_day_start());
    let rows = on_engine!(db, |pool| sqlx::query(INSERT)
        .bind(user)
        .bind(kind)
        .bind(day)
        .bind(counted)
        .bind(threshold)
        .bind(at)
        .execute(pool)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The last alarms of all accounts, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn alarms(db: &Database, most: i64) -> sqlx::Result<Vec<Alarm>> {
    const SELECT: &str = "
        select a.user_id, u.email, a.kind, a.counted, a.threshold, a.created_at
          from alarms a join users u on u.id = a.user_id
         order by a.created_at desc, a.user_id, a.kind limit $1";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(most).fetch_all(pool).await)
}

/// An alarm, for the account that gave it.
#[derive(FromRow)]
pub struct AlarmKept {
    pub kind: AlarmKind,
    pub counted: i64,
    pub threshold: i64,
    pub created_at: EpochMs,
}

/// The alarms of an account, newest first.
///
/// # Errors
/// When the database fails.
pub async fn alarms_of(db: &Database, user: &UserId) -> sqlx::Result<Vec<AlarmKept>> {
    const SELECT: &str = "
        select kind, counted, threshold, created_at from alarms where user_id = $1 order by created_at desc, kind";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).fetch_all(pool).await)
}

/// Forgets the limits and the alarms of an account that is deleted.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &mut Transaction, user: &UserId) -> sqlx::Result<()> {
    const LIMITS: &str = "delete from spending_limits where user_id = $1";
    const ALARMS: &str = "delete from alarms where user_id = $1";

    on_engine!(tx, |tx| {
        sqlx::query(LIMITS).bind(user).execute(&mut **tx).await?;
        sqlx::query(ALARMS).bind(user).execute(&mut **tx).await.map(drop)
    })
}

#[derive(FromRow)]
struct LimitsRow {
    set_by: Owner,
    call_seconds_most: Option<i64>,
    day_micros_most: Option<Micros>,
    month_micros_most: Option<Micros>,
    rate_micros_per_min_most: Option<Micros>,
    calls_most: Option<i64>,
    blocked_countries: String,
}

impl LimitsRow {
    fn into_limits(self) -> Limits {
        Limits {
            call_seconds_most: self.call_seconds_most,
            day_micros_most: self.day_micros_most,
            month_micros_most: self.month_micros_most,
            rate_micros_per_min_most: self.rate_micros_per_min_most,
            calls_most: self.calls_most,
            blocked_countries: self.blocked_countries.split(',').filter(|iso| !iso.is_empty()).map(str::to_owned).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        server::scratch,
        users::{
            model::Email,
            store::{NewUser, create},
        },
    };

    #[tokio::test]
    async fn each_side_has_a_row_and_the_last_word_replaces_it() {
        let db = scratch::database().await;
        let email = Email::parse("ann@example.test").expect("an address");
        let new = NewUser {
            email: &email,
            password_hash: "x",
            number: None,
            is_admin: false,
            is_verified: true,
            language: None,
            at: EpochMs(1),
        };
        let user = create(&db, new).await.expect("an account");
        assert_eq!(rows(&db, &user).await.expect("rows"), Rows::default());

        let operator = Limits { day_micros_most: Some(Micros(5_000_000)), calls_most: Some(2), ..Limits::default() };
        let caller = Limits {
            call_seconds_most: Some(600),
            month_micros_most: Some(Micros::ZERO),
            rate_micros_per_min_most: Some(Micros(20_000)),
            blocked_countries: vec!["CU".into(), "GB".into()],
            ..Limits::default()
        };
        for (by, limits) in [(Owner::Operator, &caller), (Owner::Operator, &operator), (Owner::Caller, &caller)] {
            let mut tx = db.begin().await.expect("a transaction");
            put(&mut tx, &user, by, limits, EpochMs(2)).await.expect("stored");
            tx.commit().await.expect("committed");
        }
        let expected = Rows { operator, caller };
        assert_eq!(rows(&db, &user).await.expect("rows"), expected);
        let mut tx = db.begin().await.expect("a transaction");
        assert_eq!(rows_within(&mut tx, &user).await.expect("rows"), expected);
    }
}
