//! More credit during a call: the hold grows first and is committed, then the carrier hears of the longer limit, never the
//! other way round. Broken off in between, the hold is larger than needed, and the next pass tells the carrier.

use std::time::Duration;

use futures_util::{StreamExt, stream};

use super::{
    model::EventEffect,
    reconcile::{self, note},
    store::{
        events::{self, NewEvent},
        extension::{self, LimitedCall, Longer, Untold},
        lifecycle,
    },
};
use crate::{
    domain::{ids::UserId, money::Micros, time::duration_words},
    error::AppError,
    ledger::store::extend_hold,
    limits::room::{self, Attempt},
    rates::charge::{Allowance, CARRIER_MOST_SECONDS, GUARD_SECONDS},
    server::{state::AppState, unit_of_work::to_its_end},
    twilio::client::ClientError,
    words::{Language, Timeline},
};

/// Orders to the carrier under way at a time.
const AT_ONCE: usize = 8;
/// An answer that takes longer counts as none: the next pass tells the carrier again.
const PATIENCE: Duration = Duration::from_secs(5);

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extended {
    /// Calls with a longer hold and limit.
    pub extended: usize,
    /// Calls of whose longer limit the carrier has heard.
    pub told: usize,
}

/// After credit came to an account by this process: its calls go on at once.
///
/// # Errors
/// When the database fails; the next pass makes up for it.
pub async fn after_credit(state: &AppState, user: &UserId) -> Result<Extended, AppError> {
    run(state, Some(user)).await
}

/// The safety net: credit that came through another process, and orders that the carrier did not take.
///
/// # Errors
/// When the database fails.
pub async fn pass(state: &AppState) -> Result<Extended, AppError> {
    run(state, None).await
}

async fn run(state: &AppState, user: Option<&UserId>) -> Result<Extended, AppError> {
    Ok(Extended { extended: prolong(state, user).await?, told: tell(state, user).await? })
}

/// Takes longer holds, one call after the other, so that the oldest has the first of the credit.
///
/// # Errors
/// When the database fails.
pub async fn prolong(state: &AppState, user: Option<&UserId>) -> Result<usize, AppError> {
    let mut extended = 0;
    for call in extension::limited(&state.db, user, CARRIER_MOST_SECONDS - GUARD_SECONDS, state.clock.now()).await? {
        let room = room::room(state, &call.user_id).await?;
        if let Some(longer) = longer(&call, room.spendable, room.call_seconds_most) {
            extended += usize::from(extend(state, call, longer).await?);
        }
    }
    Ok(extended)
}

/// What a call may have with `free` credit beside its own hold, at most `cap` seconds; `None` when that is no longer than it
/// has.
fn longer(call: &LimitedCall, free: Micros, cap: i64) -> Option<Allowance> {
    let allowance = call.tariff.tariff().allowance(call.hold_micros + free.max(Micros::ZERO), cap)?;
    let is_longer = allowance.time_limit_seconds > call.time_limit_s && allowance.hold_micros >= call.hold_micros;
    is_longer.then_some(allowance)
}

/// The call's row first, then the wallet's, then the limits, in one transaction. `false` when the call has ended, the credit
/// went elsewhere, or a limit is in the way.
async fn extend(state: &AppState, call: LimitedCall, longer: Allowance) -> Result<bool, AppError> {
    let state = state.clone();
    to_its_end(async move {
        let (at, tariff, limit) = (state.clock.now(), call.tariff.tariff(), longer.time_limit_seconds);
        let raised = Longer { hold: longer.hold_micros, time_limit_seconds: limit };
        let mut tx = state.db.begin().await?;
        if !extension::raise(&mut tx, &call, raised, at).await?
            || !extend_hold(&mut tx, &call.user_id, longer.hold_micros - call.hold_micros).await?
        {
            return Ok(false);
        }
        let attempt = Attempt { country: call.country.as_deref(), place: "", tariff: &tariff };
        if room::breach(&mut tx, &state, &call.user_id, attempt, longer).await?.is_some() {
            return Ok(false);
        }
        if let Some(row) = lifecycle::by_id(&mut tx, &call.id).await? {
            let (more, whole) = (duration_words(limit - call.time_limit_s), duration_words(limit));
            let summary = Timeline::of(Language::En).more_credit(&more, &whole, &longer.hold_micros.exact());
            let event = note(&row, &format!("extend|{}|{limit}", call.id), summary, at);
            events::record(&mut tx, &NewEvent { effect: EventEffect::Extended, ..event }).await?;
        }
        tx.commit().await?;
        tracing::info!(call.id = %call.id, limit_seconds = limit, "a call may last longer");
        Ok(true)
    })
    .await
}

