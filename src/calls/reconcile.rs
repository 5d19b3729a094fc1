//! Reconciling: what the carrier forgot to tell is asked of its REST API and settled by the same function.

use std::time::Duration;

use tokio::sync::watch;

use super::{
    model::CallStatus,
    settle::{Ending, Settlement, settle},
    store::{
        events::{self, EventSource, NewEvent},
        lifecycle::OpenCall,
        settlement::{self, SettledBy},
    },
};
use crate::{
    error::AppError,
    server::{
        ids,
        sabotage::{self, Fault},
        state::AppState,
        unit_of_work::to_its_end,
    },
    twilio::client::{ClientError, RemoteCall},
};

/// Between two passes.
const PASS_EVERY: Duration = Duration::from_secs(5);
/// Calls per pass: a backlog is worked off over several.
const CALLS_MOST: i64 = 100;
/// How long after an asking the next one comes, in seconds; the last one repeats. A call that is parked for days is the
/// operator's (`ringfare ledger verify` lists it).
const ASK_AGAIN_AFTER_SECONDS: [i64; 6] = [5, 15, 60, 300, 3_600, 86_400];

/// How often a call that was said to be over, but runs, is asked about before its hold runs out: the carrier's records lag.
const ASKED_WHILE_IT_RUNS: i64 = 4;

/// What a pass did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pass {
    /// Calls asked about.
    pub asked: usize,
    pub settled: usize,
}

/// Reconciles for ever, until told to stop.
pub async fn run(state: AppState, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(PASS_EVERY) => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
        if let Err(error) = pass(&state).await {
            tracing::error!(%error, "a pass of the reconciler failed; the next one tries again");
        }
    }
}

/// One pass over the calls that are parked, nudged, or past the end of their hold.
///
/// # Errors
/// When the database fails.
pub async fn pass(state: &AppState) -> Result<Pass, AppError> {
    let mut pass = Pass::default();
    if sabotage::on(Fault::IdleReconciler) {
        return Ok(pass);
    }
    for call in settlement::overdue(&state.db, state.clock.now(), CALLS_MOST).await? {
        pass.asked += 1;
        match news_of(state, &call).await {
            Ok(News::Ended(status, duration)) => pass.settled += usize::from(conclude(state, &call, status, duration).await?),
            Ok(News::Runs) => keep_or_end(state, &call).await?,
            Err(error) => {
                tracing::warn!(call.id = %call.id, %error, "the carrier could not be asked about a call");
                put_off(state, &call).await?;
            }
        }
    }
    Ok(pass)
}

/// What the carrier says of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum News {
    Runs,
    Ended(CallStatus, Option<i64>),
}

/// The called leg's news; without one, the browser's leg tells whether there will be.
async fn news_of(state: &AppState, call: &OpenCall) -> Result<News, ClientError> {
    let child = match (&call.child_sid, &call.parent_sid) {
        (Some(child), _) => state.twilio.fetch_call(child).await?,
        (None, Some(parent)) => state.twilio.children_of(parent).await?.into_iter().next(),
        (None, None) => None,
    };
    if let Some(child) = child {
        return Ok(read(&child));
    }
    let Some(parent) = &call.parent_sid else { return Ok(News::Ended(CallStatus::Failed, None)) };
    let parent = state.twilio.fetch_call(parent).await?;
    Ok(match parent.as_ref().map(read) {
        Some(News::Runs) => News::Runs,
        // Nobody was called, so nothing is owed, however long the browser's leg was up.
        Some(News::Ended(CallStatus::Completed, _)) => News::Ended(CallStatus::Canceled, None),
        Some(ended) => ended,
        None => News::Ended(CallStatus::Failed, None),
    })
}

fn read(remote: &RemoteCall) -> News {
    match CallStatus::from_word(&remote.status) {
        Some(status) if status.is_final() => News::Ended(status, remote.duration.seconds()),
        _ => News::Runs,
    }
}

