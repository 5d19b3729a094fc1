//! One call of the demo's history was refunded, so that its receipt shows how that looks.

use crate::{
    calls::{
        model::{Call, EventEffect},
        refund::SILENT,
        store::{
            self,
            events::{self, EventSource, NewEvent},
        },
    },
    domain::{ids::UserId, money::Micros, time::EpochMs},
    error::AppError,
    ledger::store::{AUTOMATIC, Refund, refund},
    server::{ids, state::AppState},
};

/// Gives the newest charge back, with a timeline that says why.
///
/// # Errors
/// When the database fails.
pub async fn refund_one(state: &AppState, user: &UserId) -> Result<(), AppError> {
    let newest = store::recent(&state.db, user).await?.into_iter().find(|call| call.charged_micros > Some(Micros::ZERO));
    let Some(call) = newest else { return Ok(()) };
    let (Some(amount), Some(ended)) = (call.charged_micros, call.ended_at) else { return Ok(()) };
    let (rings, answered) = (call.created_at.plus_seconds(2), call.answered_at.unwrap_or(ended));
    let over = format!("The call ended after {} s", call.duration_seconds.unwrap_or(0));
    let at = ended.plus_seconds(540);
    let mut tx = state.db.begin().await?;
    for (moment, effect, summary) in [
        (rings, EventEffect::Moved, "The telephone rings"),
        (answered, EventEffect::Moved, "The call was answered"),
        (ended, EventEffect::Settled, over.as_str()),
        (ended.plus_seconds(1), EventEffect::Late, "The call ended (result of dialling)"),
        (at, EventEffect::Refunded, &format!("{SILENT}: the charge was given back")),
    ] {
        events::record(&mut tx, &told(&call, moment, effect, summary)).await?;
    }
    refund(&mut tx, Refund { user, call: &call.id, amount, operator: AUTOMATIC, reason: SILENT, at }).await?;
    Ok(tx.commit().await?)
}

fn told(call: &Call, moment: EpochMs, effect: EventEffect, summary: &str) -> NewEvent {
    let id = ids::event_id();
    NewEvent {
        dedupe_key: format!("demo|{id}"),
        id,
        source: EventSource::Status,
        kind: "status".into(),
        call_sid: call.sid.clone(),
        parent_sid: None,
        call_id: Some(call.id.clone()),
        status: None,
        sequence_number: None,
        summary: summary.to_owned(),
        body: String::new(),
        at: moment.plus_seconds(1),
        carrier_at: Some(moment),
        effect,
    }
}
