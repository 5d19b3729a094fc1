//! The card "Your data" of the settings page: everything in one file, and the end of the account.

use leptos::{form::ActionForm, prelude::*};

use super::{
    api::{DeleteAccount, account_ending},
    model::Ending,
};
use crate::{
    error::AppError,
    ui::{
        alert::{Alert, ErrorAlert, told},
        badge::Tone,
        button::{Button, Kind},
        erase::Erase,
        fetched::fetched,
        field::TextField,
        layout::Card,
        load::Load,
    },
    users::confirm::{ConfirmFirst, again},
    words,
};

/// Taking one's data away, and deleting the account.
#[component]
pub fn PrivacyCard() -> impl IntoView {
    let t = words::privacy();
    let delete = ServerAction::<DeleteAccount>::new();
    // Read anew when the rules refused: it says what is in the way now. Anything else must not take away what was typed.
    let revision = Memo::new(move |before: Option<&usize>| match delete.value().get() {
        Some(Err(AppError::Refused { .. })) => delete.version().get(),
        _ => before.copied().unwrap_or_default(),
    });
    let ending = fetched(move || revision.get(), |_| account_ending());
    let content = move |ending: Ending| view! { <EndForm ending delete/> };
    view! {
        <Card title=t.title()>
            <div class="stack-small" data-testid="privacy">
                <p class="muted small">{t.export_text()}</p>
                <p>
                    <a class="button button-plain" href="/api/user/export" rel="external" data-testid="export-account">
                        {t.export()}
                    </a>
                </p>
                // Open when it comes back refused: before the script has arrived, the answer is a page of its own.
                <details class="account-end" open=move || delete.value().with(Option::is_some)>
                    <summary class="button button-quiet">{t.delete()}</summary>
                    <Load resource=ending view=content rows=4/>
                </details>
            </div>
        </Card>
    }
    .erase()
}

/// What deletion means, and the form that does it.
#[component]
fn EndForm(
    /// What it would mean now.
    ending: Ending,
    /// Does it.
    delete: ServerAction<DeleteAccount>,
) -> impl IntoView {
    let (t, language) = (words::privacy(), words::language());
    let failure = Signal::derive(move || delete.value().get().and_then(Result::err));
    let wrong = Signal::derive(move || {
        failure.get().filter(|error| error.field() == Some("confirmation")).map(|error| told(&error, language))
    });
    let elsewhere =
        move || failure.get().filter(|error| *error != AppError::ConfirmFirst && error.field() != Some("confirmation"));
    let retry = again(delete);
    let email = ending.email.to_string();
    let account = ending.account.to_string();
    let left = (!ending.balance_micros.is_zero()).then(|| t.balance_stays(&language.exact(ending.balance_micros), &account));
    let obstacle = ending.obstacle.map(|obstacle| obstacle.told(language));
    let form = obstacle.is_none().then(|| {
        view! {
            <ActionForm action=delete attr:class="form">
                <TextField
                    name="confirmation"
                    label=t.type_address(&email)
                    value=RwSignal::new(String::new())
                    required=true
                    error=wrong
                />
                {move || elsewhere().map(|error| view! { <ErrorAlert error/> })}
                <div class="form-actions">
                    <Button submit=true kind=Kind::Danger pending=delete.pending()>{t.delete_now()}</Button>
                </div>
            </ActionForm>
        }
    });
    view! {
        <div class="stack-small">
            <p>{t.delete_goes()}</p>
            <p>{t.delete_stays()}</p>
            {left.map(|words| view! { <Alert tone=Tone::Warning>{words}</Alert> })}
            <p class="muted small">{t.export_first()}</p>
            {obstacle.map(|words| view! { <Alert tone=Tone::Warning>{words}</Alert> })}
            {form}
            <ConfirmFirst failure retry/>
        </div>
    }
    .erase()
}
