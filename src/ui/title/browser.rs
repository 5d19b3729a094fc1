//! In the browser: what the document says of itself.

use leptos::prelude::*;

use crate::ui::effect::effect;

/// Nothing is needed.
pub const fn provide_titles() {}

pub fn titled(title: String) -> impl IntoView {
    effect(move |_| document().set_title(&title));
}
