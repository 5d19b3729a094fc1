//! What the forms of this slice share: a card in the middle of the page, and where an error is shown.

use leptos::prelude::*;

use crate::{
    error::AppError,
    ui::{
        alert::{ErrorAlert, told},
        brand::Brand,
        erase::Kids,
        language::LanguageSwitch,
    },
    words,
};

/// A page for people who are not signed in: the product's name, and one card with one task.
#[component]
pub fn Door(
    /// What the page is for; the only `h1`.
    title: &'static str,
    /// One line under it.
    text: &'static str,
    /// The form.
    children: Kids,
) -> impl IntoView {
    view! {
        <main id="main" class="door" tabindex="-1">
            <div class="door-frame">
                <Brand href="/"/>
                <section class="door-card">
                    <h1>{title}</h1>
                    <p class="muted">{text}</p>
                    {children.view()}
                </section>
                <LanguageSwitch/>
            </div>
        </main>
    }
}

/// The part of an answer that a form shows.
pub fn failure<T: Clone + Send + Sync + 'static>(
    answer: impl Get<Value = Option<Result<T, AppError>>> + Send + Sync + 'static,
) -> Signal<Option<AppError>> {
    Signal::derive(move || answer.get().and_then(Result::err))
}

/// What is wrong with one field.
pub fn of_field(failure: Signal<Option<AppError>>, field: &'static str) -> Signal<Option<String>> {
    let language = words::language();
    Signal::derive(move || failure.get().filter(|error| error.field() == Some(field)).map(|error| told(&error, language)))
}

/// What is wrong with none of these fields: shown above the button. Who must confirm first is asked by `ConfirmFirst`.
#[component]
pub fn Elsewhere(
    /// The failure, if any.
    failure: Signal<Option<AppError>>,
    /// The fields that show their own errors.
    fields: &'static [&'static str],
) -> impl IntoView {
    let is_mine =
        move |error: &AppError| *error != AppError::ConfirmFirst && error.field().is_none_or(|field| !fields.contains(&field));
    let shown = move || failure.get().filter(is_mine);
    view! { <div class="form-error">{move || shown().map(|error| view! { <ErrorAlert error/> })}</div> }
}
