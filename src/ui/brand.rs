//! The name of the product with its mark.

use leptos::prelude::*;

/// The name of the product with its mark, as a link.
#[component]
pub fn Brand(
    /// Where it leads.
    href: &'static str,
) -> impl IntoView {
    view! {
        <a class="brand" href=href>
            <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
                <rect width="32" height="32" rx="9"></rect>
                <path d="M21.7 9.2a9 9 0 1 0 2.5 3.4"></path>
                <circle cx="16" cy="16" r="3.2"></circle>
            </svg>
            <span>"Ringfare"</span>
        </a>
    }
}
