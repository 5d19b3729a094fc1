//! SQL of sums: one function per question, each one scan of a caller's calls in a span of time.
//!
//! The index `calls_summed` answers each of them alone: 10,000 calls in 30 days take 1 to 17 ms a question on SQLite, 1,000,000
//! take 0.3 to 1.7 s, six times less than without it. What grows less than that needs sums kept in a table.

#[cfg(test)]
pub(crate) mod fixture;

use sqlx::FromRow;

use super::period::Span;
use crate::{
    calls::model::CallStatus,
    domain::{
        ids::{CallId, ContactId, UserId},
        money::Micros,
        phone::E164,
        time::EpochMs,
    },
    server::database::{Database, on_engine},
};

/// How many rows the lists of the top have.
const TOP: i64 = 10;

/// Calls, talk time and charges of some group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromRow)]
pub struct Sums {
    pub calls: i64,
    /// Talk time.
    pub seconds: i64,
    pub spent: Micros,
}

/// One outcome in one quarter of an hour.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Quarter {
    /// Quarters of an hour since 1970-01-01T00:00:00Z.
    pub quarter: i64,
    pub status: CallStatus,
    #[sqlx(flatten)]
    pub sums: Sums,
}

/// When calls were made and how they ended. Every zone's midnight is on a quarter of an hour.
///
/// # Errors
/// When the database fails.
pub async fn quarters(db: &Database, user: &UserId, span: Span) -> sqlx::Result<Vec<Quarter>> {
    const QUARTERS: &str = "
        select created_at / 900000 as quarter, status, count(*) as calls, cast(coalesce(sum(duration_s), 0) as bigint) as seconds,
               cast(coalesce(sum(charged_micros), 0) as bigint) as spent
          from calls
         where user_id = $1 and created_at >= $2 and created_at < $3
         group by created_at / 900000, status";

    on_engine!(db, |pool| sqlx::query_as(QUARTERS).bind(user).bind(span.from).bind(span.to).fetch_all(pool).await)
}

/// One outcome in the whole span.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Outcome {
    pub status: CallStatus,
    #[sqlx(flatten)]
    pub sums: Sums,
}

/// How calls ended.
///
/// # Errors
/// When the database fails.
pub async fn outcomes(db: &Database, user: &UserId, span: Span) -> sqlx::Result<Vec<Outcome>> {
    const OUTCOMES: &str = "
        select status, count(*) as calls, cast(coalesce(sum(duration_s), 0) as bigint) as seconds,
               cast(coalesce(sum(charged_micros), 0) as bigint) as spent
          from calls
         where user_id = $1 and created_at >= $2 and created_at < $3
         group by status";

    on_engine!(db, |pool| sqlx::query_as(OUTCOMES).bind(user).bind(span.from).bind(span.to).fetch_all(pool).await)
}

/// A country with its calls.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct TopCountry {
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    #[sqlx(flatten)]
    pub sums: Sums,
}

/// Where most was spent.
///
/// # Errors
/// When the database fails.
pub async fn top_countries(db: &Database, user: &UserId, span: Span) -> sqlx::Result<Vec<TopCountry>> {
    const COUNTRIES: &str = "
        select country, count(*) as calls, cast(coalesce(sum(duration_s), 0) as bigint) as seconds,
               cast(coalesce(sum(charged_micros), 0) as bigint) as spent
          from calls
         where user_id = $1 and created_at >= $2 and created_at < $3
         group by country order by spent desc, calls desc, country limit $4";

    on_engine!(db, |pool| sqlx::query_as(COUNTRIES).bind(user).bind(span.from).bind(span.to).bind(TOP).fetch_all(pool).await)
}

/// A number with its calls, and the caller's name for it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct TopNumber {
    pub to_e164: E164,
    pub contact_id: Option<ContactId>,
    pub contact_name: Option<String>,
    #[sqlx(flatten)]
    pub sums: Sums,
}

/// Which numbers most was spent on.
///
/// # Errors
/// When the database fails.
pub async fn top_numbers(db: &Database, user: &UserId, span: Span) -> sqlx::Result<Vec<TopNumber>> {
    const NUMBERS: &str = "
        select n.to_e164, c.id as contact_id, c.name as contact_name, n.calls, n.seconds, n.spent
          from (select to_e164, max(contact_id) as contact_id, count(*) as calls, cast(coalesce(sum(duration_s), 0) as bigint) as seconds,
                       cast(coalesce(sum(charged_micros), 0) as bigint) as spent
                  from calls
                 where user_id = $1 and created_at >= $2 and created_at < $3
                 group by to_e164 order by spent desc, calls desc, to_e164 limit $4) n
          left join contacts c on c.id = n.contact_id
         order by n.spent desc, n.calls desc, n.to_e164";

    on_engine!(db, |pool| sqlx::query_as(NUMBERS).bind(user).bind(span.from).bind(span.to).bind(TOP).fetch_all(pool).await)
}

