//! Copying a text to the clipboard.

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;

use super::{
    badge::Tone,
    button::{IconButton, Kind},
    icon::Glyph,
    toast::use_toasts,
};
use crate::words;

/// A button that copies `text`, and says that it did or could not.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: Signal<String>,
    /// What it is in the reader's language, such as "number".
    #[prop(into)]
    what: String,
) -> impl IntoView {
    let toasts = use_toasts();
    let t = words::widgets();
    let done = t.copied(&what);
    let copy = move |_| {
        let done = done.clone();
        spawn_local(async move {
            let copied = JsFuture::from(window().navigator().clipboard().write_text(&text.get_untracked())).await;
            if copied.is_ok() { toasts.say(done) } else { toasts.show(Tone::Warning, t.copy_failed()) }
        });
    };
    view! { <IconButton glyph=Glyph::Copy label=t.copy(&what) kind=Kind::Quiet on:click=copy/> }
}
