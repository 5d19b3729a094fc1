//! `/api/user/balance`, `/api/user/transactions`, `/api/user/statement` and `/api/user/proof`.

use axum::{Json, extract::Query, http::header, response::IntoResponse, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    model::{Balance, StatementFilter, Transaction, TransactionKind},
    monthly,
    proof_model::Proof,
    prove,
    statement_model::MonthStatement,
    store, warning,
};
use crate::{
    domain::{money::Micros, page::Limit},
    error::AppError,
    server::{csv, extract::JsonBody, query, state::AppState},
    users::{
        Caller, Scoped,
        scoped::{Money, Read},
    },
};

/// The routes of this slice.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(balance))
        .routes(routes!(warning))
        .routes(routes!(transactions))
        .routes(routes!(transactions_csv))
        .routes(routes!(statement))
        .routes(routes!(statement_csv))
        .routes(routes!(proof))
}

/// What is there, what is held, what is left to call with.
#[utoipa::path(get, path = "/api/user/balance", responses((status = 200, body = Balance)), security(("token" = ["read"]), ("session" = [])))]
async fn balance(Scoped { caller, .. }: Scoped<Read>) -> Result<Response, AppError> {
    shown(&caller).await
}

async fn shown(caller: &Caller) -> Result<Response, AppError> {
    let balance = store::balance(&caller.state.db, &caller.me.id).await?.ok_or(AppError::NotSignedIn)?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(balance)).into_response())
}

/// The caller's own low-balance warning.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LowBalance {
    /// Null or zero for no warning.
    warn_below_micros: Option<Micros>,
}

/// Sets below which available balance the caller wants to be told.
#[utoipa::path(put, path = "/api/user/balance", request_body = LowBalance, responses((status = 200, body = Balance), (status = 422)), security(("token" = ["money"]), ("session" = [])))]
async fn warning(Scoped { caller, .. }: Scoped<Money>, JsonBody(wanted): JsonBody<LowBalance>) -> Result<Response, AppError> {
    if !wanted.warn_below_micros.is_none_or(warning::is_possible) {
        return Err(AppError::invalid("warn_below_micros", "warn_below_micros: from 0 to 1000000000000"));
    }
    let below = wanted.warn_below_micros.filter(|below| !below.is_zero());
    store::set_warning(&caller.state.db, &caller.me.id, below).await?;
    shown(&caller).await
}

/// The query of the statement, as it comes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct StatementQuery {
    limit: Option<i64>,
    cursor: Option<String>,
    kind: Option<String>,
    /// RFC 3339 in UTC or a day: from this moment on.
    from: Option<String>,
    /// RFC 3339 in UTC or a day: before this moment, or to the end of this day.
    to: Option<String>,
}

impl StatementQuery {
    fn filter(&self) -> Result<StatementFilter, AppError> {
        Ok(StatementFilter {
            kind: query::word(self.kind.as_deref(), "kind", TransactionKind::from_word)?,
            from: query::moment(self.from.as_deref(), "from")?,
            to: query::moment_after(self.to.as_deref(), "to")?,
        })
    }
}

/// A page of the statement.
#[derive(Debug, Serialize, ToSchema)]
struct Transactions {
    transactions: Vec<Transaction>,
    next_cursor: Option<String>,
}

/// The statement, newest first, with its running balance.
#[utoipa::path(get, path = "/api/user/transactions", params(StatementQuery), responses((status = 200, body = Transactions)), security(("token" = ["read"]), ("session" = [])))]
async fn transactions(
    Scoped { caller, .. }: Scoped<Read>,
    Query(query): Query<StatementQuery>,
) -> Result<Json<Transactions>, AppError> {
    let limit = Limit::parse(query.limit).map_err(|message| AppError::invalid("limit", message))?;
    let page = store::statement(&caller.state.db, &caller.me.id, &query.filter()?, query.cursor.as_deref(), limit).await?;
    Ok(Json(Transactions { transactions: page.items, next_cursor: page.next_cursor }))
}

