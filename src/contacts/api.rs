//! Server functions of contacts.

use leptos::prelude::*;

use super::model::{Alike, Contact, ContactDetail, ContactFields, ContactPage, ListRequest, Lookup, Match, Named, Preview};
use crate::{
    domain::{
        ids::{ContactId, ImportId},
        json::Answer,
    },
    error::AppError,
};

/// Who a number (as typed) belongs to.
#[server(prefix = "/app", endpoint = "contact-lookup", output = Answer)]
pub async fn look_up(phone: String) -> Result<Lookup, AppError> {
    let caller = crate::users::caller().await?;
    super::book::look_up(&caller, &phone).await
}

/// The name of who a number (as typed) belongs to.
#[server(prefix = "/app", endpoint = "contact-name", output = Answer)]
pub async fn name_of(phone: String) -> Result<Named, AppError> {
    let caller = crate::users::caller().await?;
    let found = super::book::look_up(&caller, &phone).await?;
    Ok(Named { name: found.contact.map(|contact| contact.name), international: found.phone.international })
}

/// The numbers that somebody may mean who has typed a part of a name or number on the dialer; at most eight.
#[server(prefix = "/app", endpoint = "contact-matches", output = Answer)]
pub async fn match_contacts(q: String) -> Result<Vec<Match>, AppError> {
    let caller = crate::users::caller().await?;
    super::book::matches(&caller, &q).await
}

/// A page of the caller's contacts.
#[server(prefix = "/app", endpoint = "contacts", output = Answer)]
pub async fn list_contacts(#[server(default)] request: ListRequest) -> Result<ContactPage, AppError> {
    let caller = crate::users::caller().await?;
    super::book::page(&caller, &request).await
}

/// One contact of the caller with its calls.
#[server(prefix = "/app", endpoint = "contact", output = Answer)]
pub async fn read_contact(id: ContactId) -> Result<ContactDetail, AppError> {
    let caller = crate::users::caller().await?;
    super::book::detail(&caller, &id).await
}

/// Adds a contact with one number, or renames the one who has it: the card beside the dialer.
#[server(prefix = "/app", endpoint = "save-contact", output = Answer)]
pub async fn save_contact(phone: String, name: String, #[server(default)] notes: String) -> Result<Contact, AppError> {
    let caller = crate::users::caller().await?;
    let draft = super::entry::Draft { phone, name: Some(name), notes: Some(notes).filter(|notes| !notes.is_empty()) };
    super::book::save(&caller, draft).await?.contact.ok_or_else(|| AppError::not_found("contact"))
}

/// Adds or changes a contact with everything in its form.
#[server(prefix = "/app", endpoint = "put-contact", output = Answer)]
pub async fn put_contact(form: ContactFields) -> Result<Contact, AppError> {
    let caller = crate::users::caller().await?;
    let id = ContactId::parse(&form.id);
    super::book::put(&caller, id, form.into()).await
}

/// Forgets a contact; its calls stay in the history. Gives what was forgotten, so that it can be added again.
#[server(prefix = "/app", endpoint = "delete-contact", output = Answer)]
pub async fn delete_contact(id: ContactId) -> Result<Contact, AppError> {
    let caller = crate::users::caller().await?;
    let contact = super::book::read(&caller, &id).await?;
    super::book::delete(&caller, &id).await.map(|()| contact)
}

/// People who are there more than once: groups by name.
#[server(prefix = "/app", endpoint = "contacts-alike", output = Answer)]
pub async fn alike_contacts() -> Result<Vec<Alike>, AppError> {
    let caller = crate::users::caller().await?;
    super::merge::groups(&caller).await
}

/// Makes several contacts one, which keeps the name of the first; ids parted by commas.
#[server(prefix = "/app", endpoint = "merge-contacts", output = Answer)]
pub async fn merge_contacts(keep: ContactId, ids: String) -> Result<Contact, AppError> {
    let caller = crate::users::caller().await?;
    super::merge::merge(&caller, &keep, &ids).await
}

/// What a file that waits would change.
#[server(prefix = "/app", endpoint = "preview-import", output = Answer)]
pub async fn preview_import(file: ImportId) -> Result<Preview, AppError> {
    let caller = crate::users::caller().await?;
    super::transfer::preview_waiting(&caller, &file, crate::words::transfer()).await
}

/// Applies a file that waits: all or nothing.
#[server(prefix = "/app", endpoint = "apply-import", output = Answer)]
pub async fn apply_import(file: ImportId) -> Result<Preview, AppError> {
    let caller = crate::users::caller().await?;
    super::transfer::apply_waiting(&caller, &file, crate::words::transfer()).await
}
