//! Two-step sign-in on the settings page.

use leptos::{form::ActionForm, prelude::*};

use super::{
    api::{ConfirmTwoStep, NewRecoveryCodes, StartTwoStep, StopTwoStep, my_factors},
    enrol_form::EnrolForm,
    model::{Factors, TwoStep},
};
use crate::{
    ui::{
        alert::Alert,
        badge::Tone,
        button::{Button, Kind},
        copy::CopyButton,
        erase::Erase,
        fetched::fetched,
        layout::Card,
        load::Load,
        moment::{Detail, Moment},
    },
    users::{
        confirm::{ConfirmFirst, again},
        form::{Elsewhere, failure},
    },
    words,
};

/// What the card does.
#[derive(Clone, Copy)]
pub(super) struct Actions {
    pub start: ServerAction<StartTwoStep>,
    pub confirm: ServerAction<ConfirmTwoStep>,
    pub renew: ServerAction<NewRecoveryCodes>,
    pub stop: ServerAction<StopTwoStep>,
}

/// Two-step sign-in: set up, looked after, turned off.
#[component]
pub fn TwoStepCard() -> impl IntoView {
    let t = words::strong();
    let actions = Actions {
        start: ServerAction::new(),
        confirm: ServerAction::new(),
        renew: ServerAction::new(),
        stop: ServerAction::new(),
    };
    let Actions { confirm, renew, stop, .. } = actions;
    let changes = move || (confirm.version().get(), renew.version().get(), stop.version().get());
    let factors = fetched(changes, |_| my_factors());
    let shown = move |factors: Factors| match factors.two_step {
        Some(two_step) => view! { <IsOn two_step actions/> }.erase(),
        None => view! { <EnrolForm actions/> }.erase(),
    };
    view! {
        <Card title=t.two_step()>
            <p class="muted small">{t.two_step_text()}</p>
            <NewCodes actions/>
            <Load resource=factors view=shown/>
            <ConfirmFirst failure=failure(actions.start.value()) retry=again(actions.start)/>
            <ConfirmFirst failure=failure(confirm.value()) retry=again(confirm)/>
            <ConfirmFirst failure=failure(renew.value()) retry=again(renew)/>
            <ConfirmFirst failure=failure(stop.value()) retry=again(stop)/>
        </Card>
    }
}

/// The one time recovery codes are shown.
#[component]
fn NewCodes(
    /// Of which two make codes.
    actions: Actions,
) -> impl IntoView {
    let t = words::strong();
    let Actions { confirm, renew, stop, .. } = actions;
    let made = Memo::new(move |_| {
        let newest = renew.value().get().and_then(Result::ok).or_else(|| confirm.value().get().and_then(Result::ok));
        newest.filter(|_| !matches!(stop.value().get(), Some(Ok(()))))
    });
    let list = move |codes: Vec<String>| {
        let text = codes.join("\n");
        let items = codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view();
        view! {
            <Alert tone=Tone::Success title=t.codes_ready()>
                <p>{t.codes_ready_text()}</p>
                <ol class="recovery-codes" data-testid="recovery-codes">{items}</ol>
                <CopyButton text=text what=t.codes_what()/>
            </Alert>
        }
    };
    move || made.get().map(list)
}

/// Since when it is on, and what can be done about it.
#[component]
fn IsOn(
    /// What is on.
    two_step: TwoStep,
    /// What can be done.
    actions: Actions,
) -> impl IntoView {
    let t = words::strong();
    let Actions { renew, stop, .. } = actions;
    view! {
        <dl class="facts">
            <dt>{t.on_since()}</dt>
            <dd data-testid="two-step-on"><Moment at=two_step.since detail=Detail::Day/></dd>
            <dt>{t.codes_left()}</dt>
            <dd>{two_step.codes_left.to_string()}</dd>
        </dl>
        <div class="factor-actions">
            <details class="token-revoke">
                <summary class="button button-plain">{t.new_codes()}</summary>
                <ActionForm action=renew>
                    <p class="small">{t.new_codes_text()}</p>
                    <Button kind=Kind::Danger submit=true pending=renew.pending()>{t.make_codes()}</Button>
                </ActionForm>
            </details>
            <details class="token-revoke">
                <summary class="button button-quiet">{t.turn_off()}</summary>
                <ActionForm action=stop>
                    <p class="small">{t.turn_off_text()}</p>
                    <Button kind=Kind::Danger submit=true pending=stop.pending()>{t.turn_it_off()}</Button>
                </ActionForm>
            </details>
        </div>
        <Elsewhere failure=failure(renew.value()) fields=&[]/>
        <Elsewhere failure=failure(stop.value()) fields=&[]/>
    }
}
