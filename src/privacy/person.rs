//! Who the caller is, what they chose, and what they may spend.

use super::{
    archive::Entry,
    tables::{Cell, Table},
};
use crate::{
    error::AppError,
    ledger,
    limits::{self, change::overview, model::Limits},
    users::{Caller, store::kept},
};

/// The files of the account itself.
///
/// # Errors
/// When there is no such account any more, or the database fails.
pub async fn files(caller: &Caller) -> Result<Vec<Entry>, AppError> {
    let money = [spending_limits(caller).await?, payments(caller).await?, alarms(caller).await?];
    Ok(account(caller).await?.into_iter().chain(money.into_iter().flatten()).collect())
}

/// Who they are, and what they chose.
async fn account(caller: &Caller) -> Result<[Entry; 2], AppError> {
    let db = &caller.state.db;
    let profile = kept::profile(db, &caller.me.id).await?.ok_or(AppError::NotSignedIn)?;
    let wallet = ledger::store::balance(db, &caller.me.id).await?.ok_or(AppError::NotSignedIn)?;
    let cells = [
        ("id", Cell::text(&caller.me.id)),
        ("email", Cell::text(profile.email)),
        ("number", Cell::of(profile.number, Cell::text)),
        ("is_operator", Cell::Flag(profile.is_admin)),
        ("status", Cell::text(profile.status)),
        ("status_reason", Cell::of(profile.status_reason, Cell::Text)),
        ("status_changed_at", Cell::of(profile.status_changed_at, Cell::At)),
        ("opened_at", Cell::At(profile.created_at)),
        ("caller_id", Cell::of(profile.caller_id, Cell::text)),
        ("calls_at_once", Cell::Count(profile.max_calls)),
        ("currency", Cell::Text(wallet.currency)),
        ("balance", Cell::money(wallet.balance_micros)),
        ("held", Cell::money(wallet.held_micros)),
        ("available", Cell::money(wallet.available_micros)),
        ("warn_below", Cell::money(wallet.warn_below_micros)),
        ("email_verified_at", Cell::of(profile.email_verified_at, Cell::At)),
        ("password_changed_at", Cell::of(profile.password_changed_at, Cell::At)),
        ("language", Cell::of(profile.language, Cell::Text)),
    ];
    Ok(Table::of_one("account", cells).files())
}

async fn spending_limits(caller: &Caller) -> Result<[Entry; 2], AppError> {
    let overview = overview(&caller.state, &caller.me.id).await?;
    let row = |set_by: &str, limits: Limits| {
        [
            Cell::text(set_by),
            Cell::of(limits.call_seconds_most, Cell::Count),
            Cell::money(limits.day_micros_most),
            Cell::money(limits.month_micros_most),
            Cell::money(limits.rate_micros_per_min_most),
            Cell::of(limits.calls_most, Cell::Count),
            Cell::Text(limits.blocked_countries.join(" ")),
        ]
    };
    let table = Table {
        name: "limits",
        columns: [
            "set_by",
            "call_seconds_most",
            "day_most",
            "month_most",
            "rate_per_minute_most",
            "calls_most",
            "blocked_countries",
        ],
        rows: vec![row("operator", overview.operator), row("caller", overview.own)],
    };
    Ok(table.files())
}

/// When the account looked as if somebody else spent its credit.
async fn alarms(caller: &Caller) -> Result<[Entry; 2], AppError> {
    let alarms = limits::store::alarms_of(&caller.state.db, &caller.me.id).await?;
    let rows = alarms
        .into_iter()
        .map(|it| [Cell::text(it.kind), Cell::Count(it.counted), Cell::Count(it.threshold), Cell::At(it.created_at)]);
    let columns = ["kind", "counted", "threshold", "given_at"];
    Ok(Table { name: "alarms", columns, rows: rows.collect() }.files())
}

async fn payments(caller: &Caller) -> Result<[Entry; 2], AppError> {
    let payments = ledger::store::payments(&caller.state.db, &caller.me.id).await?;
    let rows = payments.into_iter().map(|it| {
        [
            Cell::Text(it.id),
            Cell::Text(it.provider),
            Cell::Text(it.provider_ref),
            Cell::money(it.amount_micros),
            Cell::Text(it.currency),
            Cell::Text(it.state),
            Cell::At(it.created_at),
            Cell::of(it.credited_at, Cell::At),
        ]
    });
    let columns = ["id", "provider", "provider_ref", "amount", "currency", "state", "created_at", "credited_at"];
    Ok(Table { name: "payments", columns, rows: rows.collect() }.files())
}
