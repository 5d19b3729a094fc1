//! The receipt of one call beside the list; the address keeps which.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
    params::ParamsMap,
};

use crate::{
    calls::receipt::CallReceipt,
    domain::ids::CallId,
    ui::dialog::{Dialog, Place},
    words,
};

/// The drawer.
#[component]
pub fn CallDrawer(
    /// The query of the page's address.
    query: Memo<ParamsMap>,
) -> impl IntoView {
    let t = words::history();
    let (navigate, path) = (use_navigate(), use_location().pathname);
    let call = Memo::new(move |_| query.with(|query| query.get("call").and_then(|id| CallId::parse(&id))));
    let open = Signal::derive(move || call.with(Option::is_some));
    let close = Callback::new(move |()| {
        if call.with_untracked(Option::is_some) {
            let mut rest = query.get_untracked();
            rest.remove("call");
            let list = format!("{}{}", path.get_untracked(), rest.to_query_string());
            navigate(&list, NavigateOptions { scroll: false, ..NavigateOptions::default() });
        }
    });
    view! {
        <Dialog title=t.receipt() open on_close=close place=Place::Side>
            {move || call.get().map(|id| view! { <CallReceipt id/> })}
        </Dialog>
    }
}
