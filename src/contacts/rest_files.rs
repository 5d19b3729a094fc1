//! `/api/user/contacts` as files: in and out.

use axum::{Json, body::Bytes, extract::DefaultBodyLimit, response::Response};
use calcard::vcard::VCardVersion;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    model::Preview,
    transfer::{self, export},
};
use crate::{
    error::AppError,
    server::{extract::Query, state::AppState},
    users::{
        Scoped,
        scoped::{Call, Read},
    },
    words,
};

/// The routes that give files.
pub fn exports() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(vcf)).routes(routes!(csv))
}

/// The routes that take a file: the router lets larger bodies through to them.
pub fn uploads() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(import)).layer(DefaultBodyLimit::disable())
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ImportQuery {
    /// `true` only says what would change.
    #[serde(default)]
    dry_run: bool,
}

/// Adds and changes contacts from a vCard or CSV file, the body as it is, up to 20 MB: all or nothing, and the same file again
/// changes nothing.
#[utoipa::path(post, path = "/api/user/contacts/import", tag = "contacts", params(ImportQuery), request_body(content = String, content_type = "application/octet-stream"), responses((status = 200, body = Preview), (status = 413, description = "More than 20 MB"), (status = 422, description = "No list of contacts")), security(("token" = ["call"]), ("session" = [])))]
async fn import(
    Scoped { caller, .. }: Scoped<Call>,
    Query(query): Query<ImportQuery>,
    body: Bytes,
) -> Result<Json<Preview>, AppError> {
    let (name, bytes) = (String::new(), Vec::from(body));
    if query.dry_run {
        return transfer::preview_now(&caller, name, bytes, words::transfer()).await.map(Json);
    }
    transfer::apply_now(&caller, name, bytes, words::transfer()).await.map(Json)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct CardsQuery {
    /// `4.0` (also without it) or `3.0`.
    version: Option<String>,
}

/// All contacts as vCards, streamed.
#[utoipa::path(get, path = "/api/user/contacts.vcf", tag = "contacts", params(CardsQuery), responses((status = 200, content_type = "text/vcard", body = String)), security(("token" = ["read"]), ("session" = [])))]
async fn vcf(Scoped { caller, .. }: Scoped<Read>, Query(query): Query<CardsQuery>) -> Result<Response, AppError> {
    let version = match query.version.as_deref() {
        None | Some("" | "4.0") => VCardVersion::V4_0,
        Some("3.0") => VCardVersion::V3_0,
        Some(_) => return Err(AppError::invalid("version", "version: 4.0 or 3.0")),
    };
    export::as_vcards(&caller, version).await
}

/// All contacts as CSV, streamed.
#[utoipa::path(get, path = "/api/user/contacts.csv", tag = "contacts", responses((status = 200, content_type = "text/csv", body = String)), security(("token" = ["read"]), ("session" = [])))]
async fn csv(Scoped { caller, .. }: Scoped<Read>) -> Result<Response, AppError> {
    export::as_csv(&caller).await
}
