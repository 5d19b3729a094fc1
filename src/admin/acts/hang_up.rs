//! A call ended by an operator.

use super::sent_before;
use crate::{
    admin::{
        audit::{self, Actor, Deed},
        model::Action,
    },
    calls::{hangup, store::lifecycle},
    domain::ids::CallId,
    error::AppError,
    server::{state::AppState, unit_of_work::to_its_end},
};

/// Asks the carrier to end a call; one that has ended already is fine. The entry says that it was asked for: whether the carrier
/// took it shows in the call's timeline.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Unavailable`] when the carrier does not answer, or when the database fails.
pub async fn hang_up(state: &AppState, actor: Actor, call: CallId, reference: Option<String>) -> Result<(), AppError> {
    let task_state = state.clone();
    let ending = to_its_end(async move {
        let mut tx = task_state.db.begin().await?;
        let pen = match audit::begin(&mut tx, &actor, reference.as_deref()).await? {
            Ok(pen) => pen,
            // The carrier may not have answered the first time.
            Err(entry) if entry.object == call.as_str() => return Ok(lifecycle::by_id(&mut tx, &call).await?),
            Err(_) => return Err(sent_before()),
        };
        let open = lifecycle::by_id(&mut tx, &call).await?.ok_or_else(|| AppError::not_found("call"))?;
        let (subject, object) = (Some(&open.user_id), call.as_str());
        let deed = Deed {
            action: Action::HangUp,
            subject,
            object,
            before: &open.status.to_string(),
            after: "",
            reason: "",
            at: task_state.clock.now(),
        };
        pen.write(&mut tx, deed).await?;
        tx.commit().await?;
        Ok(Some(open))
    });
    match ending.await? {
        Some(open) => hangup::end_open(state, &open).await,
        None => Ok(()),
    }
}
