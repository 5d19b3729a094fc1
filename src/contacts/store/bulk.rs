//! Many contacts at once: what an import writes, and everything that one caller has.

use std::collections::HashMap;

use sqlx::{FromRow, QueryBuilder};

use super::{read::tags_of, write::Record};
use crate::{
    contacts::model::Label,
    domain::{
        fold,
        ids::{ContactId, UserId},
        phone::E164,
        time::EpochMs,
    },
    server::database::{Database, Transaction, on_engine},
};

/// Twelve values each: below the 32,766 that SQLite binds to a statement.
const ROWS_PER_STATEMENT: usize = 500;

/// Adds contacts with their numbers.
///
/// # Errors
/// When a number has a contact already, or the database fails.
pub async fn insert_many(tx: &mut Transaction, user: &UserId, contacts: &[&Record], at: EpochMs) -> sqlx::Result<()> {
    const ROWS: &str =
        "insert into contacts (id, user_id, e164, name, notes, tags, rank, zone, sort_key, name_key, search_text, created_at) ";

    for some in contacts.chunks(ROWS_PER_STATEMENT) {
        on_engine!(&mut *tx, |tx| {
            let mut query = QueryBuilder::new(ROWS);
            query.push_values(some, |mut values, contact| {
                values.push_bind(&contact.id).push_bind(user).push_bind(contact.preferred()).push_bind(&contact.name);
                values.push_bind(&contact.notes).push_bind(contact.tags.join("\n")).push_bind(contact.rank());
                values.push_bind(&contact.zone).push_bind(fold::fold(&contact.name)).push_bind(fold::name_key(&contact.name));
                values.push_bind(contact.search_text()).push_bind(at);
            });
            query.build().execute(&mut **tx).await.map(drop)
        })?;
    }
    let numbers: Vec<_> =
        contacts.iter().flat_map(|contact| (0_i64..).zip(&contact.numbers).map(|row| (&contact.id, row))).collect();
    insert_numbers(tx, user, &numbers).await
}

/// A number with its place among its contact's.
type Placed<'a> = (&'a ContactId, (i64, &'a (E164, Label)));

async fn insert_numbers(tx: &mut Transaction, user: &UserId, numbers: &[Placed<'_>]) -> sqlx::Result<()> {
    const ROWS: &str = "insert into contact_numbers (user_id, e164, contact_id, label, position) ";

    for some in numbers.chunks(ROWS_PER_STATEMENT) {
        on_engine!(&mut *tx, |tx| {
            let mut query = QueryBuilder::new(ROWS);
            query.push_values(some, |mut values, (contact, (position, (number, label)))| {
                values.push_bind(user).push_bind(number).push_bind(*contact).push_bind(label).push_bind(*position);
            });
            query.build().execute(&mut **tx).await.map(drop)
        })?;
    }
    Ok(())
}

/// Reads from the linked calls when one talked to each contact last.
///
/// # Errors
/// When the database fails.
pub async fn date_all_again(tx: &mut Transaction, user: &UserId) -> sqlx::Result<()> {
    const UPDATE: &str = "
        update contacts set last_called_at = (
               select max(coalesce(k.ended_at, k.created_at)) from calls k
                where k.contact_id = contacts.id and k.status = 'completed')
         where user_id = $1
           and id in (select k.contact_id from calls k where k.user_id = $1 and k.contact_id is not null)";

    on_engine!(tx, |tx| sqlx::query(UPDATE).bind(user).execute(&mut **tx).await.map(drop))
}

/// Everybody a caller knows, by id: for comparing with a file and for exporting.
///
/// # Errors
/// When the database fails.
pub async fn everybody(db: &Database, user: &UserId) -> sqlx::Result<Vec<Record>> {
    const CONTACTS: &str =
        "select id, e164, name, notes, tags, rank, zone from contacts where user_id = $1 order by rank, sort_key, id";
    const NUMBERS: &str =
        "select contact_id, e164, label from contact_numbers where user_id = $1 order by contact_id, position, e164";

    let rows: Vec<PersonRow> = on_engine!(db, |pool| sqlx::query_as(CONTACTS).bind(user).fetch_all(pool).await)?;
    let numbers: Vec<(ContactId, E164, Label)> = on_engine!(db, |pool| sqlx::query_as(NUMBERS).bind(user).fetch_all(pool).await)?;
    let mut of_contact: HashMap<ContactId, Vec<(E164, Label)>> = HashMap::with_capacity(rows.len());
    for (contact, number, label) in numbers {
        of_contact.entry(contact).or_default().push((number, label));
    }
    Ok(rows.into_iter().map(|row| row.into_record(&mut of_contact)).collect())
}

#[derive(FromRow)]
struct PersonRow {
    id: ContactId,
    e164: E164,
    name: String,
    notes: String,
    tags: String,
    rank: i64,
    zone: Option<String>,
}

impl PersonRow {
    fn into_record(self, numbers: &mut HashMap<ContactId, Vec<(E164, Label)>>) -> Record {
        let mut numbers = numbers.remove(&self.id).unwrap_or_default();
        numbers.sort_by_key(|(number, _)| *number != self.e164);
        Record {
            id: self.id,
            name: self.name,
            notes: self.notes,
            tags: tags_of(&self.tags),
            favourite: self.rank == 0,
            zone: self.zone,
            numbers,
        }
    }
}
