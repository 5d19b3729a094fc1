//! The caller's address book: what both doors do with a contact.

use super::{
    model::{Contact, Lookup, clean_name, clean_notes},
    store::{self, NewContact},
};
use crate::{
    calls::store::contacts::{link_contact, unlink_contact},
    domain::{
        ids::{ContactId, UserId},
        phone::PhoneNumber,
    },
    error::AppError,
    server::{database::Database, ids, numbering},
    users::Caller,
};

/// A contact as somebody typed it.
#[derive(Debug, Clone)]
pub struct Draft {
    pub phone: String,
    /// Absent leaves the name as it is, and nobody is added.
    pub name: Option<String>,
    /// Absent leaves the notes as they are.
    pub notes: Option<String>,
}

/// Who a number, as typed, belongs to.
///
/// # Errors
/// [`AppError::Invalid`] on `phone`, or when the database fails.
pub async fn look_up(caller: &Caller, phone: &str) -> Result<Lookup, AppError> {
    let phone = read_phone(caller, phone)?;
    let contact = store::of_number(&caller.state.db, &caller.me.id, &phone.e164).await?;
    Ok(Lookup { phone, contact: contact.map(described) })
}

/// The caller's contacts by name; `part` is part of a name or number, blank for all.
///
/// # Errors
/// When the database fails.
pub async fn list(caller: &Caller, part: &str) -> Result<Vec<Contact>, AppError> {
    let contacts = store::list(&caller.state.db, &caller.me.id, part).await?;
    Ok(contacts.into_iter().map(described).collect())
}

/// One contact.
///
/// # Errors
/// [`AppError::NotFound`] for a contact that is not the caller's, or when the database fails.
pub async fn read(caller: &Caller, contact: &ContactId) -> Result<Contact, AppError> {
    let contact = store::of_id(&caller.state.db, &caller.me.id, contact).await?;
    contact.map(described).ok_or_else(|| AppError::not_found("contact"))
}

/// Adds or changes a contact. One who is added gets the calls that were made to the number before.
///
/// # Errors
/// [`AppError::Invalid`] on `phone`, `name` or `notes`, or when the database fails.
pub async fn save(caller: &Caller, draft: Draft) -> Result<Lookup, AppError> {
    let phone = read_phone(caller, &draft.phone)?;
    let name = draft.name.as_deref().map(clean_name).transpose().map_err(|problem| AppError::invalid("name", problem))?;
    let notes = draft.notes.as_deref().map(clean_notes).transpose().map_err(|problem| AppError::invalid("notes", problem))?;
    let (db, user) = (&caller.state.db, &caller.me.id);
    match (name, notes) {
        (Some(name), notes) => {
            let (fresh_id, at) = (ids::contact_id(), caller.state.clock.now());
            let contact = NewContact { fresh_id, user: user.clone(), phone: phone.e164.clone(), name, notes, at };
            write(db, &contact).await?;
        }
        (None, Some(notes)) if !store::set_notes(db, user, &phone.e164, &notes).await? => {
            return Err(AppError::invalid("name", "Nobody has this number yet: give a name, then the notes can be kept."));
        }
        (None, _) => {}
    }
    let contact = store::of_number(db, user, &phone.e164).await?;
    Ok(Lookup { phone, contact: contact.map(described) })
}

/// Forgets a contact; its calls stay.
///
/// # Errors
/// [`AppError::NotFound`] for a contact that is not the caller's, or when the database fails.
pub async fn delete(caller: &Caller, contact: &ContactId) -> Result<(), AppError> {
    remove(&caller.state.db, &caller.me.id, contact).await?.then_some(()).ok_or_else(|| AppError::not_found("contact"))
}

/// Calls before contact wherever both are locked: settling a call takes them in this order too.
async fn write(db: &Database, contact: &NewContact) -> sqlx::Result<()> {
    let known = store::id_of_number(db, &contact.user, &contact.phone).await?;
    let mut tx = db.begin().await?;
    if let Some(id) = known {
        link_contact(&mut tx, &contact.user, &contact.phone, &id).await?;
    }
    let id = store::upsert(&mut tx, contact).await?;
    let last_called = link_contact(&mut tx, &contact.user, &contact.phone, &id).await?;
    if let Some(at) = last_called {
        store::touch(&mut tx, &id, at).await?;
    }
    tx.commit().await
}

async fn remove(db: &Database, user: &UserId, contact: &ContactId) -> sqlx::Result<bool> {
    let mut tx = db.begin().await?;
    unlink_contact(&mut tx, user, contact).await?;
    let removed = store::delete(&mut tx, user, contact).await?;
    tx.commit().await?;
    Ok(removed)
}

fn read_phone(caller: &Caller, typed: &str) -> Result<PhoneNumber, AppError> {
    // A `+` that was not escaped in a query string arrives as a space.
    let typed = typed.strip_prefix(' ').map_or_else(|| typed.to_owned(), |digits| format!("+{digits}"));
    numbering::normalise(&typed, caller.home().as_deref()).map_err(|error| match error {
        AppError::Invalid { message, .. } => AppError::invalid("phone", message),
        other => other,
    })
}

/// With its number as people write it.
fn described(contact: Contact) -> Contact {
    let PhoneNumber { international, country, .. } = numbering::describe(&contact.phone);
    Contact { international, country, ..contact }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analytics::store::fixture::{BRITISH, Ended, TestDatabase, moment},
        calls::model::CallStatus,
        domain::phone::E164,
    };

    #[tokio::test]
    async fn a_new_contact_gets_the_callers_past_calls_to_the_number_and_loses_them_when_deleted() {
        let test = TestDatabase::fresh().await;
        let (ann, eve) = (test.user("ann@example.test").await, test.user("eve@example.test").await);
        test.call(&ann, Ended { at: "2026-11-19T12:00:00Z", ..BRITISH }).await;
        test.call(&ann, Ended { at: "2026-11-20T12:00:00Z", charged: 22_000, ..BRITISH }).await;
        test.call(&ann, Ended { at: "2026-11-21T12:00:00Z", status: CallStatus::Busy, seconds: 0, charged: 0, ..BRITISH }).await;
        test.call(&ann, Ended { to: "+447911123457", ..BRITISH }).await;
        test.call(&eve, BRITISH).await;
        let phone = E164::parse(BRITISH.to).expect("E.164");
        for name in ["Bob", "Robert"] {
            let (fresh_id, at) = (ids::contact_id(), moment("2026-11-22T12:00:00Z"));
            let contact = NewContact { fresh_id, user: ann.clone(), phone: phone.clone(), name: name.into(), notes: None, at };
            write(&test.db, &contact).await.expect("saved");
        }
        let bob = store::of_number(&test.db, &ann, &phone).await.expect("found").expect("there");
        assert_eq!((bob.name.as_str(), bob.calls, bob.spent_micros.0), ("Robert", 3, 42_000));
        assert_eq!(bob.last_called_at, Some(moment("2026-11-20T12:00:00Z")), "a busy line is not somebody called");

        assert!(!remove(&test.db, &eve, &bob.id).await.expect("not hers"));
        assert_eq!(store::of_number(&test.db, &ann, &phone).await.expect("found").expect("still there").calls, 3);
        assert!(remove(&test.db, &ann, &bob.id).await.expect("deleted"));
        assert_eq!(store::of_number(&test.db, &ann, &phone).await.expect("asked"), None);
        let another = test.contact(&ann, "Bob again", BRITISH.to).await;
        assert_ne!(another, bob.id);
    }
}
