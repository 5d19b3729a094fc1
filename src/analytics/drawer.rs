//! The receipt of one call beside the list; the address keeps which.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::address::Address;
use crate::{
    calls::receipt::CallReceipt,
    ui::dialog::{Dialog, Place},
};

/// The drawer.
#[component]
pub fn CallDrawer(
    /// What the page shows.
    address: Memo<Address>,
) -> impl IntoView {
    let navigate = use_navigate();
    let call = Memo::new(move |_| address.with(|address| address.call.clone()));
    let open = Signal::derive(move || call.with(Option::is_some));
    let close = Callback::new(move |()| {
        if call.with_untracked(Option::is_some) {
            let list = address.with_untracked(|address| address.opened(None).href());
            navigate(&list, NavigateOptions { scroll: false, ..NavigateOptions::default() });
        }
    });
    view! {
        <Dialog title="Receipt" open on_close=close place=Place::Side>
            {move || call.get().map(|id| view! { <CallReceipt id/> })}
        </Dialog>
    }
}
