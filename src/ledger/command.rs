//! `ringfare ledger …` and `ringfare user credit`: money by the operator's hand.

use super::{
    store::{Adjustment, adjust, balance},
    verify::examine,
};
use crate::{domain::money::Micros, server::state::AppState, users};

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

fn database(error: sqlx::Error) -> String {
    format!("the database failed ({error}): nothing was changed; check DATABASE_URL and that nothing else holds it")
}
