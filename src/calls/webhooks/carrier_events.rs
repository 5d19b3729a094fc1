//! `POST /api/twilio/events`: the debugger, Event Streams and call-progress posts. Stored, linked to their call, shown on it;
//! they never move money.

use axum::{extract::State, http::StatusCode};

use super::super::store::{
    events::{self, EventSource, NewEvent},
    lifecycle,
};
use crate::{
    error::AppError,
    server::{ids, signed_request::SignedRequest, state::AppState, unit_of_work::to_its_end},
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
        Some(sid) => lifecycle::by_leg(&mut tx, sid, event.parent_call_sid.as_deref()).await?,
        None => None,
    };
    let event = NewEvent {
        id: ids::event_id(),
        dedupe_key: event.dedupe_key,
        source: EventSource::Events,
        kind: event.kind,
        call_sid: event.call_sid,
        parent_sid: event.parent_call_sid,
        call_id: call.map(|call| call.id),
        status: event.status,
        sequence_number: event.sequence_number,
        summary: event.summary,
        body: event.body,
        at: state.clock.now(),
    };
    events::record(&mut tx, &event).await?;
    Ok(tx.commit().await?)
}
