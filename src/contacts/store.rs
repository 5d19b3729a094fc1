//! SQL of contacts; every query is scoped to its owner.

use crate::{
    domain::{
        ids::{ContactId, UserId},
        phone::E164,
        time::EpochMs,
    },
    server::database::{Database, Transaction, on_engine},
};

/// The contact a number belongs to, for linking a call.
///
/// # Errors
/// When the database fails.
pub async fn id_of_number(db: &Database, user: &UserId, phone: &E164) -> sqlx::Result<Option<ContactId>> {
    const SELECT: &str = "select id from contacts where user_id = $1 and e164 = $2";

    on_engine!(db, |pool| sqlx::query_scalar(SELECT).bind(user).bind(phone).fetch_optional(pool).await)
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
