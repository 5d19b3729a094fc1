//! The call-history page.

use leptos::prelude::*;

/// The call-history page.
#[component]
pub fn CallHistoryPage() -> impl IntoView {
    view! { <h1>"CallHistoryPage"</h1> }
}
