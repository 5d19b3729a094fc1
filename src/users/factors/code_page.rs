//! The second step of signing in.

use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;

use super::api::SecondStep;
use crate::{
    ui::{
        button::Button,
        field::{Entry, TextField},
        title::Title,
    },
    users::form::{Door, Elsewhere, failure, of_field},
    words,
};

/// Asks for a code, after the password.
#[component]
pub fn CodePage() -> impl IntoView {
    let t = words::strong();
    let action = ServerAction::<SecondStep>::new();
    let failure = failure(action.value());
    let next = use_query_map().with_untracked(|query| query.get("next"));
    view! {
        <Title text=t.code_title()/>
        <Door title=t.code_title() text=t.code_text()>
            <ActionForm action attr:class="form">
                <input type="hidden" name="next" value=next/>
                <TextField
                    name="code"
                    label=t.code()
                    entry=Entry::Code
                    hint=t.code_hint()
                    required=true
                    error=of_field(failure, "code")
                />
                <Elsewhere failure fields=&["code"]/>
                <Button submit=true pending=action.pending()>{t.go_on()}</Button>
            </ActionForm>
            <p class="door-other"><a href="/sign-in">{t.start_over()}</a></p>
        </Door>
    }
}
