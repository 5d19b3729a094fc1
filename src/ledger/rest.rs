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
    store,
};
use crate::{
    domain::{money::Rounding, page::Limit},
    error::AppError,
    server::{csv, query, state::AppState},
    users::Caller,
};

/// The routes of this slice.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(balance))
        .routes(routes!(transactions))
        .routes(routes!(transactions_csv))
        .routes(routes!(statement))
        .routes(routes!(statement_csv))
        .routes(routes!(proof))
}

/// What is there, what is held, what is left to call with.
#[utoipa::path(get, path = "/api/user/balance", responses((status = 200, body = Balance)))]
async fn balance(caller: Caller) -> Result<Response, AppError> {
    let balance = store::balance(&caller.state.db, &caller.me.id).await?.ok_or(AppError::NotSignedIn)?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(balance)).into_response())
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
#[utoipa::path(get, path = "/api/user/transactions", params(StatementQuery), responses((status = 200, body = Transactions)))]
async fn transactions(caller: Caller, Query(query): Query<StatementQuery>) -> Result<Json<Transactions>, AppError> {
    let limit = Limit::parse(query.limit).map_err(|message| AppError::invalid("limit", message))?;
    let page = store::statement(&caller.state.db, &caller.me.id, &query.filter()?, query.cursor.as_deref(), limit).await?;
    Ok(Json(Transactions { transactions: page.items, next_cursor: page.next_cursor }))
}

/// The statement as a CSV file, streamed.
#[utoipa::path(get, path = "/api/user/transactions.csv", params(StatementQuery),
               responses((status = 200, content_type = "text/csv", body = String)))]
async fn transactions_csv(caller: Caller, Query(query): Query<StatementQuery>) -> Result<Response, AppError> {
    const HEADER: [&str; 9] =
        ["seq", "created_at", "kind", "amount", "balance_after", "call_id", "payment_id", "operator", "note"];

    let filter = query.filter()?;
    let rows = async_stream::try_stream! {
        let mut cursor: Option<String> = None;
        loop {
            let most = Limit::parse(Some(Limit::MOST)).unwrap_or_default();
            let page = store::statement(&caller.state.db, &caller.me.id, &filter, cursor.as_deref(), most).await;
            let page = page.map_err(|error| sqlx::Error::Protocol(error.to_string()))?;
            for line in page.items {
                yield row(line);
            }
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
    };
    Ok(csv::stream("transactions.csv", &HEADER, rows))
}

fn row(line: Transaction) -> Vec<String> {
    vec![
        line.seq.to_string(),
        line.created_at.rfc3339(),
        line.kind.to_string(),
        line.amount_micros.decimal(6, Rounding::Down),
        line.balance_after_micros.decimal(6, Rounding::Down),
        line.call_id.map(|id| id.to_string()).unwrap_or_default(),
        line.payment_id.map(|id| id.to_string()).unwrap_or_default(),
        line.operator.unwrap_or_default(),
        line.note.unwrap_or_default(),
    ]
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
               responses((status = 200, body = MonthStatement), (status = 409), (status = 422)))]
async fn statement(caller: Caller, Query(query): Query<MonthQuery>) -> Result<Json<MonthStatement>, AppError> {
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
               responses((status = 200, content_type = "text/csv", body = String), (status = 409), (status = 422)))]
async fn statement_csv(caller: Caller, Query(query): Query<MonthFileQuery>) -> Result<Response, AppError> {
    let month = monthly::read_month(query.month.as_deref(), caller.state.clock.now())?;
    monthly::csv_file(caller, month).await
}

/// The caller's balance, proven: every rule of the books recomputed from their rows, now.
///
/// It reads every row of the account several times: after twenty in a row, one every six seconds; else 429.
#[utoipa::path(get, path = "/api/user/proof", responses((status = 200, body = Proof), (status = 429)))]
async fn proof(caller: Caller) -> Result<Response, AppError> {
    let proof = prove::prove(&caller.state, &caller.me.id).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(proof)).into_response())
}
