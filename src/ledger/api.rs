//! Server functions of money: they read, nothing here moves it.

use leptos::prelude::*;

use super::model::{Balance, Statement, TransactionKind};
use crate::error::AppError;

/// The caller's wallet.
#[server(prefix = "/app", endpoint = "balance")]
pub async fn my_balance() -> Result<Balance, AppError> {
    let caller = crate::users::caller().await?;
    super::store::balance(&caller.state.db, &caller.me.id).await?.ok_or(AppError::NotSignedIn)
}

/// A page of the caller's statement, newest first; `days` back from now, or all of it.
#[server(prefix = "/app", endpoint = "statement")]
pub async fn my_statement(
    kind: Option<TransactionKind>,
    days: Option<i64>,
    cursor: Option<String>,
) -> Result<Statement, AppError> {
    let caller = crate::users::caller().await?;
    let from = days.map(|days| caller.state.clock.now().plus_seconds(-86_400 * days.clamp(1, 36_500)));
    let filter = super::model::StatementFilter { kind, from, to: None };
    let limit = crate::domain::page::Limit::default();
    let page = super::store::statement(&caller.state.db, &caller.me.id, &filter, cursor.as_deref(), limit).await?;
    Ok(Statement { filter, page })
}
