//! The analytics of a period: asks the store, folds the answers.

use std::collections::BTreeMap;

use super::{
    model::{CallAnalytics, CountrySum, DaySum, HistoryPage, HistoryRequest, NumberSum, OutcomeSum, PeriodRequest, Summary},
    period::{ZonedPeriod, is_zone},
    store::{self, Outcome, Quarter, Sums, TopCountry, TopNumber},
};
use crate::{
    calls::{
        self,
        model::{CallFilter, CallStatus},
    },
    contacts::model::ContactName,
    domain::{ids::UserId, page::Limit, time::EpochMs},
    error::AppError,
    rates::countries::country_name,
    server::{database::Database, numbering},
    users::Caller,
};

/// Milliseconds of the quarters that the store counts in.
const QUARTER_MS: i64 = 900_000;

/// What the caller's calls of a period came to.
///
/// # Errors
/// [`AppError::Invalid`] for a wrong period, or when the database fails.
pub async fn analyse(caller: &Caller, request: &PeriodRequest) -> Result<CallAnalytics, AppError> {
    let period = ZonedPeriod::read(request, caller.state.clock.now())?;
    Ok(of_period(&caller.state.db, &caller.me.id, &period).await?)
}

/// A page of the calls of a period, newest first.
///
/// # Errors
/// [`AppError::Invalid`] for a wrong period or cursor, or when the database fails.
pub async fn list(caller: &Caller, request: HistoryRequest) -> Result<HistoryPage, AppError> {
    let span = ZonedPeriod::read(&request.period, caller.state.clock.now())?.span;
    // The last days go on: a call that begins after this moment belongs to them.
    let to = request.period.to.filter(|to| !to.trim().is_empty()).map(|_| span.to);
    let filter = CallFilter { status: request.status, from: Some(span.from), to, country: request.country, q: request.q };
    let (db, user) = (&caller.state.db, &caller.me.id);
    let calls = calls::store::page(db, user, &filter, request.cursor.as_deref(), Limit::default()).await?;
    Ok(HistoryPage { calls, from: span.from, to })
}

/// The request in the zone of its `tz`, else of the visitor's cookie, else in UTC.
pub fn in_zone_of_visitor(mut request: PeriodRequest, cookies: Option<&str>) -> PeriodRequest {
    let asked = request.tz.take().filter(|tz| !tz.is_empty());
    request.tz = asked.or_else(|| cookies.and_then(zone_cookie).filter(|zone| is_zone(zone)).map(str::to_owned));
    request
}

fn zone_cookie(cookies: &str) -> Option<&str> {
    cookies.split(';').filter_map(|pair| pair.trim().split_once('=')).find(|(name, _)| *name == "tz").map(|(_, zone)| zone)
}

async fn of_period(db: &Database, user: &UserId, period: &ZonedPeriod) -> sqlx::Result<CallAnalytics> {
    let (quarters, before, countries, numbers) = tokio::try_join!(
        store::quarters(db, user, period.span),
        store::outcomes(db, user, period.before()),
        store::top_countries(db, user, period.span),
        store::top_numbers(db, user, period.span),
    )?;
    let outcomes = by_outcome(&quarters);
    Ok(CallAnalytics {
        period: period.describe(),
        summary: summary(&outcomes),
        previous: summary(&before),
        top_countries: countries.into_iter().map(country_sum).collect(),
        top_numbers: numbers.into_iter().map(number_sum).collect(),
        daily: by_day(&quarters, period),
        outcomes: ranked(outcomes),
    })
}

/// Whether somebody picked up.
fn is_answered(status: CallStatus) -> bool {
    matches!(status, CallStatus::InProgress | CallStatus::Completed)
}

fn by_outcome(quarters: &[Quarter]) -> Vec<Outcome> {
    let mut outcomes: BTreeMap<CallStatus, Sums> = BTreeMap::new();
    for quarter in quarters {
        add(outcomes.entry(quarter.status).or_default(), quarter.sums);
    }
    outcomes.into_iter().map(|(status, sums)| Outcome { status, sums }).collect()
}

