//! `POST /api/twilio/events`: the debugger, Event Streams and call-progress posts. Stored, linked to their call, shown on it.
//! One moves money, and only back: the call summary that says that no sound ever passed.

use axum::{extract::State, http::StatusCode};

use super::super::{
    model::EventEffect,
    refund,
    store::{
        events::{self, Conclusion, EventSource, NewEvent},
        lifecycle::OpenCall,
        locked,
    },
};
use crate::{
    domain::time::EpochMs,
    error::AppError,
    server::{database::Transaction, ids, signed_request::SignedRequest, state::AppState, unit_of_work::to_its_end},
    twilio::event::{self, Event},
};

/// Stores every event of a post; what is not understood is kept too.
///
/// # Errors
/// [`AppError::Unavailable`] when it cannot be stored, so that Twilio tries again.
pub async fn receive(State(state): State<AppState>, signed: SignedRequest) -> Result<StatusCode, AppError> {
    let events = event::read(&signed.payload, &signed.raw, signed.idempotency_token.as_deref());
    to_its_end(async move {
        for event in events {
            store(&state, event).await?;
        }
        Ok(())
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn store(state: &AppState, event: Event) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    let call = match &event.call_sid {
        Some(sid) => locked::by_leg(&mut tx, sid, event.parent_call_sid.as_deref()).await?,
        None => None,
    };
    let stored = new_event(&event, call.as_ref(), state.clock.now());
    let is_new = events::record(&mut tx, &stored).await?;
    if let (true, Some(call)) = (is_new, &call) {
        let conclusion = apply(state, &mut tx, call, &event).await?;
        events::conclude(&mut tx, &stored.id, &conclusion).await?;
    }
    Ok(tx.commit().await?)
}

fn new_event(event: &Event, call: Option<&OpenCall>, at: EpochMs) -> NewEvent {
    let is_awaited = call.is_none() && event.call_sid.is_some();
    NewEvent {
        id: ids::event_id(),
        dedupe_key: event.dedupe_key.clone(),
        source: EventSource::Events,
        kind: event.kind.clone(),
        call_sid: event.call_sid.clone(),
        parent_sid: event.parent_call_sid.clone(),
        call_id: call.map(|call| call.id.clone()),
        status: event.status.clone(),
        sequence_number: event.sequence_number,
        summary: event.summary.clone(),
        body: event.body.clone(),
        at,
        carrier_at: event.carrier_at,
        effect: if is_awaited { EventEffect::Waiting } else { EventEffect::Noted },
    }
}

/// What an event does to its call.
async fn apply(state: &AppState, tx: &mut Transaction, call: &OpenCall, event: &Event) -> sqlx::Result<Conclusion> {
    let ours = state.twilio.account().account_sid.as_str();
    if !event.is_silent || event.account_sid.as_deref().is_some_and(|account| account != ours) {
        return Ok(EventEffect::Noted.into());
    }
    refund::silent(tx, call, state.clock.now()).await
}

/// The same for an event that waited for its call, from the body it was stored with.
///
/// # Errors
/// When the database fails: then the event goes on waiting.
pub async fn apply_again(state: &AppState, tx: &mut Transaction, call: &OpenCall, body: &str) -> sqlx::Result<Conclusion> {
    match event::read_again(body) {
        Some(event) => apply(state, tx, call, &event).await,
        None => Ok(EventEffect::Noted.into()),
    }
}
