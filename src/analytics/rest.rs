//! `/api/user/call-analytics`: the scripts' door.

use axum::Json;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    analyse,
    model::{CallAnalytics, PeriodRequest},
};
use crate::{
    error::AppError,
    server::{extract::Query, state::AppState},
    users::Caller,
};

/// The routes of this slice.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(call_analytics))
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
    )
)]
async fn call_analytics(caller: Caller, Query(request): Query<PeriodRequest>) -> Result<Json<CallAnalytics>, AppError> {
    analyse::analyse(&caller, &request).await.map(Json)
}
