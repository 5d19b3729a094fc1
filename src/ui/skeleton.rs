//! Grey shapes in place of what is on its way.

use leptos::prelude::*;

use crate::words;

/// Rows of a list that is being loaded. They appear after a moment, so that quick answers do not flash.
#[component]
pub fn Skeleton(
    /// How many rows.
    #[prop(default = 3)]
    rows: usize,
    /// A class that gives them the size and place of what comes; lines of text without one.
    #[prop(default = "")]
    shape: &'static str,
) -> impl IntoView {
    view! {
        <div class=format!("skeleton {shape}") role="status">
            <span class="visually-hidden">{words::widgets().loading()}</span>
            {(0..rows).map(|_| view! { <span class="skeleton-row"></span> }).collect_view()}
        </div>
    }
}