/// Tells the carrier of the limits that it has yet to hear of.
///
/// # Errors
/// When the database fails.
pub async fn tell(state: &AppState, user: Option<&UserId>) -> Result<usize, AppError> {
    let calls = extension::untold(&state.db, user).await?;
    let orders = calls.into_iter().map(|call| tell_one(state.clone(), call));
    let outcomes: Vec<_> = stream::iter(orders).buffer_unordered(AT_ONCE).collect().await;
    outcomes.into_iter().try_fold(0, |told, outcome| Ok(told + usize::from(outcome?)))
}

/// Two orders about one call may cross on their way; the shorter limit is then remembered as told, and told again longer.
async fn tell_one(state: AppState, call: Untold) -> Result<bool, AppError> {
    let order = state.twilio.set_time_limit(&call.child_sid, call.time_limit_s);
    let slow = |_| Err(ClientError::Unreachable(format!("no answer in {} s", PATIENCE.as_secs())));
    match tokio::time::timeout(PATIENCE, order).await.unwrap_or_else(slow) {
        Ok(()) => {
            extension::told(&state.db, &call.id, call.time_limit_s).await?;
            return Ok(true);
        }
        // Its report is on the way, or lost.
        Err(ClientError::Over) => reconcile::nudge(&state, &call.id, 0).await?,
        Err(ClientError::NotFound) => {
            tracing::warn!(call.id = %call.id, "the carrier has no record of a call that was to last longer");
            extension::told(&state.db, &call.id, call.time_limit_s).await?;
        }
        Err(error) => tracing::warn!(call.id = %call.id, %error, "the carrier does not know yet that a call may last longer"),
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::ids::CallId, rates::model::Tariff};

    /// A call at 0.06 a minute, 60/60, with so much held and permitted.
    fn limit_after(free: i64, held: i64, limit: i64, cap: i64) -> Option<(i64, i64)> {
        let tariff = Tariff {
            rate_micros_per_minute: Micros(60_000),
            connect_micros: Micros::ZERO,
            initial_seconds: 60,
            increment_seconds: 60,
            free_under_seconds: 0,
        };
        let call = LimitedCall {
            id: CallId::parse("call_0123456789abcdef0123456789abcdef").expect("an id"),
            user_id: UserId::parse("u_0123456789abcdef0123456789abcdef").expect("an id"),
            country: None,
            tariff: tariff.into(),
            hold_micros: Micros(held),
            time_limit_s: limit,
        };
        longer(&call, Micros(free), cap).map(|longer| (longer.hold_micros.0, longer.time_limit_seconds))
    }

    #[test]
    fn only_whole_increments_prolong_a_call_and_never_beyond_the_cap() {
        assert_eq!(limit_after(59_999, 60_000, 58, 3_600), None);
        assert_eq!(limit_after(60_000, 60_000, 58, 3_600), Some((120_000, 118)));
        assert_eq!(limit_after(100_000_000, 60_000, 58, 3_600), Some((3_600_000, 3_598)));
        assert_eq!(limit_after(100_000_000, 3_600_000, 3_598, 3_600), None);
        assert_eq!(limit_after(-5, 60_000, 58, 3_600), None);
    }

    #[test]
    fn a_cap_that_was_lowered_shortens_nothing() {
        assert_eq!(limit_after(100_000_000, 600_000, 598, 300), None);
    }
}
