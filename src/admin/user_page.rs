//! One account: what it has, and what an operator may do about it.

use leptos::{
    form::ActionForm,
    prelude::*,
    server_fn::{ServerFn, error::FromServerFnError},
};
use leptos_router::hooks::use_params_map;

use super::{
    api::{ChangeStanding, GiveCredit, SetUserLimits, read_user},
    calls_page::Calls,
    credit_form::CreditForm,
    limits_form::LimitsOfUser,
    model::{Ended, UserDetail},
    parts::{Head, elsewhere, standing},
};
use crate::{
    ui::{
        alert::{Alert, ErrorAlert},
        badge::Tone,
        button::{Button, Kind},
        erase::Erase,
        fetched::fetched,
        field::{Select, TextField},
        layout::Card,
        load::Load,
        moment::{Detail, Moment},
        money::{Amount, Decimals},
    },
    users::{
        confirm::{ConfirmFirst, again},
        form::{failure, of_field},
        model::AccountStatus,
    },
    words::{self, Admin},
};

/// An account.
#[component]
pub fn UserPage() -> impl IntoView {
    let t = words::admin();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default());
    let (credit, stand, limit) =
        (ServerAction::<GiveCredit>::new(), ServerAction::<ChangeStanding>::new(), ServerAction::<SetUserLimits>::new());
    let done = (successes(credit), successes(stand), successes(limit));
    let user = fetched(move || (id.get(), done.0.get() + done.1.get() + done.2.get()), |(id, _)| read_user(id));
    view! {
        <Head path="" title=t.account() text=t.account_text()/>
        <Load resource=user rows=10 view=move |user| view! { <Shown user credit stand limit/> }/>
    }
}

/// Rises with every success of an action, and with nothing else: after a refusal the page is not read anew, which would take
/// away what was typed, and the form's key.
fn successes<S>(action: ServerAction<S>) -> Memo<usize>
where
    S: ServerFn + Clone + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
    S::Error: FromServerFnError + Send + Sync + 'static,
{
    let (version, value) = (action.version(), action.value());
    Memo::new(move |before: Option<&usize>| {
        let version = version.get();
        if value.with(|value| matches!(value, Some(Err(_)))) { before.copied().unwrap_or_default() } else { version }
    })
}

#[component]
fn Shown(
    user: UserDetail,
    credit: ServerAction<GiveCredit>,
    stand: ServerAction<ChangeStanding>,
    limit: ServerAction<SetUserLimits>,
) -> impl IntoView {
    let t = words::admin();
    let log = format!("/admin/log?user={}", user.user.id);
    let calls = user.last_calls.clone();
    view! {
        <div class="columns">
            <div class="stack">
                {facts(&user)}
                <CreditForm user=user.clone() credit/>
                <StandingForm user=user.clone() stand/>
            </div>
            <div class="stack">
                <LimitsOfUser user limit/>
                <Card title=t.last_calls() flush=true>
                    <Calls calls/>
                </Card>
                <p><a class="button button-plain" href=log>{t.their_log()}</a></p>
            </div>
        </div>
    }
    .erase()
}

