//! Hanging up through the carrier's REST API: the browser's own hang-up says nothing while its socket is down.

use super::{
    reconcile,
    store::{
        alive,
        lifecycle::{self, OpenCall},
    },
};
use crate::{
    domain::ids::{CallId, UserId},
    error::AppError,
    server::{state::AppState, throttle::Door},
    twilio::client::ClientError,
    users::Caller,
    words,
};

/// How long the called leg's own report may take after a hang-up before the carrier is asked, in seconds.
const REPORT_SECONDS: i64 = 4;

/// Asks the carrier to end a call of this caller; one that has ended already is fine.
///
/// # Errors
/// [`AppError::NotFound`] for another caller's call, [`AppError::TooMany`], [`AppError::Unavailable`] when the carrier does not answer.
pub async fn hang_up(caller: &Caller, id: &CallId) -> Result<(), AppError> {
    caller.knock(Door::HangUp)?;
    let state = &caller.state;
    let call = lifecycle::of_user(&state.db, &caller.me.id, id).await?.ok_or_else(|| AppError::not_found("call"))?;
    end_open(state, &call).await
}

/// Asks the carrier to end a call, whoever's it is; one that has ended already is fine.
///
/// # Errors
/// [`AppError::Unavailable`] when the carrier does not answer, or when the database fails.
pub async fn end_open(state: &AppState, call: &OpenCall) -> Result<(), AppError> {
    if call.settled_at.is_some() || end(state, call).await? {
        return Ok(());
    }
    Err(AppError::Unavailable { message: words::calls().end_not_taken().into() })
}

/// Ends every call of an account that rings or runs, at the carrier; how many were ended, and how many the carrier did not take.
/// They are charged like any other, by their own reports or by the reconciler.
///
/// # Errors
/// When the database fails.
pub async fn end_all(state: &AppState, user: &UserId) -> Result<(usize, usize), AppError> {
    let calls = alive::of_user(&state.db, user).await?;
    let mut ended = 0;
    for call in &calls {
        ended += usize::from(end(state, call).await?);
    }
    Ok((ended, calls.len() - ended))
}

/// Asks the carrier to end a call and, a little later, what became of it; `false` when it did not take it.
async fn end(state: &AppState, call: &OpenCall) -> Result<bool, AppError> {
    let ended = match call.parent_sid.as_deref().or(call.child_sid.as_deref()) {
        Some(leg) => state.twilio.end_call(leg).await,
        None => Ok(()),
    };
    reconcile::nudge(state, &call.id, REPORT_SECONDS).await?;
    match ended {
        Ok(()) | Err(ClientError::NotFound) => Ok(true),
        Err(error) => {
            tracing::warn!(call.id = %call.id, %error, "the carrier did not take a hang-up");
            Ok(false)
        }
    }
}
