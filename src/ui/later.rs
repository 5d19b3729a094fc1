//! Parts of a page whose code comes when they are first shown: `#[lazy]` cuts it out of the page's own chunk.

use std::future::Future;

use leptos::prelude::*;

/// Shows what `load` brings while `when` holds. It is for what an open page does later; where it holds from the start, the
/// route fetches the code before the page is taken over.
pub fn later<L>(when: Signal<bool>, load: impl Fn() -> L + Send + Sync + 'static) -> impl IntoView
where
    L: Future<Output = AnyView> + Send + 'static,
{
    move || when.get().then(|| Suspend::new(load()))
}

/// The same from the first time that `when` holds: what gives the focus back when it closes must be there to do so.
pub fn once<L>(when: Signal<bool>, load: impl Fn() -> L + Send + Sync + 'static) -> impl IntoView
where
    L: Future<Output = AnyView> + Send + 'static,
{
    later(Memo::new(move |before| before == Some(&true) || when.get()).into(), load)
}
