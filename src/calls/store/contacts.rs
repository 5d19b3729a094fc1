//! SQL that ties calls to contacts, for the unit of work that saves or deletes a contact.

use crate::{
    domain::{
        ids::{ContactId, UserId},
        phone::E164,
        time::EpochMs,
    },
    server::database::{Transaction, on_engine},
};

/// Links every call of this caller to a number with the contact who has it. Gives the end of the newest completed one.
///
/// # Errors
/// When the database fails.
pub async fn link_contact(
    tx: &mut Transaction,
    user: &UserId,
    phone: &E164,
    contact: &ContactId,
) -> sqlx::Result<Option<EpochMs>> {
    const LINK: &str = "
        update calls set contact_id = $3
         where user_id = $1 and to_e164 = $2 and (contact_id is null or contact_id <> $3)";
    const NEWEST: &str = "
        select max(coalesce(ended_at, created_at)) from calls where user_id = $1 and contact_id = $2 and status = 'completed'";

    on_engine!(&mut *tx, |tx| sqlx::query(LINK).bind(user).bind(phone).bind(contact).execute(&mut **tx).await.map(drop))?;
    on_engine!(tx, |tx| sqlx::query_scalar(NEWEST).bind(user).bind(contact).fetch_one(&mut **tx).await)
}

/// Takes a contact's name off their calls, which stay.
///
/// # Errors
/// When the database fails.
pub async fn unlink_contact(tx: &mut Transaction, user: &UserId, contact: &ContactId) -> sqlx::Result<()> {
    const UNLINK: &str = "update calls set contact_id = null where user_id = $1 and contact_id = $2";

    on_engine!(tx, |tx| sqlx::query(UNLINK).bind(user).bind(contact).execute(&mut **tx).await.map(drop))
}
