//! What settled calls cost the operator, as the carrier tells by and by. The caller's charge is out of reach here.

use sqlx::FromRow;

use crate::{
    domain::{ids::CallId, money::Micros, time::EpochMs},
    server::database::{Database, on_engine},
};

/// A settled call whose price the carrier is to be asked for.
#[derive(Debug, Clone, FromRow)]
pub struct DuePrice {
    pub id: CallId,
    pub prefix: String,
    pub parent_sid: Option<String>,
    pub child_sid: Option<String>,
    pub duration_s: i64,
    pub charged_micros: Micros,
    /// Of the caller's wallet.
    pub currency: String,
    pub carrier_tries: i64,
}

/// The settled calls whose price is due, the longest waiting first.
///
/// # Errors
/// When the database fails.
pub async fn due(db: &Database, now: EpochMs, most: i64) -> sqlx::Result<Vec<DuePrice>> {
    const SELECT: &str = "
        select c.id, c.prefix, c.parent_sid, c.child_sid, coalesce(c.duration_s, 0) as duration_s, c.charged_micros, u.currency,
               c.carrier_tries
          from calls c join users u on u.id = c.user_id
         where c.carrier_due_at <= $1 and c.settled_at is not null order by c.carrier_due_at limit $2";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(now).bind(most).fetch_all(pool).await)
}

/// What is known of a call's price after an asking.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownPrice {
    /// Of the browser's leg and of the called one.
    pub parent: Option<Micros>,
    pub child: Option<Micros>,
    /// Of both; absent while a leg's is missing.
    pub sum: Option<Micros>,
    /// The carrier's, which may not be the wallet's.
    pub currency: Option<String>,
    pub tries: i64,
    /// When to ask again; nothing more to ask without.
    pub due_at: Option<EpochMs>,
}

/// Keeps what is known of a call's price.
///
/// # Errors
/// When the database fails.
pub async fn keep(db: &Database, id: &CallId, price: &KnownPrice, at: EpochMs) -> sqlx::Result<()> {
    const UPDATE: &str = "
        update calls set carrier_parent_micros = $2, carrier_child_micros = $3, carrier_micros = $4, carrier_currency = $5,
               carrier_tries = $6, carrier_due_at = $7, carrier_checked_at = $8
         where id = $1 and carrier_due_at is not null";

    on_engine!(db, |pool| {
        sqlx::query(UPDATE)
            .bind(id)
            .bind(price.parent)
            .bind(price.child)
            .bind(price.sum)
            .bind(&price.currency)
            .bind(price.tries)
            .bind(price.due_at)
            .bind(at)
            .execute(pool)
            .await
            .map(drop)
    })
}

/// Puts the next asking off without counting one.
///
/// # Errors
/// When the database fails.
pub async fn put_off(db: &Database, id: &CallId, at: EpochMs) -> sqlx::Result<()> {
    const UPDATE: &str = "update calls set carrier_due_at = $2 where id = $1 and carrier_due_at is not null";

    on_engine!(db, |pool| sqlx::query(UPDATE).bind(id).bind(at).execute(pool).await.map(drop))
}
