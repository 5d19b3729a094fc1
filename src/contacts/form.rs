//! The forms of one contact. They post as plain forms too; what is wrong stands at its field.

use leptos::{form::ActionForm, prelude::*};

use super::{
    api::{DeleteContact, SaveContact},
    model::Contact,
};
use crate::{
    domain::phone::flag,
    error::AppError,
    ui::{
        alert::ErrorAlert,
        button::{Button, Kind, LinkButton},
        field::{Entry, TextArea, TextField},
    },
};

/// What a form begins with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled {
    pub phone: String,
    pub name: String,
    pub notes: String,
    /// The number for people, when the contact exists: then it cannot be changed, because it is who they are.
    pub shown: Option<String>,
}

impl Filled {
    /// The form of a contact that exists.
    pub fn of(contact: Contact) -> Self {
        let shown = format!("{} {}", contact.country.as_deref().map(flag).unwrap_or_default(), contact.international);
        Self { phone: contact.phone.into(), name: contact.name, notes: contact.notes, shown: Some(shown.trim().to_owned()) }
    }
}

/// Adds or changes a contact.
#[component]
pub fn ContactForm(
    /// Saves.
    save: ServerAction<SaveContact>,
    /// What it begins with.
    filled: Filled,
) -> impl IntoView {
    let wrong =
        move |field: &'static str| Signal::derive(move || save.value().with(|result| message_for(field, result.as_ref())));
    let (name, notes) = (RwSignal::new(filled.name), RwSignal::new(filled.notes));
    let number = match filled.shown {
        Some(shown) => view! {
            <input type="hidden" name="phone" value=filled.phone/>
            <p class="contact-number">{shown}</p>
        }
        .into_any(),
        None => view! {
            <TextField
                name="phone"
                label="Number"
                value=RwSignal::new(filled.phone)
                entry=Entry::Phone
                hint="With the country code, such as +44 7911 123456."
                error=wrong("phone")
                required=true
            />
        }
        .into_any(),
    };
    view! {
        <ActionForm action=save attr:class="form" attr:data-testid="contact-form">
            {move || save.value().with(|result| other_failure(result.as_ref())).map(|error| view! { <ErrorAlert error/> })}
            {number}
            <TextField name="name" label="Name" value=name error=wrong("name") required=true/>
            <TextArea name="notes" label="Notes" value=notes/>
            <p class="field-help contact-notes-wrong" aria-live="polite">{wrong("notes")}</p>
            <div class="form-actions">
                <Button submit=true pending=save.pending()>"Save contact"</Button>
            </div>
        </ActionForm>
    }
}

/// Asks before a contact is deleted.
#[component]
pub fn DeleteForm(
    /// Deletes.
    delete: ServerAction<DeleteContact>,
    /// Whom.
    contact: Contact,
    /// Where one is without deleting.
    back: String,
) -> impl IntoView {
    let calls = match contact.calls {
        0 => "Nothing was called under this name yet.".to_owned(),
        1 => "The one call stays in your history, without the name.".to_owned(),
        calls => format!("The {calls} calls stay in your history, without the name."),
    };
    let failed = move || delete.value().with(|result| result.as_ref().and_then(|result| result.as_ref().err().cloned()));
    view! {
        <ActionForm action=delete attr:class="form">
            {move || failed().map(|error| view! { <ErrorAlert error/> })}
            <input type="hidden" name="id" value=contact.id.to_string()/>
            <p>{format!("Delete {} ({})? ", contact.name, contact.international)} {calls}</p>
            <div class="form-actions">
                <Button kind=Kind::Danger submit=true pending=delete.pending()>"Delete contact"</Button>
                <LinkButton href=back kind=Kind::Plain>"Keep"</LinkButton>
            </div>
        </ActionForm>
    }
}

/// What stands at a field.
fn message_for<T>(field: &str, result: Option<&Result<T, AppError>>) -> Option<String> {
    match result {
        Some(Err(AppError::Invalid { field: wrong, message })) if wrong == field => Some(message.clone()),
        _ => None,
    }
}

/// A failure that belongs to no field.
fn other_failure<T>(result: Option<&Result<T, AppError>>) -> Option<AppError> {
    match result {
        Some(Err(error)) if !matches!(error.field(), Some("phone" | "name" | "notes")) => Some(error.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_stands_at_its_field_or_above_the_form_but_never_twice() {
        let at_name: Result<(), _> = Err(AppError::invalid("name", "A contact needs a name."));
        assert_eq!(message_for("name", Some(&at_name)).as_deref(), Some("A contact needs a name."));
        assert_eq!((message_for("phone", Some(&at_name)), other_failure(Some(&at_name))), (None, None));
        let of_all: Result<(), _> = Err(AppError::NotSignedIn);
        assert_eq!(other_failure(Some(&of_all)), Some(AppError::NotSignedIn));
        assert_eq!(other_failure::<()>(None), None);
    }
}
