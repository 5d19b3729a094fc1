//! `/api/user/limits`: the scripts' door.

use axum::Json;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    change,
    model::{Limits, Overview},
};
use crate::{
    error::AppError,
    server::{extract::JsonBody, state::AppState},
    users::{
        Scoped,
        scoped::{Money, Read},
    },
};

/// The routes of this slice.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_limits, put_limits))
}

/// The caller's limits, the operator's, the tighter of both, and what is spent of them.
#[utoipa::path(
    get,
    path = "/api/user/limits",
    tag = "limits",
    responses((status = 200, body = Overview), (status = 401, description = "Not signed in")),
    security(("token" = ["read"]), ("session" = []))
)]
async fn get_limits(Scoped { caller, .. }: Scoped<Read>) -> Result<Json<Overview>, AppError> {
    Ok(Json(change::overview(&caller.state, &caller.me.id).await?))
}

/// Replaces the caller's own limits; what is absent or null is no limit of theirs.
#[utoipa::path(
    put,
    path = "/api/user/limits",
    tag = "limits",
    request_body = Limits,
    responses(
        (status = 200, description = "The limits as they are now", body = Overview),
        (status = 401, description = "Not signed in"),
        (status = 403, description = "Looser limits need a caller who confirmed in the last ten minutes who they are"),
        (status = 422, description = "A field that makes no sense, is unknown, or is looser than the operator's")
    ),
    security(("token" = ["money"]), ("session" = []))
)]
async fn put_limits(
    Scoped { caller, .. }: Scoped<Money>,
    JsonBody(wanted): JsonBody<Limits>,
) -> Result<Json<Overview>, AppError> {
    change::set_own(&caller, wanted).await.map(Json)
}
