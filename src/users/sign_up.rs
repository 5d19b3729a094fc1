//! The sign-up page.

use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{
    api::SignUp,
    form::{Door, Elsewhere, failure, of_field},
    model::PASSWORD_LEAST,
};
use crate::{
    error::AppError,
    ui::{
        button::Button,
        erase::Erase,
        field::{Entry, TextField},
        site::{Entrance, use_site},
        title::Title,
    },
    words,
};

/// The sign-up page.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let t = words::users();
    let action = ServerAction::<SignUp>::new();
    let failure = failure(action.value());
    let invitation = use_query_map().with_untracked(|query| query.get("invitation")).unwrap_or_default();
    let Entrance { open, by_invitation, .. } = use_site().entrance;
    let may = open || by_invitation && !invitation.is_empty();
    let text = match by_invitation {
        _ if may => t.sign_up_text(),
        true => words::letters().invited(),
        false => words::letters().closed(),
    };
    let form = move || {
        view! {
            <ActionForm action attr:class="form">
                <input type="hidden" name="invitation" value=invitation/>
                <Fields failure/>
                <Button submit=true pending=action.pending()>{t.open_account()}</Button>
            </ActionForm>
        }
    };
    view! {
        <Title text=t.sign_up()/>
        <Door title=t.sign_up() text>
            {may.then(form)}
            <p class="door-other">{t.have_one()} <a href="/sign-in">{t.sign_in()}</a></p>
        </Door>
    }
}

/// What is asked for.
#[component]
fn Fields(
    /// What is wrong with what was sent.
    failure: Signal<Option<AppError>>,
) -> impl IntoView {
    let t = words::users();
    view! {
        <TextField name="email" label=t.email() entry=Entry::Email required=true error=of_field(failure, "email")/>
        <TextField
            name="password"
            label=t.password()
            entry=Entry::NewPassword
            hint=t.password_hint(PASSWORD_LEAST)
            required=true
            error=of_field(failure, "password")
        />
        <TextField
            name="number"
            label=t.own_number_optional()
            entry=Entry::Phone
            hint=t.own_number_hint()
            error=of_field(failure, "number")
        />
        <Elsewhere failure fields=&["email", "password", "number"]/>
    }
    .erase()
}
