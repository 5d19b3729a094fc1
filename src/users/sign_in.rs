//! The sign-in page.

use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::{
    api::SignIn,
    form::{Door, Elsewhere, failure, of_field},
};
use crate::ui::{
    button::{Button, Kind},
    field::{Entry, TextField},
    site::use_site,
};

/// The demo caller, whom `ringfare demo` makes.
const DEMO: (&str, &str) = ("demo@ringfare.test", "ringfare-demo");

/// The sign-in page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let action = ServerAction::<SignIn>::new();
    let failure = failure(action.value());
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let next = use_query_map().with_untracked(|query| query.get("next"));
    let is_local = use_site().local_carrier;
    view! {
        <Title text="Sign in"/>
        <Door title="Sign in" text="Call any number in the world from your browser, and know the price first.">
            <ActionForm action attr:class="form">
                <input type="hidden" name="next" value=next/>
                <TextField name="email" label="E-mail" entry=Entry::Email value=email required=true error=of_field(failure, "email")/>
                <TextField
                    name="password"
                    label="Password"
                    entry=Entry::Password
                    value=password
                    required=true
                    error=of_field(failure, "password")
                />
                <Elsewhere failure fields=&["email", "password"]/>
                <Button submit=true pending=action.pending()>"Sign in"</Button>
            </ActionForm>
            {is_local.then(|| view! { <DemoHint email password/> })}
            <p class="door-other">"New here? " <a href="/sign-up">"Open an account"</a></p>
        </Door>
    }
}

/// How to try everything without a Twilio account: only where the local carrier is on the line.
#[component]
fn DemoHint(
    /// The e-mail field.
    email: RwSignal<String>,
    /// The password field.
    password: RwSignal<String>,
) -> impl IntoView {
    let fill = move |_| {
        email.set(DEMO.0.to_owned());
        password.set(DEMO.1.to_owned());
    };
    view! {
        <aside class="demo-hint" aria-label="Demo account">
            <p>
                <strong>"Just looking? "</strong>
                "This Ringfare runs on its built-in carrier: calls are real in everything but the far end."
            </p>
            <dl>
                <dt>"E-mail"</dt>
                <dd><code>{DEMO.0}</code></dd>
                <dt>"Password"</dt>
                <dd><code>{DEMO.1}</code></dd>
            </dl>
            <Button kind=Kind::Plain on:click=fill>"Fill in the demo account"</Button>
        </aside>
    }
}