/// Most frequent first.
fn ranked(mut outcomes: Vec<Outcome>) -> Vec<OutcomeSum> {
    outcomes.sort_by_key(|outcome| (-outcome.sums.calls, outcome.status));
    outcomes.into_iter().map(|outcome| OutcomeSum { status: outcome.status, calls: outcome.sums.calls }).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a share of calls, shown with one decimal")]
fn summary(outcomes: &[Outcome]) -> Summary {
    let (mut all, mut answered) = (Sums::default(), 0);
    for outcome in outcomes {
        add(&mut all, outcome.sums);
        answered += if is_answered(outcome.status) { outcome.sums.calls } else { 0 };
    }
    Summary {
        calls: all.calls,
        answered,
        seconds: all.seconds,
        charged_micros: all.spent,
        average_seconds: if answered == 0 { 0 } else { all.seconds / answered },
        answer_rate: if all.calls == 0 { 0.0 } else { answered as f64 / all.calls as f64 },
    }
}

fn by_day(quarters: &[Quarter], period: &ZonedPeriod) -> Vec<DaySum> {
    let empty = |day: String| DaySum { day, calls: 0, answered: 0, seconds: 0, charged_micros: Sums::default().spent };
    let mut days: Vec<DaySum> = period.day_names().into_iter().map(empty).collect();
    for quarter in quarters {
        let Some(day) = days.get_mut(period.day_index(EpochMs(quarter.quarter * QUARTER_MS))) else { continue };
        day.calls += quarter.sums.calls;
        day.answered += if is_answered(quarter.status) { quarter.sums.calls } else { 0 };
        day.seconds += quarter.sums.seconds;
        day.charged_micros = day.charged_micros + quarter.sums.spent;
    }
    days
}

fn add(to: &mut Sums, more: Sums) {
    to.calls += more.calls;
    to.seconds += more.seconds;
    to.spent = to.spent + more.spent;
}

fn country_sum(row: TopCountry) -> CountrySum {
    let name = row.country.as_deref().map_or("", country_name);
    let country_name = if name.is_empty() { "International".to_owned() } else { name.to_owned() };
    let Sums { calls, seconds, spent } = row.sums;
    CountrySum { country: row.country, country_name, calls, seconds, charged_micros: spent }
}

fn number_sum(row: TopNumber) -> NumberSum {
    let international = numbering::describe(&row.to_e164).international;
    let contact = row.contact_id.zip(row.contact_name).map(|(id, name)| ContactName { id, name });
    let Sums { calls, seconds, spent } = row.sums;
    NumberSum { to: row.to_e164, international, contact, calls, seconds, charged_micros: spent }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::store::fixture::{BRITISH, Ended, TestDatabase, moment};

    fn period(from: &str, to: &str, tz: &str) -> ZonedPeriod {
        let some = |text: &str| Some(text.to_owned());
        let request = PeriodRequest { days: None, from: some(from), to: some(to), tz: some(tz) };
        ZonedPeriod::read(&request, moment("2026-11-22T10:00:00Z")).expect("good")
    }

    #[tokio::test]
    async fn every_figure_equals_the_sum_done_by_hand() {
        let test = TestDatabase::fresh().await;
        let (ann, eve) = (test.user("ann@example.test").await, test.user("eve@example.test").await);
        test.call(&ann, Ended { at: "2026-11-18T23:59:59Z", charged: 5, ..BRITISH }).await;
        test.call(&ann, BRITISH).await;
        test.call(&ann, Ended { seconds: 61, charged: 40_000, ..BRITISH }).await;
        test.call(&ann, Ended { status: CallStatus::NoAnswer, seconds: 0, charged: 0, at: "2026-11-21T23:59:59Z", ..BRITISH })
            .await;
        test.call(&eve, BRITISH).await;
        let sums = of_period(&test.db, &ann, &period("2026-11-19", "2026-11-21", "UTC")).await.expect("sums");
        assert_eq!((sums.summary.calls, sums.summary.answered, sums.summary.seconds), (3, 2, 121));
        assert_eq!((sums.summary.charged_micros.0, sums.summary.average_seconds), (60_000, 60));
        assert!((sums.summary.answer_rate - 2.0 / 3.0).abs() < 1e-9);
        assert_eq!((sums.previous.calls, sums.previous.charged_micros.0), (1, 5));
        let days: Vec<_> =
            sums.daily.iter().map(|day| (day.day.as_str(), day.calls, day.answered, day.charged_micros.0)).collect();
        assert_eq!(days, [("2026-11-19", 0, 0, 0), ("2026-11-20", 2, 2, 60_000), ("2026-11-21", 1, 0, 0)]);
        let outcomes: Vec<_> = sums.outcomes.iter().map(|outcome| (outcome.status, outcome.calls)).collect();
        assert_eq!(outcomes, [(CallStatus::Completed, 2), (CallStatus::NoAnswer, 1)]);
        assert_eq!((sums.top_countries[0].country_name.as_str(), sums.top_countries[0].calls), ("United Kingdom", 3));
        assert_eq!(
            sums.daily.iter().map(|day| day.charged_micros).sum::<crate::domain::money::Micros>(),
            sums.summary.charged_micros
        );
    }

    #[tokio::test]
    async fn calls_fall_on_the_callers_own_days_also_when_clocks_change() {
        let test = TestDatabase::fresh().await;
        let ann = test.user("ann@example.test").await;
        // In Berlin the 25th of October 2026 lasted from 22:00 UTC on the 24th to 23:00 UTC on the 25th.
        for at in ["2026-10-24T21:59:59Z", "2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z"] {
            test.call(&ann, Ended { at, ..BRITISH }).await;
        }
        let days_in = async |tz: &str| {
            let sums = of_period(&test.db, &ann, &period("2026-10-24", "2026-10-26", tz)).await.expect("sums");
            sums.daily.iter().map(|day| day.calls).collect::<Vec<_>>()
        };
        assert_eq!(days_in("Europe/Berlin").await, [1, 2, 1]);
        assert_eq!(days_in("UTC").await, [2, 2, 0]);
        assert_eq!(days_in("Asia/Kathmandu").await, [0, 2, 2]);
    }

    #[tokio::test]
    async fn a_period_without_calls_has_every_day_and_no_division_by_zero() {
        let test = TestDatabase::fresh().await;
        let ann = test.user("ann@example.test").await;
        let sums = of_period(&test.db, &ann, &period("2026-11-01", "2026-11-07", "UTC")).await.expect("sums");
        assert_eq!(sums.summary, Summary::default());
        assert_eq!(sums.daily.len(), 7);
        assert!(sums.top_countries.is_empty() && sums.top_numbers.is_empty() && sums.outcomes.is_empty());
    }

    #[test]
    fn the_zone_comes_from_the_request_then_from_a_good_cookie() {
        let asked = |tz: Option<&str>| PeriodRequest { tz: tz.map(str::to_owned), ..PeriodRequest::default() };
        let zone = |tz, cookies| in_zone_of_visitor(asked(tz), cookies).tz;
        assert_eq!(zone(Some("Asia/Tokyo"), Some("tz=Europe/Berlin")).as_deref(), Some("Asia/Tokyo"));
        assert_eq!(zone(None, Some("theme=dark; tz=Europe/Berlin")).as_deref(), Some("Europe/Berlin"));
        assert_eq!(zone(Some(""), Some("tz=Mars/Olympus")), None);
        assert_eq!(zone(None, None), None);
    }
}
