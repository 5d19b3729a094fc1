//! The operator's server functions. Each asks first who is there; for a caller they do not exist.

use leptos::prelude::*;

use super::{
    model::{Action, Books, CallsNow, DeckLine, DeckPreview, Done, Ended, Entry, Lookout, UserDetail, UserLine},
    typed::DeckTyped,
};
use crate::{
    domain::{
        ids::{CallId, UserId},
        json::Answer,
        page::Page,
    },
    error::AppError,
    limits::form::LimitsForm,
    users::model::AccountStatus,
};

/// Accounts, newest first.
#[server(prefix = "/app", endpoint = "admin-users", output = Answer)]
pub async fn list_users(#[server(default)] q: String, cursor: Option<String>) -> Result<Page<UserLine>, AppError> {
    let operator = super::operator::operator().await?;
    super::store::users(&operator.state.db, &q, cursor.as_deref(), crate::domain::page::Limit::default()).await
}

/// One account.
#[server(prefix = "/app", endpoint = "admin-user", output = Answer)]
pub async fn read_user(id: String) -> Result<UserDetail, AppError> {
    let operator = super::operator::operator().await?;
    let id = UserId::parse(&id).ok_or_else(|| AppError::not_found("account"))?;
    super::look::user(&operator.state, &id).await
}

/// Gives credit, or takes it.
#[server(prefix = "/app", endpoint = "admin-credit", output = Answer)]
pub async fn give_credit(user: UserId, amount: String, credit_reason: String, form_key: String) -> Result<Done, AppError> {
    let operator = super::operator::acting().await?;
    let amount = super::read::amount(&amount)?;
    let reference = super::operator::reference(form_key)?;
    let credit = super::acts::credit::Credit { user, amount, reason: credit_reason, reference };
    super::acts::credit::credit(&operator.state, super::operator::actor(&operator), credit).await
}

/// Freezes an account, opens it again, or closes it.
#[server(prefix = "/app", endpoint = "admin-standing", output = Answer)]
pub async fn change_standing(
    user: UserId,
    status: AccountStatus,
    #[server(default)] standing_reason: String,
    form_key: String,
) -> Result<Ended, AppError> {
    let operator = super::operator::acting().await?;
    let reference = super::operator::reference(form_key)?;
    let wanted = super::acts::standing::Standing { user, status, reason: standing_reason, reference };
    super::acts::standing::change(&operator.state, super::operator::actor(&operator), wanted).await
}

/// Replaces the operator's limits of an account.
#[server(prefix = "/app", endpoint = "admin-limits", output = Answer)]
pub async fn set_user_limits(
    user: UserId,
    #[server(default)] limits: LimitsForm,
    limits_reason: String,
    form_key: String,
) -> Result<(), AppError> {
    let operator = super::operator::acting().await?;
    let reason = super::acts::reason(&limits_reason)?;
    let (limits, reference) = (super::read::limits(limits)?, super::operator::reference(form_key)?);
    let wanted = super::acts::spending::Spending { user, limits, reason, reference };
    super::acts::spending::set(&operator.state, super::operator::actor(&operator), wanted).await
}

/// The calls that ring or run.
#[server(prefix = "/app", endpoint = "admin-calls", output = Answer)]
pub async fn live_calls() -> Result<CallsNow, AppError> {
    let operator = super::operator::operator().await?;
    let calls = super::store::live_calls(&operator.state.db, 200).await?;
    Ok(CallsNow { calls, now: operator.state.clock.now() })
}

/// Ends a call. It moves no money that the caller had not agreed to, and is urgent: no password is asked for.
#[server(prefix = "/app", endpoint = "admin-hang-up", output = Answer)]
pub async fn end_call(call: CallId) -> Result<(), AppError> {
    let operator = super::operator::operator().await?;
    let reference = format!("hang-up {call}");
    super::acts::hang_up::hang_up(&operator.state, super::operator::actor(&operator), call, Some(reference)).await
}

/// The last decks, the one in force first.
#[server(prefix = "/app", endpoint = "admin-decks", output = Answer)]
pub async fn list_decks() -> Result<Vec<DeckLine>, AppError> {
    let operator = super::operator::operator().await?;
    Ok(super::store::decks(&operator.state.db, 10).await?)
}

/// Reads a price list and changes nothing.
#[server(prefix = "/app", endpoint = "admin-deck-preview", output = Answer)]
pub async fn preview_deck(deck: DeckTyped) -> Result<DeckPreview, AppError> {
    super::operator::operator().await?;
    super::look::preview(&deck)
}

/// Puts a price list in force.
#[server(prefix = "/app", endpoint = "admin-deck-import", output = Answer)]
pub async fn import_deck(deck: DeckTyped, form_key: String) -> Result<String, AppError> {
    let operator = super::operator::acting().await?;
    let reference = super::operator::reference(form_key)?;
    super::look::import(&operator.state, super::operator::actor(&operator), &deck, reference).await
}

/// Alarms, and how the doors stand.
#[server(prefix = "/app", endpoint = "admin-alarms", output = Answer)]
pub async fn look_out() -> Result<Lookout, AppError> {
    let operator = super::operator::operator().await?;
    super::look::out(&operator.state).await
}

/// Recomputes the books and the log.
#[server(prefix = "/app", endpoint = "admin-books", output = Answer)]
pub async fn examine_books() -> Result<Books, AppError> {
    let operator = super::operator::operator().await?;
    super::look::books(&operator.state).await
}

/// The audit log, newest first.
#[server(prefix = "/app", endpoint = "admin-log", output = Answer)]
pub async fn read_log(action: Option<Action>, user: Option<String>, cursor: Option<String>) -> Result<Page<Entry>, AppError> {
    let operator = super::operator::operator().await?;
    let filter = super::audit::Filter { action, subject: user.as_deref().and_then(UserId::parse) };
    super::audit::page(&operator.state.db, &filter, cursor.as_deref(), crate::domain::page::Limit::default()).await
}
