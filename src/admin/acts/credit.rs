//! Credit given, or taken.

use super::{reason, sent_before, store};
use crate::{
    admin::{
        audit::{self, Actor, Deed},
        model::{Action, Done},
    },
    calls::extend,
    domain::{ids::UserId, money::Micros},
    error::AppError,
    ledger::store::{Adjustment, adjust},
    server::{state::AppState, unit_of_work::to_its_end},
    words,
};

/// Credit for an account.
#[derive(Debug, Clone)]
pub struct Credit {
    pub user: UserId,
    /// Negative takes.
    pub amount: Micros,
    pub reason: String,
    /// The form's key; a second submit of it changes nothing.
    pub reference: Option<String>,
}

/// Gives credit once, however often the same form comes; the balance after it.
///
/// # Errors
/// [`AppError::Invalid`] on `amount` or `reason`, [`AppError::NotFound`], [`AppError::Refused`] when less than that is free or the
/// form was used for something else, or when the database fails.
pub async fn credit(state: &AppState, actor: Actor, credit: Credit) -> Result<Done, AppError> {
    let t = words::admin();
    let reason = reason(&credit.reason)?;
    if credit.amount.is_zero() {
        return Err(AppError::invalid("amount", t.no_amount()));
    }
    let too_much = AppError::refused("insufficient_credit", t.less_is_free());
    let (state, user) = (state.clone(), credit.user.clone());
    let done = to_its_end({
        let state = state.clone();
        async move { book(&state, &actor, &credit, &reason).await?.ok_or(too_much) }
    })
    .await?;
    // What fails here the server's next pass makes up for.
    if let Err(error) = extend::after_credit(&state, &user).await {
        tracing::warn!(%error, account = %user, "calls in progress do not have the new credit yet");
    }
    Ok(done)
}

/// `None` when less than that is free.
async fn book(state: &AppState, actor: &Actor, credit: &Credit, reason: &str) -> Result<Option<Done>, AppError> {
    let Credit { user, amount, reference, .. } = credit;
    let object = signed(*amount);
    let mut tx = state.db.begin().await?;
    let pen = match audit::begin(&mut tx, actor, reference.as_deref()).await? {
        Ok(pen) => pen,
        Err(entry) if entry.subject_id.as_ref() == Some(user) && entry.object == object => {
            return Ok(Some(Done { after: entry.after, again: true }));
        }
        Err(_) => return Err(sent_before()),
    };
    let at = state.clock.now();
    if store::account(&mut tx, user).await?.is_none() {
        return Err(AppError::not_found("account"));
    }
    if !adjust(&mut tx, Adjustment { user, amount: *amount, operator: &actor.name, reason, at }).await? {
        return Ok(None);
    }
    let account = store::account(&mut tx, user).await?.ok_or_else(|| AppError::not_found("account"))?;
    let (before, after) = ((account.balance_micros - *amount).exact(), account.balance_micros.exact());
    let deed = Deed { action: Action::Credit, subject: Some(user), object: &object, before: &before, after: &after, reason, at };
    pen.write(&mut tx, deed).await?;
    tx.commit().await?;
    Ok(Some(Done { after, again: false }))
}

/// `+$5.000000`, so that what was given and what was taken look different.
fn signed(amount: Micros) -> String {
    if amount.0 > 0 { format!("+{}", amount.exact()) } else { amount.exact() }
}
