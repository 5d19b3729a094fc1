//! Passkeys on the settings page and on the sign-in page. The browser's part is `public/passkey.js`, which listens to
//! `data-passkey`; what it says is all here.

use leptos::{form::ActionForm, prelude::*};

use super::{
    api::{RemovePasskey, my_factors},
    model::{Factors, PasskeyInfo},
};
use crate::{
    ui::{
        button::{Button, Kind},
        erase::Erase,
        fetched::fetched,
        field::TextField,
        layout::Card,
        load::Load,
        moment::{Detail, Moment},
        script::{Script, use_script},
    },
    users::{
        confirm::{ConfirmFirst, again},
        form::{Elsewhere, failure},
    },
    words,
};

/// The query keeps a browser from using the script of an older version.
const SCRIPT: &str = concat!("/passkey.js?v=", env!("CARGO_PKG_VERSION"));

/// Why the button does nothing, where its script cannot be fetched.
fn says(ready: Signal<Script>) -> impl IntoView {
    let missing = move || ready.get() == Script::Missing;
    view! {
        <p class="field-help" id="passkey-says" role="alert" hidden=move || !missing()>
            {move || missing().then(|| words::strong().passkey_no_script())}
        </p>
    }
}

/// Signing in with a passkey, under the form for the password.
#[component]
pub fn PasskeySignIn(
    /// Where to go afterwards.
    next: Option<String>,
) -> impl IntoView {
    let t = words::strong();
    let ready = use_script(SCRIPT);
    view! {
        <div class="passkey-door needs-script">
            <button
                type="button"
                class=Kind::Plain.class()
                data-passkey="sign-in"
                data-next=next
                data-failed=t.passkey_failed()
                data-missing=t.passkey_missing()
                aria-describedby="passkey-says"
                disabled=move || ready.get() != Script::Ran
            >
                {t.sign_in_with_passkey()}
            </button>
            <div class="field has-error passkey-says">{says(ready)}</div>
        </div>
    }
}

/// The passkeys of the caller: a list, adding, removing.
#[component]
pub fn PasskeysCard() -> impl IntoView {
    let t = words::strong();
    let remove = ServerAction::<RemovePasskey>::new();
    let factors = fetched(move || remove.version().get(), |_| my_factors());
    let shown = move |factors: Factors| {
        let Factors { passkeys, passkeys_possible, .. } = factors;
        view! {
            <PasskeyList passkeys remove/>
            {if passkeys_possible { view! { <NewPasskey/> }.erase() } else { view! { <p class="muted small">{t.no_passkeys()}</p> }.erase() }}
        }
    };
    view! {
        <Card title=t.passkeys()>
            <p class="muted small">{t.passkeys_text()}</p>
            <Load resource=factors view=shown/>
            <Elsewhere failure=failure(remove.value()) fields=&[]/>
            <ConfirmFirst failure=failure(remove.value()) retry=again(remove)/>
        </Card>
    }
}

/// The passkeys that work.
#[component]
fn PasskeyList(
    /// Oldest first.
    passkeys: Vec<PasskeyInfo>,
    /// Removes one.
    remove: ServerAction<RemovePasskey>,
) -> impl IntoView {
    if passkeys.is_empty() {
        return view! { <p class="tokens-none muted">{words::strong().no_passkey()}</p> }.erase();
    }
    let rows = passkeys.into_iter().map(|passkey| view! { <PasskeyRow passkey remove/> }).collect_view();
    view! { <ul class="tokens" data-testid="passkeys">{rows}</ul> }.erase()
}

/// One passkey. Removing asks once more.
#[component]
fn PasskeyRow(
    /// The passkey.
    passkey: PasskeyInfo,
    /// Removes it.
    remove: ServerAction<RemovePasskey>,
) -> impl IntoView {
    let (t, users) = (words::strong(), words::users());
    let used = passkey.last_used_at.map(|at| view! { {users.used()} <Moment at/> });
    let unused = passkey.last_used_at.is_none().then_some(users.never_used());
    view! {
        <li class="token">
            <div>
                <p class="token-name">{passkey.name}</p>
                <p class="muted small">{users.made()} <Moment at=passkey.created_at detail=Detail::Day/> {used} {unused}</p>
            </div>
            <details class="token-revoke">
                <summary class="button button-quiet">{t.remove()}</summary>
                <ActionForm action=remove>
                    <input type="hidden" name="passkey" value=passkey.id.to_string()/>
                    <p class="small">{t.remove_passkey_text()}</p>
                    <Button kind=Kind::Danger submit=true pending=remove.pending()>{t.remove_it()}</Button>
                </ActionForm>
            </details>
        </li>
    }
}

/// Adding a passkey.
#[component]
fn NewPasskey() -> impl IntoView {
    let t = words::strong();
    let ready = use_script(SCRIPT);
    view! {
        <div class="form needs-script">
            <TextField name="passkey-name" label=t.passkey_name() hint=t.passkey_name_hint() required=true/>
            <div class="field has-error passkey-says">{says(ready)}</div>
            <div class="form-actions">
                <button
                    type="button"
                    class=Kind::Primary.class()
                    data-passkey="add"
                    data-name="#field-passkey-name"
                    data-failed=t.passkey_not_made()
                    data-known=t.passkey_known()
                    data-missing=t.passkey_missing()
                    aria-describedby="passkey-says"
                    disabled=move || ready.get() != Script::Ran
                >
                    {t.add_passkey()}
                </button>
            </div>
        </div>
    }
}
