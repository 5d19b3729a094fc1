//! Deleting an account: what tells whose it was goes, what proves the money stays.

use std::time::Duration;

use tokio::sync::watch;

use super::model::{Ending, Obstacle};
use crate::{
    admin::{
        audit::{self, Actor, Deed},
        model::Action,
    },
    calls, contacts,
    domain::{ids::UserId, money::Micros, time::EpochMs},
    error::AppError,
    ledger, limits,
    server::{database::Transaction, live, state::AppState, unit_of_work::to_its_end},
    users::{
        Caller,
        model::{AccountStatus, Email},
        store::kept,
    },
    words::{self, Language},
};

/// No request lasts as long (`server::router`), nor waits as long for the database.
const LATE_SECONDS: i64 = 600;
const SWEEP_EVERY: Duration = Duration::from_mins(1);

/// What deleting an account would mean now.
///
/// # Errors
/// When there is no such account, or the database fails.
pub async fn ending(state: &AppState, user: &UserId) -> Result<Ending, AppError> {
    let profile = kept::profile(&state.db, user).await?.ok_or(AppError::NotSignedIn)?;
    let (balance, obstacle) = standing(state, user).await?;
    Ok(Ending { account: user.clone(), email: profile.email, balance_micros: balance, obstacle })
}

async fn standing(state: &AppState, user: &UserId) -> Result<(Micros, Option<Obstacle>), AppError> {
    let wallet = ledger::store::balance(&state.db, user).await?.ok_or(AppError::NotSignedIn)?;
    let calls = calls::store::forget::unsettled(&state.db, user).await?;
    let obstacle = match calls {
        0 if wallet.held_micros.is_zero() => None,
        0 => Some(Obstacle::Held(wallet.held_micros)),
        calls => Some(Obstacle::Calls(calls)),
    };
    Ok((wallet.balance_micros, obstacle))
}

/// Deletes the caller's own account, given its address once more.
///
/// # Errors
/// [`AppError::Invalid`] for another text than the address, [`AppError::Refused`] while something is in the way, or when the
/// database fails.
pub async fn delete_own(caller: &Caller, confirmation: &str) -> Result<Micros, AppError> {
    let Caller { me, state, .. } = caller;
    if Email::parse(confirmation).is_none_or(|typed| typed.as_str() != me.email) {
        return Err(AppError::invalid("confirmation", words::privacy().type_address(&me.email)));
    }
    // A frozen account is under dispute: its operator deletes it, by `ringfare user delete`.
    if kept::profile(&state.db, &me.id).await?.is_none_or(|profile| profile.status != AccountStatus::Active) {
        return Err(refusal(words::language(), Obstacle::Frozen));
    }
    delete(state, &me.id, &By::Owner(words::language())).await
}

/// Who deletes an account.
#[derive(Debug, Clone)]
pub enum By {
    /// Its owner, who reads this language.
    Owner(Language),
    /// An operator: it is written into the log of what they do, in the same transaction.
    Operator(Actor),
}

impl By {
    const fn language(&self) -> Language {
        match self {
            Self::Owner(language) => *language,
            Self::Operator(_) => Language::En,
        }
    }
}

/// Deletes an account; what its books end with.
///
/// # Errors
/// [`AppError::Refused`] while a call lives or something is held, or when the database fails: then nothing has changed.
pub async fn delete(state: &AppState, user: &UserId, by: &By) -> Result<Micros, AppError> {
    let (balance, obstacle) = standing(state, user).await?;
    if let Some(obstacle) = obstacle {
        return Err(refusal(by.language(), obstacle));
    }
    let (task_state, id, who) = (state.clone(), user.clone(), by.clone());
    if !to_its_end(async move { write(&task_state, &id, &who).await }).await? {
        // A call began in between, or an operator froze the account.
        let obstacle = standing(state, user).await?.1.unwrap_or(Obstacle::Frozen);
        return Err(refusal(by.language(), obstacle));
    }
    live::sessions_changed(user);
    tracing::warn!(user.id = %user, "an account was deleted");
    Ok(balance)
}

/// `false` when something is in the way: then nothing has changed.
async fn write(state: &AppState, user: &UserId, by: &By) -> Result<bool, AppError> {
    let before = kept::profile(&state.db, user).await?.ok_or_else(|| AppError::not_found("account"))?;
    let mut tx = state.db.begin().await?;
    // The log is locked before everything else.
    let pen = match by {
        By::Owner(_) => None,
        By::Operator(actor) => {
            let pen = audit::begin(&mut tx, actor, None).await?;
            Some(pen.map_err(|_| AppError::internal(&"an act without a form was found to be done before"))?)
        }
    };
    // The owner's wish does not undo what an operator has decided meanwhile.
    let only = matches!(by, By::Owner(_)).then_some(AccountStatus::Active);
    let at = state.clock.now();
    if !forget(&mut tx, state, user, only, at).await? {
        return Ok(false);
    }
    if let Some(pen) = pen {
        let (before, reason) = (before.status.word(), "at the wish of its owner");
        let deed = Deed { action: Action::Delete, subject: Some(user), object: "", before, after: "deleted", reason, at };
        pen.write(&mut tx, deed).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Everything that tells whose the account was, in the order in which everybody locks: calls, the account, contacts.
async fn forget(
    tx: &mut Transaction,
    state: &AppState,
    user: &UserId,
    only: Option<AccountStatus>,
    at: EpochMs,
) -> sqlx::Result<bool> {
    calls::store::forget::forget(tx, user, &state.config.caller_id).await?;
    if !kept::close_and_forget(tx, user, only, at).await? {
        return Ok(false);
    }
    limits::store::forget(tx, user).await?;
    contacts::store::forget::forget(tx, user).await?;
    Ok(true)
}

/// Forgets once more what belongs to accounts that were deleted a short while ago: a request that had been let in before its
/// account was deleted may have written after it.
///
/// # Errors
/// When the database fails.
pub async fn forget_what_came_late(state: &AppState) -> Result<(), AppError> {
    for (user, at) in kept::deleted_since(&state.db, state.clock.now().plus_seconds(-LATE_SECONDS)).await? {
        let state = state.clone();
        to_its_end(async move {
            let mut tx = state.db.begin().await?;
            forget(&mut tx, &state, &user, None, at).await?;
            Ok(tx.commit().await?)
        })
        .await?;
    }
    Ok(())
}

/// [`forget_what_came_late`] every minute, until told to stop.
pub async fn watch(state: AppState, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(SWEEP_EVERY) => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
        if let Err(error) = forget_what_came_late(&state).await {
            tracing::error!(%error, "what came late for deleted accounts could not be forgotten");
        }
    }
}

fn refusal(language: Language, obstacle: Obstacle) -> AppError {
    let code = match obstacle {
        Obstacle::Calls(_) | Obstacle::Held(_) => "call_in_progress",
        Obstacle::Frozen => "account_frozen",
    };
    AppError::refused(code, obstacle.told(language))
}
