//! `/api/user/balance` and `/api/user/transactions`.

use axum::{Json, extract::Query, http::header, response::IntoResponse, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    model::{Balance, StatementFilter, Transaction, TransactionKind},
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
    OpenApiRouter::new().routes(routes!(balance)).routes(routes!(transactions)).routes(routes!(transactions_csv))
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
