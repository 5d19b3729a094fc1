//! The card "Spending limits" of the settings page: what is spent, what is left, and the caller's own limits.

use leptos::{form::ActionForm, prelude::*};

use super::{
    api::{SetLimits, my_limits},
    form::LimitsForm,
    model::{Limits, Overview},
};
use crate::{
    domain::{money::Micros, time::EpochMs},
    error::AppError,
    ui::{
        alert::{Alert, ErrorAlert},
        badge::Tone,
        button::Button,
        erase::Erase,
        fetched::fetched,
        field::{Entry, TextField},
        layout::Card,
        load::Load,
    },
    users::confirm::{ConfirmFirst, again},
    words,
};

/// The fields that show their own errors.
const FIELDS: [&str; 6] =
    ["call_seconds_most", "day_micros_most", "month_micros_most", "rate_micros_per_min_most", "calls_most", "blocked_countries"];

/// What the caller may spend.
#[component]
pub fn LimitsCard() -> impl IntoView {
    let t = words::limits();
    let set = ServerAction::<SetLimits>::new();
    // Read anew after a success alone: a refusal must not take away what was typed.
    let revision = Memo::new(move |before: Option<&usize>| match set.value().get() {
        Some(Err(_)) => before.copied().unwrap_or_default(),
        _ => set.version().get(),
    });
    let limits = fetched(move || revision.get(), |_| my_limits());
    let failure = Signal::derive(move || set.value().get().and_then(Result::err));
    let retry = again(set);
    let elsewhere = move || {
        let here =
            |error: &AppError| *error != AppError::ConfirmFirst && error.field().is_none_or(|field| !FIELDS.contains(&field));
        failure.get().filter(here)
    };
    let saved = move || matches!(set.value().get(), Some(Ok(()))) && !set.pending().get();
    let content = move |overview: Overview| {
        view! {
            {usage(&overview)}
            <ActionForm action=set attr:class="form limits-form">
                <Fields overview failure/>
                {move || elsewhere().map(|error| view! { <ErrorAlert error/> })}
                {move || saved().then(|| view! { <Alert tone=Tone::Success>{t.saved()}</Alert> })}
                <div class="form-actions"><Button submit=true pending=set.pending()>{t.save()}</Button></div>
            </ActionForm>
        }
    };
    view! {
        <Card title=t.title()>
            <p class="muted small">{t.mean()}</p>
            <Load resource=limits view=content rows=6/>
            <ConfirmFirst failure retry/>
        </Card>
    }
}

/// What was spent today and this month, and what is left of it.
fn usage(overview: &Overview) -> impl IntoView + use<> {
    let (t, language, spent) = (words::limits(), words::language(), overview.spent);
    let (day, month) = (overview.effective.day_micros_most, overview.effective.month_micros_most);
    let held = (!spent.held_micros.is_zero()).then(|| t.set_aside(&language.brief(spent.held_micros)));
    view! {
        <div class="limits-usage" data-testid="limits-usage">
            {period(t.today(), spent.day_micros, day.zip(overview.day_left_micros), overview.day_ends_at)}
            {period(t.this_month(), spent.month_micros, month.zip(overview.month_left_micros), overview.month_ends_at)}
            {held.map(|words| view! { <p class="muted small">{words}</p> })}
        </div>
    }
}

/// One period as text, and as a bar when it has a limit: `left` is the limit and what is left of it.
fn period(name: &'static str, spent: Micros, left: Option<(Micros, Micros)>, ends_at: EpochMs) -> impl IntoView {
    let (t, language) = (words::limits(), words::language());
    // An empty meter cannot have a maximum of zero.
    let bar = left.map(|(most, left)| (most.0.max(1), (most.0 - left.0).clamp(0, most.0.max(1))));
    let rest = left.map_or_else(
        || t.no_limit().to_owned(),
        |(most, left)| format!("{} {}", t.left_of(&language.brief(left), &language.brief(most)), t.until(&language.utc(ends_at))),
    );
    view! {
        <div class="limits-period">
            <p>
                <span class="limits-name">{name}</span>
                <span>{t.spent(&language.brief(spent))}</span>
                <span class="muted">{rest}</span>
            </p>
            {bar
                .map(|(most, used)| {
                    view! { <meter class="limits-meter" min="0" max=most high=most / 5 * 4 value=used aria-label=t.used(name)></meter> }
                })}
        </div>
    }
}

/// A field for each limit, with the operator's value beside it.
#[component]
fn Fields(
    /// The limits.
    overview: Overview,
    /// What is wrong with what was sent.
    failure: Signal<Option<AppError>>,
) -> impl IntoView {
    let t = words::limits();
    let own = LimitsForm::of(&overview.own);
    let hint = hints(&overview.operator);
    let error = move |field: usize| -> Signal<Option<String>> {
        Signal::derive(move || {
            failure.get().filter(|error| error.field() == FIELDS.get(field).copied()).map(|error| error.to_string())
        })
    };
    let [call, day, month, rate, calls, countries] = hint;
    let value = RwSignal::new;
    view! {
        <div class="limits-fields">
            <TextField name="limits[call]" label=t.longest_call() value=value(own.call) hint=call error=error(0)/>
            <TextField name="limits[calls]" label=t.calls_at_once() value=value(own.calls) hint=calls error=error(4)/>
            <TextField name="limits[day]" label=t.in_a_day() entry=Entry::Amount value=value(own.day) hint=day error=error(1)/>
            <TextField name="limits[month]" label=t.in_a_month() entry=Entry::Amount value=value(own.month) hint=month error=error(2)/>
            <TextField name="limits[rate]" label=t.dearest_minute() entry=Entry::Amount value=value(own.rate) hint=rate error=error(3)/>
            <TextField name="limits[countries]" label=t.blocked_countries() value=value(own.countries) hint=countries error=error(5)/>
        </div>
    }
    .erase()
}

/// The operator's values in words, in the order of [`FIELDS`].
fn hints(operator: &Limits) -> [String; 6] {
    let (t, language) = (words::limits(), words::language());
    let hint = |value: Option<String>| value.map_or_else(|| t.operator_none().to_owned(), |value| t.operator(&value));
    let amount = |micros: Option<Micros>| hint(micros.map(|most| language.brief(most)));
    let countries = match operator.blocked_countries.as_slice() {
        [] => t.two_letters().to_owned(),
        blocked => format!("{} {}", t.operator(&blocked.join(", ")), t.two_letters()),
    };
    [
        hint(operator.call_seconds_most.map(|most| language.duration(most))),
        amount(operator.day_micros_most),
        amount(operator.month_micros_most),
        amount(operator.rate_micros_per_min_most),
        hint(operator.calls_most.map(|most| language.number(most))),
        countries,
    ]
}
