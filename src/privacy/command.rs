//! `ringfare user delete`: the end of an account by the operator's hand, at the wish of its owner.

use super::erase::{self, By};
use crate::{
    admin::audit::Actor,
    domain::money::Rounding,
    server::state::AppState,
    users::{model::Email, store::kept},
    words::Language,
};

/// Deletes an account; without `yes` it only says what that would mean.
///
/// # Errors
/// A sentence with the remedy.
pub async fn delete(state: &AppState, email: &str, yes: bool) -> Result<String, String> {
    let address =
        Email::parse(email).ok_or_else(|| format!("'{email}' is not an e-mail address: write it like name@example.org"))?;
    // Also one that an operator closed: its owner may want to be forgotten all the same.
    let found = kept::id_of_address(&state.db, &address).await.map_err(|error| format!("the database failed: {error}"))?;
    let id = found.ok_or_else(|| format!("there is no account of {email}"))?;
    let ending = erase::ending(state, &id).await.map_err(|error| error.to_string())?;
    if let Some(obstacle) = ending.obstacle {
        return Err(obstacle.told(Language::En));
    }
    let left = ending.balance_micros.decimal(6, Rounding::Down);
    if !yes {
        return Err(format!(
            "this would delete the account of {email} for ever: address, number, contacts, notes, sessions and tokens go, calls keep \
             the prefix of their number, the books stay. A balance of {left} stays on {id}: pay it out and book that first \
             (`ringfare user credit {email} -{left} --reason TEXT`). To do it, run the command again with --yes"
        ));
    }
    let by = By::Operator(Actor::command_line());
    erase::delete(state, &id, &by).await.map_err(|error| error.to_string())?;
    Ok(format!("deleted the account of {email}; its books go on as {id} with a balance of {left}"))
}
