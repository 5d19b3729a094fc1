//! Messages that stay in the page: what happened, what it means for the money, what to do next.

use leptos::prelude::*;

use super::{
    badge::Tone,
    button::{Button, Kind},
    icon::Icon,
};
use crate::error::AppError;

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
    children: Children,
) -> impl IntoView {
    view! {
        <div class=format!("alert {}", tone.class()) role=if tone == Tone::Danger { "alert" } else { "status" }>
            <Icon glyph=tone.glyph()/>
            <div class="alert-words">
                {title.map(|title| view! { <strong class="alert-title">{title}</strong> })}
                <div>{children()}</div>
            </div>
        </div>
    }
    .into_any()
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
    let tone = if matches!(error, AppError::Refused { .. } | AppError::TooMany { .. }) { Tone::Warning } else { Tone::Danger };
    let step = next_step(&error);
    let signed_out = error == AppError::NotSignedIn;
    view! {
        <Alert tone>
            <p>{error.to_string()}</p>
            {step.map(|step| view! { <p class="muted">{step}</p> })}
            {signed_out.then(|| view! { <p><a href="/sign-in" rel="external">"Sign in"</a></p> })}
            {retry
                .map(|retry| {
                    view! { <Button kind=Kind::Plain on:click=move |_| retry.run(())>"Try again"</Button> }
                })}
        </Alert>
    }
    .into_any()
}

/// What the message itself does not say yet.
const fn next_step(error: &AppError) -> Option<&'static str> {
    match error {
        AppError::Unreachable { .. } => {
            Some("Check the connection. A call in progress goes on; what is shown may be out of date until it is back.")
        }
        AppError::Internal { .. } => Some("Trying again is safe."),
        _ => None,
    }
}
