//! Receiving a report: record it, apply it, and only then say that it arrived.

use super::{
    super::store::{
        events::{self, NewEvent},
        locked,
    },
    adopt,
    report::{Report, apply},
};
use crate::{
    calls::model::EventEffect,
    domain::ids::CallId,
    error::AppError,
    server::{
        ids,
        sabotage::{self, Fault},
        state::AppState,
        unit_of_work::to_its_end,
    },
};

/// Takes one report in: once it returns, the report is durable and its money is settled. Runs in a task of its own, because
/// a carrier that hangs up must not cut a transaction in the middle.
///
/// # Errors
/// When the database fails: then nothing has changed and the carrier shall try again.
pub async fn receive(state: &AppState, report: Report, idempotency_token: Option<String>, raw: String) -> Result<(), AppError> {
    let state = state.clone();
    to_its_end(async move {
        let event = event_of(&state, &report, idempotency_token.as_deref(), raw);
        if sabotage::on(Fault::EarlyAcknowledgement) {
            tokio::spawn(async move { take_in(&state, &report, event).await });
            return Ok(());
        }
        take_in(&state, &report, event).await
    })
    .await
}

async fn take_in(state: &AppState, report: &Report, event: NewEvent) -> Result<(), AppError> {
    let Some(unknown_leg) = in_one_transaction(state, report, event).await? else { return Ok(()) };
    // The call may have been authorised while its report was on the way to the table; and what was sent again may be waiting since
    // its first time, when we broke off before it was applied, or nobody could charge it.
    let mut tx = state.db.begin().await?;
    let call = locked::by_leg(&mut tx, &report.sid, report.parent_sid.as_deref()).await?;
    drop(tx);
    match call {
        Some(call) => adopt::waiting_events(state, &call.id, &unknown_leg).await,
        None => Ok(()),
    }
}

/// Records and applies; gives the `CallSid` to look for again when the call is not known yet, or the report came before.
async fn in_one_transaction(state: &AppState, report: &Report, mut event: NewEvent) -> Result<Option<String>, AppError> {
    let orphan = adopt::orphan_of(state, report, event.at).await?;
    let mut tx = state.db.begin().await?;
    let call = locked::by_leg(&mut tx, &report.sid, report.parent_sid.as_deref()).await?;
    // Behind the lock, so that the events of a call are in the order in which they are applied.
    event.id = ids::event_id();
    let adopted: Option<CallId> = match (&call, &orphan) {
        (None, Some(orphan)) => adopt::settle_orphan(state, &mut tx, orphan, event.at).await?,
        _ => None,
    };
    event.call_id = call.as_ref().map(|call| call.id.clone()).or(adopted);
    event.effect = match (&call, &event.call_id) {
        (None, Some(_)) => EventEffect::Settled,
        (None, None) => EventEffect::Waiting,
        _ => event.effect,
    };
    let is_new = events::record(&mut tx, &event).await?;
    let mut effect = if is_new { event.effect.word() } else { "repeated" };
    if let (true, Some(call)) = (is_new, &call) {
        let conclusion = apply(state, &mut tx, call, report, event.at).await?;
        events::conclude(&mut tx, &event.id, &conclusion).await?;
        effect = conclusion.effect.word();
    }
    tx.commit().await?;
    metrics::counter!("ringfare_webhook_posts_total", "effect" => effect).increment(1);
    let may_wait = event.call_id.is_none() || !is_new;
    Ok(may_wait.then(|| report.parent_sid.clone().unwrap_or_else(|| report.sid.clone())))
}

fn event_of(state: &AppState, report: &Report, idempotency_token: Option<&str>, raw: String) -> NewEvent {
    NewEvent {
        id: ids::event_id(),
        dedupe_key: report.dedupe_key(idempotency_token),
        source: report.source,
        kind: report.source.to_string(),
        call_sid: Some(report.sid.clone()),
        parent_sid: report.parent_sid.clone(),
        call_id: None,
        status: Some(report.word.clone()),
        sequence_number: report.sequence_number,
        summary: report.summary(),
        body: raw,
        at: state.clock.now(),
        carrier_at: report.carrier_at,
        effect: EventEffect::Nothing,
    }
}
