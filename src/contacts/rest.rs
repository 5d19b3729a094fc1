//! `/api/user/contacts/*`: the scripts' door.

use axum::Json;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    book::{self, Draft},
    model::Lookup,
};
use crate::{
    error::AppError,
    server::{
        extract::{JsonBody, Query},
        state::AppState,
    },
    users::Caller,
};

/// The routes of this slice.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_lookup, post_lookup))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct LookupQuery {
    /// E.164, or as dialled in the caller's own country; `+` is written `%2B`.
    #[serde(default)]
    phone: String,
}

/// Who a number belongs to.
#[utoipa::path(
    get,
    path = "/api/user/contacts/lookup",
    tag = "contacts",
    params(LookupQuery),
    responses(
        (status = 200, description = "The number, and the caller's contact who has it or null", body = Lookup),
        (status = 401, description = "Not signed in"),
        (status = 422, description = "Not a number")
    )
)]
async fn get_lookup(caller: Caller, Query(query): Query<LookupQuery>) -> Result<Json<Lookup>, AppError> {
    book::look_up(&caller, &query.phone).await.map(Json)
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LookupBody {
    /// E.164, or as dialled in the caller's own country.
    phone: String,
    /// 1 to 80 characters; without it nobody is added.
    name: Option<String>,
    /// At most 1,000 characters; absent keeps the notes there are.
    notes: Option<String>,
}

/// The same, adding or changing the contact when `name` is given; past calls to the number are linked.
#[utoipa::path(
    post,
    path = "/api/user/contacts/lookup",
    tag = "contacts",
    request_body = LookupBody,
    responses(
        (status = 200, description = "The number and its contact", body = Lookup),
        (status = 401, description = "Not signed in"),
        (status = 422, description = "Not a number, or a name or notes that cannot be kept")
    )
)]
async fn post_lookup(caller: Caller, JsonBody(body): JsonBody<LookupBody>) -> Result<Json<Lookup>, AppError> {
    book::save(&caller, Draft { phone: body.phone, name: body.name, notes: body.notes }).await.map(Json)
}
