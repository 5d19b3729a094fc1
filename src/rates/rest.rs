//! `/api/*` of this slice: the scripts' door.

use axum::{Json, extract::Query};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{model::Quote, quote};
use crate::{
    error::AppError,
    server::{state::AppState, throttle::Door},
    users::{Scoped, scoped::Read},
};

/// The routes of this slice.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_quote))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct QuoteQuery {
    /// The number to call, E.164 or as dialled in the caller's own country; `+` is written `%2B`.
    #[serde(default)]
    to: String,
}

/// What a call to a number costs the caller, and how long their credit lasts.
#[utoipa::path(
    get,
    path = "/api/rates/quote",
    tag = "rates",
    params(QuoteQuery),
    responses(
        (status = 200, description = "The price; `allowed` is false, with a `reason`, when the call would be refused", body = Quote),
        (status = 401, description = "Not signed in"),
        (status = 422, description = "Not a number"),
        (status = 429, description = "Asked too often; `Retry-After` says for how long"),
    ),
    security(("token" = ["read"]), ("session" = []))
)]
async fn get_quote(Scoped { caller, .. }: Scoped<Read>, Query(query): Query<QuoteQuery>) -> Result<Json<Quote>, AppError> {
    caller.knock(Door::Quote)?;
    quote::quote(&caller, &plus_restored(&query.to)).await.map(Json)
}

/// A `+` that was not written `%2B` arrives as a space.
fn plus_restored(to: &str) -> String {
    to.strip_prefix(' ').map_or_else(|| to.to_owned(), |digits| format!("+{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unescaped_plus_is_understood() {
        assert_eq!(plus_restored(" 447911123456"), "+447911123456");
        assert_eq!(plus_restored("+447911123456"), "+447911123456");
        assert_eq!(plus_restored("07911 123456"), "07911 123456");
    }
}