/// The statement as a CSV file, streamed.
#[utoipa::path(get, path = "/api/user/transactions.csv", params(StatementQuery),
               responses((status = 200, content_type = "text/csv", body = String)), security(("token" = ["read"]), ("session" = [])))]
async fn transactions_csv(
    Scoped { caller, .. }: Scoped<Read>,
    Query(query): Query<StatementQuery>,
) -> Result<Response, AppError> {
    const HEADER: [&str; 9] =
        ["seq", "created_at", "kind", "amount", "balance_after", "call_id", "payment_id", "operator", "note"];

    let filter = query.filter()?;
    let fetch = move |cursor: Option<String>, limit| {
        let (caller, filter) = (caller.clone(), filter.clone());
        async move { store::statement(&caller.state.db, &caller.me.id, &filter, cursor.as_deref(), limit).await }
    };
    let cells = |line: Transaction| {
        let kind = line.kind.to_string();
        monthly::cells(line, kind)
    };
    Ok(csv::stream("transactions.csv", &HEADER, csv::pages(fetch, cells)))
}

/// The query of a month's statement, as it comes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct MonthQuery {
    /// A month in UTC, such as 2026-11; the one that runs when it is absent.
    month: Option<String>,
    /// Lines on this page, 1 to 100; 20 unless told.
    limit: Option<i64>,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A month's statement.
///
/// Opening balance and entries make the closing balance, to the micro; each page has the balances and the totals of the whole
/// month and up to 100 of its lines, oldest first. A month may have 100,000 lines: for all of them at once take
/// `/api/user/statement.csv`, which streams. 422 for what is no month or has not begun; 409 `books_do_not_add_up` when the
/// lines contradict each other.
#[utoipa::path(get, path = "/api/user/statement", params(MonthQuery),
               responses((status = 200, body = MonthStatement), (status = 409), (status = 422)), security(("token" = ["read"]), ("session" = [])))]
async fn statement(
    Scoped { caller, .. }: Scoped<Read>,
    Query(query): Query<MonthQuery>,
) -> Result<Json<MonthStatement>, AppError> {
    let limit = Limit::parse(query.limit).map_err(|message| AppError::invalid("limit", message))?;
    let month = monthly::read_month(query.month.as_deref(), caller.state.clock.now())?;
    let made = monthly::statement(&caller.state, &caller.me.id, month, query.cursor.as_deref(), limit.rows());
    Ok(Json(made.await?))
}

/// The query of a month's file, as it comes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct MonthFileQuery {
    /// A month in UTC, such as 2026-11; the one that runs when it is absent.
    month: Option<String>,
}

/// A month's statement as a CSV file, streamed: a line for the opening balance, the entries, a line for the closing balance.
/// A file that breaks off before the closing balance is not whole.
#[utoipa::path(get, path = "/api/user/statement.csv", params(MonthFileQuery),
               responses((status = 200, content_type = "text/csv", body = String), (status = 409), (status = 422)), security(("token" = ["read"]), ("session" = [])))]
async fn statement_csv(Scoped { caller, .. }: Scoped<Read>, Query(query): Query<MonthFileQuery>) -> Result<Response, AppError> {
    let month = monthly::read_month(query.month.as_deref(), caller.state.clock.now())?;
    monthly::csv_file(caller, month).await
}

/// The caller's balance, proven: every rule of the books recomputed from their rows, now.
///
/// It reads every row of the account several times: after twenty in a row, one every six seconds; else 429.
#[utoipa::path(get, path = "/api/user/proof", responses((status = 200, body = Proof), (status = 429)), security(("token" = ["read"]), ("session" = [])))]
async fn proof(Scoped { caller, .. }: Scoped<Read>) -> Result<Response, AppError> {
    let proof = prove::prove(&caller.state, &caller.me.id).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(proof)).into_response())
}
