//! A call's charge given back, whole or in part, once.

use super::{reason, sent_before, store};
use crate::{
    admin::{
        audit::{self, Actor, Deed},
        model::{Action, Done},
    },
    calls::extend,
    domain::{
        ids::{CallId, UserId},
        money::Micros,
    },
    error::AppError,
    ledger::store::{Charged, Refund, RefundOutcome, charged, refund as book_refund},
    server::{state::AppState, unit_of_work::to_its_end},
    words,
};

/// A charge to give back.
#[derive(Debug, Clone)]
pub struct GiveBack {
    pub call: CallId,
    /// The whole charge unless told.
    pub amount: Option<Micros>,
    pub reason: String,
    pub reference: Option<String>,
}

/// What was given back, and the balance after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub amount: Micros,
    pub done: Done,
}

/// Gives back what a call cost.
///
/// # Errors
/// [`AppError::NotFound`] for no settled call, [`AppError::Refused`] when it was refunded before or cost less, [`AppError::Invalid`]
/// on `reason`, or when the database fails.
pub async fn refund(state: &AppState, actor: Actor, wanted: GiveBack) -> Result<Given, AppError> {
    let t = words::admin();
    let reason = reason(&wanted.reason)?;
    let Charged { user_id, charged_micros } =
        charged(&state.db, &wanted.call).await?.ok_or_else(|| AppError::not_found("call"))?;
    let amount = wanted.amount.unwrap_or(charged_micros);
    let (already, not_owed) = (t.refunded_before(), t.not_owed(&amount.exact(), &charged_micros.exact()));
    let (state, user) = (state.clone(), user_id.clone());
    let done = to_its_end({
        let state = state.clone();
        async move {
            match book(&state, &actor, (&wanted, &user_id, amount), &reason).await? {
                Ok(done) => Ok(done),
                Err(RefundOutcome::NotOwed) => Err(AppError::refused("not_owed", not_owed)),
                Err(_) => Err(AppError::refused("refunded_before", already)),
            }
        }
    })
    .await?;
    if let Err(error) = extend::after_credit(&state, &user).await {
        tracing::warn!(%error, account = %user, "calls in progress do not have the new credit yet");
    }
    Ok(Given { amount, done })
}

async fn book(
    state: &AppState,
    actor: &Actor,
    (wanted, user, amount): (&GiveBack, &UserId, Micros),
    reason: &str,
) -> Result<Result<Done, RefundOutcome>, AppError> {
    let call = &wanted.call;
    let mut tx = state.db.begin().await?;
    let pen = match audit::begin(&mut tx, actor, wanted.reference.as_deref()).await? {
        Ok(pen) => pen,
        Err(entry) if entry.object == call.as_str() => return Ok(Ok(Done { after: entry.after, again: true })),
        Err(_) => return Err(sent_before()),
    };
    let at = state.clock.now();
    let given = Refund { user, call, amount, operator: &actor.name, reason, at };
    match book_refund(&mut tx, given).await? {
        RefundOutcome::Given => {}
        refused => return Ok(Err(refused)),
    }
    let account = store::account(&mut tx, user).await?.ok_or_else(|| AppError::not_found("account"))?;
    let (before, after) = ((account.balance_micros - amount).exact(), account.balance_micros.exact());
    let object = call.as_str();
    pen.write(&mut tx, Deed { action: Action::Refund, subject: Some(user), object, before: &before, after: &after, reason, at })
        .await?;
    tx.commit().await?;
    Ok(Ok(Done { after, again: false }))
}
