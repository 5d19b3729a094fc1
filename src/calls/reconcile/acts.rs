//! What follows from the carrier's word on one call: settle, park, end, ask again, give up.

use super::{
    Outcome,
    asking::{self, Standing, Step},
    schedule::{self, Next},
};
use crate::{
    calls::{
        model::{CallStatus, EventEffect},
        settle::{Ending, Settlement, settle},
        store::{
            events::{self, EventSource, NewEvent},
            lifecycle::{self, OpenCall},
            locked,
            settlement::{self, SettledBy},
        },
    },
    domain::{ids::CallId, time::EpochMs},
    error::AppError,
    server::{database::Transaction, ids, state::AppState, unit_of_work::to_its_end},
    twilio::client::ClientError,
};

/// When the carrier did not answer, it is asked again after so many seconds, however often.
const SILENT_SECONDS: i64 = 60;
/// How often a call that runs past its limit is ended at the carrier.
const ENDINGS_MOST: i64 = 5;
/// From ending a call at the carrier until its records are asked what came of it, in seconds.
const ENDED_SECONDS: i64 = 5;

/// Asks about one call and does what follows.
///
/// # Errors
/// When the database fails.
pub(super) async fn reconcile(state: &AppState, call: &OpenCall) -> Result<Outcome, AppError> {
    let news = match asking::ask(&state.twilio, call).await {
        Ok(news) => news,
        Err(error @ (ClientError::Unreachable(_) | ClientError::Denied)) => return unreachable(state, call, &error).await,
        Err(error) => {
            tracing::warn!(call.id = %call.id, %error, "the carrier's answer about a call cannot be used");
            return put_off(state, call).await;
        }
    };
    let standing = Standing::of(call, state.clock.now());
    match asking::step(news.clone(), standing) {
        Step::Settle { status, duration_seconds, child_sid } => {
            if news == asking::News::NotFound {
                tracing::warn!(call.id = %call.id, status = %call.status, "the carrier has no record of a call; its hold is released");
            }
            let ended = Ended { status, duration_seconds, child_sid, unknown: news == asking::News::NotFound };
            let settled = conclude(state, call, ended).await?;
            Ok(if settled { Outcome::Settled } else { Outcome::PutOff })
        }
        Step::Park { child_sid } => {
            park(state, call, child_sid).await?;
            put_off(state, call).await
        }
        Step::End => end(state, call).await,
        Step::AskAgain => put_off(state, call).await,
    }
}

/// An ending, as the carrier's records have it.
struct Ended {
    status: CallStatus,
    duration_seconds: Option<i64>,
    child_sid: Option<String>,
    /// Nothing is on record at all.
    unknown: bool,
}

/// Settles an ended call; `false` when somebody else settled it.
async fn conclude(state: &AppState, call: &OpenCall, ended: Ended) -> Result<bool, AppError> {
    let (state, id) = (state.clone(), call.id.clone());
    to_its_end(async move {
        let at = state.clock.now();
        let mut tx = state.db.begin().await?;
        let Some(call) = locked::by_id(&mut tx, &id).await? else { return Ok(false) };
        name_child(&mut tx, &call, ended.child_sid.as_deref()).await?;
        let ending = Ending { status: ended.status, duration_seconds: ended.duration_seconds, by: SettledBy::Reconciler, at };
        let settlement = settle(&mut tx, &call, &ending, state.config.refund_under_seconds).await?;
        let summary = match (ended.duration_seconds, ended.unknown) {
            (_, true) => "The carrier was asked and has no record of the call: nothing is charged".to_owned(),
            (Some(seconds), _) if ended.status == CallStatus::Completed => {
                format!("The carrier was asked: the call ended after {seconds} s")
            }
            _ => format!("The carrier was asked: {}", ended.status.label().to_lowercase()),
        };
        let key = format!("{}|{}", call.id, ended.status);
        events::record(
            &mut tx,
            &NewEvent { status: Some(ended.status.to_string()), effect: settlement.effect(), ..note(&call, &key, summary, at) },
        )
        .await?;
        tx.commit().await?;
        tracing::info!(call.id = %call.id, status = %ended.status, ?settlement, "the reconciler finished a call");
        Ok(matches!(settlement, Settlement::Charged(_)))
    })
    .await
}

/// The carrier says that a call has ended, but not yet for how long: the hold stays.
async fn park(state: &AppState, call: &OpenCall, child_sid: Option<String>) -> Result<(), AppError> {
    let (state, id) = (state.clone(), call.id.clone());
    to_its_end(async move {
        let mut tx = state.db.begin().await?;
        let Some(call) = locked::by_id(&mut tx, &id).await? else { return Ok(()) };
        name_child(&mut tx, &call, child_sid.as_deref()).await?;
        lifecycle::park(&mut tx, &call.id, state.clock.now()).await?;
        tx.note(&call.user_id);
        Ok(tx.commit().await?)
    })
    .await
}

/// Remembers the called leg that the carrier's records name, if none is known.
async fn name_child(tx: &mut Transaction, call: &OpenCall, child_sid: Option<&str>) -> sqlx::Result<()> {
    match child_sid {
        Some(child) if call.child_sid.is_none() => lifecycle::set_child(tx, &call.id, child).await,
        _ => Ok(()),
    }
}

