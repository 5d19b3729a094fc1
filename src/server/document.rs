//! What holds for every operation of the document at `/api/openapi.json`: who may ask, and how an error reads.

use serde_json::json;
use utoipa::openapi::{OpenApi, RefOr, Response};

/// A document whose operations all say what they answer when they refuse.
///
/// # Panics
/// If a constant here is no `OpenAPI`, which every start of a server and its tests would show.
pub fn with_what_holds_for_all(mut document: OpenApi) -> OpenApi {
    for item in document.paths.paths.values_mut() {
        let methods = [&mut item.get, &mut item.put, &mut item.post, &mut item.patch, &mut item.delete];
        for operation in methods.into_iter().flatten() {
            operation.responses.responses.entry("default".to_owned()).or_insert_with(|| RefOr::T(refusal()));
        }
    }
    let scheme = json!({ "type": "http", "scheme": "bearer", "description": "A token of the settings page" });
    let scheme = serde_json::from_value(scheme).expect("a constant that OpenAPI knows");
    document.components.get_or_insert_default().security_schemes.insert("token".to_owned(), scheme);
    document.security = Some(serde_json::from_value(json!([{ "token": [] }])).expect("a constant that OpenAPI knows"));
    document
}

/// Every error of `/api/*` has this body (`http_error.rs`).
fn refusal() -> Response {
    let text = json!({ "type": "string" });
    let error = json!({
        "type": "object",
        "required": ["code", "message"],
        "properties": { "code": text, "message": text, "field": text },
    });
    let body = json!({ "type": "object", "required": ["error"], "properties": { "error": error } });
    let response = json!({
        "description": "Refused, with the reason in a sentence: 400 and 422 for what is wrong in the request, 401 without a good token \
                        or session, 403, 404 also for what is another's, 409, 413, 429 with Retry-After, 503",
        "content": { "application/json": { "schema": body } },
    });
    serde_json::from_value(response).expect("a constant that OpenAPI knows")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_says_how_it_refuses_and_keeps_what_it_says_itself() {
        let document = json!({
            "openapi": "3.1.0", "info": { "title": "t", "version": "1" },
            "paths": { "/x": { "get": { "responses": { "200": { "description": "good" } } }, "post": { "responses": {} } } },
        });
        let document = with_what_holds_for_all(serde_json::from_value(document).expect("a document"));
        let told = serde_json::to_value(&document).expect("JSON");
        assert_eq!(told["paths"]["/x"]["get"]["responses"]["200"]["description"], "good");
        for method in ["get", "post"] {
            assert!(told["paths"]["/x"][method]["responses"]["default"]["content"]["application/json"].is_object(), "{told}");
        }
        assert_eq!(told["components"]["securitySchemes"]["token"]["scheme"], "bearer", "{told}");
        assert_eq!(told["security"], json!([{ "token": [] }]));
    }
}
