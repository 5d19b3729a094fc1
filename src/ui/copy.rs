//! Copying a text to the clipboard.

use leptos::prelude::*;

use super::{
    button::{IconButton, Kind},
    icon::Glyph,
    toast::use_toasts,
};

/// A button that copies `text` and says so.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: Signal<String>,
    /// What it is, such as "number".
    #[prop(into)]
    what: String,
) -> impl IntoView {
    let toasts = use_toasts();
    let done = format!("Copied the {what}.");
    let copy = move |_| {
        drop(window().navigator().clipboard().write_text(&text.get_untracked()));
        toasts.say(done.clone());
    };
    view! { <IconButton glyph=Glyph::Copy label=format!("Copy the {what}") kind=Kind::Quiet on:click=copy/> }
}
