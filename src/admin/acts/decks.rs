//! Other prices put in force.

use super::sent_before;
use crate::{
    admin::{
        audit::{self, Actor, Deed},
        model::Action,
    },
    error::AppError,
    rates::{
        deck_file::Row,
        store::{NewDeck, active_deck_within, insert_deck},
    },
    server::{state::AppState, unit_of_work::to_its_end},
};

/// A deck to be.
#[derive(Debug, Clone)]
pub struct Import {
    pub name: String,
    pub rows: Vec<Row>,
    pub reference: Option<String>,
}

/// Writes a deck whole and puts it in force; its id. Calls in progress keep the price they began with.
///
/// # Errors
/// When the database fails: the old deck is still in force then.
pub async fn import(state: &AppState, actor: Actor, wanted: Import) -> Result<String, AppError> {
    let state = state.clone();
    to_its_end(async move {
        let Import { name, rows, reference } = &wanted;
        let mut tx = state.db.begin().await?;
        let pen = match audit::begin(&mut tx, &actor, reference.as_deref()).await? {
            Ok(pen) => pen,
            Err(entry) if entry.action == Action::Rates => return Ok(entry.object),
            Err(_) => return Err(sent_before()),
        };
        let at = state.clock.now();
        let before = active_deck_within(&mut tx).await?.map(|(_, name)| name).unwrap_or_default();
        let id = insert_deck(&mut tx, NewDeck { name, rows, at }).await?;
        let after = format!("{name}: {} rates", rows.len());
        let deed = Deed { action: Action::Rates, subject: None, object: &id, before: &before, after: &after, reason: "", at };
        pen.write(&mut tx, deed).await?;
        tx.commit().await?;
        Ok(id)
    })
    .await
}
