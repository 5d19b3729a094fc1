//! Writes a deck and puts it in force: whole, in one transaction, next to the older ones that calls still refer to.

use super::{
    deck_fields::Markup,
    deck_file::{self, Row},
    store::{self, NewDeck},
};
use crate::{domain::time::EpochMs, server::database::Database};

/// The deck that a new server starts with.
const DEMO_DECK: &str = include_str!("data/demo_deck.csv");
const DEMO_DECK_NAME: &str = "example prices";

/// Writes a deck and makes it the one in force; calls in progress keep the price they began with.
///
/// # Errors
/// When the database fails: the old deck is still in force then.
pub async fn activate(db: &Database, name: &str, rows: &[Row], at: EpochMs) -> sqlx::Result<String> {
    let mut tx = db.begin().await?;
    let id = store::insert_deck(&mut tx, NewDeck { name, rows, at }).await?;
    tx.commit().await?;
    Ok(id)
}

/// Puts the example prices in force if no deck ever was. `true` when it did.
///
/// # Errors
/// When the database fails.
pub async fn ensure_default(db: &Database, now: EpochMs) -> sqlx::Result<bool> {
    if store::active_deck(db).await?.is_some() {
        return Ok(false);
    }
    let rows = demo_rows().map_err(sqlx::Error::Decode)?;
    activate(db, DEMO_DECK_NAME, &rows, now).await?;
    Ok(true)
}

fn demo_rows() -> Result<Vec<Row>, Box<dyn std::error::Error + Send + Sync>> {
    deck_file::read(DEMO_DECK.as_bytes(), Markup::default())
        .map_err(|problems| problems.first().map_or_else(String::new, |problem| format!("demo_deck.csv, {problem}")).into())
}
