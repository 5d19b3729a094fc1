//! Ringfare: a prepaid phone in the browser that you host yourself. `docs/architecture.md` has the map.

// A page is one type made of all the types of its elements, deeper than the compiler's default of 128 allows.
#![recursion_limit = "256"]

pub mod domain;
pub mod error;
pub mod words;

pub mod ui;

#[cfg(feature = "ssr")]
pub mod server;

#[cfg(feature = "ssr")]
pub mod twilio;

#[cfg(feature = "ssr")]
pub mod carrier;

pub mod users;

pub mod ledger;
pub mod limits;
pub mod rates;

pub mod contacts;

pub mod calls;

pub mod analytics;

pub mod admin;

pub mod live;

pub mod privacy;

pub mod app;

#[cfg(feature = "ssr")]
pub mod demo;

#[cfg(feature = "ssr")]
pub mod serve;

/// Takes over the page that the server rendered, and says so on `<html>`: from then on it answers to clicks.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn hydrate() {
    use leptos::prelude::document;

    console_error_panic_hook::set_once();
    leptos::mount::hydrate_from_async(leptos::tachys::dom::body(), app::App).await.forget();
    if let Some(page) = document().document_element() {
        drop(page.set_attribute("data-taken-over", ""));
    }
}
