//! Finding contacts.

use std::collections::HashMap;

use sqlx::{FromRow, QueryBuilder};

use crate::{
    calls::model::CallStatus,
    contacts::model::{Contact, ContactNumber, Label, LastCall},
    domain::{
        ids::{ContactId, UserId},
        money::Micros,
        phone::E164,
        time::EpochMs,
    },
    server::database::{Database, on_engine},
};

/// The columns of a [`ContactRow`] from `contacts c`.
macro_rules! contact_columns {
    () => {
        "c.id, c.name, c.e164, c.notes, c.tags, c.rank, c.zone, c.last_called_at, c.sort_key,
         (select count(*) from calls k where k.contact_id = c.id and k.settled_at is not null) as calls,
         (select cast(coalesce(sum(k.charged_micros), 0) as bigint) from calls k
           where k.contact_id = c.id and k.settled_at is not null) as spent_micros,
         (select k.status from calls k where k.contact_id = c.id order by k.created_at desc, k.id desc limit 1) as last_status,
         (select k.created_at from calls k where k.contact_id = c.id order by k.created_at desc, k.id desc limit 1) as last_at"
    };
}
pub(super) use contact_columns;

/// The contact a number belongs to, for linking a call.
///
/// # Errors
/// When the database fails.
pub async fn id_of_number(db: &Database, user: &UserId, phone: &E164) -> sqlx::Result<Option<ContactId>> {
    const SELECT: &str = "select contact_id from contact_numbers where user_id = $1 and e164 = $2";

    on_engine!(db, |pool| sqlx::query_scalar(SELECT).bind(user).bind(phone).fetch_optional(pool).await)
}

/// The contact a number belongs to, with sums.
///
/// # Errors
/// When the database fails.
pub async fn of_number(db: &Database, user: &UserId, phone: &E164) -> sqlx::Result<Option<Contact>> {
    match id_of_number(db, user, phone).await? {
        Some(contact) => of_id(db, user, &contact).await,
        None => Ok(None),
    }
}

/// One contact, with sums; `None` when this caller has no such contact.
///
/// # Errors
/// When the database fails.
pub async fn of_id(db: &Database, user: &UserId, contact: &ContactId) -> sqlx::Result<Option<Contact>> {
    const SELECT: &str = concat!("select ", contact_columns!(), " from contacts c where c.user_id = $1 and c.id = $2");

    let row: Option<ContactRow> =
        on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).bind(contact).fetch_optional(pool).await)?;
    Ok(with_numbers(db, user, row.into_iter().collect()).await?.pop())
}

/// The name of the contact a number belongs to.
///
/// # Errors
/// When the database fails.
pub async fn owner_of_number(db: &Database, user: &UserId, phone: &E164) -> sqlx::Result<Option<(ContactId, String)>> {
    const SELECT: &str = "
        select c.id, c.name from contact_numbers n join contacts c on c.id = n.contact_id
         where n.user_id = $1 and n.e164 = $2";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).bind(phone).fetch_optional(pool).await)
}

/// Contacts with all their numbers, in the order of the rows. At most a few hundred: each id is bound.
pub(super) async fn with_numbers(db: &Database, user: &UserId, rows: Vec<ContactRow>) -> sqlx::Result<Vec<Contact>> {
    const NUMBERS: &str = "select contact_id, e164, label from contact_numbers where user_id = ";

    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let numbers: Vec<NumberRow> = on_engine!(db, |pool| {
        let mut query = QueryBuilder::new(NUMBERS);
        query.push_bind(user).push(" and contact_id in (");
        let mut ids = query.separated(", ");
        for row in &rows {
            ids.push_bind(&row.id);
        }
        query.push(") order by position, e164");
        query.build_query_as().fetch_all(pool).await
    })?;
    let mut of_contact: HashMap<ContactId, Vec<ContactNumber>> = HashMap::new();
    for NumberRow { contact_id, e164, label } in numbers {
        let number = ContactNumber { international: e164.to_string(), country: None, e164, label };
        of_contact.entry(contact_id).or_default().push(number);
    }
    Ok(rows.into_iter().map(|row| row.into_contact(&mut of_contact)).collect())
}

#[derive(FromRow)]
struct NumberRow {
    contact_id: ContactId,
    e164: E164,
    label: Label,
}

#[derive(FromRow)]
pub(super) struct ContactRow {
    pub(super) id: ContactId,
    name: String,
    e164: E164,
    notes: String,
    tags: String,
    pub(super) rank: i64,
    zone: Option<String>,
    pub(super) last_called_at: Option<EpochMs>,
    pub(super) sort_key: String,
    calls: i64,
    pub(super) spent_micros: Micros,
    last_status: Option<CallStatus>,
    last_at: Option<EpochMs>,
}

impl ContactRow {
    fn into_contact(self, numbers: &mut HashMap<ContactId, Vec<ContactNumber>>) -> Contact {
        let mut numbers = numbers.remove(&self.id).unwrap_or_default();
        // Stable: the others keep their order behind the preferred one.
        numbers.sort_by_key(|number| number.e164 != self.e164);
        Contact {
            id: self.id,
            name: self.name,
            international: self.e164.to_string(),
            country: None,
            phone: self.e164,
            numbers,
            notes: self.notes,
            tags: tags_of(&self.tags),
            favourite: self.rank == 0,
            zone: self.zone,
            last_called_at: self.last_called_at,
            last_call: self.last_at.zip(self.last_status).map(|(at, status)| LastCall { at, status }),
            calls: self.calls,
            spent_micros: self.spent_micros,
        }
    }
}

/// Tags are kept one to a line.
pub(super) fn tags_of(kept: &str) -> Vec<String> {
    kept.lines().map(str::to_owned).collect()
}
