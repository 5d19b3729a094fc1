//! Server functions of contacts.

use leptos::prelude::*;

use super::model::{Contact, Lookup};
use crate::{domain::ids::ContactId, error::AppError};

/// Who a number (as typed) belongs to.
#[server(prefix = "/app", endpoint = "contact-lookup")]
pub async fn look_up(phone: String) -> Result<Lookup, AppError> {
    let caller = crate::users::caller().await?;
    super::book::look_up(&caller, &phone).await
}

/// The caller's contacts by name; `q` is part of a name or number, empty for all.
#[server(prefix = "/app", endpoint = "contacts")]
pub async fn list_contacts(#[server(default)] q: String) -> Result<Vec<Contact>, AppError> {
    let caller = crate::users::caller().await?;
    super::book::list(&caller, &q).await
}

/// One contact of the caller.
#[server(prefix = "/app", endpoint = "contact")]
pub async fn read_contact(id: ContactId) -> Result<Contact, AppError> {
    let caller = crate::users::caller().await?;
    super::book::read(&caller, &id).await
}

/// Adds a contact, or changes the one that has this number.
#[server(prefix = "/app", endpoint = "save-contact")]
pub async fn save_contact(phone: String, name: String, #[server(default)] notes: String) -> Result<Contact, AppError> {
    let caller = crate::users::caller().await?;
    let draft = super::book::Draft { phone, name: Some(name), notes: Some(notes) };
    super::book::save(&caller, draft).await?.contact.ok_or_else(|| AppError::not_found("contact"))
}

/// Forgets a contact; its calls stay in the history.
#[server(prefix = "/app", endpoint = "delete-contact")]
pub async fn delete_contact(id: ContactId) -> Result<(), AppError> {
    let caller = crate::users::caller().await?;
    super::book::delete(&caller, &id).await
}
