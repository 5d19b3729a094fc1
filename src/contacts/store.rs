//! SQL of contacts; every query is scoped to its owner.

use sqlx::FromRow;

use super::model::Contact;
use crate::{
    domain::{
        ids::{ContactId, UserId},
        money::Micros,
        phone::E164,
        time::EpochMs,
    },
    server::database::{Database, Transaction, on_engine},
};

/// How many contacts [`list`] gives; a search finds the others.
pub const LISTED_MOST: i64 = 500;

/// Contacts with what their settled calls came to.
macro_rules! contacts_with_sums {
    ($condition:literal) => {
        concat!(
            "select c.id, c.name, c.e164, c.notes, c.last_called_at, count(k.id) as calls, ",
            "cast(coalesce(sum(k.charged_micros), 0) as bigint) as spent_micros ",
            "from contacts c left join calls k on k.contact_id = c.id and k.settled_at is not null ",
            "where ",
            $condition,
            " group by c.id, c.name, c.e164, c.notes, c.last_called_at order by lower(c.name), c.id limit $2"
        )
    };
}

/// The contact a number belongs to, for linking a call.
///
/// # Errors
/// When the database fails.
pub async fn id_of_number(db: &Database, user: &UserId, phone: &E164) -> sqlx::Result<Option<ContactId>> {
    const SELECT: &str = "select id from contacts where user_id = $1 and e164 = $2";

    on_engine!(db, |pool| sqlx::query_scalar(SELECT).bind(user).bind(phone).fetch_optional(pool).await)
}

/// The contact a number belongs to, with sums.
///
/// # Errors
/// When the database fails.
pub async fn of_number(db: &Database, user: &UserId, phone: &E164) -> sqlx::Result<Option<Contact>> {
    const SELECT: &str = contacts_with_sums!("c.user_id = $1 and c.e164 = $3");

    let row: Option<ContactRow> =
        on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).bind(1_i64).bind(phone).fetch_optional(pool).await)?;
    Ok(row.map(ContactRow::into_contact))
}

/// One contact, with sums; `None` when this caller has no such contact.
///
/// # Errors
/// When the database fails.
pub async fn of_id(db: &Database, user: &UserId, contact: &ContactId) -> sqlx::Result<Option<Contact>> {
    const SELECT: &str = contacts_with_sums!("c.user_id = $1 and c.id = $3");

    let row: Option<ContactRow> =
        on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).bind(1_i64).bind(contact).fetch_optional(pool).await)?;
    Ok(row.map(ContactRow::into_contact))
}

/// Contacts by name whose name or number contains `part`; all of them when it is blank. At most [`LISTED_MOST`].
///
/// # Errors
/// When the database fails.
pub async fn list(db: &Database, user: &UserId, part: &str) -> sqlx::Result<Vec<Contact>> {
    const SELECT: &str = contacts_with_sums!(
        "c.user_id = $1 and (cast($3 as text) is null or lower(c.name) like lower($3) escape '\\' or c.e164 like $4 escape '\\')"
    );

    let (name, number) = (name_pattern(part), number_pattern(part));
    let rows: Vec<ContactRow> = on_engine!(db, |pool| {
        sqlx::query_as(SELECT).bind(user).bind(LISTED_MOST).bind(name).bind(number).fetch_all(pool).await
    })?;
    Ok(rows.into_iter().map(ContactRow::into_contact).collect())
}

/// A contact to save: validated.
#[derive(Debug, Clone)]
pub struct NewContact {
    /// Used when the number has no contact yet.
    pub fresh_id: ContactId,
    pub user: UserId,
    pub phone: E164,
    pub name: String,
    /// Absent keeps the notes there are.
    pub notes: Option<String>,
    pub at: EpochMs,
}