fn facts(detail: &UserDetail) -> impl IntoView + use<> {
    let (t, language) = (words::admin(), words::language());
    let user = detail.user.clone();
    let (free, spent) = (user.balance_micros - user.held_micros, detail.spent_micros);
    let counts = [detail.sessions, detail.tokens, detail.calls].map(|count| language.number(count));
    let counts = t.counted(&counts[0], &counts[1], &counts[2]);
    let reason = detail.status_reason.clone().map(|reason| view! { <p class="muted small">{reason}</p> });
    view! {
        <Card title=user.email>
            <dl class="facts" data-testid="admin-facts">
                <dt>{t.state()}</dt>
                <dd>{standing(user.status)} {reason}</dd>
                <dt>{t.balance()}</dt>
                <dd data-testid="admin-balance"><Amount micros=user.balance_micros decimals=Decimals::Exact/></dd>
                <dt>{t.held()}</dt>
                <dd><Amount micros=user.held_micros decimals=Decimals::Exact/></dd>
                <dt>{t.free()}</dt>
                <dd><Amount micros=free decimals=Decimals::Exact/></dd>
                <dt>{t.spent()}</dt>
                <dd><Amount micros=spent decimals=Decimals::Exact/></dd>
                <dt>{t.number()}</dt>
                <dd>{user.number.unwrap_or_else(|| "–".to_owned())}</dd>
                <dt>{t.counts()}</dt>
                <dd>{counts}</dd>
                <dt>{t.since()}</dt>
                <dd><Moment at=user.created_at detail=Detail::Day/></dd>
                <dt>{t.id()}</dt>
                <dd><code>{user.id.to_string()}</code></dd>
            </dl>
        </Card>
    }
}

/// Freezing, opening again, closing.
#[component]
fn StandingForm(user: UserDetail, stand: ServerAction<ChangeStanding>) -> impl IntoView {
    const FIELDS: &[&str] = &["reason"];

    let t = words::admin();
    let failure = failure(stand.value());
    let retry = again(stand);
    let status = user.user.status;
    let first = if status == AccountStatus::Active { AccountStatus::Frozen } else { AccountStatus::Active };
    let wanted = RwSignal::new(first.to_string());
    let choices = vec![
        (first.to_string(), if first == AccountStatus::Frozen { t.freeze() } else { t.unfreeze() }.to_owned()),
        (AccountStatus::Closed.to_string(), t.close().to_owned()),
    ];
    let other = elsewhere(failure, FIELDS);
    let ended = move || stand.value().get().and_then(Result::ok).filter(|_| !stand.pending().get());
    let form = (status != AccountStatus::Closed).then(|| {
        view! {
            <ActionForm action=stand attr:class="form">
                <input type="hidden" name="user" value=user.user.id.to_string()/>
                <input type="hidden" name="form_key" value=user.form_key.clone()/>
                <Select name="status" label=t.what_to_do() choices value=wanted/>
                <TextField name="standing_reason" label=t.reason() hint=t.standing_reason_hint() error=of_field(failure, "reason")/>
                <div class="form-actions">
                    <Button kind=Kind::Danger submit=true pending=stand.pending()>{t.change_state()}</Button>
                </div>
            </ActionForm>
        }
    });
    let closed = (status == AccountStatus::Closed).then(|| view! { <p class="muted">{t.closed_for_good()}</p> });
    view! {
        <Card title=t.state()>
            {form} {closed}
            {move || other.get().map(|error| view! { <ErrorAlert error/> })}
            {move || ended().map(|ended| view! { <Alert tone=Tone::Success>{ended_words(t, ended)}</Alert> })}
            <ConfirmFirst failure retry/>
        </Card>
    }
    .erase()
}

/// What became of the calls of an account that may call no more; most have none.
fn ended_words(t: Admin, Ended { ended, failed }: Ended) -> String {
    let ended = (ended > 0).then(|| t.calls_ended(ended));
    let failed = (failed > 0).then(|| t.calls_not_ended(failed));
    [Some(t.done().to_owned()), ended, failed].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn calls_that_were_ended_are_counted_where_there_were_any() {
        let (en, de) = (Admin::of(Language::En), Admin::of(Language::De));
        let ended = |ended, failed| Ended { ended, failed };
        assert_eq!(ended_words(en, Ended::default()), "Done.");
        assert_eq!(ended_words(en, ended(1, 0)), "Done. 1 call was ended.");
        assert_eq!(ended_words(en, ended(2, 1)), "Done. 2 calls were ended. The carrier did not take the end of 1 call.");
        let german = "Erledigt. Bei 2 Anrufen hat der Vermittler das Ende nicht angenommen.";
        assert_eq!(ended_words(de, ended(0, 2)), german);
    }
}
