//! The forms of one contact. They post as plain forms too; what is wrong stands at its field.

use leptos::{form::ActionForm, prelude::*};

use super::{
    api::{DeleteContact, PutContact},
    model::{Contact, ContactFields, Label, TypedNumber},
    wording::label,
};
use crate::{
    error::AppError,
    ui::{
        alert::ErrorAlert,
        button::{Button, Kind, LinkButton},
        each::each,
        erase::Erase,
        field::{TextArea, TextField},
        icon::{Glyph, Icon},
    },
    words,
};

/// What the form of a contact begins with.
pub fn fields_of(contact: Contact) -> ContactFields {
    let number =
        |number: super::model::ContactNumber| TypedNumber { phone: number.international, label: number.label.to_string() };
    ContactFields {
        id: contact.id.into(),
        name: contact.name,
        numbers: contact.numbers.into_iter().map(number).collect(),
        preferred: "0".into(),
        notes: contact.notes,
        tags: contact.tags.join(", "),
        zone: contact.zone.unwrap_or_default(),
        favourite: if contact.favourite { "1".into() } else { String::new() },
    }
}

/// Adds or changes a contact.
#[component]
pub fn ContactForm(
    /// Saves.
    put: ServerAction<PutContact>,
    /// What it begins with.
    fields: ContactFields,
    /// Where one is without saving.
    cancel: String,
) -> impl IntoView {
    let t = words::contacts();
    let wrong = move |field: &'static str| Signal::derive(move || put.value().with(|result| message_for(field, result.as_ref())));
    let (name, notes) = (RwSignal::new(fields.name), RwSignal::new(fields.notes));
    let (tags, zone) = (RwSignal::new(fields.tags), RwSignal::new(fields.zone));
    view! {
        <ActionForm action=put attr:class="form" attr:data-testid="contact-form">
            {move || put.value().with(|result| other_failure(result.as_ref())).map(|error| view! { <ErrorAlert error/> })}
            <input type="hidden" name="form[id]" value=fields.id/>
            <TextField name="form[name]" label=t.name() value=name error=wrong("name") required=true/>
            <Numbers put numbers=fields.numbers/>
            <TextArea name="form[notes]" label=t.notes() value=notes/>
            <TextField name="form[tags]" label=t.groups() value=tags hint=t.groups_hint() error=wrong("tags")/>
            <TextField name="form[zone]" label=t.zone() value=zone hint=t.zone_hint() error=wrong("zone")/>
            <label class="check">
                <input type="checkbox" name="form[favourite]" value="1" checked=!fields.favourite.is_empty()/>
                {t.is_favourite()}
            </label>
            <div class="form-actions">
                <Button submit=true pending=put.pending()>{t.save()}</Button>
                <LinkButton href=cancel kind=Kind::Plain>{t.cancel()}</LinkButton>
            </div>
        </ActionForm>
    }
    .erase()
}

/// The numbers: one line each and an empty one below. Clearing a line takes its number away.
#[component]
fn Numbers(
    /// Saves.
    put: ServerAction<PutContact>,
    /// Those there are.
    numbers: Vec<TypedNumber>,
) -> impl IntoView {
    let t = words::contacts();
    let known = numbers.len();
    let first_blank = if numbers.iter().all(|number| number.phone.is_empty()) { known } else { known + 1 };
    let lines = RwSignal::new(first_blank);
    let error = move || put.value().with(|result| number_failure(result.as_ref()));
    let numbers = StoredValue::new(numbers);
    let line =
        move |index: usize| number_line(index, numbers.with_value(|numbers| numbers.get(index).cloned().unwrap_or_default()));
    view! {
        <fieldset class="contact-lines" class:has-error=move || error().is_some()>
            <legend>{t.numbers()}</legend>
            {each(move || (0..lines.get()).collect(), usize::to_string, line)}
            <p class="field-help" aria-live="polite">{move || error().unwrap_or_else(|| t.number_hint().to_owned())}</p>
            <Button kind=Kind::Quiet on:click=move |_| lines.update(|lines| *lines += 1)>
                <Icon glyph=Glyph::Plus/>
                {t.another_number()}
            </Button>
        </fieldset>
    }
}

fn number_line(index: usize, number: TypedNumber) -> impl IntoView {
    let t = words::contacts();
    let options = Label::ALL
        .iter()
        .map(|one| view! { <option value=one.word() selected=one.word() == number.label>{label(t, *one)}</option> })
        .collect_view();
    view! {
        <div class="contact-line">
            <input
                type="tel"
                name=format!("form[numbers][{index}][phone]")
                value=number.phone
                aria-label=t.number_of(index + 1)
                autocomplete="off"
                inputmode="tel"
            />
            <select name=format!("form[numbers][{index}][label]") aria-label=t.label_of(index + 1)>{options}</select>
            <label class="check" title=t.preferred()>
                <input type="radio" name="form[preferred]" value=index checked=index == 0 aria-label=t.preferred_of(index + 1)/>
                <span>{t.preferred()}</span>
            </label>
        </div>
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
    let t = words::contacts();
    let calls = if contact.calls == 0 { t.no_calls_yet().to_owned() } else { t.calls_stay(contact.calls) };
    let failed = move || delete.value().with(|result| result.as_ref().and_then(|result| result.as_ref().err().cloned()));
    view! {
        <ActionForm action=delete attr:class="form" attr:data-testid="contact-delete">
            {move || failed().map(|error| view! { <ErrorAlert error/> })}
            <input type="hidden" name="id" value=contact.id.to_string()/>
            <p dir="auto"><strong>{t.delete_question(&contact.name)}</strong></p>
            <p class="muted">{calls}</p>
            <div class="form-actions">
                <Button kind=Kind::Danger submit=true pending=delete.pending()>{t.delete()}</Button>
                <LinkButton href=back kind=Kind::Plain>{t.keep()}</LinkButton>
            </div>
        </ActionForm>
    }
    .erase()
}

/// What stands at a field.
fn message_for<T>(field: &str, result: Option<&Result<T, AppError>>) -> Option<String> {
    match result {
        Some(Err(AppError::Invalid { field: wrong, message })) if wrong == field => Some(message.clone()),
        _ => None,
    }
}

/// What is wrong with the numbers, or with one of them.
fn number_failure<T>(result: Option<&Result<T, AppError>>) -> Option<String> {
    match result {
        Some(Err(AppError::Invalid { field, message })) if field.starts_with("numbers") => Some(message.clone()),
        _ => None,
    }
}

/// A failure that belongs to no field.
fn other_failure<T>(result: Option<&Result<T, AppError>>) -> Option<AppError> {
    match result {
        Some(Err(error)) => {
            let at_field =
                error.field().is_some_and(|field| matches!(field, "name" | "tags" | "zone") || field.starts_with("numbers"));
            (!at_field).then(|| error.clone())
        }
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
        assert_eq!((number_failure(Some(&at_name)), other_failure(Some(&at_name))), (None, None));
        let at_number: Result<(), _> = Err(AppError::invalid("numbers.1", "no"));
        assert_eq!((number_failure(Some(&at_number)).as_deref(), other_failure(Some(&at_number))), (Some("no"), None));
        let of_all: Result<(), _> = Err(AppError::NotSignedIn);
        assert_eq!(other_failure(Some(&of_all)), Some(AppError::NotSignedIn));
        assert_eq!(other_failure::<()>(None), None);
    }
}
