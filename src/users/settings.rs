//! The settings page: account, bearer tokens, versions.

use leptos::prelude::*;

/// The settings page: account, bearer tokens, versions.
#[component]
pub fn SettingsPage() -> impl IntoView {
    view! { <h1>"SettingsPage"</h1> }
}
