//! `/api/user/call-analytics` and `/api/user/call-history.csv`: the scripts' doors.

use axum::{Json, extract::RawQuery, response::Response};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    analyse,
    asked::Asked,
    model::{CallAnalytics, PeriodRequest},
};
use crate::{
    calls::export,
    error::AppError,
    server::{csv, extract::Query, state::AppState},
    users::{Scoped, scoped::Read},
};

/// The routes of this slice.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(call_analytics)).routes(routes!(call_history))
}

/// What the caller's calls of a period came to.
#[utoipa::path(
    get,
    path = "/api/user/call-analytics",
    tag = "analytics",
    params(PeriodRequest),
    responses(
        (status = 200, description = "Sums, shares and every day of the period", body = CallAnalytics),
        (status = 401, description = "Not signed in"),
        (status = 422, description = "No such period or time zone")
    ),
    security(("token" = ["read"]), ("session" = []))
)]
async fn call_analytics(
    Scoped { caller, .. }: Scoped<Read>,
    Query(request): Query<PeriodRequest>,
) -> Result<Json<CallAnalytics>, AppError> {
    analyse::analyse(&caller, &request).await.map(Json)
}

/// The calls that the history page lists at an address with this query, all pages of them. Besides the period it knows
/// `status`, `country`, `contact`, `number`, `cost` (`free`, or the least amount), `day` (one, or two joined by `_`), `hour`
/// (`1-14` is Monday at 14) and `q`.
#[utoipa::path(
    get,
    path = "/api/user/call-history.csv",
    tag = "analytics",
    params(PeriodRequest),
    responses(
        (status = 200, content_type = "text/csv", body = String),
        (status = 401, description = "Not signed in"),
        (status = 422, description = "Something in the query means nothing")
    ),
    security(("token" = ["read"]), ("session" = []))
)]
async fn call_history(Scoped { caller, .. }: Scoped<Read>, RawQuery(query): RawQuery) -> Result<Response, AppError> {
    let asked = Asked::strictly(query.as_deref().unwrap_or_default(), caller.state.clock.now())?;
    let fetch = move |cursor: Option<String>, limit| {
        let (caller, asked) = (caller.clone(), asked.clone());
        async move { asked.page(&caller, cursor.as_deref(), limit).await }
    };
    Ok(csv::stream("calls.csv", &export::HEADER, csv::pages(fetch, export::row)))
}
