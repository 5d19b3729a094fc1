//! `/api/*` of this slice: the scripts' door.

use axum::Json;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Scoped, model::Me, scoped::Read};
use crate::server::state::AppState;

/// The routes of this slice.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(me))
}

/// Who the cookie or the token belongs to.
#[utoipa::path(get, path = "/api/user/me", responses((status = 200, body = Me), (status = 401)), security(("token" = ["read"]), ("session" = [])))]
async fn me(Scoped { caller, .. }: Scoped<Read>) -> Json<Me> {
    Json(caller.me)
}
