//! On the server: a part of the document's head.

use leptos::prelude::*;

/// For all pages; once, in the app's root.
pub fn provide_titles() {
    leptos_meta::provide_meta_context();
}

/// The component puts its text into the head when it is made. What it shows differs from what the browser's part shows: nothing, but
/// without a mark of where that is.
pub fn titled(title: String) -> impl IntoView {
    drop(view! { <leptos_meta::Title text=title/> });
}
