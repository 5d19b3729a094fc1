//! `ringfare user invite` and `ringfare user reset`: links to hand to somebody.

use super::{account, database, parse_email};
use crate::{
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
    mailed::invite(state, &email).await.map_err(database)?.ok_or_else(enough_links)
}

/// A link for a new password.
///
/// # Errors
/// A sentence with the remedy.
pub async fn reset(state: &AppState, email: &str) -> Result<String, String> {
    let me = account(state, email).await?;
    mailed::reset_link(state, &me.id, &parse_email(email)?).await.map_err(database)?.ok_or_else(enough_links)
}

fn enough_links() -> String {
    "five links were made for this address within the hour: use the last one, or wait".to_owned()
}