/// A contact with the calls to all of its numbers.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct TopContact {
    pub id: ContactId,
    pub name: String,
    #[sqlx(flatten)]
    pub sums: Sums,
}

/// Whom most was spent on.
///
/// # Errors
/// When the database fails.
pub async fn top_contacts(db: &Database, user: &UserId, span: Span) -> sqlx::Result<Vec<TopContact>> {
    const CONTACTS: &str = "
        select c.id, c.name, n.calls, n.seconds, n.spent
          from (select contact_id, count(*) as calls, cast(coalesce(sum(duration_s), 0) as bigint) as seconds,
                       cast(coalesce(sum(charged_micros), 0) as bigint) as spent
                  from calls
                 where user_id = $1 and created_at >= $2 and created_at < $3 and contact_id is not null
                 group by contact_id order by spent desc, calls desc, contact_id limit $4) n
          join contacts c on c.id = n.contact_id
         order by n.spent desc, n.calls desc, c.id";

    on_engine!(db, |pool| sqlx::query_as(CONTACTS).bind(user).bind(span.from).bind(span.to).bind(TOP).fetch_all(pool).await)
}

/// A call among the dearest.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Dear {
    pub id: CallId,
    pub to_e164: E164,
    pub contact_id: Option<ContactId>,
    pub contact_name: Option<String>,
    pub country: Option<String>,
    pub created_at: EpochMs,
    pub seconds: i64,
    pub charged_micros: Micros,
}

/// The calls that cost most.
///
/// # Errors
/// When the database fails.
pub async fn dearest(db: &Database, user: &UserId, span: Span) -> sqlx::Result<Vec<Dear>> {
    // The index calls_summed alone finds them.
    const DEAREST: &str = "
        select k.id, k.to_e164, k.contact_id, c.name as contact_name, k.country, k.created_at, coalesce(k.duration_s, 0) as seconds,
               k.charged_micros
          from calls k left join contacts c on c.id = k.contact_id
         where k.id in (select id from calls where user_id = $1 and created_at >= $2 and created_at < $3 and charged_micros > 0
                         order by charged_micros desc, created_at desc, id limit $4)
         order by k.charged_micros desc, k.created_at desc, k.id";

    on_engine!(db, |pool| sqlx::query_as(DEAREST).bind(user).bind(span.from).bind(span.to).bind(TOP).fetch_all(pool).await)
}

