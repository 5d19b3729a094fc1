//! The operator's decision on a call that the carrier left open: settled by the same function as any other.

use super::acts::note;
use crate::{
    calls::{
        model::{CallStatus, RANK_PARKED},
        settle::{Ending, Settlement, settle},
        store::{
            events::{self, NewEvent},
            locked,
            settlement::SettledBy,
        },
    },
    domain::{
        ids::{CallId, UserId},
        money::Micros,
    },
    error::AppError,
    server::{database::Transaction, state::AppState},
};

/// No call lasts longer, in seconds.
const SECONDS_MOST: i64 = 86_400;

/// How the operator wants a call settled.
#[derive(Debug, Clone)]
pub struct Decision {
    pub call: CallId,
    /// From answer to hang-up; 0 frees the caller.
    pub seconds: i64,
    pub operator: String,
    pub reason: String,
}

/// Settles a call that has ended or outran its hold, at the operator's word; gives whose it was and the charge.
///
/// # Errors
/// [`AppError::Refused`] with the remedy for a call that may still run or is settled.
pub async fn decide(tx: &mut Transaction, state: &AppState, decision: &Decision) -> Result<(UserId, Micros), AppError> {
    if !(0..=SECONDS_MOST).contains(&decision.seconds) {
        return Err(AppError::invalid("seconds", "seconds: a call lasts from 0 to 86400 seconds"));
    }
    if decision.reason.trim().is_empty() {
        return Err(AppError::invalid("reason", "reason: say why, because it stands on the call's timeline"));
    }
    let at = state.clock.now();
    let call = locked::by_id(tx, &decision.call).await?.ok_or_else(|| AppError::not_found("call"))?;
    let open = call.status_rank == RANK_PARKED || call.given_up_at.is_some() || call.hold_expires_at <= at;
    if call.settled_at.is_none() && !open {
        let message = "The call may still run: end it first, or wait for the end of its hold.";
        return Err(AppError::refused("call_runs", message));
    }
    let ending =
        Ending { status: CallStatus::Completed, duration_seconds: Some(decision.seconds), by: SettledBy::Reconciler, at };
    let settlement = settle(tx, &call, &ending, state.config.refund_under_seconds).await?;
    let Settlement::Charged(charged) = settlement else {
        return Err(AppError::refused("settled", "The call is settled already. Correct it with `ringfare user credit`."));
    };
    let Decision { seconds, operator, reason, .. } = decision;
    let summary = format!("Settled by the operator ({operator}) at {seconds} s: {}", reason.trim());
    let event =
        NewEvent { status: Some(CallStatus::Completed.to_string()), ..note(&call, &format!("by-hand|{}", call.id), summary, at) };
    events::record(tx, &event).await?;
    tracing::info!(call.id = %call.id, seconds, "the operator settled a call");
    Ok((call.user_id, charged))
}
