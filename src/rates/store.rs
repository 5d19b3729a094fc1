//! SQL of decks and rates.

use sqlx::{FromRow, QueryBuilder};

use crate::{
    domain::{money::Micros, phone::E164, time::EpochMs},
    rates::{
        deck_file::Row,
        model::{Rate, Tariff},
    },
    server::{
        database::{Database, Transaction, on_engine},
        ids,
    },
};

/// The most digits of a number (ITU-T E.164): how many prefixes a query binds.
const DIGITS_MOST: usize = 15;

/// The rate in force for a call: longest destination prefix, then longest origin prefix of the caller id. `None` means
/// that the deck does not price the number: refuse, it is not free.
///
/// # Errors
/// When the database fails.
pub async fn rate_for(db: &Database, to: &E164, caller_id: &E164) -> sqlx::Result<Option<Rate>> {
    rate_for_digits(db, to.digits(), caller_id.digits()).await
}

/// The same for digits that need not be a whole number; an empty `caller_id` takes the default row.
///
/// # Errors
/// When the database fails.
pub(super) async fn rate_for_digits(db: &Database, to: &str, caller_id: &str) -> sqlx::Result<Option<Rate>> {
    // The longest prefix is chosen before the origin is looked at: a row that prices a prefix for other callers only must
    // not let the number fall back to the price of a shorter one.
    const RATE: &str = "
        with active as (select id from decks where activated_at is not null order by activated_at desc, id desc limit 1),
             longest as (select prefix from rates
                          where deck_id = (select id from active)
                            and prefix in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
                          order by length(prefix) desc limit 1)
        select deck_id, prefix, origin, destination, blocked, rate_micros_per_min, connect_micros, initial_s, increment_s,
               free_under_s
          from rates
         where deck_id = (select id from active) and prefix = (select prefix from longest)
           and origin in ('', $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30)
         order by length(origin) desc limit 1";

    let row: Option<RateRow> = on_engine!(db, |pool| {
        let both = prefixes(to).into_iter().chain(prefixes(caller_id));
        let query = both.fold(sqlx::query_as(RATE), sqlx::query::QueryAs::bind);
        query.fetch_optional(pool).await
    })?;
    Ok(row.map(RateRow::into_rate))
}

/// Every prefix of some digits, shortest first, the last one repeated to a fixed count.
fn prefixes(digits: &str) -> [&str; DIGITS_MOST] {
    std::array::from_fn(|index| digits.get(..=index).unwrap_or(digits))
}

/// The id and name of the deck in force; `None` when there is none yet.
///
/// # Errors
/// When the database fails.
pub async fn active_deck(db: &Database) -> sqlx::Result<Option<(String, String)>> {
    const ACTIVE: &str = "
        select id, name from decks where activated_at is not null order by activated_at desc, id desc limit 1";

    on_engine!(db, |pool| sqlx::query_as(ACTIVE).fetch_optional(pool).await)
}

/// The same inside a unit of work.
///
/// # Errors
/// When the database fails.
pub async fn active_deck_within(tx: &mut Transaction) -> sqlx::Result<Option<(String, String)>> {
    const ACTIVE: &str = "
        select id, name from decks where activated_at is not null order by activated_at desc, id desc limit 1";

    on_engine!(tx, |tx| sqlx::query_as(ACTIVE).fetch_optional(&mut **tx).await)
}

/// A deck to be.
#[derive(Debug, Clone, Copy)]
pub struct NewDeck<'a> {
    pub name: &'a str,
    pub rows: &'a [Row],
    pub at: EpochMs,
}

/// Writes a deck that is in force from the commit on; its id.
///
/// # Errors
/// When the database fails.
pub async fn insert_deck(tx: &mut Transaction, deck: NewDeck<'_>) -> sqlx::Result<String> {
    const DECK: &str = "insert into decks (id, name, created_at, activated_at) values ($1, $2, $3, $3)";

    let id = ids::deck_id().to_string();
    on_engine!(tx, |tx| sqlx::query(DECK).bind(&id).bind(deck.name).bind(deck.at).execute(&mut **tx).await.map(drop))?;
    for rows in deck.rows.chunks(ROWS_PER_STATEMENT) {
        insert_rows(tx, &id, rows).await?;
    }
    Ok(id)
}

/// Eleven values each: below the 32,766 that SQLite binds to a statement.
const ROWS_PER_STATEMENT: usize = 500;

async fn insert_rows(tx: &mut Transaction, deck_id: &str, rows: &[Row]) -> sqlx::Result<()> {
    const ROWS: &str = "
        insert into rates (deck_id, prefix, origin, destination, blocked, rate_micros_per_min, connect_micros, initial_s,
                           increment_s, free_under_s, carrier_micros_per_min) ";

    on_engine!(tx, |tx| {
        let mut query = QueryBuilder::new(ROWS);
        query.push_values(rows, |mut values, row| {
            values.push_bind(deck_id).push_bind(&row.prefix).push_bind(&row.origin).push_bind(&row.destination);
            values.push_bind(row.blocked).push_bind(row.tariff.rate_micros_per_minute).push_bind(row.tariff.connect_micros);
            values.push_bind(row.tariff.initial_seconds).push_bind(row.tariff.increment_seconds);
            values.push_bind(row.tariff.free_under_seconds).push_bind(row.carrier_micros_per_minute);
        });
        query.build().execute(&mut **tx).await.map(drop)
    })
}

#[derive(FromRow)]
struct RateRow {
    deck_id: String,
    prefix: String,
    origin: String,
    destination: String,
    blocked: bool,
    rate_micros_per_min: Micros,
    connect_micros: Micros,
    initial_s: i64,
    increment_s: i64,
    free_under_s: i64,
}

impl RateRow {
    fn into_rate(self) -> Rate {
        Rate {
            deck_id: self.deck_id,
            prefix: self.prefix,
            origin: self.origin,
            destination: self.destination,
            blocked: self.blocked,
            tariff: Tariff {
                rate_micros_per_minute: self.rate_micros_per_min,
                connect_micros: self.connect_micros,
                initial_seconds: self.initial_s,
                increment_seconds: self.increment_s,
                free_under_seconds: self.free_under_s,
            },
        }
    }
}