/// Adds a contact, or renames the one that has this number.
///
/// # Errors
/// When the database fails.
pub async fn upsert(tx: &mut Transaction, contact: &NewContact) -> sqlx::Result<ContactId> {
    const UPSERT: &str = "
        insert into contacts (id, user_id, e164, name, notes, created_at) values ($1, $2, $3, $4, coalesce(cast($5 as text), ''), $6)
        on conflict (user_id, e164) do update set name = excluded.name, notes = coalesce(cast($5 as text), contacts.notes)
        returning id";

    on_engine!(tx, |tx| {
        sqlx::query_scalar(UPSERT)
            .bind(&contact.fresh_id)
            .bind(&contact.user)
            .bind(&contact.phone)
            .bind(&contact.name)
            .bind(&contact.notes)
            .bind(contact.at)
            .fetch_one(&mut **tx)
            .await
    })
}

/// Replaces the notes of the contact who has a number; `false` when nobody has it.
///
/// # Errors
/// When the database fails.
pub async fn set_notes(db: &Database, user: &UserId, phone: &E164, notes: &str) -> sqlx::Result<bool> {
    const UPDATE: &str = "update contacts set notes = $3 where user_id = $1 and e164 = $2";

    let rows = on_engine!(db, |pool| sqlx::query(UPDATE).bind(user).bind(phone).bind(notes).execute(pool).await?.rows_affected());
    Ok(rows == 1)
}

/// Deletes a contact whose calls were unlinked before; `false` when this caller has no such contact.
///
/// # Errors
/// When the database fails.
pub async fn delete(tx: &mut Transaction, user: &UserId, contact: &ContactId) -> sqlx::Result<bool> {
    const DELETE: &str = "delete from contacts where user_id = $1 and id = $2";

    let rows = on_engine!(tx, |tx| sqlx::query(DELETE).bind(user).bind(contact).execute(&mut **tx).await?.rows_affected());
    Ok(rows == 1)
}

/// Moves `last_called_at` forward; part of settling a call.
///
/// # Errors
/// When the database fails.
pub async fn touch(tx: &mut Transaction, contact: &ContactId, at: EpochMs) -> sqlx::Result<()> {
    const UPDATE: &str =
        "update contacts set last_called_at = $2 where id = $1 and (last_called_at is null or last_called_at < $2)";

    on_engine!(tx, |tx| sqlx::query(UPDATE).bind(contact).bind(at).execute(&mut **tx).await.map(drop))
}

/// `%part%` with the wildcards of LIKE taken literally; nothing for a blank search.
fn name_pattern(part: &str) -> Option<String> {
    let text = part.trim().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    (!text.is_empty()).then(|| format!("%{text}%"))
}

/// The digits of a number as it may be typed, also with a trunk zero; nothing when letters are among them.
fn number_pattern(part: &str) -> Option<String> {
    let only_a_number = part.chars().all(|c| c.is_ascii_digit() || " +-().".contains(c));
    let digits: String = part.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    (only_a_number && !digits.is_empty()).then(|| format!("%{digits}%"))
}

#[derive(FromRow)]
struct ContactRow {
    id: ContactId,
    name: String,
    e164: E164,
    notes: String,
    last_called_at: Option<EpochMs>,
    calls: i64,
    spent_micros: Micros,
}

