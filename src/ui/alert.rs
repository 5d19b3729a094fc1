//! Messages that stay in the page: what happened, what it means for the money, what to do next.

use leptos::prelude::*;

use super::{
    badge::Tone,
    button::{Button, Kind},
    erase::{Erase, Kids},
    icon::Icon,
};
use crate::{
    error::AppError,
    words::{self, Errors, Language},
};

/// A message.
#[component]
pub fn Alert(
    /// How serious it is. Danger is read out at once, the rest when there is a pause.
    #[prop(optional)]
    tone: Tone,
    /// The message in a few words.
    #[prop(optional, into)]
    title: Option<String>,
    /// The rest of it.
    children: Kids,
) -> impl IntoView {
    view! {
        <div class=format!("alert {}", tone.class()) role=if tone == Tone::Danger { "alert" } else { "status" }>
            <Icon glyph=tone.glyph()/>
            <div class="alert-words">
                {title.map(|title| view! { <strong class="alert-title">{title}</strong> })}
                <div>{children.view()}</div>
            </div>
        </div>
    }
    .erase()
}

/// A failure: its cause, the next step, and a way to try again.
#[component]
pub fn ErrorAlert(
    /// What failed.
    error: AppError,
    /// Tries again.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
) -> impl IntoView {
    let is_no_fault = matches!(error, AppError::Refused { .. } | AppError::TooMany { .. } | AppError::ConfirmFirst);
    let tone = if is_no_fault { Tone::Warning } else { Tone::Danger };
    let t = words::errors();
    let language = words::language();
    let step = next_step(t, &error);
    let (signed_out, unconfirmed) = (error == AppError::NotSignedIn, error == AppError::ConfirmFirst);
    view! {
        <Alert tone>
            <p>{told(&error, language)}</p>
            {step.map(|step| view! { <p class="muted">{step}</p> })}
            {signed_out.then(|| view! { <p><a href="/sign-in" rel="external">{t.sign_in()}</a></p> })}
            {unconfirmed.then(|| view! { <p><a href="/confirm" rel="external">{t.confirm()}</a></p> })}
            {retry
                .map(|retry| {
                    view! { <Button kind=Kind::Plain on:click=move |_| retry.run(())>{t.again()}</Button> }
                })}
        </Alert>
    }
    .erase()
}

/// What the message itself does not say yet.
fn next_step(t: Errors, error: &AppError) -> Option<&'static str> {
    match error {
        AppError::Unreachable { .. } => Some(t.check_connection()),
        AppError::Internal { .. } => Some(t.safe()),
        _ => None,
    }
}

/// A failure as the reader is told it. What the server wrote for a person is in their language already.
pub fn told(error: &AppError, language: Language) -> String {
    let t = Errors::of(language);
    match error {
        AppError::NotSignedIn => t.not_signed_in().to_owned(),
        AppError::ConfirmFirst => t.confirm_first().to_owned(),
        AppError::TokenExpired => t.token_expired().to_owned(),
        AppError::ScopeMissing { scope } => t.scope_missing(scope),
        AppError::NotFound { what } => match what.as_str() {
            "call" => t.no_call(),
            "contact" => t.no_contact(),
            "token" => t.no_token(),
            _ => t.not_found(),
        }
        .to_owned(),
        AppError::TooMany { retry_after_seconds } => t.too_many(&language.duration(*retry_after_seconds)),
        AppError::Internal { request_id } => t.internal(request_id),
        AppError::Unreachable { .. } => t.unreachable().to_owned(),
        AppError::Forbidden { message }
        | AppError::Invalid { message, .. }
        | AppError::Refused { message, .. }
        | AppError::Unavailable { message } => message.clone(),
    }
}
