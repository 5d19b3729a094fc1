//! Server functions of contacts.

use leptos::prelude::*;

use super::model::{Contact, Lookup};
use crate::{domain::ids::ContactId, error::AppError};

/// Who a number (as typed) belongs to.
#[server(prefix = "/app", endpoint = "contact-lookup")]
pub async fn look_up(phone: String) -> Result<Lookup, AppError> {
    let _ = phone;
    Err(AppError::not_found("contact"))
}

/// The caller's contacts by name; `q` is part of a name or number, empty for all.
#[server(prefix = "/app", endpoint = "contacts")]
pub async fn list_contacts(q: String) -> Result<Vec<Contact>, AppError> {
    let _ = q;
    Ok(Vec::new())
}

/// Adds a contact, or changes the one that has this number.
#[server(prefix = "/app", endpoint = "save-contact")]
pub async fn save_contact(phone: String, name: String, notes: String) -> Result<Contact, AppError> {
    let _ = (phone, name, notes);
    Err(AppError::not_found("contact"))
}

/// Forgets a contact; its calls stay in the history.
#[server(prefix = "/app", endpoint = "delete-contact")]
pub async fn delete_contact(id: ContactId) -> Result<(), AppError> {
    let _ = id;
    Err(AppError::not_found("contact"))
}
