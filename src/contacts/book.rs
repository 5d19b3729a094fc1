//! The caller's address book: what both doors do with a contact.

use super::{
    clean::{clean_name, clean_notes},
    entry::{Draft, Typed},
    model::{Contact, ContactDetail, ContactPage, Label, ListRequest, Lookup, Match, Sort},
    store::{self, list::Wanted, write::Record},
};
use crate::{
    calls::store::contacts::{newest, relink_contact, talked, unlink_contact},
    domain::{
        ids::{ContactId, UserId},
        page::Limit,
        phone::PhoneNumber,
        time::EpochMs,
    },
    error::AppError,
    rates::countries::zones_of,
    server::{database::Database, ids, numbering},
    users::Caller,
    words,
};

/// Calls in the drawer of a contact.
const NEWEST_CALLS: i64 = 5;
/// Contacts on a page.
const ON_A_PAGE: i64 = 50;
/// Numbers offered while somebody types.
const MATCHES: i64 = 8;

/// Who a number, as typed, belongs to.
///
/// # Errors
/// [`AppError::Invalid`] on `phone`, or when the database fails.
pub async fn look_up(caller: &Caller, phone: &str) -> Result<Lookup, AppError> {
    let phone = read_phone(caller, phone)?;
    let contact = store::of_number(&caller.state.db, &caller.me.id, &phone.e164).await?;
    Ok(Lookup { phone, contact: contact.map(described) })
}

/// The numbers that somebody may mean who has typed `q`, at most eight.
///
/// # Errors
/// When the database fails.
pub async fn matches(caller: &Caller, q: &str) -> Result<Vec<Match>, AppError> {
    let mut found = store::list::matches(&caller.state.db, &caller.me.id, q, MATCHES).await?;
    for one in &mut found {
        let PhoneNumber { international, country, .. } = numbering::describe(&one.e164);
        (one.international, one.country) = (international, country);
    }
    Ok(found)
}

/// What the address of the page asks for.
///
/// # Errors
/// [`AppError::Invalid`] for a wrong cursor, or when the database fails.
pub async fn page(caller: &Caller, request: &ListRequest) -> Result<ContactPage, AppError> {
    let cursor = Some(request.after.as_str()).filter(|cursor| !cursor.is_empty());
    let sort = Sort::from_word(&request.sort).unwrap_or(Sort::Name);
    let limit = Limit::parse(Some(ON_A_PAGE)).unwrap_or_default();
    list(caller, &Wanted { q: &request.q, tag: &request.tag, sort, cursor, limit }).await
}

/// A page of the caller's contacts.
///
/// # Errors
/// [`AppError::Invalid`] for a wrong cursor, or when the database fails.
pub async fn list(caller: &Caller, wanted: &Wanted<'_>) -> Result<ContactPage, AppError> {
    let (db, user) = (&caller.state.db, &caller.me.id);
    let page = store::list::page(db, user, wanted).await?;
    let (total, tags) = store::list::extent(db, user).await?;
    let contacts = page.items.into_iter().map(described).collect();
    Ok(ContactPage { contacts, next_cursor: page.next_cursor, total, tags })
}

/// One contact.
///
/// # Errors
/// [`AppError::NotFound`] for a contact that is not the caller's, or when the database fails.
pub async fn read(caller: &Caller, contact: &ContactId) -> Result<Contact, AppError> {
    let contact = store::of_id(&caller.state.db, &caller.me.id, contact).await?;
    contact.map(described).ok_or_else(|| AppError::not_found("contact"))
}

/// One contact with its calls.
///
/// # Errors
/// [`AppError::NotFound`] for a contact that is not the caller's, or when the database fails.
pub async fn detail(caller: &Caller, id: &ContactId) -> Result<ContactDetail, AppError> {
    let (db, user) = (&caller.state.db, &caller.me.id);
    let contact = read(caller, id).await?;
    let (answered, seconds) = talked(db, user, id).await?;
    let recent = newest(db, user, id, NEWEST_CALLS).await?;
    let average_seconds = if answered > 0 { seconds / answered } else { 0 };
    let zones = match &contact.zone {
        Some(zone) => vec![zone.clone()],
        None => zones_of(&numbering::describe(&contact.phone)),
    };
    Ok(ContactDetail { contact, answered, average_seconds, recent, zones })
}

