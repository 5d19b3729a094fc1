//! The card "Spending limits" of the settings page: what is spent, what is left, and the caller's own limits.

use leptos::{form::ActionForm, prelude::*};

use super::{
    api::{SetLimits, my_limits},
    form::LimitsForm,
    model::{Limits, Overview},
};
use crate::{
    domain::{
        money::Micros,
        time::{EpochMs, duration_words},
    },
    error::AppError,
    ui::{
        alert::{Alert, ErrorAlert},
        badge::Tone,
        button::Button,
        field::{Entry, TextField},
        layout::Card,
        load::Load,
        moment::Moment,
        money::{Amount, Decimals},
    },
};

/// The fields that show their own errors.
const FIELDS: [&str; 6] =
    ["call_seconds_most", "day_micros_most", "month_micros_most", "rate_micros_per_min_most", "calls_most", "blocked_countries"];

/// What the caller may spend.
#[component]
pub fn LimitsCard() -> impl IntoView {
    let set = ServerAction::<SetLimits>::new();
    // Read anew after a success alone: a refusal must not take away what was typed.
    let revision = Memo::new(move |before: Option<&usize>| match set.value().get() {
        Some(Err(_)) => before.copied().unwrap_or_default(),
        _ => set.version().get(),
    });
    let limits = Resource::new(move || revision.get(), |_| my_limits());
    let failure = Signal::derive(move || set.value().get().and_then(Result::err));
    let elsewhere = move || failure.get().filter(|error| error.field().is_none_or(|field| !FIELDS.contains(&field)));
    let saved = move || matches!(set.value().get(), Some(Ok(()))) && !set.pending().get();
    let content = move |overview: Overview| {
        view! {
            <Usage overview=overview.clone()/>
            <ActionForm action=set attr:class="form limits-form">
                <Fields overview failure/>
                {move || elsewhere().map(|error| view! { <ErrorAlert error/> })}
                {move || saved().then(|| view! { <Alert tone=Tone::Success>"Your limits are saved. They hold from the next call on."</Alert> })}
                <div class="form-actions"><Button submit=true pending=set.pending()>"Save the limits"</Button></div>
            </ActionForm>
        }
    };
    view! {
        <Card title="Spending limits">
            <p class="muted small">
                "A call that would break a limit is refused before it rings. Your own limits can only be tighter than the operator's; \
                 leave a field empty for none of yours."
            </p>
            <Load resource=limits view=content rows=6/>
        </Card>
    }
}

/// What was spent today and this month, and what is left of it.
#[component]
fn Usage(
    /// The limits.
    overview: Overview,
) -> impl IntoView {
    let spent = overview.spent;
    let (day, month) = (overview.effective.day_micros_most, overview.effective.month_micros_most);
    view! {
        <div class="limits-usage" data-testid="limits-usage">
            <Period name="Today" spent=spent.day_micros left=day.zip(overview.day_left_micros) ends_at=overview.day_ends_at/>
            <Period name="This month" spent=spent.month_micros left=month.zip(overview.month_left_micros) ends_at=overview.month_ends_at/>
            {(!spent.held_micros.is_zero())
                .then(|| {
                    view! {
                        <p class="muted small">
                            <Amount micros=spent.held_micros decimals=Decimals::Price/> " is set aside for calls in progress and counts as spent."
                        </p>
                    }
                })}
        </div>
    }
    .into_any()
}

/// One period as text, and as a bar when it has a limit.
#[component]
fn Period(
    /// `Today` or `This month`.
    name: &'static str,
    /// Charges less refunds.
    spent: Micros,
    /// The limit and what is left of it.
    left: Option<(Micros, Micros)>,
    /// When the count begins anew.
    ends_at: EpochMs,
) -> impl IntoView {
    let bar = left.map(|(most, left)| {
        // An empty meter cannot have a maximum of zero.
        let (most, used) = (most.0.max(1), (most.0 - left.0).clamp(0, most.0.max(1)));
        view! {
            <meter class="limits-meter" min="0" max=most.to_string() high=(most / 5 * 4).to_string() value=used.to_string() aria-label=format!("{name}, used of the limit")>
            </meter>
        }
    });
    let rest = match left {
        Some((most, left)) => view! {
            <strong><Amount micros=left/></strong> " left of " <Amount micros=most/> " until " <Moment at=ends_at/>
        }
        .into_any(),
        None => "no limit".into_any(),
    };
    view! {
        <div class="limits-period">
            <p>
                <span class="limits-name">{name}</span>
                <span><Amount micros=spent decimals=Decimals::Price/> " spent"</span>
                <span class="muted">{rest}</span>
            </p>
            {bar}
        </div>
    }
    .into_any()
}

/// A field for each limit, with the operator's value beside it.
#[component]
fn Fields(
    /// The limits.
    overview: Overview,
    /// What is wrong with what was sent.
    failure: Signal<Option<AppError>>,
) -> impl IntoView {
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
            <TextField name="limits[call]" label="Longest call, in minutes" value=value(own.call) hint=call error=error(0)/>
            <TextField name="limits[calls]" label="Calls at once" value=value(own.calls) hint=calls error=error(4)/>
            <TextField name="limits[day]" label="In a day" entry=Entry::Amount value=value(own.day) hint=day error=error(1)/>
            <TextField name="limits[month]" label="In a month" entry=Entry::Amount value=value(own.month) hint=month error=error(2)/>
            <TextField name="limits[rate]" label="Dearest minute" entry=Entry::Amount value=value(own.rate) hint=rate error=error(3)/>
            <TextField name="limits[countries]" label="Blocked countries" value=value(own.countries) hint=countries error=error(5)/>
        </div>
    }
    .into_any()
}

/// The operator's values in words, in the order of [`FIELDS`].
fn hints(operator: &Limits) -> [String; 6] {
    let amount = |micros: Option<Micros>| {
        micros.map_or_else(|| "Operator: no limit.".to_owned(), |most| format!("Operator: {}.", most.as_price()))
    };
    let countries = match operator.blocked_countries.as_slice() {
        [] => "Operator: none. Two letters each, such as CU, KP.".to_owned(),
        blocked => format!("Operator: {}. Two letters each.", blocked.join(", ")),
    };
    [
        operator.call_seconds_most.map(|most| format!("Operator: {}.", duration_words(most))).unwrap_or_default(),
        amount(operator.day_micros_most),
        amount(operator.month_micros_most),
        amount(operator.rate_micros_per_min_most),
        operator.calls_most.map(|most| format!("Operator: {most}.")).unwrap_or_default(),
        countries,
    ]
}
