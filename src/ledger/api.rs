//! Server functions of money: they read, nothing here moves it.

use leptos::prelude::*;

use super::{
    model::{Balance, Statement, TransactionKind},
    proof_model::Proof,
    statement_model::MonthPage,
};
use crate::{domain::json::Answer, error::AppError};

/// The caller's wallet.
#[server(prefix = "/app", endpoint = "balance", output = Answer)]
pub async fn my_balance() -> Result<Balance, AppError> {
    let caller = crate::users::caller().await?;
    super::store::balance(&caller.state.db, &caller.me.id).await?.ok_or(AppError::NotSignedIn)
}

/// A page of the caller's statement, newest first; `days` back from now, or all of it.
#[server(prefix = "/app", endpoint = "statement", output = Answer)]
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
    let months = super::monthly::months(&caller.state, &caller.me.id).await?;
    let days = super::days::of_lines(&page.items, &crate::server::visitor::zone(), caller.state.clock.now());
    Ok(Statement { filter, days, months, page })
}

/// A month's statement, `cursor` for its further pages; the month that runs when none is given.
#[server(prefix = "/app", endpoint = "month-statement", output = Answer)]
pub async fn my_month_statement(month: Option<String>, cursor: Option<String>) -> Result<MonthPage, AppError> {
    let caller = crate::users::caller().await?;
    super::monthly::page(&caller, month.as_deref(), cursor.as_deref()).await
}

/// Sets below which available balance the caller wants to be told: an amount as they write it, nothing for never.
#[server(prefix = "/app", endpoint = "set-warning", output = Answer)]
pub async fn set_warning(#[server(default)] below: String) -> Result<(), AppError> {
    let caller = crate::users::caller().await?;
    let below = super::warning::read(&below)?;
    Ok(super::store::set_warning(&caller.state.db, &caller.me.id, below).await?)
}

/// Every rule of the books, recomputed from the caller's rows.
#[server(prefix = "/app", endpoint = "proof", output = Answer)]
pub async fn my_proof() -> Result<Proof, AppError> {
    let caller = crate::users::caller().await?;
    super::prove::prove(&caller.state, &caller.me.id).await
}