/// Ends a call that runs past everything it may; its own report or the next pass settles it.
async fn end(state: &AppState, call: &OpenCall) -> Result<Outcome, AppError> {
    if call.end_tries >= ENDINGS_MOST {
        tracing::error!(call.id = %call.id, "the carrier does not end a call that outran its hold: end it in its console");
        return put_off(state, call).await;
    }
    if !still_overdue(state, call).await? {
        return Ok(Outcome::PutOff);
    }
    let Some(leg) = call.parent_sid.as_deref().or(call.child_sid.as_deref()) else { return put_off(state, call).await };
    let attempt = call.end_tries + 1;
    tracing::warn!(call.id = %call.id, attempt, "a call runs past the end of its hold; ending it at the carrier");
    match state.twilio.end_call(leg).await {
        Err(error @ (ClientError::Unreachable(_) | ClientError::Denied)) => return unreachable(state, call, &error).await,
        Err(error) => tracing::error!(call.id = %call.id, %error, "the carrier did not end a call that outran its hold"),
        Ok(()) => {}
    }
    let (state, id) = (state.clone(), call.id.clone());
    to_its_end(async move {
        let at = state.clock.now();
        let summary =
            format!("The call ran past its limit: the carrier was asked to end it (attempt {attempt} of {ENDINGS_MOST})");
        let mut tx = state.db.begin().await?;
        let Some(call) = locked::by_id(&mut tx, &id).await? else { return Ok(Outcome::Ended) };
        settlement::count_ending(&mut tx, &call.id, at.plus_seconds(ENDED_SECONDS)).await?;
        events::record(&mut tx, &note(&call, &format!("end|{}|{attempt}", call.id), summary, at)).await?;
        tx.commit().await?;
        Ok(Outcome::Ended)
    })
    .await
}

/// Whether a call still runs past its hold: credit may have come while the carrier was asked.
async fn still_overdue(state: &AppState, call: &OpenCall) -> sqlx::Result<bool> {
    let fresh = lifecycle::of_user(&state.db, &call.user_id, &call.id).await?;
    let now = state.clock.now();
    Ok(fresh.is_some_and(|call| call.settled_at.is_none() && call.hold_expires_at <= now))
}

/// A carrier that does not answer is asked again, and no try is counted.
async fn unreachable(state: &AppState, call: &OpenCall, error: &ClientError) -> Result<Outcome, AppError> {
    tracing::warn!(call.id = %call.id, %error, "the carrier could not be asked about a call");
    let at = state.clock.now().plus_seconds(SILENT_SECONDS);
    settlement::ask_again(&state.db, &call.id, at, call.reconcile_tries).await?;
    Ok(Outcome::Unreachable)
}

async fn put_off(state: &AppState, call: &OpenCall) -> Result<Outcome, AppError> {
    let now = state.clock.now();
    let standing = Standing::of(call, now);
    match schedule::next(standing.tries, standing.parked, standing.overdue) {
        Next::Again { after_seconds, tries } => {
            settlement::ask_again(&state.db, &call.id, now.plus_seconds(after_seconds), tries).await?;
        }
        Next::AtExpiry => settlement::wait_for_expiry(&state.db, &call.id).await?,
        Next::GiveUp => return give_up(state, call, now).await,
    }
    Ok(Outcome::PutOff)
}

async fn give_up(state: &AppState, call: &OpenCall, at: EpochMs) -> Result<Outcome, AppError> {
    let (state, id) = (state.clone(), call.id.clone());
    to_its_end(async move {
        let mut tx = state.db.begin().await?;
        let Some(call) = locked::by_id(&mut tx, &id).await? else { return Ok(Outcome::PutOff) };
        let given_up = settlement::give_up(&mut tx, &call.id, at).await?;
        let summary = "The carrier was asked for days without an answer that settles the call: the operator decides".to_owned();
        events::record(&mut tx, &note(&call, &format!("gave-up|{}", call.id), summary, at)).await?;
        tx.commit().await?;
        tracing::error!(call.id = %call.id, "a call is given up; see `ringfare reconcile --unmatched`");
        Ok(if given_up { Outcome::GivenUp } else { Outcome::PutOff })
    })
    .await
}

/// A line of a call's timeline that Ringfare itself writes; `key` is equal for the same thing.
pub fn note(call: &OpenCall, key: &str, summary: String, at: EpochMs) -> NewEvent {
    NewEvent {
        id: ids::event_id(),
        dedupe_key: format!("{}|{key}", EventSource::Reconciler),
        source: EventSource::Reconciler,
        kind: EventSource::Reconciler.to_string(),
        call_sid: call.child_sid.clone(),
        parent_sid: call.parent_sid.clone(),
        call_id: Some(call.id.clone()),
        status: None,
        sequence_number: None,
        summary,
        body: String::new(),
        at,
        carrier_at: None,
        effect: EventEffect::Noted,
    }
}

/// Lets the next pass ask about a call: the browser says that it is over.
///
/// # Errors
/// When the database fails.
pub async fn nudge(state: &AppState, id: &CallId, after_seconds: i64) -> Result<(), AppError> {
    let (state, id) = (state.clone(), id.clone());
    to_its_end(async move {
        let mut tx = state.db.begin().await?;
        settlement::nudge(&mut tx, &id, state.clock.now().plus_seconds(after_seconds)).await?;
        Ok(tx.commit().await?)
    })
    .await
}