/// What a contact is called; `None` when this caller has no such contact.
///
/// # Errors
/// When the database fails.
pub async fn contact_name(db: &Database, user: &UserId, contact: &ContactId) -> sqlx::Result<Option<String>> {
    const NAME: &str = "select name from contacts where user_id = $1 and id = $2";

    on_engine!(db, |pool| sqlx::query_scalar(NAME).bind(user).bind(contact).fetch_optional(pool).await)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analytics::store::fixture::{BRITISH, Ended, TestDatabase, moment},
        domain::ids::UserId,
    };

    /// Three answered calls, one busy; the last answered one is out of the span, and so is everything of the other caller.
    async fn some_calls() -> (TestDatabase, UserId) {
        let test = TestDatabase::fresh().await;
        let (ann, eve) = (test.user("ann@example.test").await, test.user("eve@example.test").await);
        let bob = test.contact(&ann, "Bob", "+447911123456").await;
        test.contact(&eve, "Not Bob", "+447911123456").await;
        test.call(&ann, Ended { contact: Some(&bob), ..BRITISH }).await;
        test.call(&ann, Ended { contact: Some(&bob), seconds: 61, charged: 40_000, at: "2026-11-20T12:14:59Z", ..BRITISH }).await;
        let french = Ended { to: "+33123456789", country: Some("FR"), at: "2026-11-20T12:15:00Z", ..BRITISH };
        test.call(&ann, Ended { seconds: 10, charged: 90_000, ..french }).await;
        test.call(&ann, Ended { status: CallStatus::Busy, seconds: 0, charged: 0, ..french }).await;
        let satellite = Ended { to: "+88212345678", country: None, status: CallStatus::Failed, ..french };
        test.call(&ann, Ended { seconds: 0, charged: 0, ..satellite }).await;
        test.call(&ann, Ended { at: "2026-11-21T00:00:00Z", ..BRITISH }).await;
        test.call(&eve, Ended { charged: 8_000_000, ..BRITISH }).await;
        (test, ann)
    }

    fn the_20th() -> Span {
        Span { from: moment("2026-11-20T00:00:00Z"), to: moment("2026-11-21T00:00:00Z") }
    }

    const fn sums(calls: i64, seconds: i64, spent: i64) -> Sums {
        Sums { calls, seconds, spent: Micros(spent) }
    }

    #[tokio::test]
    async fn quarters_of_an_hour_and_outcomes_add_up() {
        let (test, ann) = some_calls().await;
        let mut quarters = quarters(&test.db, &ann, the_20th()).await.expect("sums");
        quarters.sort_by_key(|quarter| (quarter.quarter, quarter.status));
        let noon = moment("2026-11-20T12:00:00Z").0 / 900_000;
        let quarter = |quarter, status, sums| Quarter { quarter, status, sums };
        let expected = [
            quarter(noon, CallStatus::Completed, sums(2, 121, 60_000)),
            quarter(noon + 1, CallStatus::Completed, sums(1, 10, 90_000)),
            quarter(noon + 1, CallStatus::Busy, sums(1, 0, 0)),
            quarter(noon + 1, CallStatus::Failed, sums(1, 0, 0)),
        ];
        assert_eq!(quarters, expected);
        let mut outcomes = outcomes(&test.db, &ann, the_20th()).await.expect("sums");
        outcomes.sort_by_key(|outcome| outcome.status);
        let outcome = |status, sums| Outcome { status, sums };
        let expected = [
            outcome(CallStatus::Completed, sums(3, 131, 150_000)),
            outcome(CallStatus::Busy, sums(1, 0, 0)),
            outcome(CallStatus::Failed, sums(1, 0, 0)),
        ];
        assert_eq!(outcomes, expected);
    }

    #[tokio::test]
    async fn the_dearest_countries_and_numbers_come_first_under_the_callers_own_names() {
        let (test, ann) = some_calls().await;
        let countries = top_countries(&test.db, &ann, the_20th()).await.expect("sums");
        let countries: Vec<_> = countries.into_iter().map(|row| (row.country, row.sums)).collect();
        let expected =
            [(Some("FR".into()), sums(2, 10, 90_000)), (Some("GB".into()), sums(2, 121, 60_000)), (None, sums(1, 0, 0))];
        assert_eq!(countries, expected);
        let numbers = top_numbers(&test.db, &ann, the_20th()).await.expect("sums");
        let numbers: Vec<_> = numbers.into_iter().map(|row| (row.to_e164.to_string(), row.contact_name, row.sums)).collect();
        let expected = [
            ("+33123456789".into(), None, sums(2, 10, 90_000)),
            ("+447911123456".into(), Some("Bob".into()), sums(2, 121, 60_000)),
            ("+88212345678".into(), None, sums(1, 0, 0)),
        ];
        assert_eq!(numbers, expected);
        let contacts = top_contacts(&test.db, &ann, the_20th()).await.expect("sums");
        let contacts: Vec<_> = contacts.into_iter().map(|row| (row.name, row.sums)).collect();
        assert_eq!(contacts, [("Bob".into(), sums(2, 121, 60_000))]);
        let dearest: Vec<_> = dearest(&test.db, &ann, the_20th()).await.expect("calls");
        let dearest: Vec<_> = dearest.into_iter().map(|call| (call.charged_micros.0, call.contact_name)).collect();
        assert_eq!(dearest, [(90_000, None), (40_000, Some("Bob".into())), (20_000, Some("Bob".into()))]);
    }

    #[tokio::test]
    async fn lists_of_the_top_have_ten_rows_at_most() {
        let test = TestDatabase::fresh().await;
        let ann = test.user("ann@example.test").await;
        for last in 10..22 {
            test.call(&ann, Ended { to: &format!("+4479111234{last}"), charged: last, ..BRITISH }).await;
        }
        let numbers = top_numbers(&test.db, &ann, the_20th()).await.expect("sums");
        assert_eq!(numbers.len(), 10);
        assert_eq!((numbers[0].sums.spent, numbers[9].sums.spent), (Micros(21), Micros(12)));
    }
}
