//! The contacts page.

use leptos::prelude::*;

/// The contacts page.
#[component]
pub fn ContactsPage() -> impl IntoView {
    view! { <h1>"ContactsPage"</h1> }
}
