//! `/api/*` of this slice: the scripts' door.

use utoipa_axum::router::OpenApiRouter;

use crate::server::state::AppState;

/// The routes of this slice.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
}
