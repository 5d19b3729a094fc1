//! The settings page: account, password, bearer tokens, versions.

use leptos::{form::ActionForm, prelude::*};

use super::{
    address::AddressCard,
    api::{ChangePassword, CreateToken, RevokeToken, SetNumber, my_settings},
    api_letters::{ChangeEmail, EndSession},
    confirm::{ConfirmFirst, again},
    factors::{card::TwoStepCard, passkeys::PasskeysCard, provider::ProviderCard},
    form::{Elsewhere, failure, of_field},
    model::{About, Me, Settings},
    sessions::SessionsCard,
    tokens::TokensCard,
};
use crate::{
    error::AppError,
    limits::card::LimitsCard,
    privacy::card::PrivacyCard,
    ui::{
        alert::Alert,
        badge::Tone,
        button::Button,
        effect::effect,
        fetched::fetched,
        field::{Entry, TextField},
        language::LanguageSwitch,
        layout::{Card, PageHeader},
        load::Load,
        site::use_site,
        theme::ThemeChoice,
        title::Title,
    },
    words,
};

/// The settings page: account, password, bearer tokens, versions.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let t = words::users();
    let set_number = ServerAction::<SetNumber>::new();
    let create = ServerAction::<CreateToken>::new();
    let revoke = ServerAction::<RevokeToken>::new();
    let (end, change_email) = (ServerAction::<EndSession>::new(), ServerAction::<ChangeEmail>::new());
    let changes = move || {
        let account = (set_number.version().get(), change_email.version().get(), end.version().get());
        (account, create.version().get(), revoke.version().get())
    };
    let settings = fetched(changes, |_| my_settings());
    let account = move |settings: Settings| view! { <AccountForm me=settings.me set_number/> };
    let about = |settings: Settings| view! { <AboutList about=settings.about/> };
    view! {
        <Title text=t.settings()/>
        <PageHeader
            title=t.settings()
            text=t.settings_text()
            actions=|| {
                view! {
                    {use_site().operator.then(|| view! { <a class="button button-plain" href="/admin">{words::app().admin()}</a> })}
                    <a class="button button-plain" href="/dashboard/devices">
                        {words::dialer().devices()}
                    </a>
                }
            }
        />
        <div class="columns">
            <div class="stack">
                <Card title=t.account()>
                    <Load resource=settings view=account/>
                </Card>
                <AddressCard change=change_email/>
                <LookCard/>
                <LimitsCard/>
                <TokensCard settings create revoke/>
            </div>
            <div class="stack">
                <PasswordCard/>
                <SessionsCard settings end/>
                <TwoStepCard/>
                <PasskeysCard/>
                <ProviderCard/>
                <PrivacyCard/>
                <Card title=t.about()>
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
    let t = words::users();
    let failure = failure(set_number.value());
    let number = RwSignal::new(me.number.map(String::from).unwrap_or_default());
    let saved = move || matches!(set_number.value().get(), Some(Ok(()))) && !set_number.pending().get();
    view! {
        <dl class="facts">
            <dt>{t.email()}</dt>
            <dd>{me.email}</dd>
            <dt>{t.role()}</dt>
            <dd>{if me.is_admin { t.operator() } else { t.caller() }}</dd>
        </dl>
        <ActionForm action=set_number attr:class="form">
            <TextField
                name="number"
                label=t.own_number()
                entry=Entry::Phone
                value=number
                hint=t.number_forget_hint()
                error=of_field(failure, "number")
            />
            <Elsewhere failure fields=&["number"]/>
            {move || saved().then(|| view! { <Alert tone=Tone::Success>{t.number_saved()}</Alert> })}
            <div class="form-actions"><Button submit=true pending=set_number.pending()>{t.save_number()}</Button></div>
        </ActionForm>
    }
}

/// Language and colours: plain forms, so that they work without script.
#[component]
fn LookCard() -> impl IntoView {
    let t = words::users();
    view! {
        <Card title=t.look()>
            <div class="stack-small">
                <LanguageSwitch/>
                <ThemeChoice/>
                <p class="muted small">{t.look_text()}</p>
            </div>
            <div class="keys-card needs-script">
                <p>{t.keys_text()}</p>
                <button type="button" class="button button-plain" data-keys-open>
                    {t.keys_open()}
                </button>
            </div>
        </Card>
    }
}

/// Changing the password.
#[component]
fn PasswordCard() -> impl IntoView {
    let t = words::users();
    let change = ServerAction::<ChangePassword>::new();
    let failure = failure(change.value());
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let changed = Signal::derive(move || matches!(change.value().get(), Some(Ok::<(), AppError>(()))) && !change.pending().get());
    effect(move |_| {
        if changed.get() {
            current.set(String::new());
            new.set(String::new());
        }
    });
    view! {
        <Card title=t.password()>
            <ActionForm action=change attr:class="form">
                <TextField
                    name="current"
                    label=t.current_password()
                    entry=Entry::Password
                    value=current
                    required=true
                    error=of_field(failure, "current")
                />
                <TextField
                    name="new"
                    label=t.new_password()
                    entry=Entry::NewPassword
                    value=new
                    hint=t.new_password_hint()
                    required=true
                    error=of_field(failure, "new")
                />
                <Elsewhere failure fields=&["current", "new"]/>
                {move || changed.get().then(|| view! { <Alert tone=Tone::Success>{t.password_changed()}</Alert> })}
                <div class="form-actions"><Button submit=true pending=change.pending()>{t.change_password()}</Button></div>
            </ActionForm>
            <ConfirmFirst failure retry=again(change)/>
        </Card>
    }
}

/// What runs here.
#[component]
fn AboutList(
    /// Names and versions.
    about: About,
) -> impl IntoView {
    let t = words::users();
    view! {
        <dl class="facts">
            <dt>"Ringfare"</dt>
            <dd>{about.version}</dd>
            <dt>{t.database()}</dt>
            <dd>{about.engine}</dd>
            <dt>{t.carrier()}</dt>
            <dd>{about.carrier}</dd>
            <dt>"Voice SDK"</dt>
            <dd>{about.voice_sdk}</dd>
        </dl>
    }
}
