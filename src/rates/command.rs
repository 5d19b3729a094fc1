//! `ringfare rates …`: what the command line does with prices. The texts returned are printed as they are.

use std::path::Path;

use super::{
    deck_fields::Markup,
    deck_file::{self, Row},
    quote::{self, Asking},
};
use crate::{
    admin::{acts::decks, audit::Actor},
    error::AppError,
    server::{numbering, state::AppState},
    users::{self, model::Email},
};

/// What to import, and how.
#[derive(Debug, Clone, Copy)]
pub struct Import<'a> {
    pub file: &'a Path,
    /// Percent, such as `25`.
    pub markup: Option<&'a str>,
    /// The deck's name; the file's name without one.
    pub deck: Option<&'a str>,
}

/// Reads a file of rates and puts it in force; what to print.
///
/// # Errors
/// Every rejected row with its line number, or why nothing could be read or written. The deck in force stays then.
pub async fn import(state: &AppState, import: Import<'_>) -> Result<String, String> {
    let (name, rows) = read(import)?;
    let told = summary(&name, &rows);
    let done = decks::import(state, Actor::command_line(), decks::Import { name, rows, reference: None }).await;
    let id = done.map_err(|error| format!("the deck could not be written ({error}); the old prices stay"))?;
    Ok(format!("{told} Its id is {id}."))
}

/// The deck's name and its rows.
fn read(import: Import<'_>) -> Result<(String, Vec<Row>), String> {
    let markup = import.markup.map_or(Ok(Markup::default()), Markup::parse)?;
    let path = import.file.display();
    let file = std::fs::read(import.file).map_err(|error| format!("{path} cannot be read: {error}"))?;
    let rows = deck_file::read(&file, markup).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let count = lines.len();
        format!(
            "{}\n{path}: {count} rejected, nothing was imported and the old prices stay. Mend them and import again.",
            lines.join("\n")
        )
    })?;
    let name =
        import.deck.map_or_else(|| import.file.file_name().unwrap_or_default().to_string_lossy().into_owned(), str::to_owned);
    Ok((name, rows))
}

fn summary(name: &str, rows: &[Row]) -> String {
    let count = |wanted: fn(&Row) -> bool| rows.iter().filter(|row| wanted(row)).count();
    format!(
        "'{name}' is in force: {} rates, {} of them blocked, {} for some caller ids only.",
        rows.len(),
        count(|row| row.blocked),
        count(|row| !row.origin.is_empty())
    )
}

/// The price of a number as JSON, for an account or for nobody in particular; what to print.
///
/// # Errors
/// A sentence for the person who asked.
pub async fn quote(state: &AppState, number: &str, user_email: Option<&str>) -> Result<String, String> {
    let asking = match user_email {
        Some(email) => asking(state, email).await?,
        None => Asking::default(),
    };
    let quote = quote::quote_for(state, &asking, number).await.map_err(|error| error.to_string())?;
    serde_json::to_string_pretty(&quote).map_err(|error| error.to_string())
}

async fn asking(state: &AppState, email: &str) -> Result<Asking, String> {
    let email = Email::parse(email).ok_or_else(|| format!("'{email}' is not an e-mail address"))?;
    let told = |error| AppError::from(error).to_string();
    let account = users::store::by_email(&state.db, &email).await.map_err(told)?;
    let me = account.ok_or_else(|| format!("there is no account {email}: add it with 'ringfare user add {email}'"))?.me;
    let home = me.number.as_ref().and_then(|number| numbering::describe(number).country);
    Ok(Asking { home, user: Some(me.id) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::time::EpochMs,
        rates::{deck, store},
        server::{database::Database, scratch},
    };

    async fn import_into(db: &Database, import: Import<'_>, at: EpochMs) -> Result<String, String> {
        let (name, rows) = read(import)?;
        deck::activate(db, &name, &rows, at).await.expect("the deck is written");
        Ok(summary(&name, &rows))
    }

    #[tokio::test]
    async fn a_bad_file_replaces_nothing_and_a_good_one_everything() {
        let db = scratch::database().await;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("prices.csv");
        let header = "prefix,destination,rate_per_min";
        let import = Import { file: &path, markup: Some("10"), deck: None };

        std::fs::write(&path, format!("{header}\n44,UK,0.0150\n")).expect("written");
        let told = import_into(&db, import, EpochMs(1)).await.expect("imported");
        assert!(told.contains("'prices.csv' is in force") && told.contains("1 rates"), "{told}");

        std::fs::write(&path, format!("{header}\n44,UK,0.0200\n49,Germany,free\n")).expect("written");
        let told = import_into(&db, import, EpochMs(2)).await.expect_err("rejected");
        assert!(told.starts_with("line 3: ") && told.contains("nothing was imported"), "{told}");
        let rate = store::rate_for_digits(&db, "442071234567", "").await.expect("a query").expect("a rate");
        assert_eq!(rate.tariff.rate_micros_per_minute.0, 16_500, "the old price, with its markup");

        std::fs::write(&path, format!("{header}\n49,Germany,0.0200\n")).expect("written");
        import_into(&db, Import { deck: Some("May"), ..import }, EpochMs(3)).await.expect("imported");
        assert_eq!(store::rate_for_digits(&db, "442071234567", "").await.expect("a query"), None, "the old deck has gone");
        let active = store::active_deck(&db).await.expect("a query").map(|(_, name)| name);
        assert_eq!(active.as_deref(), Some("May"));
    }

    #[tokio::test]
    async fn a_missing_file_or_a_wrong_markup_is_told() {
        let db = scratch::database().await;
        let import = Import { file: Path::new("no/such.csv"), markup: None, deck: None };
        assert!(import_into(&db, import, EpochMs(1)).await.is_err_and(|told| told.contains("cannot be read")));
        let import = Import { markup: Some("-5"), ..import };
        assert!(import_into(&db, import, EpochMs(1)).await.is_err_and(|told| told.contains("not a markup")));
    }
}
