//! `ringfare ledger …` and `ringfare user credit`: money by the operator's hand.

use super::verify::examine;
use crate::{
    admin::{
        acts::{self, credit::Credit, refund::GiveBack},
        audit::Actor,
    },
    domain::{ids::CallId, money::Micros},
    error::AppError,
    server::state::AppState,
    users,
};

/// Recomputes every invariant; the text to print, and whether all hold.
///
/// # Errors
/// A sentence, when the database fails.
pub async fn verify_books(state: &AppState, json: bool) -> Result<(String, bool), String> {
    let report = examine(&state.db, state.clock.now()).await.map_err(|error| format!("the books cannot be read: {error}"))?;
    let text = if json { report.json().to_string() } else { report.text() };
    Ok((text, report.holds()))
}

/// Adds credit, or takes it when the amount is negative.
///
/// # Errors
/// A sentence with the remedy.
pub async fn credit(state: &AppState, email: &str, amount: &str, reason: &str) -> Result<String, String> {
    let amount = Micros::parse(amount)?;
    if amount.is_zero() {
        return Err("an amount of zero changes nothing: give one like 25 or -3.50".into());
    }
    let reason = needed(reason)?;
    let me = users::command::account(state, email).await?;
    let given = Credit { user: me.id, amount, reason, reference: None };
    let done = acts::credit::credit(state, Actor::command_line(), given).await.map_err(|error| match error {
        AppError::Refused { .. } => format!("{} has less than that free (the rest is held for calls): take less", me.email),
        other => other.to_string(),
    })?;
    Ok(format!("{} {}; the balance is now {}", amount.exact(), if amount.0 > 0 { "added" } else { "taken" }, done.after))
}

/// Gives back what a call cost, or `amount` of it.
///
/// # Errors
/// A sentence with the remedy.
pub async fn refund_call(state: &AppState, call: &str, reason: &str, amount: Option<&str>) -> Result<String, String> {
    let no_call = || format!("'{call}' is no settled call: copy its id from the receipt or the statement (call_…)");
    let id = CallId::parse(call.trim()).ok_or_else(no_call)?;
    let amount = amount.map(Micros::parse).transpose()?;
    let wanted = GiveBack { call: id, amount, reason: needed(reason)?, reference: None };
    let given = acts::refund::refund(state, Actor::command_line(), wanted).await.map_err(|error| match error {
        AppError::NotFound { .. } => no_call(),
        other => other.to_string(),
    })?;
    Ok(format!("{} given back; the balance is now {}", given.amount.exact(), given.done.after))
}

fn needed(reason: &str) -> Result<String, String> {
    if reason.trim().is_empty() {
        return Err("a reason is needed, because it stands on the caller's statement: add --reason TEXT".into());
    }
    Ok(reason.to_owned())
}
