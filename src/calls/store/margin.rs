//! What calls brought and what they cost, by prefix.

use serde::Serialize;
use sqlx::FromRow;

use crate::{
    domain::{money::Micros, time::EpochMs},
    server::database::{Database, on_engine},
};

/// The calls of one prefix, in one currency of the carrier. Calls whose price is not known stand in a line of their own
/// currency, which is none.
#[derive(Debug, Clone, PartialEq, Eq, FromRow, Serialize)]
pub struct PrefixMargin {
    pub prefix: String,
    pub destination: String,
    /// Of the wallets.
    pub currency: String,
    /// Of the carrier's prices; absent for calls whose price is not known.
    pub carrier_currency: Option<String>,
    pub calls: i64,
    pub charged_micros: Micros,
    pub refunded_micros: Micros,
    /// Rated but not charged, because the call outran its hold.
    pub shortfall_micros: Micros,
    /// In `carrier_currency`.
    pub carrier_micros: Micros,
}

impl PrefixMargin {
    /// What is left of the charges, in the wallets' currency; `None` when the carrier's price is not known or in another.
    pub fn margin(&self) -> Option<Micros> {
        let same = self.carrier_currency.as_ref().is_some_and(|currency| *currency == self.currency);
        same.then(|| self.charged_micros - self.refunded_micros - self.carrier_micros)
    }
}

/// The calls settled since a moment, by prefix.
///
/// # Errors
/// When the database fails.
pub async fn by_prefix(db: &Database, since: EpochMs) -> sqlx::Result<Vec<PrefixMargin>> {
    const SELECT: &str = "
        select c.prefix, min(c.destination) as destination, u.currency,
               (case when c.carrier_micros is null then null else c.carrier_currency end) as carrier_currency, count(*) as calls,
               cast(coalesce(sum(c.charged_micros), 0) as bigint) as charged_micros,
               cast(coalesce(sum(r.refunded), 0) as bigint) as refunded_micros,
               cast(coalesce(sum(c.rated_micros - c.charged_micros), 0) as bigint) as shortfall_micros,
               cast(coalesce(sum(c.carrier_micros), 0) as bigint) as carrier_micros
          from calls c join users u on u.id = c.user_id
          left join (select call_id, cast(sum(amount_micros) as bigint) as refunded from transactions
                      where kind = 'adjust' and call_id is not null group by call_id) r on r.call_id = c.id
         where c.settled_at >= $1
         group by c.prefix, u.currency, (case when c.carrier_micros is null then null else c.carrier_currency end)
         order by c.prefix, u.currency, 4";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(since).fetch_all(pool).await)
}
