//! Whether an account may call: frozen, open again, or closed for good.

use super::{reason, sent_before, store};
use crate::{
    admin::{
        audit::{self, Actor, Deed},
        model::{Action, Ended},
    },
    calls::hangup,
    domain::ids::UserId,
    error::AppError,
    server::{live, state::AppState, unit_of_work::to_its_end},
    users::{
        model::AccountStatus,
        store::{StatusChange, set_status},
    },
    words,
};

/// A change of standing.
#[derive(Debug, Clone)]
pub struct Standing {
    pub user: UserId,
    pub status: AccountStatus,
    /// What the caller of a frozen account reads and hears.
    pub reason: String,
    pub reference: Option<String>,
}

impl Standing {
    const fn action(&self) -> Action {
        match self.status {
            AccountStatus::Active => Action::Unfreeze,
            AccountStatus::Frozen => Action::Freeze,
            AccountStatus::Closed => Action::Close,
        }
    }
}

/// Changes an account's standing. Unless it may call then, its calls are ended at the carrier.
///
/// # Errors
/// [`AppError::Invalid`] on `reason`, [`AppError::NotFound`], [`AppError::Refused`] for one that was closed, or when the database fails.
pub async fn change(state: &AppState, actor: Actor, wanted: Standing) -> Result<Ended, AppError> {
    // Who opens an account again owes nobody a word.
    let reason = if wanted.status == AccountStatus::Active { wanted.reason.trim().to_owned() } else { reason(&wanted.reason)? };
    let closed = AppError::refused("closed", words::admin().closed_for_good());
    let (task_state, user, status) = (state.clone(), wanted.user.clone(), wanted.status);
    let changed = to_its_end(async move { write(&task_state, &actor, &wanted, &reason).await });
    if !changed.await? {
        return Err(closed);
    }
    live::sessions_changed(&user);
    if status == AccountStatus::Active {
        return Ok(Ended::default());
    }
    // Only now: a call that was being authorised meanwhile is among them, and later ones are refused.
    let (ended, failed) = hangup::end_all(state, &user).await?;
    Ok(Ended { ended, failed })
}

/// `false` when the account was closed before.
async fn write(state: &AppState, actor: &Actor, wanted: &Standing, reason: &str) -> Result<bool, AppError> {
    let user = &wanted.user;
    let mut tx = state.db.begin().await?;
    let pen = match audit::begin(&mut tx, actor, wanted.reference.as_deref()).await? {
        Ok(pen) => pen,
        Err(entry) if entry.subject_id.as_ref() == Some(user) && entry.action == wanted.action() => return Ok(true),
        Err(_) => return Err(sent_before()),
    };
    let at = state.clock.now();
    let before = store::account(&mut tx, user).await?.ok_or_else(|| AppError::not_found("account"))?;
    let shown = (wanted.status != AccountStatus::Active).then_some(reason);
    if !set_status(&mut tx, user, StatusChange { status: wanted.status, reason: shown, at }).await? {
        return Ok(false);
    }
    let (was, is) = (before.status.word(), wanted.status.word());
    let deed = Deed { action: wanted.action(), subject: Some(user), object: "", before: was, after: is, reason, at };
    pen.write(&mut tx, deed).await?;
    tx.commit().await?;
    Ok(true)
}
