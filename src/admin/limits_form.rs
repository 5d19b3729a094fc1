//! What an account may spend, by its operator's word.

use leptos::{form::ActionForm, prelude::*};

use super::{api::SetUserLimits, model::UserDetail, parts::elsewhere};
use crate::{
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

/// The operator's limits of an account.
#[component]
pub fn LimitsOfUser(
    /// Whose they are.
    user: UserDetail,
    /// Changes them.
    limit: ServerAction<SetUserLimits>,
) -> impl IntoView {
    const FIELDS: &[&str] = &[
        "call_seconds_most",
        "day_micros_most",
        "month_micros_most",
        "rate_micros_per_min_most",
        "calls_most",
        "blocked_countries",
        "reason",
    ];

    let (t, names) = (words::admin(), words::limits());
    let failure = failure(limit.value());
    let retry = again(limit);
    let other = elsewhere(failure, FIELDS);
    let saved = move || matches!(limit.value().get(), Some(Ok(()))) && !limit.pending().get();
    let error = move |field: &'static str| of_field(failure, field);
    let (form, value) = (user.limits, RwSignal::new);
    let default = t.empty_is_default();
    view! {
        <Card title=t.limits()>
            <ActionForm action=limit attr:class="form limits-form">
                <input type="hidden" name="user" value=user.user.id.to_string()/>
                <input type="hidden" name="form_key" value=user.form_key/>
                <p class="muted small">{default}</p>
                <div class="limits-fields">
                    <TextField name="limits[call]" label=names.longest_call() value=value(form.call) error=error("call_seconds_most")/>
                    <TextField name="limits[calls]" label=names.calls_at_once() value=value(form.calls) error=error("calls_most")/>
                    <TextField name="limits[day]" label=names.in_a_day() entry=Entry::Amount value=value(form.day) error=error("day_micros_most")/>
                    <TextField name="limits[month]" label=names.in_a_month() entry=Entry::Amount value=value(form.month) error=error("month_micros_most")/>
                    <TextField name="limits[rate]" label=names.dearest_minute() entry=Entry::Amount value=value(form.rate) error=error("rate_micros_per_min_most")/>
                    <TextField name="limits[countries]" label=names.blocked_countries() value=value(form.countries) error=error("blocked_countries")/>
                </div>
                <TextField name="limits_reason" label=t.reason() required=true error=error("reason")/>
                <div class="form-actions"><Button submit=true pending=limit.pending()>{names.save()}</Button></div>
            </ActionForm>
            {move || other.get().map(|error| view! { <ErrorAlert error/> })}
            {move || saved().then(|| view! { <Alert tone=Tone::Success>{t.limits_saved()}</Alert> })}
            <ConfirmFirst failure retry/>
        </Card>
    }
    .erase()
}
