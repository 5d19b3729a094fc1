//! What stands where there is nothing yet.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// An invitation in place of an empty list.
#[component]
pub fn EmptyState(
    /// What is not there, in a few words.
    #[prop(into)]
    title: String,
    /// How it comes to be there.
    #[prop(into)]
    text: String,
    /// A picture of it.
    #[prop(default = Glyph::Phone)]
    glyph: Glyph,
    /// The button or link that begins.
    #[prop(optional, into)]
    action: ViewFnOnce,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty-picture"><Icon glyph/></span>
            <p class="empty-title">{title}</p>
            <p class="muted">{text}</p>
            <div class="empty-action">{action.run()}</div>
        </div>
    }
}
