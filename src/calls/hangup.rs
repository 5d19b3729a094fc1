//! Hanging up through the carrier's REST API: the browser's own hang-up says nothing while its socket is down.

use super::{reconcile, store::lifecycle};
use crate::{domain::ids::CallId, error::AppError, twilio::client::ClientError, users::Caller};

/// How long the called leg's own report may take after a hang-up before the carrier is asked, in seconds.
const REPORT_SECONDS: i64 = 4;

/// Asks the carrier to end a call of this caller; one that has ended already is fine.
///
/// # Errors
/// [`AppError::NotFound`] for another caller's call, [`AppError::Unavailable`] when the carrier does not answer.
pub async fn hang_up(caller: &Caller, id: &CallId) -> Result<(), AppError> {
    let state = &caller.state;
    let call = lifecycle::of_user(&state.db, &caller.me.id, id).await?.ok_or_else(|| AppError::not_found("call"))?;
    if call.settled_at.is_some() {
        return Ok(());
    }
    let leg = call.parent_sid.as_deref().or(call.child_sid.as_deref());
    let ended = match leg {
        Some(leg) => state.twilio.end_call(leg).await,
        None => Ok(()),
    };
    reconcile::nudge(state, &call.id, REPORT_SECONDS).await?;
    match ended {
        Ok(()) | Err(ClientError::NotFound) => Ok(()),
        Err(error) => {
            tracing::warn!(call.id = %call.id, %error, "the carrier did not take a hang-up");
            let message = "The carrier did not answer the hang-up. The call ends at its time limit at the latest; you are never charged more than what is held.";
            Err(AppError::Unavailable { message: message.into() })
        }
    }
}
