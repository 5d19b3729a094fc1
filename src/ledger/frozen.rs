//! The banner of an account that places no calls.

use leptos::prelude::*;

use super::listener::use_balance_listener;
use crate::ui::icon::{Glyph, Icon};

/// Says on every page that the account is frozen, and why; nothing while it is not.
#[component]
pub fn FrozenNote() -> impl IntoView {
    let listener = use_balance_listener();
    let note = move || {
        Suspend::new(async move {
            let first = listener.first.await.ok().and_then(|balance| balance.frozen_reason);
            let reason = move || {
                listener
                    .balance
                    .with(|balance| balance.as_ref().map_or_else(|| first.clone(), |balance| balance.frozen_reason.clone()))
            };
            view! { {move || reason().map(|reason| view! { <Words reason/> })} }
        })
    };
    view! { <Transition fallback=|| ()>{note}</Transition> }.into_any()
}

/// The banner itself.
#[component]
fn Words(
    /// Why.
    reason: String,
) -> impl IntoView {
    view! {
        <p class="carrier-note frozen-note" role="status" data-testid="frozen-note">
            <Icon glyph=Glyph::Warning/>
            <span>
                <strong>"This account is frozen"</strong>
                {format!(": {}. It places no calls until the operator opens it again; you can read everything.", reason.trim_end_matches('.'))}
            </span>
        </p>
    }
    .into_any()
}
