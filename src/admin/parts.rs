//! What the operator's pages share: their navigation, the states of accounts, what a form answers.

use leptos::prelude::*;

use super::model::Action;
use crate::{
    error::AppError,
    ui::{
        badge::{StatusBadge, Tone},
        erase::Erase,
        layout::PageHeader,
        title::Title,
    },
    users::model::AccountStatus,
    words::{self, Admin},
};

/// A path and what it is called.
type Place = (&'static str, fn(Admin) -> &'static str);

/// The operator's places. A new page of the slice is a line here.
const PLACES: [Place; 6] = [
    ("/admin", Admin::accounts),
    ("/admin/calls", Admin::live_calls),
    ("/admin/alarms", Admin::alarms),
    ("/admin/rates", Admin::rates),
    ("/admin/books", Admin::books),
    ("/admin/log", Admin::log),
];

/// The head of an operator's page.
#[component]
pub fn Head(
    /// Where it is, as [`PLACES`] has it.
    path: &'static str,
    /// Its name.
    #[prop(into)]
    title: String,
    /// What it shows.
    #[prop(optional, into)]
    text: Option<String>,
) -> impl IntoView {
    let t = words::admin();
    let links = PLACES
        .iter()
        .map(|(to, name)| {
            let here = (*to == path).then_some("page");
            view! { <a class="chip" href=*to aria-current=here>{name(t)}</a> }
        })
        .collect_view();
    let page_title = title.clone();
    view! {
        <Title text=page_title/>
        <PageHeader title text=text.unwrap_or_default()/>
        <nav class="chips admin-places" aria-label=t.places()>{links}</nav>
    }
    .erase()
}

/// An account's standing.
pub fn standing(status: AccountStatus) -> impl IntoView {
    let t = words::admin();
    let (tone, text) = match status {
        AccountStatus::Active => (Tone::Success, t.active()),
        AccountStatus::Frozen => (Tone::Warning, t.frozen()),
        AccountStatus::Closed => (Tone::Danger, t.closed()),
    };
    view! { <StatusBadge tone text/> }
}

/// What an operator did, in words.
pub fn deed(t: Admin, action: Action) -> &'static str {
    match action {
        Action::Credit => t.did_credit(),
        Action::Refund => t.did_refund(),
        Action::Freeze => t.did_freeze(),
        Action::Unfreeze => t.did_unfreeze(),
        Action::Close => t.did_close(),
        Action::Delete => t.did_delete(),
        Action::Limits => t.did_limits(),
        Action::Rates => t.did_rates(),
        Action::HangUp => t.did_hang_up(),
        Action::Settle => t.did_settle(),
        Action::Open => t.did_open(),
        Action::Token => t.did_token(),
        Action::Invite => t.did_invite(),
        Action::Reset => t.did_reset(),
    }
}

/// The failure of a form, if it is one that no field shows and that asks for no confirmation.
pub fn elsewhere(failure: Signal<Option<AppError>>, fields: &'static [&'static str]) -> Signal<Option<AppError>> {
    Signal::derive(move || {
        let shown =
            |error: &AppError| *error != AppError::ConfirmFirst && error.field().is_none_or(|field| !fields.contains(&field));
        failure.get().filter(shown)
    })
}
