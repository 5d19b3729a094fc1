//! The sign-up page.

use leptos::prelude::*;

/// The sign-up page.
#[component]
pub fn SignUpPage() -> impl IntoView {
    view! { <h1>"SignUpPage"</h1> }
}
