//! The statement page.

use leptos::prelude::*;

/// The statement page.
#[component]
pub fn TransactionsPage() -> impl IntoView {
    view! { <h1>"TransactionsPage"</h1> }
}
