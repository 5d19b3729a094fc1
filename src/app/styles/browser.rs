//! In the browser: the second sheet, when the page that the server made did without it.

use js_sys::Promise;
use leptos::{prelude::*, wasm_bindgen::JsCast};
use wasm_bindgen_futures::JsFuture;

use super::{FIRST, SECOND};

/// Begins to fetch the sheet at once, and is done when it is there or could not be fetched. The page is readable without it, and
/// the next one asks again.
pub fn sheet_of_pages() -> impl Future<Output = ()> {
    let asked = ask();
    async move {
        let Some(asked) = asked else { return };
        let told = JsFuture::from(asked).await;
        let failed =
            told.ok().and_then(|event| event.dyn_into::<web_sys::Event>().ok()).is_none_or(|event| event.type_() != "load");
        if failed && let Some(link) = document().get_element_by_id(SECOND) {
            link.remove();
        }
    }
}

fn ask() -> Option<Promise> {
    let document = document();
    if document.get_element_by_id(SECOND).is_some() {
        return None;
    }
    let href = document.get_element_by_id(FIRST)?.get_attribute("data-pages")?;
    let link = document.create_element("link").ok()?;
    for (name, value) in [("id", SECOND), ("rel", "stylesheet"), ("href", &href)] {
        link.set_attribute(name, value).ok()?;
    }
    let told = Promise::new(&mut |done, _| {
        for event in ["load", "error"] {
            drop(link.add_event_listener_with_callback(event, &done));
        }
    });
    document.head()?.append_child(&link).ok()?;
    Some(told)
}
