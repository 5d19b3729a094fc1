//! Scripts of `public/` that a page asks for when it has a use for them.
//!
//! For effects and event handlers only; it compiles for the server too, and is never called there.

use std::{cell::RefCell, collections::HashMap};

use js_sys::Promise;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::effect::effect;

thread_local! {
    static ASKED: RefCell<HashMap<&'static str, Promise>> = RefCell::default();
}

/// How far a page is with a script that its buttons need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    Waiting,
    /// It ran: what listens, listens.
    Ran,
    /// It cannot be fetched.
    Missing,
}

/// Fetches the script once, however often it is asked for, and ends when it ran. One that failed is asked for anew.
///
/// # Errors
/// When the script cannot be fetched.
pub async fn script(src: &'static str) -> Result<(), JsValue> {
    let asked = ASKED.with_borrow_mut(|asked| asked.entry(src).or_insert_with(|| fetch(src)).clone());
    let ran = JsFuture::from(asked).await.map(drop);
    if ran.is_err() {
        ASKED.with_borrow_mut(|asked| asked.remove(src));
    }
    ran
}

/// Has the browser fetch the script once the page was taken over.
pub fn use_script(src: &'static str) -> Signal<Script> {
    let state = RwSignal::new(Script::Waiting);
    effect(move |_| {
        spawn_local(async move {
            let ran = if script(src).await.is_ok() { Script::Ran } else { Script::Missing };
            // The page may have been left meanwhile.
            state.try_set(ran);
        });
    });
    state.into()
}

/// Made from here, so that the content security policy's `strict-dynamic` trusts it.
fn fetch(src: &str) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let added = document().create_element("script").and_then(|script| {
            script.set_attribute("src", src)?;
            script.add_event_listener_with_callback("load", &resolve)?;
            script.add_event_listener_with_callback("error", &reject)?;
            document().head().map_or(Err(JsValue::UNDEFINED), |head| head.append_child(&script).map(drop))
        });
        if let Err(error) = added {
            drop(reject.call1(&JsValue::UNDEFINED, &error));
        }
    })
}
