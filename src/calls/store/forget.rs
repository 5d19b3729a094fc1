//! Taking from calls what tells who was called, by whom and about what. What they cost stays as it is.

use super::sums::outdate_all;
use crate::{
    domain::{ids::UserId, phone::E164},
    server::database::{Database, Transaction, on_engine},
};

/// How many calls of an account have not been settled: their money is still open.
///
/// # Errors
/// When the database fails.
pub async fn unsettled(db: &Database, user: &UserId) -> sqlx::Result<i64> {
    const COUNT: &str = "select count(*) from calls where user_id = $1 and settled_at is null";

    on_engine!(db, |pool| sqlx::query_scalar(COUNT).bind(user).fetch_one(pool).await)
}

/// Leaves of every number that was called the prefix by which it was rated, filled up with zeros, and of what the carrier told
/// when it came and what it changed. Notes, records of the line and reports go. The number that was shown becomes `shown`, the
/// server's own.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &mut Transaction, user: &UserId, shown: &E164) -> sqlx::Result<()> {
    const CALLS: &str = "
        update calls set to_e164 = substr('+' || prefix || '00000000000', 1, 12), from_e164 = $2, contact_id = null where user_id = $1";
    const RECORDS: &str = "delete from call_records where call_id in (select id from calls where user_id = $1)";
    const EVENTS: &str = "
        update webhook_events set body = '', summary = ''
         where call_id in (select id from calls where user_id = $1) or (call_id is null and body like '%' || $1 || '%')";

    tx.note(user);
    outdate_all(tx, user);
    on_engine!(tx, |tx| {
        sqlx::query(CALLS).bind(user).bind(shown).execute(&mut **tx).await?;
        sqlx::query(RECORDS).bind(user).execute(&mut **tx).await?;
        sqlx::query(EVENTS).bind(user).execute(&mut **tx).await.map(drop)
    })
}
