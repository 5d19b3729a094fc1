//! SQL of decks and rates.

use crate::{domain::phone::E164, rates::model::Tariff, server::database::Database};

/// The row of a deck that prices a call: what is frozen on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    pub deck_id: String,
    /// Digits.
    pub prefix: String,
    /// Digits of the caller id's row; empty for the default row.
    pub origin: String,
    pub destination: String,
    /// Never dialled, whatever the price.
    pub blocked: bool,
    pub tariff: Tariff,
}

/// The rate in force for a call: longest destination prefix, then longest origin prefix of the caller id. `None` means
/// that the deck does not price the number: refuse, it is not free.
///
/// # Errors
/// When the database fails.
pub async fn rate_for(db: &Database, to: &E164, caller_id: &E164) -> sqlx::Result<Option<Rate>> {
    let _ = (db, to, caller_id);
    Ok(None)
}
