//! What the visitor's browser sent along with a page or server function.

use axum::http::{header, request::Parts};
use leptos::prelude::use_context;

/// The `Cookie` header of the request that is being answered.
pub fn cookies() -> Option<String> {
    let parts: Parts = use_context()?;
    parts.headers.get(header::COOKIE)?.to_str().ok().map(str::to_owned)
}
