//! The sign-up page.

use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;

use super::{
    api::SignUp,
    form::{Door, Elsewhere, failure, of_field},
    model::PASSWORD_LEAST,
};
use crate::ui::{
    button::Button,
    field::{Entry, TextField},
};

/// The sign-up page.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let action = ServerAction::<SignUp>::new();
    let failure = failure(action.value());
    view! {
        <Title text="Open an account"/>
        <Door title="Open an account" text="Prepaid: you never owe anything, and a call never costs more than you have.">
            <ActionForm action attr:class="form">
                <TextField name="email" label="E-mail" entry=Entry::Email required=true error=of_field(failure, "email")/>
                <TextField
                    name="password"
                    label="Password"
                    entry=Entry::NewPassword
                    hint=format!("At least {PASSWORD_LEAST} characters; a few unusual words are best.")
                    required=true
                    error=of_field(failure, "password")
                />
                <TextField
                    name="number"
                    label="Your own number (optional)"
                    entry=Entry::Phone
                    hint="With country code, like +44 7911 123456. It tells how to read numbers that you dial without one."
                    error=of_field(failure, "number")
                />
                <Elsewhere failure fields=&["email", "password", "number"]/>
                <Button submit=true pending=action.pending()>"Open the account"</Button>
            </ActionForm>
            <p class="door-other">"You have one? " <a href="/sign-in">"Sign in"</a></p>
        </Door>
    }
}
