//! The dialer.

use leptos::prelude::*;

/// The dialer.
#[component]
pub fn DialerPage() -> impl IntoView {
    view! { <h1>"DialerPage"</h1> }
}
