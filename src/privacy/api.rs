//! Server functions of the end of an account.

use leptos::prelude::*;

use super::model::Ending;
use crate::{domain::json::Answer, error::AppError};

/// What deleting the account would mean now.
#[server(prefix = "/app", endpoint = "account-ending", output = Answer)]
pub async fn account_ending() -> Result<Ending, AppError> {
    let caller = crate::users::caller().await?;
    super::erase::ending(&caller.state, &caller.me.id).await
}

/// Deletes the account, given its e-mail address once more, and goes to the entrance.
#[server(prefix = "/app", endpoint = "delete-account", output = Answer)]
pub async fn delete_account(confirmation: String) -> Result<(), AppError> {
    let caller = crate::users::confirmed().await?;
    super::erase::delete_own(&caller, &confirmation).await?;
    caller.forget();
    crate::server::redirect::send_to("/sign-in?deleted=1");
    Ok(())
}
