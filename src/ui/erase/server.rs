//! On the server, where size is no matter, a view is forgotten as the framework does it: the same HTML.

use leptos::prelude::*;

pub fn forget<V: IntoView + 'static>(view: V) -> AnyView {
    view.into_any()
}

pub fn forget_for_good<V: IntoView + 'static>(view: V) -> AnyView {
    view.into_any()
}
