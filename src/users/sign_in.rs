//! The sign-in page.

use leptos::prelude::*;

/// The sign-in page.
#[component]
pub fn SignInPage() -> impl IntoView {
    view! { <h1>"SignInPage"</h1> }
}
