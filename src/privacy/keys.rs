//! What opens the account, without what opens it: sessions, tokens, second factors, accounts elsewhere, and letters.

use super::{
    archive::Entry,
    tables::{Cell, Table},
};
use crate::{
    domain::time::EpochMs,
    error::AppError,
    server::mailer,
    users::{
        Caller,
        store::{kept, keys},
    },
};

/// The files of what opens the account.
///
/// # Errors
/// When the database fails.
pub async fn files(caller: &Caller) -> Result<Vec<Entry>, AppError> {
    let tables = [sessions(caller).await?, tokens(caller).await?, factors(caller).await?, identities(caller).await?];
    let letters = [ceremonies(caller).await?, links(caller).await?, letters(caller).await?];
    Ok(tables.into_iter().chain(letters).flatten().collect())
}

fn moment(at: Option<EpochMs>) -> Cell {
    Cell::of(at, Cell::At)
}

async fn sessions(caller: &Caller) -> sqlx::Result<[Entry; 2]> {
    let rows = keys::sessions(&caller.state.db, &caller.me.id).await?.into_iter().map(|it| {
        [Cell::Text(it.device), Cell::At(it.began_at), Cell::At(it.seen_at), moment(it.confirmed_at), Cell::At(it.expires_at)]
    });
    let columns = ["device", "signed_in_at", "last_seen_at", "confirmed_at", "expires_at"];
    Ok(Table { name: "sessions", columns, rows: rows.collect() }.files())
}

async fn tokens(caller: &Caller) -> sqlx::Result<[Entry; 2]> {
    let rows = keys::tokens(&caller.state.db, &caller.me.id).await?.into_iter().map(|it| {
        [
            Cell::text(&it.id),
            Cell::Text(it.name),
            Cell::Text(it.scopes),
            Cell::At(it.created_at),
            moment(it.expires_at),
            moment(it.last_used_at),
            moment(it.revoked_at),
        ]
    });
    let columns = ["id", "name", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at"];
    Ok(Table { name: "tokens", columns, rows: rows.collect() }.files())
}

async fn factors(caller: &Caller) -> sqlx::Result<[Entry; 2]> {
    let rows = keys::factors(&caller.state.db, &caller.me.id).await?.into_iter().map(|it| {
        let name = Cell::of(it.name, Cell::Text);
        [Cell::Text(it.kind), name, moment(it.created_at), moment(it.confirmed_at), moment(it.used_at)]
    });
    let columns = ["kind", "name", "created_at", "confirmed_at", "used_at"];
    Ok(Table { name: "factors", columns, rows: rows.collect() }.files())
}

async fn identities(caller: &Caller) -> sqlx::Result<[Entry; 2]> {
    let rows = keys::identities(&caller.state.db, &caller.me.id).await?.into_iter().map(|it| {
        let address = Cell::of(it.address, Cell::Text);
        [Cell::Text(it.issuer), Cell::Text(it.subject), address, Cell::At(it.created_at), moment(it.last_used_at)]
    });
    let columns = ["issuer", "subject", "email", "created_at", "last_used_at"];
    Ok(Table { name: "identities", columns, rows: rows.collect() }.files())
}

async fn ceremonies(caller: &Caller) -> sqlx::Result<[Entry; 2]> {
    let begun = keys::ceremonies(&caller.state.db, &caller.me.id).await?;
    let rows = begun.into_iter().map(|it| [Cell::Text(it.kind), Cell::Count(it.tries), Cell::At(it.expires_at)]);
    Ok(Table { name: "begun", columns: ["kind", "tries", "expires_at"], rows: rows.collect() }.files())
}

async fn links(caller: &Caller) -> sqlx::Result<[Entry; 2]> {
    let rows = kept::links(&caller.state.db, &caller.me.id).await?.into_iter().map(|it| {
        [Cell::Text(it.purpose), Cell::text(it.email), Cell::At(it.created_at), Cell::At(it.expires_at), moment(it.used_at)]
    });
    let columns = ["purpose", "email", "created_at", "expires_at", "used_at"];
    Ok(Table { name: "links", columns, rows: rows.collect() }.files())
}

async fn letters(caller: &Caller) -> sqlx::Result<[Entry; 2]> {
    let waiting = mailer::store::waiting_for(&caller.state.db, &caller.me.email).await?;
    let rows = waiting
        .into_iter()
        .map(|it| [Cell::Text(it.subject), Cell::At(it.created_at), Cell::At(it.expires_at), Cell::Count(it.tries)]);
    let columns = ["subject", "created_at", "expires_at", "tries"];
    Ok(Table { name: "letters", columns, rows: rows.collect() }.files())
}
