//! Reading and changing limits: the caller's own, which only tighten, and the operator's.

use super::{
    model::{CALL_SECONDS_LEAST, CALLS_MOST, Limits, Overview, Owner},
    room::{Room, operator_limits, since},
    store,
};
use crate::{
    domain::{
        ids::UserId,
        money::Micros,
        month::Month,
        time::{EpochMs, MS_PER_DAY},
    },
    error::AppError,
    ledger::store::{lock_wallet, spending},
    rates::charge::CARRIER_MOST_SECONDS,
    server::{database::Transaction, numbering, state::AppState},
    users::{self, Caller},
    words,
};

/// The limits of an account, and what is spent of them.
///
/// # Errors
/// When the database fails, or there is no such user.
pub async fn overview(state: &AppState, user: &UserId) -> sqlx::Result<Overview> {
    let now = state.clock.now();
    let rows = store::rows(&state.db, user).await?;
    let spending = spending(&state.db, user, since(now)).await?;
    let defaults = state.config.spending.of_age(now.seconds_since(spending.created_at));
    let operator = operator_limits(&rows, &defaults, spending.max_calls);
    let room = Room::of(&rows, &defaults, spending);
    let (effective, spent) = (room.effective.plain(), room.spent);
    Ok(Overview {
        operator,
        own: rows.caller,
        day_left_micros: effective.day_micros_most.map(|most| spent.left_of_day(most)),
        month_left_micros: effective.month_micros_most.map(|most| spent.left_of_month(most)),
        effective,
        spent,
        day_ends_at: EpochMs(now.utc_day_start().0 + MS_PER_DAY),
        month_ends_at: Month::of(now).end(),
    })
}

/// Replaces the caller's own limits; what is absent is no limit of theirs.
///
/// # Errors
/// [`AppError::Invalid`] at the field that makes no sense or is looser than the operator's, [`AppError::ConfirmFirst`] when one
/// becomes looser than it was, or when the database fails.
pub async fn set_own(caller: &Caller, wanted: Limits) -> Result<Overview, AppError> {
    let Caller { state, me, .. } = caller;
    let (user, wanted) = (&me.id, checked(wanted)?);
    let before = overview(state, user).await?;
    within(&wanted, &before.operator)?;
    let confirmed = caller.must_be_confirmed().await;
    let mut tx = state.db.begin().await?;
    // Held against the limits in force, which somebody else may just have set.
    lock_wallet(&mut tx, user).await?;
    if wanted.is_looser_than(&store::rows_within(&mut tx, user).await?.caller) {
        confirmed?;
    }
    store::put(&mut tx, user, Owner::Caller, &wanted, state.clock.now()).await?;
    tx.commit().await?;
    tracing::info!(user.id = %user, "a caller changed their limits");
    Ok(overview(state, user).await?)
}

/// Replaces the operator's row of an account by limits that were [`checked`]: what is absent is the server's default, `NO_LIMIT` is
/// none. More calls at once than the account's wall move the wall.
///
/// # Errors
/// When the database fails.
pub async fn set_operator(tx: &mut Transaction, user: &UserId, wanted: &Limits, at: EpochMs) -> sqlx::Result<()> {
    if let Some(calls) = wanted.calls_most {
        users::store::allow_calls(tx, user, calls).await?;
    }
    store::put(tx, user, Owner::Operator, wanted, at).await
}

/// The same limits with their countries sorted, when each makes sense by itself.
///
/// # Errors
/// [`AppError::Invalid`] at the field that does not.
pub fn checked(mut limits: Limits) -> Result<Limits, AppError> {
    let t = words::limits();
    let possible = CALL_SECONDS_LEAST..=CARRIER_MOST_SECONDS;
    if let Some(seconds) = limits.call_seconds_most.filter(|most| !possible.contains(most)) {
        let message = t.length_possible(seconds, CALL_SECONDS_LEAST, CARRIER_MOST_SECONDS);
        return Err(AppError::invalid("call_seconds_most", message));
    }
    for (field, micros) in amounts(&limits) {
        if micros.is_some_and(|most| most < Micros::ZERO) {
            return Err(AppError::invalid(field, t.not_negative()));
        }
    }
    if limits.calls_most.is_some_and(|calls| !(1..=CALLS_MOST).contains(&calls)) {
        return Err(AppError::invalid("calls_most", t.calls_possible(CALLS_MOST)));
    }
    if let Some(code) = limits.blocked_countries.iter().find(|code| numbering::countries_of(code).is_err()) {
        let code: String = code.to_ascii_uppercase().chars().take(20).collect();
        return Err(AppError::invalid("blocked_countries", t.no_country(&code)));
    }
    limits.blocked_countries = numbering::countries_of(&limits.blocked_countries.join(",")).unwrap_or_default();
    Ok(limits)
}

