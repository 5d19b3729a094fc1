//! The analytics of a period: asks the store, folds the answers.

use std::collections::{BTreeMap, HashMap};

use super::{
    model::{BigCall, CallAnalytics, ContactSum, CountrySum, DaySum, HourSum, NumberSum, OutcomeSum, PeriodRequest, Summary},
    period::ZonedPeriod,
    store::{self, Counted},
    sums::{QUARTER_MS, Quarter, Sums, Wanted, digits, gather, top},
};
use crate::{
    calls::model::CallStatus,
    contacts::model::ContactName,
    domain::{
        ids::{ContactId, UserId},
        phone::E164,
        time::EpochMs,
    },
    error::AppError,
    rates::countries::country_name,
    server::{database::Database, numbering},
    users::Caller,
};

/// What the caller's calls of a period came to.
///
/// # Errors
/// [`AppError::Invalid`] for a wrong period, or when the database fails.
pub async fn analyse(caller: &Caller, request: &PeriodRequest) -> Result<CallAnalytics, AppError> {
    let period = ZonedPeriod::read(request, caller.state.clock.now())?;
    Ok(of_period(&caller.state.db, &caller.me.id, &period).await?)
}

/// What the calls of one caller in a period came to.
///
/// # Errors
/// When the database fails.
pub async fn of_period(db: &Database, user: &UserId, period: &ZonedPeriod) -> sqlx::Result<CallAnalytics> {
    let (found, before, names) = tokio::try_join!(
        gather(db, user, period.span, Wanted::Everything),
        gather(db, user, period.before, Wanted::Times),
        store::names(db, user),
    )?;
    let names = names.into_iter().map(|(number, name)| (digits(&number), name)).collect();
    let outcomes = by_outcome(&found.times);
    Ok(CallAnalytics {
        period: period.describe(),
        summary: summary(&outcomes),
        previous: summary(&by_outcome(&before.times)),
        daily: by_day(&found.times, period),
        outcomes: ranked(outcomes),
        hours: by_hour(&found.times, period),
        top_countries: top(found.countries).into_iter().map(country_sum).collect(),
        top_contacts: by_contact(&found.numbers, &names),
        top_numbers: top(found.numbers).into_iter().filter_map(|number| number_sum(number, &names)).collect(),
        biggest_calls: found.dearest.into_iter().map(|call| big_call(call, &names)).collect(),
    })
}

/// Whether somebody picked up.
fn is_answered(status: CallStatus) -> bool {
    matches!(status, CallStatus::InProgress | CallStatus::Completed)
}

fn by_outcome(quarters: &[Quarter]) -> BTreeMap<CallStatus, Sums> {
    let mut outcomes: BTreeMap<CallStatus, Sums> = BTreeMap::new();
    for quarter in quarters {
        *outcomes.entry(quarter.status).or_default() += quarter.sums;
    }
    outcomes
}

/// Most frequent first.
fn ranked(outcomes: BTreeMap<CallStatus, Sums>) -> Vec<OutcomeSum> {
    let sum = |(status, sums): (CallStatus, Sums)| OutcomeSum {
        status,
        calls: sums.calls,
        seconds: sums.seconds,
        charged_micros: sums.spent,
    };
    let mut outcomes: Vec<_> = outcomes.into_iter().map(sum).collect();
    outcomes.sort_by_key(|outcome| (-outcome.calls, outcome.status));
    outcomes
}

#[expect(clippy::cast_precision_loss, reason = "a share of calls, shown with one decimal")]
fn summary(outcomes: &BTreeMap<CallStatus, Sums>) -> Summary {
    let all: Sums = outcomes.values().copied().sum();
    let answered = outcomes.iter().filter(|(status, _)| is_answered(**status)).map(|(_, sums)| sums.calls).sum();
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
    let mut days: Vec<DaySum> = period.dates().map(|day| empty(day.to_string())).collect();
    for quarter in quarters {
        let Some(day) = days.get_mut(period.day_index(EpochMs(quarter.index * QUARTER_MS))) else { continue };
        day.calls += quarter.sums.calls;
        day.answered += if is_answered(quarter.status) { quarter.sums.calls } else { 0 };
        day.seconds += quarter.sums.seconds;
        day.charged_micros = day.charged_micros + quarter.sums.spent;
    }
    days
}

/// The hours of the week that have calls, Monday first.
fn by_hour(quarters: &[Quarter], period: &ZonedPeriod) -> Vec<HourSum> {
    let mut hours: BTreeMap<(i8, i8), Sums> = BTreeMap::new();
    for quarter in quarters {
        let at = period.at(EpochMs(quarter.index * QUARTER_MS).max(period.span.from));
        *hours.entry((at.weekday().to_monday_one_offset(), at.hour())).or_default() += quarter.sums;
    }
    let sum =
        |((weekday, hour), sums): ((i8, i8), Sums)| HourSum { weekday, hour, calls: sums.calls, charged_micros: sums.spent };
    hours.into_iter().map(sum).collect()
}

fn country_sum((country, sums): (Option<String>, Sums)) -> CountrySum {
    let name = country.as_deref().map_or("", country_name);
    let country_name = if name.is_empty() { "International".to_owned() } else { name.to_owned() };
    let Sums { calls, seconds, spent } = sums;
    CountrySum { country, country_name, calls, seconds, charged_micros: spent }
}

fn number_sum((number, sums): (u64, Sums), names: &HashMap<u64, ContactName>) -> Option<NumberSum> {
    let to = E164::parse(&format!("+{number}"))?;
    let international = numbering::describe(&to).international;
    let Sums { calls, seconds, spent } = sums;
    Some(NumberSum { to, international, contact: names.get(&number).cloned(), calls, seconds, charged_micros: spent })
}

/// The contacts on all of whose numbers most was spent.
fn by_contact(numbers: &HashMap<u64, Sums>, names: &HashMap<u64, ContactName>) -> Vec<ContactSum> {
    let mut contacts: BTreeMap<(&ContactId, &str), Sums> = BTreeMap::new();
    for (number, contact) in names {
        if let Some(sums) = numbers.get(number) {
            *contacts.entry((&contact.id, &contact.name)).or_default() += *sums;
        }
    }
    let sum = |((id, name), sums): ((&ContactId, &str), Sums)| {
        let Sums { calls, seconds, spent } = sums;
        ContactSum { contact: ContactName { id: id.clone(), name: name.to_owned() }, calls, seconds, charged_micros: spent }
    };
    top(contacts).into_iter().map(sum).collect()
}

fn big_call(call: Counted, names: &HashMap<u64, ContactName>) -> BigCall {
    let contact = names.get(&digits(&call.to_e164)).cloned();
    let Counted { id, to_e164: to, country, created_at, seconds, charged_micros, .. } = call;
    BigCall { id, to, contact, country, created_at, seconds, charged_micros }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::store::fixture::{BRITISH, Ended, TestDatabase, moment};

    fn period(from: &str, to: &str, tz: &str) -> ZonedPeriod {
        let some = |text: &str| Some(text.to_owned());
        let request = PeriodRequest { from: some(from), to: some(to), tz: some(tz), ..PeriodRequest::default() };
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
}
