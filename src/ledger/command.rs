//! `ringfare ledger …` and `ringfare user credit`: money by the operator's hand.

use super::{
    store::{Adjustment, Charged, Refund, RefundOutcome, adjust, balance, charged, refund},
    verify::examine,
};
use crate::{
    domain::{ids::CallId, money::Micros},
    server::state::AppState,
    users,
};

/// Who the statement says gave the credit.
const OPERATOR: &str = "cli";

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
    if reason.trim().is_empty() {
        return Err("a reason is needed, because it stands on the caller's statement: add --reason TEXT".into());
    }
    let me = users::command::account(state, email).await?;
    let mut tx = state.db.begin().await.map_err(database)?;
    let at = state.clock.now();
    let adjustment = Adjustment { user: &me.id, amount, operator: OPERATOR, reason: reason.trim(), at };
    if !adjust(&mut tx, adjustment).await.map_err(database)? {
        return Err(format!("{} has less than that free (the rest is held for calls): take less", me.email));
    }
    tx.commit().await.map_err(database)?;
    let wallet = balance(&state.db, &me.id).await.map_err(database)?;
    let now = wallet.map(|wallet| wallet.balance_micros.exact()).unwrap_or_default();
    Ok(format!("{} {}; the balance is now {now}", amount.exact(), if amount.0 > 0 { "added" } else { "taken" }))
}

/// Gives back what a call cost, or `amount` of it.
///
/// # Errors
/// A sentence with the remedy.
pub async fn refund_call(state: &AppState, call: &str, reason: &str, amount: Option<&str>) -> Result<String, String> {
    let no_call = || format!("'{call}' is no settled call: copy its id from the receipt or the statement (call_…)");
    let id = CallId::parse(call.trim()).ok_or_else(no_call)?;
    let Charged { user_id, charged_micros } = charged(&state.db, &id).await.map_err(database)?.ok_or_else(no_call)?;
    let amount = amount.map_or(Ok(charged_micros), Micros::parse)?;
    if reason.trim().is_empty() {
        return Err("a reason is needed, because it stands on the caller's statement: add --reason TEXT".into());
    }
    let mut tx = state.db.begin().await.map_err(database)?;
    let given = Refund { user: &user_id, call: &id, amount, operator: OPERATOR, reason: reason.trim(), at: state.clock.now() };
    match refund(&mut tx, given).await.map_err(database)? {
        RefundOutcome::Given => tx.commit().await.map_err(database)?,
        RefundOutcome::Already => return Err("that call was refunded before: more is a matter of user credit".into()),
        RefundOutcome::NotOwed => {
            let most = charged_micros.exact();
            return Err(format!(
                "{} cannot be given back: the call cost {most}, and a refund is more than nothing",
                amount.exact()
            ));
        }
    }
    let wallet = balance(&state.db, &user_id).await.map_err(database)?;
    let now = wallet.map(|wallet| wallet.balance_micros.exact()).unwrap_or_default();
    Ok(format!("{} given back; the balance is now {now}", amount.exact()))
}

fn database(error: sqlx::Error) -> String {
    format!("the database failed ({error}): nothing was changed; check DATABASE_URL and that nothing else holds it")
}
