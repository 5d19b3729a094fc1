//! The pages that letters' links open, and the one that says that a letter comes. A link that is only looked at does nothing: mail
//! servers open links too.

use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{
    api_letters::{AskReset, ConfirmAddress, OpenAccount, ResetPassword},
    form::{Door, Elsewhere, failure, of_field},
    model::PASSWORD_LEAST,
};
use crate::{
    ui::{
        button::Button,
        erase::Erase,
        field::{Entry, TextField},
        site::use_site,
        title::Title,
    },
    words,
};

/// The secret in the address.
fn link() -> String {
    use_query_map().with_untracked(|query| query.get("link")).unwrap_or_default()
}

/// Says that a letter comes, whether one does or not.
#[component]
pub fn LetterSentPage() -> impl IntoView {
    let t = words::letters();
    view! {
        <Title text=t.sent()/>
        <Door title=t.sent() text=t.sent_text()>
            <p class="door-other"><a href="/sign-in">{t.back()}</a></p>
        </Door>
    }
}

/// Opens the account that was asked for.
#[component]
pub fn WelcomePage() -> impl IntoView {
    let t = words::letters();
    let action = ServerAction::<OpenAccount>::new();
    let failure = failure(action.value());
    view! {
        <Title text=t.welcome()/>
        <Door title=t.welcome() text=t.welcome_text()>
            <ActionForm action attr:class="form">
                <input type="hidden" name="link" value=link()/>
                <TextField
                    name="password"
                    label=words::users().password()
                    entry=Entry::Password
                    required=true
                    error=of_field(failure, "password")
                />
                <Elsewhere failure fields=&["password"]/>
                <Button submit=true pending=action.pending()>{t.welcome()}</Button>
            </ActionForm>
        </Door>
    }
}

/// Confirms an address.
#[component]
pub fn VerifyPage() -> impl IntoView {
    let t = words::letters();
    let action = ServerAction::<ConfirmAddress>::new();
    let failure = failure(action.value());
    view! {
        <Title text=t.confirm()/>
        <Door title=t.confirm() text=t.confirm_text()>
            <ActionForm action attr:class="form">
                <input type="hidden" name="link" value=link()/>
                <Elsewhere failure fields=&[]/>
                <Button submit=true pending=action.pending()>{t.confirm_button()}</Button>
            </ActionForm>
        </Door>
    }
}

/// A new password: asks for the address, or with a link for the password.
#[component]
pub fn ResetPage() -> impl IntoView {
    let t = words::letters();
    let link = link();
    let sends = use_site().entrance.letters;
    let has_link = !link.is_empty();
    let text = match (has_link, sends) {
        (true, _) => t.choose_text(),
        (false, true) => t.ask_text(),
        (false, false) => t.no_letters(),
    };
    let form = if has_link {
        view! { <Choose link/> }.erase()
    } else if sends {
        view! { <Ask/> }.erase()
    } else {
        ().erase()
    };
    view! {
        <Title text=t.ask()/>
        <Door title=t.ask() text>
            {form}
            <p class="door-other"><a href="/sign-in">{t.back()}</a></p>
        </Door>
    }
}

/// Asks for the address.
#[component]
fn Ask() -> impl IntoView {
    let action = ServerAction::<AskReset>::new();
    let failure = failure(action.value());
    view! {
        <ActionForm action attr:class="form">
            <TextField
                name="email"
                label=words::users().email()
                entry=Entry::Email
                required=true
                error=of_field(failure, "email")
            />
            <Elsewhere failure fields=&["email"]/>
            <Button submit=true pending=action.pending()>{words::letters().ask_button()}</Button>
        </ActionForm>
    }
}

/// Asks for the new password.
#[component]
fn Choose(
    /// The secret of the link.
    link: String,
) -> impl IntoView {
    let t = words::users();
    let action = ServerAction::<ResetPassword>::new();
    let failure = failure(action.value());
    view! {
        <ActionForm action attr:class="form">
            <input type="hidden" name="link" value=link/>
            <TextField
                name="new"
                label=t.new_password()
                entry=Entry::NewPassword
                hint=t.password_hint(PASSWORD_LEAST)
                required=true
                error=of_field(failure, "new")
            />
            <Elsewhere failure fields=&["new"]/>
            <Button submit=true pending=action.pending()>{words::letters().choose_button()}</Button>
        </ActionForm>
    }
}
