//! The address of the account on the settings page: whether it is confirmed, and moving to another.

use leptos::{form::ActionForm, prelude::*};

use super::{
    api_letters::{ChangeEmail, SendVerification},
    confirm::{ConfirmFirst, again},
    form::{Elsewhere, failure, of_field},
};
use crate::{
    ui::{
        alert::Alert,
        badge::Tone,
        button::{Button, Kind},
        field::{Entry, TextField},
        layout::Card,
        site::use_site,
    },
    words,
};

/// The address.
#[component]
pub fn AddressCard(
    /// Moves the account.
    change: ServerAction<ChangeEmail>,
) -> impl IntoView {
    let t = words::letters();
    let failure = failure(change.value());
    let retry = again(change);
    let email = RwSignal::new(String::new());
    let done = move || matches!(change.value().get(), Some(Ok(()))) && !change.pending().get();
    let hint = use_site().entrance.letters.then(|| t.new_address_hint().to_owned());
    view! {
        <Card title=t.address()>
            <Verified/>
            <ActionForm action=change attr:class="form">
                <TextField
                    name="email"
                    label=t.new_address()
                    entry=Entry::Email
                    value=email
                    hint=hint.unwrap_or_default()
                    required=true
                    error=of_field(failure, "email")
                />
                <Elsewhere failure fields=&["email"]/>
                {move || done().then(|| view! { <Alert tone=Tone::Success>{t.address_asked()}</Alert> })}
                <div class="form-actions"><Button submit=true pending=change.pending()>{t.change_address()}</Button></div>
            </ActionForm>
            <ConfirmFirst failure retry/>
        </Card>
    }
}

/// Whether the address is confirmed, where that matters, and the letter once more.
#[component]
fn Verified() -> impl IntoView {
    let t = words::letters();
    let (letters, verified) = (use_site().entrance.letters, use_site().verified);
    let send = ServerAction::<SendVerification>::new();
    let sent = move || matches!(send.value().get(), Some(Ok(()))) && !send.pending().get();
    (letters && !verified).then(|| {
        view! {
            <p>{t.not_verified()}</p>
            <Elsewhere failure=failure(send.value()) fields=&[]/>
            {move || sent().then(|| view! { <Alert tone=Tone::Success>{t.sent_again()}</Alert> })}
            <ActionForm action=send attr:class="form">
                <div class="form-actions">
                    <Button kind=Kind::Plain submit=true pending=send.pending()>{t.send_again()}</Button>
                </div>
            </ActionForm>
        }
    })
}
