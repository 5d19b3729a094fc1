//! The sign-in page.

use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{
    api::SignIn,
    factors::{passkeys::PasskeySignIn, provider::ProviderSignIn},
    form::{Door, Elsewhere, failure, of_field},
};
use crate::{
    ui::{
        alert::Alert,
        badge::Tone,
        button::{Button, Kind},
        field::{Entry, TextField},
        site::use_site,
        title::Title,
    },
    words,
};

/// The demo caller, whom `ringfare demo` makes.
const DEMO: (&str, &str) = ("demo@ringfare.test", "ringfare-demo");

/// The sign-in page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let t = words::users();
    let action = ServerAction::<SignIn>::new();
    let failure = failure(action.value());
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let query = use_query_map();
    let next = query.with_untracked(|query| query.get("next"));
    let deleted = query.with_untracked(|query| query.get("deleted").is_some());
    let next_too = next.clone();
    let is_local = use_site().local_carrier;
    view! {
        <Title text=t.sign_in()/>
        <Door title=t.sign_in() text=t.sign_in_text()>
            {deleted.then(|| view! { <Alert tone=Tone::Success>{words::privacy().deleted()}</Alert> })}
            <ActionForm action attr:class="form">
                <input type="hidden" name="next" value=next/>
                <TextField name="email" label=t.email() entry=Entry::Email value=email required=true error=of_field(failure, "email")/>
                <TextField
                    name="password"
                    label=t.password()
                    entry=Entry::Password
                    value=password
                    required=true
                    error=of_field(failure, "password")
                />
                <Elsewhere failure fields=&["email", "password"]/>
                <Button submit=true pending=action.pending()>{t.sign_in()}</Button>
            </ActionForm>
            <PasskeySignIn next=next_too.clone()/>
            <ProviderSignIn next=next_too/>
            <p class="door-other"><a href="/reset">{words::letters().forgot()}</a></p>
            {is_local.then(|| view! { <DemoHint email password/> })}
            <p class="door-other">{t.new_here()} <a href="/sign-up">{t.sign_up()}</a></p>
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
    let t = words::users();
    let fill = move |_| {
        email.set(DEMO.0.to_owned());
        password.set(DEMO.1.to_owned());
    };
    view! {
        <aside class="demo-hint" aria-label=t.demo()>
            <p>
                <strong>{t.demo_looking()}</strong>
                {t.demo_text()}
            </p>
            <dl>
                <dt>{t.email()}</dt>
                <dd><code>{DEMO.0}</code></dd>
                <dt>{t.password()}</dt>
                <dd><code>{DEMO.1}</code></dd>
            </dl>
            <Button kind=Kind::Plain on:click=fill>{t.demo_fill()}</Button>
        </aside>
    }
}
