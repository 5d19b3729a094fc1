//! Showing once more who one is, by a code: where signing in takes one, so does this.

use leptos::{form::ActionForm, prelude::*};

use super::api::ConfirmByCode;
use crate::{
    ui::{
        button::Button,
        effect::effect,
        field::{Entry, TextField},
    },
    users::form::{Elsewhere, failure, of_field},
    words,
};

/// By a code of the app, or a recovery code.
#[component]
pub fn ByCode(
    /// See `users::confirm::Ways`.
    next: String,
    /// See `users::confirm::Ways`.
    done: Option<Callback<()>>,
) -> impl IntoView {
    let t = words::strong();
    let action = ServerAction::<ConfirmByCode>::new();
    let failure = failure(action.value());
    // A disabled field is not sent: then the page stays, and goes on itself.
    let stays = RwSignal::new(false);
    effect(move |_| stays.set(done.is_some()));
    effect(move |_| {
        if let (Some(Ok(())), Some(done)) = (action.value().get(), done) {
            done.run(());
        }
    });
    view! {
        <ActionForm action attr:class="form">
            <input type="hidden" name="next" value=next disabled=move || stays.get()/>
            <TextField
                name="code"
                label=t.code()
                entry=Entry::Code
                hint=t.code_hint()
                required=true
                error=of_field(failure, "code")
            />
            <Elsewhere failure fields=&["code"]/>
            <div class="form-actions">
                <Button submit=true pending=action.pending()>{words::confirm().confirm()}</Button>
            </div>
        </ActionForm>
    }
}