/// Settles an ended call; `false` when its duration is still not known, or when somebody else settled it.
async fn conclude(
    state: &AppState,
    call: &OpenCall,
    status: CallStatus,
    duration_seconds: Option<i64>,
) -> Result<bool, AppError> {
    if status == CallStatus::Completed && duration_seconds.is_none() {
        put_off(state, call).await?;
        return Ok(false);
    }
    let (state, call) = (state.clone(), call.clone());
    to_its_end(async move {
        let at = state.clock.now();
        let mut tx = state.db.begin().await?;
        let ending = Ending { status, duration_seconds, by: SettledBy::Reconciler, at };
        let settlement = settle(&mut tx, &call, &ending, state.config.refund_under_seconds).await?;
        events::record(&mut tx, &event_of(&call, &ending, settlement)).await?;
        tx.commit().await?;
        tracing::info!(call.id = %call.id, %status, ?settlement, "the reconciler finished a call");
        Ok(matches!(settlement, Settlement::Charged(_)))
    })
    .await
}

/// A call that runs past everything it may is ended at the carrier; its own report or the next pass settles it.
async fn keep_or_end(state: &AppState, call: &OpenCall) -> Result<(), AppError> {
    let overdue = call.hold_expires_at <= state.clock.now();
    if !overdue && call.reconcile_tries >= ASKED_WHILE_IT_RUNS {
        return Ok(settlement::wait_for_expiry(&state.db, &call.id).await?);
    }
    let leg = call.child_sid.as_deref().or(call.parent_sid.as_deref());
    if let (true, Some(leg)) = (overdue, leg) {
        tracing::warn!(call.id = %call.id, "a call runs past the end of its hold; ending it at the carrier");
        if let Err(error) = state.twilio.end_call(leg).await {
            tracing::error!(call.id = %call.id, %error, "the carrier did not end a call that outran its hold");
        }
    }
    put_off(state, call).await
}

async fn put_off(state: &AppState, call: &OpenCall) -> Result<(), AppError> {
    let step = usize::try_from(call.reconcile_tries).unwrap_or(0).min(ASK_AGAIN_AFTER_SECONDS.len() - 1);
    let at = state.clock.now().plus_seconds(ASK_AGAIN_AFTER_SECONDS[step]);
    Ok(settlement::ask_again(&state.db, &call.id, at, call.reconcile_tries + 1).await?)
}

fn event_of(call: &OpenCall, ending: &Ending, settlement: Settlement) -> NewEvent {
    let Ending { status, duration_seconds, at, .. } = *ending;
    let summary = match duration_seconds {
        Some(seconds) if status == CallStatus::Completed => format!("The carrier was asked: the call ended after {seconds} s"),
        _ => format!("The carrier was asked: {}", status.label().to_lowercase()),
    };
    NewEvent {
        id: ids::event_id(),
        dedupe_key: format!("reconciler|{}|{status}", call.id),
        source: EventSource::Reconciler,
        kind: EventSource::Reconciler.to_string(),
        call_sid: call.child_sid.clone(),
        parent_sid: call.parent_sid.clone(),
        call_id: Some(call.id.clone()),
        status: Some(status.to_string()),
        sequence_number: None,
        summary,
        body: String::new(),
        at,
        carrier_at: None,
        effect: settlement.effect(),
    }
}

/// Lets the next pass ask about a call: the browser says that it is over.
///
/// # Errors
/// When the database fails.
pub async fn nudge(state: &AppState, call: &OpenCall, after_seconds: i64) -> Result<(), AppError> {
    let (state, id) = (state.clone(), call.id.clone());
    to_its_end(async move {
        let mut tx = state.db.begin().await?;
        settlement::nudge(&mut tx, &id, state.clock.now().plus_seconds(after_seconds)).await?;
        Ok(tx.commit().await?)
    })
    .await
}