impl ContactRow {
    fn into_contact(self) -> Contact {
        Contact {
            id: self.id,
            name: self.name,
            international: self.e164.to_string(),
            country: None,
            phone: self.e164,
            notes: self.notes,
            last_called_at: self.last_called_at,
            calls: self.calls,
            spent_micros: self.spent_micros,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analytics::store::fixture::{BRITISH, Ended, TestDatabase, moment},
        server::ids,
    };

    fn phone(text: &str) -> E164 {
        E164::parse(text).expect("E.164")
    }

    fn names(contacts: &[Contact]) -> Vec<&str> {
        contacts.iter().map(|contact| contact.name.as_str()).collect()
    }

    async fn save(test: &TestDatabase, user: &UserId, name: &str, notes: Option<&str>) -> ContactId {
        let contact = NewContact {
            fresh_id: ids::contact_id(),
            user: user.clone(),
            phone: phone("+447911123456"),
            name: name.into(),
            notes: notes.map(str::to_owned),
            at: moment("2026-11-20T12:00:00Z"),
        };
        let mut tx = test.db.begin().await.expect("a transaction");
        let id = upsert(&mut tx, &contact).await.expect("stored");
        tx.commit().await.expect("committed");
        id
    }

    #[tokio::test]
    async fn contacts_come_by_name_with_what_their_settled_calls_came_to() {
        let test = TestDatabase::fresh().await;
        let (ann, eve) = (test.user("ann@example.test").await, test.user("eve@example.test").await);
        test.contact(&ann, "zoe", "+33123456789").await;
        let bob = test.contact(&ann, "Bob", "+447911123456").await;
        test.contact(&eve, "Eve's own", "+447911123456").await;
        for charged in [20_000, 22_000] {
            test.call(&ann, Ended { contact: Some(&bob), charged, ..BRITISH }).await;
        }
        let contacts = list(&test.db, &ann, "").await.expect("contacts");
        assert_eq!(names(&contacts), ["Bob", "zoe"]);
        assert_eq!((contacts[0].calls, contacts[0].spent_micros), (2, Micros(42_000)));
        assert_eq!((contacts[1].calls, contacts[1].spent_micros), (0, Micros::ZERO));
        assert_eq!(of_number(&test.db, &ann, &phone("+447911123456")).await.expect("found"), Some(contacts[0].clone()));
        assert_eq!(of_id(&test.db, &ann, &bob).await.expect("found"), Some(contacts[0].clone()));
        assert_eq!(of_id(&test.db, &eve, &bob).await.expect("asked"), None);
        assert_eq!(id_of_number(&test.db, &ann, &phone("+33123456780")).await.expect("none"), None);
    }

    #[tokio::test]
    async fn a_search_takes_wildcards_literally_and_numbers_as_they_are_typed() {
        let test = TestDatabase::fresh().await;
        let ann = test.user("ann@example.test").await;
        test.contact(&ann, "100% Bob", "+447911123456").await;
        test.contact(&ann, "Bobby_B", "+33123456789").await;
        let found = async |part: &str| list(&test.db, &ann, part).await.expect("contacts").len();
        assert_eq!(found("bOb").await, 2);
        assert_eq!(found("%").await, 1);
        assert_eq!(found("_").await, 1);
        assert_eq!(found("07911 123").await, 1);
        assert_eq!(found("+33 1").await, 1);
        assert_eq!(found("nobody").await, 0);
    }

    #[tokio::test]
    async fn saving_a_number_again_renames_its_contact_and_keeps_notes_unless_new_ones_come() {
        let test = TestDatabase::fresh().await;
        let (ann, eve) = (test.user("ann@example.test").await, test.user("eve@example.test").await);
        let first = save(&test, &ann, "Bob", Some("a plumber")).await;
        assert_eq!(save(&test, &ann, "Robert", None).await, first);
        assert_ne!(save(&test, &eve, "Bob", None).await, first);
        let number = phone("+447911123456");
        let contact = of_number(&test.db, &ann, &number).await.expect("found").expect("there");
        assert_eq!((contact.name.as_str(), contact.notes.as_str()), ("Robert", "a plumber"));
        assert!(set_notes(&test.db, &ann, &number, "").await.expect("stored"));
        assert!(!set_notes(&test.db, &ann, &phone("+33123456789"), "x").await.expect("nobody"));
        assert_eq!(of_number(&test.db, &ann, &number).await.expect("found").expect("there").notes, "");
    }

    #[tokio::test]
    async fn another_callers_contact_is_neither_deleted_nor_moved_back_in_time() {
        let test = TestDatabase::fresh().await;
        let (ann, eve) = (test.user("ann@example.test").await, test.user("eve@example.test").await);
        let bob = test.contact(&ann, "Bob", "+447911123456").await;
        let mut tx = test.db.begin().await.expect("a transaction");
        assert!(!delete(&mut tx, &eve, &bob).await.expect("not hers"));
        touch(&mut tx, &bob, moment("2026-11-20T12:00:00Z")).await.expect("touched");
        touch(&mut tx, &bob, moment("2026-11-19T12:00:00Z")).await.expect("touched");
        tx.commit().await.expect("committed");
        let contacts = list(&test.db, &ann, "").await.expect("contacts");
        assert_eq!(contacts[0].last_called_at, Some(moment("2026-11-20T12:00:00Z")));
    }
}
