//! Server functions of money: they read, nothing here moves it.

use leptos::prelude::*;

use super::model::{Balance, StatementFilter, Transaction};
use crate::{domain::page::Page, error::AppError};

/// The caller's wallet.
#[server(prefix = "/app", endpoint = "balance")]
pub async fn my_balance() -> Result<Balance, AppError> {
    let caller = crate::users::caller().await?;
    super::store::balance(&caller.state.db, &caller.me.id).await?.ok_or(AppError::NotSignedIn)
}

/// A page of the caller's statement, newest first.
#[server(prefix = "/app", endpoint = "statement")]
pub async fn my_statement(
    #[server(default)] filter: StatementFilter,
    cursor: Option<String>,
) -> Result<Page<Transaction>, AppError> {
    let caller = crate::users::caller().await?;
    super::store::statement(&caller.state.db, &caller.me.id, &filter, cursor.as_deref(), crate::domain::page::Limit::default())
        .await
}