/// Adds or changes the contact who has a number. One who is added gets the calls that were made to the number before.
///
/// # Errors
/// [`AppError::Invalid`] on `phone`, `name` or `notes`, or when the database fails.
pub async fn save(caller: &Caller, draft: Draft) -> Result<Lookup, AppError> {
    let phone = read_phone(caller, &draft.phone)?;
    let name = draft.name.as_deref().map(clean_name).transpose().map_err(|problem| AppError::invalid("name", problem))?;
    let notes = draft.notes.as_deref().map(clean_notes).transpose().map_err(|problem| AppError::invalid("notes", problem))?;
    let (db, user) = (&caller.state.db, &caller.me.id);
    let known = store::of_number(db, user, &phone.e164).await?;
    match (known, name, notes) {
        (Some(known), name, notes) if name.is_some() || notes.is_some() => {
            let mut record = record_of(&known);
            record.name = name.unwrap_or(record.name);
            record.notes = notes.unwrap_or(record.notes);
            change(db, user, &record).await?;
        }
        (None, Some(name), notes) => {
            let numbers = vec![(phone.e164.clone(), Label::of_line(phone.line))];
            let (id, notes) = (ids::contact_id(), notes.unwrap_or_default());
            let record = Record { id, name, notes, tags: Vec::new(), favourite: false, zone: None, numbers };
            add(db, user, &record, caller.state.clock.now()).await?;
        }
        (None, None, Some(_)) => {
            return Err(AppError::invalid("name", words::contacts().name_first()));
        }
        _ => {}
    }
    let contact = store::of_number(db, user, &phone.e164).await?;
    Ok(Lookup { phone, contact: contact.map(described) })
}

/// Adds a contact, or changes the one that is named, with all its numbers.
///
/// # Errors
/// [`AppError::Invalid`] on the field that is wrong, also for a number that somebody else has; [`AppError::NotFound`] for a
/// contact that is not the caller's; or when the database fails.
pub async fn put(caller: &Caller, id: Option<ContactId>, typed: Typed) -> Result<Contact, AppError> {
    let (db, user) = (&caller.state.db, &caller.me.id);
    let is_new = id.is_none();
    let record = typed.validated(id.unwrap_or_else(ids::contact_id), caller.home().as_deref())?;
    for (index, (number, _)) in record.numbers.iter().enumerate() {
        if let Some((owner, name)) = store::read::owner_of_number(db, user, number).await?
            && owner != record.id
        {
            let shown = numbering::describe(number).international;
            let message = words::contacts().number_taken(&shown, &name);
            return Err(AppError::invalid(&format!("numbers.{index}"), message));
        }
    }
    if is_new {
        add(db, user, &record, caller.state.clock.now()).await?;
    } else if !change(db, user, &record).await? {
        return Err(AppError::not_found("contact"));
    }
    read(caller, &record.id).await
}

/// Forgets a contact; its calls stay.
///
/// # Errors
/// [`AppError::NotFound`] for a contact that is not the caller's, or when the database fails.
pub async fn delete(caller: &Caller, contact: &ContactId) -> Result<(), AppError> {
    remove(&caller.state.db, &caller.me.id, contact).await?.then_some(()).ok_or_else(|| AppError::not_found("contact"))
}

/// Adds a contact and links the calls made to the numbers before.
pub(super) async fn add(db: &Database, user: &UserId, record: &Record, at: EpochMs) -> Result<(), AppError> {
    let mut tx = db.begin().await?;
    match store::write::insert(&mut tx, user, record, at).await {
        // Twice the same form at once: the other one was faster.
        Err(sqlx::Error::Database(cause)) if cause.is_unique_violation() => {
            return Err(AppError::refused("number_taken", words::contacts().number_given()));
        }
        done => done?,
    }
    relink_contact(&mut tx, user, &record.id).await?;
    store::write::date_again(&mut tx, user, &record.id).await?;
    Ok(tx.commit().await?)
}

/// Writes a contact as it shall be; `false` when this caller has no such contact.
async fn change(db: &Database, user: &UserId, record: &Record) -> Result<bool, AppError> {
    if store::of_id(db, user, &record.id).await?.is_none() {
        return Ok(false);
    }
    let mut tx = db.begin().await?;
    store::write::replace_numbers(&mut tx, user, record).await?;
    relink_contact(&mut tx, user, &record.id).await?;
    let changed = store::write::update(&mut tx, user, record).await?;
    store::write::date_again(&mut tx, user, &record.id).await?;
    tx.commit().await?;
    Ok(changed)
}

