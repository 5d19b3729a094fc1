//! Writing contacts. The numbers first, then the calls are linked anew (`calls::store::contacts`), then the contact's own row:
//! settling a call locks the call before its contact, and so does everybody.

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

/// A contact to write: validated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub id: ContactId,
    pub name: String,
    pub notes: String,
    pub tags: Vec<String>,
    pub favourite: bool,
    pub zone: Option<String>,
    /// At least one, each once; the first is preferred.
    pub numbers: Vec<(E164, Label)>,
}

impl Record {
    pub(super) fn rank(&self) -> i64 {
        i64::from(!self.favourite)
    }

    pub(super) fn search_text(&self) -> String {
        fold::search_text(&self.name, &self.notes, &self.tags, self.numbers.iter().map(|(number, _)| number.as_str()))
    }

    pub(super) fn preferred(&self) -> Option<&E164> {
        self.numbers.first().map(|(number, _)| number)
    }
}

/// Adds a contact with its numbers.
///
/// # Errors
/// When a number has a contact already, or the database fails.
pub async fn insert(tx: &mut Transaction, user: &UserId, contact: &Record, at: EpochMs) -> sqlx::Result<()> {
    const INSERT: &str = "
        insert into contacts (id, user_id, e164, name, notes, tags, rank, zone, sort_key, name_key, search_text, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

    on_engine!(&mut *tx, |tx| {
        sqlx::query(INSERT)
            .bind(&contact.id)
            .bind(user)
            .bind(contact.preferred())
            .bind(&contact.name)
            .bind(&contact.notes)
            .bind(contact.tags.join("\n"))
            .bind(contact.rank())
            .bind(&contact.zone)
            .bind(fold::fold(&contact.name))
            .bind(fold::name_key(&contact.name))
            .bind(contact.search_text())
            .bind(at)
            .execute(&mut **tx)
            .await
            .map(drop)
    })?;
    put_numbers(tx, user, contact).await
}

/// Gives a contact these numbers and no others.
///
/// # Errors
/// When a number has another contact, or the database fails.
pub async fn replace_numbers(tx: &mut Transaction, user: &UserId, contact: &Record) -> sqlx::Result<()> {
    const CLEAR: &str = "delete from contact_numbers where user_id = $1 and contact_id = $2";

    on_engine!(&mut *tx, |tx| sqlx::query(CLEAR).bind(user).bind(&contact.id).execute(&mut **tx).await.map(drop))?;
    put_numbers(tx, user, contact).await
}

async fn put_numbers(tx: &mut Transaction, user: &UserId, contact: &Record) -> sqlx::Result<()> {
    const NUMBER: &str = "insert into contact_numbers (user_id, e164, contact_id, label, position) values ($1, $2, $3, $4, $5)";

    for (position, (number, label)) in (0_i64..).zip(&contact.numbers) {
        on_engine!(&mut *tx, |tx| {
            sqlx::query(NUMBER)
                .bind(user)
                .bind(number)
                .bind(&contact.id)
                .bind(label)
                .bind(position)
                .execute(&mut **tx)
                .await
                .map(drop)
        })?;
    }
    Ok(())
}

/// Writes the contact's own row; `false` when this caller has no such contact.
///
/// # Errors
/// When the database fails.
pub async fn update(tx: &mut Transaction, user: &UserId, contact: &Record) -> sqlx::Result<bool> {
    const UPDATE: &str = "
        update contacts set e164 = $3, name = $4, notes = $5, tags = $6, rank = $7, zone = $8, sort_key = $9, name_key = $10,
               search_text = $11
         where user_id = $1 and id = $2";

    let rows = on_engine!(tx, |tx| {
        sqlx::query(UPDATE)
            .bind(user)
            .bind(&contact.id)
            .bind(contact.preferred())
            .bind(&contact.name)
            .bind(&contact.notes)
            .bind(contact.tags.join("\n"))
            .bind(contact.rank())
            .bind(&contact.zone)
            .bind(fold::fold(&contact.name))
            .bind(fold::name_key(&contact.name))
            .bind(contact.search_text())
            .execute(&mut **tx)
            .await?
            .rows_affected()
    });
    Ok(rows == 1)
}

/// Deletes a contact with its numbers; `false` when this caller has no such contact. Its calls must be unlinked before.
///
/// # Errors
/// When the database fails.
pub async fn delete(tx: &mut Transaction, user: &UserId, contact: &ContactId) -> sqlx::Result<bool> {
    const NUMBERS: &str = "delete from contact_numbers where user_id = $1 and contact_id = $2";
    const DELETE: &str = "delete from contacts where user_id = $1 and id = $2";

    on_engine!(&mut *tx, |tx| sqlx::query(NUMBERS).bind(user).bind(contact).execute(&mut **tx).await.map(drop))?;
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

/// Reads from the linked calls when one talked to somebody last.
///
/// # Errors
/// When the database fails.
pub async fn date_again(tx: &mut Transaction, user: &UserId, contact: &ContactId) -> sqlx::Result<()> {
    const UPDATE: &str = "
        update contacts set last_called_at = (
               select max(coalesce(k.ended_at, k.created_at)) from calls k
                where k.contact_id = contacts.id and k.status = 'completed')
         where user_id = $1 and id = $2";

    on_engine!(tx, |tx| sqlx::query(UPDATE).bind(user).bind(contact).execute(&mut **tx).await.map(drop))
}

/// What searching and sorting need, for contacts that were there before it was: once, after the tables were brought up to date.
///
/// # Errors
/// When the database fails.
pub async fn fill_search(db: &Database) -> sqlx::Result<u64> {
    const BARE: &str = "select id, name, notes, e164 from contacts where search_text = '' order by id limit 1000";
    const FILL: &str = "update contacts set sort_key = $2, name_key = $3, search_text = $4 where id = $1";

    let mut filled = 0;
    loop {
        let bare: Vec<(ContactId, String, String, E164)> = on_engine!(db, |pool| sqlx::query_as(BARE).fetch_all(pool).await)?;
        if bare.is_empty() {
            return Ok(filled);
        }
        let mut tx = db.begin().await?;
        for (id, name, notes, number) in bare {
            let text = fold::search_text(&name, &notes, &[], [number.as_str()]);
            on_engine!(&mut tx, |tx| {
                let query = sqlx::query(FILL).bind(id).bind(fold::fold(&name)).bind(fold::name_key(&name)).bind(text);
                query.execute(&mut **tx).await.map(drop)
            })?;
            filled += 1;
        }
        tx.commit().await?;
    }
}
