//! What a handler demands of who asks: it stands in the handler's signature, and a [`Caller`] comes no other way.

use std::marker::PhantomData;

use axum::{extract::FromRequestParts, http::request::Parts};
use utoipa::openapi::{
    OpenApi,
    security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
};

use super::{Caller, scopes::Scope};
use crate::{error::AppError, server::state::AppState};

/// A scope as a type.
pub trait Demand: Send + Sync + 'static {
    /// The scope.
    const SCOPE: Scope;
}

/// Sees.
#[derive(Debug, Clone, Copy)]
pub struct Read;
/// Places and ends calls, changes contacts.
#[derive(Debug, Clone, Copy)]
pub struct Call;
/// Changes what may be spent.
#[derive(Debug, Clone, Copy)]
pub struct Money;

impl Demand for Read {
    const SCOPE: Scope = Scope::Read;
}
impl Demand for Call {
    const SCOPE: Scope = Scope::Call;
}
impl Demand for Money {
    const SCOPE: Scope = Scope::Money;
}

/// A caller with a session, or with a token of this scope: `async fn handler(Scoped { caller, .. }: Scoped<Read>) -> …`. The
/// address's `security` in the OpenAPI document names the same scope; `tests/http/tokens.rs` compares them.
#[derive(Debug, Clone)]
pub struct Scoped<D> {
    pub caller: Caller,
    demand: PhantomData<D>,
}

impl<D: Demand> FromRequestParts<AppState> for Scoped<D> {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let caller = Caller::of(parts, state).await?;
        if !caller.scopes().has(D::SCOPE) {
            return Err(AppError::ScopeMissing { scope: D::SCOPE.word().to_owned() });
        }
        Ok(Self { caller, demand: PhantomData })
    }
}

/// A caller with a session: for the pages' own addresses, which take no token.
#[derive(Debug, Clone)]
pub struct InPerson(pub Caller);

impl FromRequestParts<AppState> for InPerson {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        Caller::in_person(parts, state).await.map(Self)
    }
}

/// Says in the OpenAPI document how one shows who one is.
pub fn describe_doors(document: &mut OpenApi) {
    let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
        "A token of the settings page or of `ringfare user token`. Each address names the scope it must have: `read` sees, `call` \
         places and ends calls and changes contacts, `money` changes what may be spent. 403 `scope_missing` without it, 401 \
         `token_expired` after its last day.",
    ));
    let session =
        ApiKeyValue::with_description("ringfare", "The session of a browser (`__Host-ringfare` behind TLS); it has every scope.");
    let components = document.components.get_or_insert_default();
    components.add_security_scheme("token", SecurityScheme::Http(token.build()));
    components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(session)));
}
