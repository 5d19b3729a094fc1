//! `/api/user/contacts/*`: the scripts' door.

use axum::{Json, extract::Path, http::StatusCode};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    book,
    entry::{Draft, Typed},
    model::{Contact, ContactPage, Label, Lookup, Sort},
    store::list::Wanted,
};
use crate::{
    domain::{ids::ContactId, page::Limit},
    error::AppError,
    server::{
        extract::{JsonBody, Query},
        query::word,
        state::AppState,
    },
    users::{
        Scoped,
        scoped::{Call, Read},
    },
};

pub use super::rest_files::uploads;

/// The routes of this slice.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(get_lookup, post_lookup))
        .routes(routes!(list, add))
        .routes(routes!(one, change, delete))
        .routes(routes!(merge))
        .merge(super::rest_files::exports())
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
    ),
    security(("token" = ["read"]), ("session" = []))
)]
async fn get_lookup(Scoped { caller, .. }: Scoped<Read>, Query(query): Query<LookupQuery>) -> Result<Json<Lookup>, AppError> {
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
    ),
    security(("token" = ["call"]), ("session" = []))
)]
async fn post_lookup(
    Scoped { caller, .. }: Scoped<Call>,
    JsonBody(body): JsonBody<LookupBody>,
) -> Result<Json<Lookup>, AppError> {
    book::save(&caller, Draft { phone: body.phone, name: body.name, notes: body.notes }).await.map(Json)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ListQuery {
    limit: Option<i64>,
    cursor: Option<String>,
    /// Part of a name, of a number in any form, or of the notes.
    q: Option<String>,
    /// Exactly this group.
    tag: Option<String>,
    /// `name` (favourites first), `recent` or `spent`.
    sort: Option<String>,
}

/// A page of contacts.
#[utoipa::path(get, path = "/api/user/contacts", tag = "contacts", params(ListQuery), responses((status = 200, body = ContactPage)), security(("token" = ["read"]), ("session" = [])))]
async fn list(Scoped { caller, .. }: Scoped<Read>, Query(query): Query<ListQuery>) -> Result<Json<ContactPage>, AppError> {
    let limit = Limit::parse(query.limit).map_err(|message| AppError::invalid("limit", message))?;
    let sort = word(query.sort.as_deref(), "sort", Sort::from_word)?.unwrap_or(Sort::Name);
    let (q, tag) = (query.q.unwrap_or_default(), query.tag.unwrap_or_default());
    let wanted = Wanted { q: &q, tag: &tag, sort, cursor: query.cursor.as_deref(), limit };
    book::list(&caller, &wanted).await.map(Json)
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NumberBody {
    /// E.164, or as dialled in the caller's own country.
    phone: String,
    /// Absent: what the numbering plan knows.
    label: Option<Label>,
}

/// A contact; when it is changed, what is absent stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ContactBody {
    /// 1 to 80 characters.
    name: Option<String>,
    /// 1 to 20, the preferred one first; they replace those there are.
    numbers: Option<Vec<NumberBody>>,
    /// At most 1,000 characters.
    notes: Option<String>,
    /// Groups, at most ten.
    tags: Option<Vec<String>>,
    favourite: Option<bool>,
    /// IANA, such as `Europe/Berlin`; empty for none.
    zone: Option<String>,
}

impl ContactBody {
    /// What is absent comes from `known`.
    fn typed(self, known: Typed) -> Typed {
        let numbers = self.numbers.map(|numbers| numbers.into_iter().map(|number| (number.phone, number.label)).collect());
        Typed {
            name: self.name.unwrap_or(known.name),
            notes: self.notes.unwrap_or(known.notes),
            tags: self.tags.unwrap_or(known.tags),
            favourite: self.favourite.unwrap_or(known.favourite),
            zone: self.zone.unwrap_or(known.zone),
            numbers: numbers.unwrap_or(known.numbers),
        }
    }
}

/// Adds a contact. A number that somebody else has is refused; past calls to the numbers are linked.
#[utoipa::path(post, path = "/api/user/contacts", tag = "contacts", request_body = ContactBody, responses((status = 201, body = Contact), (status = 422, description = "What is wrong, with its field")), security(("token" = ["call"]), ("session" = [])))]
async fn add(
    Scoped { caller, .. }: Scoped<Call>,
    JsonBody(body): JsonBody<ContactBody>,
) -> Result<(StatusCode, Json<Contact>), AppError> {
    let contact = book::put(&caller, None, body.typed(Typed::default())).await?;
    Ok((StatusCode::CREATED, Json(contact)))
}

fn id_of(text: &str) -> Result<ContactId, AppError> {
    ContactId::parse(text).ok_or_else(|| AppError::not_found("contact"))
}

/// One contact.
#[utoipa::path(get, path = "/api/user/contacts/{id}", tag = "contacts", params(("id" = String, Path)), responses((status = 200, body = Contact), (status = 404, description = "Not there, or another caller's")), security(("token" = ["read"]), ("session" = [])))]
async fn one(Scoped { caller, .. }: Scoped<Read>, Path(id): Path<String>) -> Result<Json<Contact>, AppError> {
    book::read(&caller, &id_of(&id)?).await.map(Json)
}

/// Changes what is given of a contact.
#[utoipa::path(patch, path = "/api/user/contacts/{id}", tag = "contacts", params(("id" = String, Path)), request_body = ContactBody, responses((status = 200, body = Contact), (status = 404, description = "Not there, or another caller's")), security(("token" = ["call"]), ("session" = [])))]
async fn change(
    Scoped { caller, .. }: Scoped<Call>,
    Path(id): Path<String>,
    JsonBody(body): JsonBody<ContactBody>,
) -> Result<Json<Contact>, AppError> {
    let id = id_of(&id)?;
    let known = book::read(&caller, &id).await?.into();
    book::put(&caller, Some(id), body.typed(known)).await.map(Json)
}

/// Forgets a contact; its calls stay.
#[utoipa::path(delete, path = "/api/user/contacts/{id}", tag = "contacts", params(("id" = String, Path)), responses((status = 204), (status = 404, description = "Not there, or another caller's")), security(("token" = ["call"]), ("session" = [])))]
async fn delete(Scoped { caller, .. }: Scoped<Call>, Path(id): Path<String>) -> Result<StatusCode, AppError> {
    book::delete(&caller, &id_of(&id)?).await.map(|()| StatusCode::NO_CONTENT)
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MergeBody {
    /// The contacts that become one with it.
    ids: Vec<String>,
}

/// Makes several contacts one, which keeps its name and preferred number and gets every number, note, group and call.
#[utoipa::path(post, path = "/api/user/contacts/{id}/merge", tag = "contacts", params(("id" = String, Path)), request_body = MergeBody, responses((status = 200, body = Contact), (status = 404, description = "Not there, or another caller's")), security(("token" = ["call"]), ("session" = [])))]
async fn merge(
    Scoped { caller, .. }: Scoped<Call>,
    Path(id): Path<String>,
    JsonBody(body): JsonBody<MergeBody>,
) -> Result<Json<Contact>, AppError> {
    super::merge::merge(&caller, &id_of(&id)?, &body.ids.join(",")).await.map(Json)
}
