//! `ringfare user freeze`, `unfreeze` and `close`: whether an account may call.

use super::account;
use crate::{
    admin::{
        acts::standing::{self, Standing},
        audit::Actor,
        model::Ended,
    },
    server::state::AppState,
    users::model::{AccountStatus, Me},
};

/// Freezes an account: it places no more calls, and those that ring or run are ended at the carrier. Its owner may still sign in
/// and read.
///
/// # Errors
/// A sentence with the remedy; also when the account is frozen but a call could not be ended.
pub async fn freeze(state: &AppState, email: &str, reason: &str) -> Result<String, String> {
    let me = account(state, email).await?;
    let Ended { ended, failed } = stand(state, &me, AccountStatus::Frozen, reason).await?;
    if failed > 0 {
        return Err(format!(
            "{email} is frozen, but the carrier did not take the end of {failed} of its calls: they end at their time limit at the \
             latest; run the command again to try again"
        ));
    }
    Ok(format!("froze {email}: {}\n{ended} calls were ended", reason.trim()))
}

/// Closes an account for good: nobody signs in to it, its tokens are refused, its calls are ended. Its books stay.
///
/// # Errors
/// A sentence with the remedy.
pub async fn close(state: &AppState, email: &str, reason: &str) -> Result<String, String> {
    let me = account(state, email).await?;
    let Ended { ended, failed } = stand(state, &me, AccountStatus::Closed, reason).await?;
    let failed = if failed > 0 { format!(", {failed} end at their time limit") } else { String::new() };
    Ok(format!("closed {email}: {}\n{ended} calls were ended{failed}", reason.trim()))
}

/// Lets a frozen account call again.
///
/// # Errors
/// A sentence with the remedy.
pub async fn unfreeze(state: &AppState, email: &str) -> Result<String, String> {
    let me = account(state, email).await?;
    stand(state, &me, AccountStatus::Active, "").await?;
    Ok(format!("{email} may call again"))
}

async fn stand(state: &AppState, me: &Me, status: AccountStatus, reason: &str) -> Result<Ended, String> {
    let wanted = Standing { user: me.id.clone(), status, reason: reason.to_owned(), reference: None };
    standing::change(state, Actor::command_line(), wanted).await.map_err(|error| match error.field() {
        Some("reason") => format!("{error} Add --reason TEXT."),
        _ => error.to_string(),
    })
}
