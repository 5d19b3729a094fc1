//! Making one contact out of several: nothing is lost.

use super::{
    book::{described, record_of},
    clean::NUMBERS_MOST,
    model::{Alike, Contact},
    store::{self, write::Record},
};
use crate::{
    calls::store::contacts::{relink_contact, unlink_contact},
    domain::ids::{ContactId, UserId},
    error::AppError,
    server::database::Database,
    users::Caller,
    words,
};

/// Groups shown at a time.
const GROUPS: i64 = 25;

/// People who are there more than once.
///
/// # Errors
/// When the database fails.
pub async fn groups(caller: &Caller) -> Result<Vec<Alike>, AppError> {
    let groups = store::alike::groups(&caller.state.db, &caller.me.id, GROUPS).await?;
    Ok(groups.into_iter().map(|group| Alike { contacts: group.contacts.into_iter().map(described).collect() }).collect())
}

/// Makes the contacts of `ids` (parted by commas) one with `keep`, whose name and preferred number stay.
///
/// # Errors
/// [`AppError::NotFound`] for a contact that is not the caller's, [`AppError::Invalid`] when there would be too many numbers, or
/// when the database fails.
pub async fn merge(caller: &Caller, keep: &ContactId, ids: &str) -> Result<Contact, AppError> {
    let (db, user) = (&caller.state.db, &caller.me.id);
    let mut others: Vec<ContactId> = Vec::new();
    for id in ids.split(',').map(str::trim).filter(|id| !id.is_empty()) {
        let id = ContactId::parse(id).ok_or_else(|| AppError::not_found("contact"))?;
        if id != *keep && !others.contains(&id) {
            others.push(id);
        }
    }
    if others.is_empty() {
        return Err(AppError::invalid("ids", words::contacts().choose_two()));
    }
    unite(db, user, keep, &others).await?;
    super::book::read(caller, keep).await
}

async fn unite(db: &Database, user: &UserId, keep: &ContactId, others: &[ContactId]) -> Result<(), AppError> {
    let find = async |id: &ContactId| -> Result<Contact, AppError> {
        store::of_id(db, user, id).await?.ok_or_else(|| AppError::not_found("contact"))
    };
    let mut record = record_of(&find(keep).await?);
    for id in others {
        absorb(&mut record, &record_of(&find(id).await?));
    }
    if record.numbers.len() > NUMBERS_MOST {
        let message = words::contacts().merged_many(record.numbers.len(), NUMBERS_MOST);
        return Err(AppError::invalid("numbers", message));
    }
    let mut tx = db.begin().await?;
    for id in others {
        unlink_contact(&mut tx, user, id).await?;
    }
    for id in others {
        store::write::delete(&mut tx, user, id).await?;
    }
    store::write::replace_numbers(&mut tx, user, &record).await?;
    relink_contact(&mut tx, user, keep).await?;
    store::write::update(&mut tx, user, &record).await?;
    store::write::date_again(&mut tx, user, keep).await?;
    Ok(tx.commit().await?)
}

/// Adds what another contact has: numbers behind one's own, notes below them, groups; a favourite stays one.
pub fn absorb(into: &mut Record, other: &Record) {
    for number in &other.numbers {
        if !into.numbers.iter().any(|(known, _)| *known == number.0) {
            into.numbers.push(number.clone());
        }
    }
    for tag in &other.tags {
        if !into.tags.contains(tag) {
            into.tags.push(tag.clone());
        }
    }
    into.notes = joined(&into.notes, &other.notes);
    into.favourite |= other.favourite;
    into.zone = into.zone.take().or_else(|| other.zone.clone());
}

/// Notes below notes, unless they are there already.
pub fn joined(notes: &str, more: &str) -> String {
    match (notes.trim(), more.trim()) {
        (notes, more) if more.is_empty() || notes.contains(more) => notes.to_owned(),
        ("", more) => more.to_owned(),
        (notes, more) => format!("{notes}\n{more}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::store::fixture::{BRITISH, Ended, TestDatabase};

    #[tokio::test]
    async fn a_merge_loses_no_number_no_note_and_no_call() {
        let test = TestDatabase::fresh().await;
        let (ann, eve) = (test.user("ann@example.test").await, test.user("eve@example.test").await);
        let one = test.contact(&ann, "Ada Lovelace", BRITISH.to).await;
        let two = test.contact(&ann, "Lovelace, Ada", "+33123456789").await;
        let hers = test.contact(&eve, "Ada Lovelace", "+33123456789").await;
        test.call(&ann, Ended { contact: Some(&one), charged: 20_000, ..BRITISH }).await;
        test.call(&ann, Ended { contact: Some(&two), to: "+33123456789", charged: 3, ..BRITISH }).await;

        assert_eq!(unite(&test.db, &ann, &one, &[hers]).await, Err(AppError::not_found("contact")));
        unite(&test.db, &ann, &one, std::slice::from_ref(&two)).await.expect("merged");
        let ada = store::of_id(&test.db, &ann, &one).await.expect("found").expect("there");
        assert_eq!((ada.name.as_str(), ada.calls, ada.spent_micros.0), ("Ada Lovelace", 2, 20_003));
        let numbers: Vec<&str> = ada.numbers.iter().map(|number| number.e164.as_str()).collect();
        assert_eq!(numbers, [BRITISH.to, "+33123456789"]);
        assert_eq!(store::of_id(&test.db, &ann, &two).await.expect("asked"), None);
    }

    #[test]
    fn notes_are_joined_once() {
        assert_eq!(joined("a plumber", "call late"), "a plumber\ncall late");
        assert_eq!(joined("a plumber\ncall late", "call late"), "a plumber\ncall late");
        assert_eq!((joined("", " x "), joined("x", "")), ("x".into(), "x".into()));
    }
}
