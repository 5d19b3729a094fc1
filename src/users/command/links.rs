//! `ringfare user invite` and `ringfare user reset`: links to hand to somebody.

use super::{account, database, making, parse_email};
use crate::{
    admin::{audit::Actor, model::Action},
    server::state::AppState,
    users::{mailed, store},
};

/// Invites somebody; the link.
///
/// # Errors
/// A sentence with the remedy.
pub async fn invite(state: &AppState, email: &str) -> Result<String, String> {
    let email = parse_email(email)?;
    if store::by_email(&state.db, &email).await.map_err(database)?.is_some() {
        return Err(format!("there is an account of {email} already"));
    }
    let actor = Actor::command_line();
    let mut tx = state.db.begin().await.map_err(database)?;
    let making = making(&mut tx, &actor, Action::Invite).await?;
    let link = mailed::invite(&mut tx, state, &email).await.map_err(database)?.ok_or_else(enough_links)?;
    making.write(&mut tx, state, None, "").await?;
    tx.commit().await.map_err(database)?;
    Ok(link)
}

/// A link for a new password.
///
/// # Errors
/// A sentence with the remedy.
pub async fn reset(state: &AppState, email: &str) -> Result<String, String> {
    let me = account(state, email).await?;
    let (email, actor) = (parse_email(email)?, Actor::command_line());
    let mut tx = state.db.begin().await.map_err(database)?;
    let making = making(&mut tx, &actor, Action::Reset).await?;
    let link = mailed::reset_link(&mut tx, state, &me.id, &email).await.map_err(database)?.ok_or_else(enough_links)?;
    making.write(&mut tx, state, Some(&me.id), "").await?;
    tx.commit().await.map_err(database)?;
    Ok(link)
}

fn enough_links() -> String {
    "five links were made for this address within the hour: use the last one, or wait".to_owned()
}