async fn remove(db: &Database, user: &UserId, contact: &ContactId) -> sqlx::Result<bool> {
    let mut tx = db.begin().await?;
    unlink_contact(&mut tx, user, contact).await?;
    let removed = store::write::delete(&mut tx, user, contact).await?;
    tx.commit().await?;
    Ok(removed)
}

/// What would be written of a contact as it is.
pub(super) fn record_of(contact: &Contact) -> Record {
    Record {
        id: contact.id.clone(),
        name: contact.name.clone(),
        notes: contact.notes.clone(),
        tags: contact.tags.clone(),
        favourite: contact.favourite,
        zone: contact.zone.clone(),
        numbers: contact.numbers.iter().map(|number| (number.e164.clone(), number.label)).collect(),
    }
}

fn read_phone(caller: &Caller, typed: &str) -> Result<PhoneNumber, AppError> {
    // A `+` that was not escaped in a query string arrives as a space.
    let typed = typed.strip_prefix(' ').map_or_else(|| typed.to_owned(), |digits| format!("+{digits}"));
    numbering::normalise(&typed, caller.home().as_deref()).map_err(|error| match error {
        AppError::Invalid { message, .. } => AppError::invalid("phone", message),
        other => other,
    })
}

/// With its numbers as people write them.
pub(super) fn described(mut contact: Contact) -> Contact {
    for number in &mut contact.numbers {
        let PhoneNumber { international, country, .. } = numbering::describe(&number.e164);
        (number.international, number.country) = (international, country);
    }
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
    async fn a_contact_has_the_calls_to_any_of_its_numbers_and_loses_them_with_the_number() {
        let test = TestDatabase::fresh().await;
        let (ann, eve) = (test.user("ann@example.test").await, test.user("eve@example.test").await);
        test.call(&ann, Ended { at: "2026-11-19T12:00:00Z", ..BRITISH }).await;
        test.call(&ann, Ended { at: "2026-11-20T12:00:00Z", charged: 22_000, ..BRITISH }).await;
        test.call(&ann, Ended { at: "2026-11-21T12:00:00Z", status: CallStatus::Busy, seconds: 0, charged: 0, ..BRITISH }).await;
        test.call(&ann, Ended { to: "+447911123457", at: "2026-11-18T12:00:00Z", charged: 5, ..BRITISH }).await;
        test.call(&eve, BRITISH).await;
        let number = |text: &str| (E164::parse(text).expect("E.164"), Label::Mobile);
        let mut bob = Record {
            id: ids::contact_id(),
            name: "Bob".into(),
            notes: String::new(),
            tags: Vec::new(),
            favourite: false,
            zone: None,
            numbers: vec![number(BRITISH.to)],
        };
        add(&test.db, &ann, &bob, moment("2026-11-22T12:00:00Z")).await.expect("added");
        let found = async || store::of_id(&test.db, &ann, &bob.id).await.expect("found").expect("there");
        let known = found().await;
        assert_eq!((known.calls, known.spent_micros.0), (3, 42_000));
        assert_eq!(known.last_called_at, Some(moment("2026-11-20T12:00:00Z")), "a busy line is not somebody called");
        assert_eq!(known.last_call.expect("a call").status, CallStatus::Busy);

        bob.numbers = vec![number("+447911123457"), number(BRITISH.to)];
        assert!(change(&test.db, &ann, &bob).await.expect("changed"));
        let found = async || store::of_id(&test.db, &ann, &bob.id).await.expect("found").expect("there");
        let known = found().await;
        assert_eq!((known.calls, known.spent_micros.0, known.phone.as_str()), (4, 42_005, "+447911123457"));
        bob.numbers.pop();
        assert!(change(&test.db, &ann, &bob).await.expect("changed"));
        let known = store::of_id(&test.db, &ann, &bob.id).await.expect("found").expect("there");
        assert_eq!((known.calls, known.spent_micros.0), (1, 5));

        assert!(!remove(&test.db, &eve, &bob.id).await.expect("not hers"));
        assert!(!change(&test.db, &eve, &bob).await.expect("not hers"));
        assert!(remove(&test.db, &ann, &bob.id).await.expect("deleted"));
        assert_eq!(store::of_number(&test.db, &ann, &bob.numbers[0].0).await.expect("asked"), None);
    }
}
