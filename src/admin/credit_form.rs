//! Credit by hand: the amount as it is typed, and the balance as it will be.

use leptos::{form::ActionForm, prelude::*};

use super::{api::GiveCredit, model::UserDetail, parts::elsewhere};
use crate::{
    domain::money::Micros,
    ui::{
        alert::{Alert, ErrorAlert},
        badge::Tone,
        button::Button,
        erase::Erase,
        field::{Entry, TextField},
        layout::Card,
    },
    users::{
        confirm::{ConfirmFirst, again},
        form::{failure, of_field},
    },
    words,
};

/// Giving and taking credit.
#[component]
pub fn CreditForm(
    /// Whose it is.
    user: UserDetail,
    /// Gives it.
    credit: ServerAction<GiveCredit>,
) -> impl IntoView {
    const FIELDS: &[&str] = &["amount", "reason"];

    let (t, language) = (words::admin(), words::language());
    let failure = failure(credit.value());
    let retry = again(credit);
    let amount = RwSignal::new(String::new());
    let balance = user.user.balance_micros;
    // What is typed now would make it this; what is so is said when it is done.
    let after = move || {
        let text = amount.get();
        let text = text.trim();
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
        let read = language.read_amount(digits)?;
        let sum = balance.0.checked_add(sign * read.0)?;
        Some(t.would_be(&language.exact(Micros(sum))))
    };
    let other = elsewhere(failure, FIELDS);
    let done = move || credit.value().get().and_then(Result::ok).filter(|_| !credit.pending().get());
    view! {
        <Card title=t.credit()>
            <ActionForm action=credit attr:class="form">
                <input type="hidden" name="user" value=user.user.id.to_string()/>
                <input type="hidden" name="form_key" value=user.form_key/>
                <TextField
                    name="amount"
                    label=t.amount()
                    entry=Entry::Amount
                    value=amount
                    hint=t.amount_hint()
                    required=true
                    error=of_field(failure, "amount")
                />
                <p class="muted small" aria-live="polite">{after}</p>
                <TextField name="credit_reason" label=t.reason() hint=t.credit_reason_hint() required=true error=of_field(failure, "reason")/>
                <div class="form-actions"><Button submit=true pending=credit.pending()>{t.give_credit()}</Button></div>
            </ActionForm>
            {move || other.get().map(|error| view! { <ErrorAlert error/> })}
            {move || {
                done().map(|done| {
                    let words = if done.again { t.done_before(&done.after) } else { t.balance_is(&done.after) };
                    view! { <Alert tone=Tone::Success>{words}</Alert> }
                })
            }}
            <ConfirmFirst failure retry/>
        </Card>
    }
    .erase()
}