fn amounts(limits: &Limits) -> [(&'static str, Option<Micros>); 3] {
    [
        ("day_micros_most", limits.day_micros_most),
        ("month_micros_most", limits.month_micros_most),
        ("rate_micros_per_min_most", limits.rate_micros_per_min_most),
    ]
}

/// A caller's own limit is at most the operator's: a looser one would only seem to be in force.
fn within(own: &Limits, operator: &Limits) -> Result<(), AppError> {
    let (t, language) = (words::limits(), words::language());
    let looser = |field: &str, most: String| Err(AppError::invalid(field, t.looser(&most)));
    let is_looser = |own: Option<i64>, operator: Option<i64>| operator.filter(|most| own.is_some_and(|own| own > *most));
    if let Some(most) = is_looser(own.call_seconds_most, operator.call_seconds_most) {
        return looser("call_seconds_most", language.duration(most));
    }
    for ((field, own), (_, operator)) in amounts(own).into_iter().zip(amounts(operator)) {
        if let Some(most) = is_looser(own.map(|own| own.0), operator.map(|most| most.0)) {
            return looser(field, language.brief(Micros(most)));
        }
    }
    match is_looser(own.calls_most, operator.calls_most) {
        Some(most) => looser("calls_most", t.at_once(most)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::model::NO_LIMIT;

    fn refused(limits: Limits, operator: &Limits) -> (String, String) {
        let error = checked(limits).and_then(|limits| within(&limits, operator)).expect_err("refused");
        (error.field().unwrap_or_default().to_owned(), error.to_string())
    }

    #[test]
    fn nonsense_and_looser_values_are_refused_at_their_field_in_words() {
        let none = Limits::default();
        let operator = Limits {
            call_seconds_most: Some(3_600),
            day_micros_most: Some(Micros(20_000_000)),
            rate_micros_per_min_most: Some(Micros(500_000)),
            calls_most: Some(2),
            ..none.clone()
        };
        let countries = vec!["GB".to_owned(), "Mars".to_owned()];
        let table = [
            (Limits { call_seconds_most: Some(59), ..none.clone() }, "call_seconds_most", "from 60 to 14400"),
            (Limits { call_seconds_most: Some(-1), ..none.clone() }, "call_seconds_most", "from 60 to 14400"),
            (Limits { call_seconds_most: Some(14_401), ..none.clone() }, "call_seconds_most", "the carrier's most"),
            (
                Limits { call_seconds_most: Some(3_601), ..none.clone() },
                "call_seconds_most",
                "The operator allows 1\u{a0}h\u{a0}00\u{a0}m at most",
            ),
            (Limits { day_micros_most: Some(Micros(-1)), ..none.clone() }, "day_micros_most", "not negative"),
            (Limits { day_micros_most: Some(Micros(20_000_001)), ..none.clone() }, "day_micros_most", "allows $20.00 at most"),
            (Limits { month_micros_most: Some(Micros(-5)), ..none.clone() }, "month_micros_most", "not negative"),
            (
                Limits { rate_micros_per_min_most: Some(Micros(600_000)), ..none.clone() },
                "rate_micros_per_min_most",
                "$0.50 at most",
            ),
            (Limits { calls_most: Some(0), ..none.clone() }, "calls_most", "from 1 to 100"),
            (Limits { calls_most: Some(3), ..none.clone() }, "calls_most", "2 at once at most"),
            (Limits { blocked_countries: countries, ..none.clone() }, "blocked_countries", "'MARS' is not the code"),
        ];
        for (limits, field, words) in table {
            let (at, told) = refused(limits, &operator);
            assert!(at == field && told.contains(words), "{field}: {at} {told}");
        }
        let equal = Limits { blocked_countries: vec!["fr".into(), "CU".into()], ..operator.clone() };
        let checked = checked(equal).expect("good");
        assert_eq!(checked.blocked_countries, ["CU", "FR"]);
        within(&checked, &operator).expect("as tight as the operator's");
        within(&Limits { month_micros_most: Some(NO_LIMIT), ..none }, &operator).expect("the operator has none");
    }
}
