//! Setting two-step sign-in up: the key, and the first code. It waits for the script, because a plain form could not show the key.

use leptos::{form::ActionForm, prelude::*};

use super::{card::Actions, model::Enrolment};
use crate::{
    ui::{
        button::Button,
        copy::CopyButton,
        effect::effect,
        field::{Entry, TextField},
    },
    users::form::{Elsewhere, failure, of_field},
    words,
};

/// A button; then the key and the field for the first code.
#[component]
pub(super) fn EnrolForm(
    /// Of which two are for this.
    actions: Actions,
) -> impl IntoView {
    let t = words::strong();
    let start = actions.start;
    let ready = RwSignal::new(false);
    effect(move |_| ready.set(true));
    let key = move || start.value().get().and_then(Result::ok);
    view! {
        <Show when=move || key().is_none()>
            <ActionForm action=start attr:class="form">
                <Elsewhere failure=failure(start.value()) fields=&[]/>
                <div class="form-actions">
                    <Button submit=true pending=start.pending() disabled=Signal::derive(move || !ready.get())>{t.set_up()}</Button>
                </div>
                <noscript><p class="muted small">{t.needs_script()}</p></noscript>
            </ActionForm>
        </Show>
        {move || key().map(|enrolment| view! { <FirstCode enrolment actions/> })}
    }
}

/// The key in three ways, and the field for the code that it makes.
#[component]
fn FirstCode(
    /// The key.
    enrolment: Enrolment,
    /// Of which one takes the code.
    actions: Actions,
) -> impl IntoView {
    let t = words::strong();
    let confirm = actions.confirm;
    let failure = failure(confirm.value());
    let Enrolment { key, link, image } = enrolment;
    let plain = key.replace(' ', "");
    view! {
        <div class="enrolment">
            <p>{t.scan()}</p>
            <img class="enrolment-code" src=image alt=t.picture() width="200" height="200"/>
            <p class="token-secret"><code aria-label=t.key() data-testid="two-step-key">{key}</code> <CopyButton text=plain what=t.key()/></p>
            <p class="small"><a href=link rel="external">{t.open_app()}</a></p>
        </div>
        <ActionForm action=confirm attr:class="form">
            <TextField
                name="code"
                label=t.first_code()
                entry=Entry::Code
                hint=t.first_code_hint()
                required=true
                error=of_field(failure, "code")
            />
            <Elsewhere failure fields=&["code"]/>
            <div class="form-actions"><Button submit=true pending=confirm.pending()>{t.turn_on()}</Button></div>
        </ActionForm>
    }
}
