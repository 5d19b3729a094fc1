//! Asking once more who is there, when a door says [`AppError::ConfirmFirst`].
//!
//! A page that may be told so has `<ConfirmFirst failure retry=again(action)/>` beside its form: a dialog asks, and what was sent
//! is sent again. Without script the dialog stands open in the page that comes back, and its form leads to the same page.

use leptos::{
    form::ActionForm,
    prelude::*,
    server_fn::{ServerFn, error::FromServerFnError},
};
use leptos_router::hooks::use_location;

use super::{
    api::Confirm,
    factors::{api::my_factors, confirm_by_code::ByCode, model::Factors, provider::ByProvider},
    form::{Elsewhere, failure, of_field},
};
use crate::{
    error::AppError,
    ui::{
        button::Button,
        dialog::Dialog,
        effect::effect,
        erase::Erase,
        fetched::fetched,
        field::{Entry, TextField},
        load::Load,
    },
    words,
};

/// Sends again what a form sent last.
pub fn again<S>(action: ServerAction<S>) -> Callback<()>
where
    S: ServerFn + Clone + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
    S::Error: FromServerFnError + Send + Sync + 'static,
{
    let last = StoredValue::new(None::<S>);
    effect(move |_| {
        if let Some(sent) = action.input().get() {
            last.set_value(Some(sent));
        }
    });
    Callback::new(move |()| {
        if let Some(sent) = last.get_value() {
            action.dispatch(sent);
        }
    })
}

/// The dialog that asks who is there, once something was refused for that.
#[component]
pub fn ConfirmFirst(
    /// The answer of the form beside it.
    failure: Signal<Option<AppError>>,
    /// Sends the form again; see [`again`].
    retry: Callback<()>,
) -> impl IntoView {
    let t = words::confirm();
    let is_asked = move || failure.with(|failure| *failure == Some(AppError::ConfirmFirst));
    let open = RwSignal::new(untrack(is_asked));
    effect(move |before: Option<()>| {
        let asked = is_asked();
        if before.is_some() {
            open.set(asked);
        }
    });
    let next = use_location().pathname.get_untracked();
    let done = Callback::new(move |()| {
        open.set(false);
        retry.run(());
    });
    // Only while it is asked: a password field would have the same id in every dialog of the page.
    let asked = move || open.get().then(|| view! { <Ways next=next.clone() done/> }.erase());
    view! {
        <Dialog title=t.title() open on_close=Callback::new(move |()| open.set(false))>
            <div data-testid="confirm-first">
                <p class="muted small">{t.text()}</p>
                {asked}
            </div>
        </Dialog>
    }
    .erase()
}

/// The ways to show who one is. Each is a form of its own, whose server function ends in `Caller::confirm`.
#[component]
pub fn Ways(
    /// Where a form goes on whose script has not arrived, and on a page of its own every form: a path of this site.
    next: String,
    /// Called once it was shown; without it, the browser goes on to `next`.
    #[prop(optional, into)]
    done: Option<Callback<()>>,
) -> impl IntoView {
    let factors = fetched(|| (), |()| my_factors());
    let way = move |factors: Factors| {
        let next = next.clone();
        if factors.two_step.is_some() {
            return view! { <ByCode next done/> }.erase();
        }
        let by_provider = (!factors.linked.is_empty()).then(|| view! { <ByProvider next=next.clone()/> });
        view! { <ByPassword next done/> {by_provider} }.erase()
    };
    view! { <Load resource=factors view=way rows=2/> }.erase()
}

/// By the password.
#[component]
fn ByPassword(
    /// See [`Ways`].
    next: String,
    /// See [`Ways`].
    done: Option<Callback<()>>,
) -> impl IntoView {
    let t = words::confirm();
    let action = ServerAction::<Confirm>::new();
    let failure = failure(action.value());
    let password = RwSignal::new(String::new());
    // A disabled field is not sent: then the page stays, and goes on itself.
    let stays = RwSignal::new(false);
    effect(move |_| stays.set(done.is_some()));
    effect(move |_| {
        if let (Some(Ok(())), Some(done)) = (action.value().get(), done) {
            password.set(String::new());
            done.run(());
        }
    });
    view! {
        <ActionForm action attr:class="form">
            <input type="hidden" name="next" value=next disabled=move || stays.get()/>
            <TextField
                name="password"
                label=t.password()
                entry=Entry::Password
                value=password
                required=true
                error=of_field(failure, "password")
            />
            <Elsewhere failure fields=&["password"]/>
            <div class="form-actions"><Button submit=true pending=action.pending()>{t.confirm()}</Button></div>
        </ActionForm>
    }
}
