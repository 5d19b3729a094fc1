//! Calls that another window or a page before a reload began.

use leptos::prelude::*;

use super::super::{api, listener::CallListener, model::Call, phone::EnhancedCall};
use crate::domain::ids::CallId;

/// Calls of this caller that another window or a reloaded page began: they can be ended from here.
#[component]
pub fn Elsewhere(
    /// The page's phone.
    phone: EnhancedCall,
    /// The caller's calls.
    listener: CallListener,
) -> impl IntoView {
    let calls = Memo::new(move |_| {
        let ours = phone.id().get();
        let mut calls = listener.active().get();
        calls.retain(|call| Some(&call.id) != ours.as_ref());
        calls
    });
    view! {
        <For each=move || calls.get() key=|call| (call.id.clone(), call.status) let:call>
            <ElsewhereCall call listener/>
        </For>
    }
}

/// One of them.
#[component]
fn ElsewhereCall(
    /// The call.
    call: Call,
    /// Told when it was ended from here.
    listener: CallListener,
) -> impl IntoView {
    let name = call.contact.as_ref().map_or_else(|| call.to.to_string(), |contact| contact.name.clone());
    let end = Action::new(move |id: &CallId| {
        let id = id.clone();
        async move {
            drop(api::hang_up(id).await);
            drop(listener.refresh().await);
        }
    });
    let id = call.id.clone();
    view! {
        <section class="call-bar call-bar-elsewhere" aria-label="Call in another window">
            <p>
                <strong>{name}</strong>
                {format!(": {} in another window.", call.status.label().to_lowercase())}
            </p>
            <button
                type="button"
                class="button button-danger"
                disabled=move || end.pending().get()
                on:click=move |_| drop(end.dispatch(id.clone()))
            >
                "End"
            </button>
        </section>
    }
}
