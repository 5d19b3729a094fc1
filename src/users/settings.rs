//! The settings page: account, password, bearer tokens, versions.

use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;

use super::{
    api::{ChangePassword, CreateToken, RevokeToken, SetNumber, my_settings},
    form::{Elsewhere, failure, of_field},
    model::{About, Me, Settings},
    tokens::TokensCard,
};
use crate::{
    error::AppError,
    limits::card::LimitsCard,
    ui::{
        alert::Alert,
        badge::Tone,
        button::Button,
        field::{Entry, TextField},
        layout::{Card, PageHeader},
        load::Load,
    },
};

/// The settings page: account, password, bearer tokens, versions.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let set_number = ServerAction::<SetNumber>::new();
    let create = ServerAction::<CreateToken>::new();
    let revoke = ServerAction::<RevokeToken>::new();
    let changes = move || (set_number.version().get(), create.version().get(), revoke.version().get());
    let settings = Resource::new(changes, |_| my_settings());
    let account = move |settings: Settings| view! { <AccountForm me=settings.me set_number/> };
    let about = |settings: Settings| view! { <AboutList about=settings.about/> };
    view! {
        <Title text="Settings"/>
        <PageHeader title="Settings" text="Your account, your scripts, and what runs here."/>
        <div class="columns">
            <div class="stack">
                <Card title="Account">
                    <Load resource=settings view=account/>
                </Card>
                <LimitsCard/>
                <PasswordCard/>
            </div>
            <div class="stack">
                <TokensCard settings create revoke/>
                <Card title="About">
                    <Load resource=settings view=about/>
                </Card>
            </div>
        </div>
    }
}

/// The e-mail address, and the caller's own number.
#[component]
fn AccountForm(
    /// Whose account it is.
    me: Me,
    /// Stores the number.
    set_number: ServerAction<SetNumber>,
) -> impl IntoView {
    let failure = failure(set_number.value());
    let number = RwSignal::new(me.number.map(String::from).unwrap_or_default());
    let saved = move || matches!(set_number.value().get(), Some(Ok(()))) && !set_number.pending().get();
    view! {
        <dl class="facts">
            <dt>"E-mail"</dt>
            <dd>{me.email}</dd>
            <dt>"Role"</dt>
            <dd>{if me.is_admin { "operator" } else { "caller" }}</dd>
        </dl>
        <ActionForm action=set_number attr:class="form">
            <TextField
                name="number"
                label="Your own number"
                entry=Entry::Phone
                value=number
                hint="With country code. It tells how to read numbers that you dial without one; empty it to forget it."
                error=of_field(failure, "number")
            />
            <Elsewhere failure fields=&["number"]/>
            {move || saved().then(|| view! { <Alert tone=Tone::Success>"Your number is saved."</Alert> })}
            <div class="form-actions"><Button submit=true pending=set_number.pending()>"Save the number"</Button></div>
        </ActionForm>
    }
}

/// Changing the password.
#[component]
fn PasswordCard() -> impl IntoView {
    let change = ServerAction::<ChangePassword>::new();
    let failure = failure(change.value());
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let changed = Signal::derive(move || matches!(change.value().get(), Some(Ok::<(), AppError>(()))) && !change.pending().get());
    Effect::new(move |_| {
        if changed.get() {
            current.set(String::new());
            new.set(String::new());
        }
    });
    view! {
        <Card title="Password">
            <ActionForm action=change attr:class="form">
                <TextField
                    name="current"
                    label="Current password"
                    entry=Entry::Password
                    value=current
                    required=true
                    error=of_field(failure, "current")
                />
                <TextField
                    name="new"
                    label="New password"
                    entry=Entry::NewPassword
                    value=new
                    hint="Every other session of yours ends. Tokens stay."
                    required=true
                    error=of_field(failure, "new")
                />
                <Elsewhere failure fields=&["current", "new"]/>
                {move || changed.get().then(|| view! { <Alert tone=Tone::Success>"Your password is changed."</Alert> })}
                <div class="form-actions"><Button submit=true pending=change.pending()>"Change the password"</Button></div>
            </ActionForm>
        </Card>
    }
}

/// What runs here.
#[component]
fn AboutList(
    /// Names and versions.
    about: About,
) -> impl IntoView {
    view! {
        <dl class="facts">
            <dt>"Ringfare"</dt>
            <dd>{about.version}</dd>
            <dt>"Database"</dt>
            <dd>{about.engine}</dd>
            <dt>"Carrier"</dt>
            <dd>{about.carrier}</dd>
            <dt>"Voice SDK"</dt>
            <dd>{about.voice_sdk}</dd>
        </dl>
    }
}
