//! SQL that ties calls to contacts, for the units of work that write contacts, and the calls of one contact.

use sqlx::FromRow;

use crate::{
    calls::model::CallStatus,
    contacts::model::PastCall,
    domain::{
        ids::{CallId, ContactId, UserId},
        money::Micros,
        phone::E164,
        time::EpochMs,
    },
    server::database::{Database, Transaction, on_engine},
};

/// Links the calls of a contact anew, after its numbers were written: calls to its numbers get its name, those to numbers it
/// has no longer lose it.
///
/// # Errors
/// When the database fails.
pub async fn relink_contact(tx: &mut Transaction, user: &UserId, contact: &ContactId) -> sqlx::Result<()> {
    const RELINK: &str = "
        update calls set contact_id = (
               select n.contact_id from contact_numbers n where n.user_id = $1 and n.e164 = calls.to_e164)
         where user_id = $1
           and (contact_id = $2 or to_e164 in (select m.e164 from contact_numbers m where m.contact_id = $2))
           and coalesce(contact_id, '') <> coalesce((
               select n.contact_id from contact_numbers n where n.user_id = $1 and n.e164 = calls.to_e164), '')";

    tx.note(user);
    on_engine!(tx, |tx| sqlx::query(RELINK).bind(user).bind(contact).execute(&mut **tx).await.map(drop))
}

/// The same for all calls of a caller, after many contacts were written.
///
/// # Errors
/// When the database fails.
pub async fn relink_all(tx: &mut Transaction, user: &UserId) -> sqlx::Result<()> {
    const RELINK: &str = "
        update calls set contact_id = (
               select n.contact_id from contact_numbers n where n.user_id = $1 and n.e164 = calls.to_e164)
         where user_id = $1
           and coalesce(contact_id, '') <> coalesce((
               select n.contact_id from contact_numbers n where n.user_id = $1 and n.e164 = calls.to_e164), '')";

    tx.note(user);
    on_engine!(tx, |tx| sqlx::query(RELINK).bind(user).execute(&mut **tx).await.map(drop))
}

/// Takes a contact's name off their calls, which stay.
///
/// # Errors
/// When the database fails.
pub async fn unlink_contact(tx: &mut Transaction, user: &UserId, contact: &ContactId) -> sqlx::Result<()> {
    const UNLINK: &str = "update calls set contact_id = null where user_id = $1 and contact_id = $2";

    tx.note(user);
    on_engine!(tx, |tx| sqlx::query(UNLINK).bind(user).bind(contact).execute(&mut **tx).await.map(drop))
}

/// How many calls of a contact were answered and how many seconds they lasted in all.
///
/// # Errors
/// When the database fails.
pub async fn talked(db: &Database, user: &UserId, contact: &ContactId) -> sqlx::Result<(i64, i64)> {
    const SUMS: &str = "
        select count(*), cast(coalesce(sum(duration_s), 0) as bigint) from calls
         where user_id = $1 and contact_id = $2 and settled_at is not null and duration_s > 0";

    on_engine!(db, |pool| sqlx::query_as(SUMS).bind(user).bind(contact).fetch_one(pool).await)
}

/// The newest calls of a contact.
///
/// # Errors
/// When the database fails.
pub async fn newest(db: &Database, user: &UserId, contact: &ContactId, most: i64) -> sqlx::Result<Vec<PastCall>> {
    const SELECT: &str = "
        select id, created_at, to_e164, status, duration_s, charged_micros from calls
         where user_id = $1 and contact_id = $2 order by created_at desc, id desc limit $3";

    let rows: Vec<PastRow> =
        on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).bind(contact).bind(most).fetch_all(pool).await)?;
    Ok(rows.into_iter().map(PastRow::into_call).collect())
}

#[derive(FromRow)]
struct PastRow {
    id: CallId,
    created_at: EpochMs,
    to_e164: E164,
    status: CallStatus,
    duration_s: Option<i64>,
    charged_micros: Option<Micros>,
}

impl PastRow {
    fn into_call(self) -> PastCall {
        PastCall {
            id: self.id.to_string(),
            at: self.created_at,
            to: self.to_e164,
            status: self.status,
            seconds: self.duration_s,
            charged_micros: self.charged_micros,
        }
    }
}
