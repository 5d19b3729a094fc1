//! `ringfare audit …`: the log of what operators did.

use std::fmt::Write;

use clap::Subcommand;

use super::{
    audit::{self, verify},
    model::Entry,
};
use crate::{domain::page::Limit, server::state::AppState};

/// What operators did.
#[derive(Debug, Clone, Subcommand)]
pub enum AuditCommand {
    /// Recomputes the chain of hashes; exit code 1 when an entry was changed, taken out or put in.
    Verify {
        #[arg(long)]
        json: bool,
    },
    /// Prints the newest entries.
    List {
        #[arg(long, default_value_t = 20)]
        limit: i64,
        #[arg(long)]
        json: bool,
    },
}

/// Runs `ringfare audit …`; the text to print, and whether all is well.
///
/// # Errors
/// A sentence with the remedy.
pub async fn run(state: &AppState, command: AuditCommand) -> Result<(String, bool), String> {
    match command {
        AuditCommand::Verify { json } => {
            let verdict = verify::verify(&state.db).await.map_err(|error| format!("the log cannot be read: {error}"))?;
            let good = verdict.broken.is_none();
            let text = match (&verdict.broken, json) {
                (_, true) => serde_json::json!(verdict).to_string(),
                (None, false) => format!("The audit log holds: {} entries, none changed.", verdict.good),
                (Some(broken), false) => format!(
                    "The audit log was tampered with: {broken}. The {} entries before are as they were written. Compare with a \
                     backup, and change the database's password.",
                    verdict.good
                ),
            };
            Ok((text, good))
        }
        AuditCommand::List { limit, json } => {
            let limit = Limit::parse(Some(limit))?;
            let page = audit::page(&state.db, &audit::Filter::default(), None, limit).await.map_err(|error| error.to_string())?;
            Ok((if json { serde_json::json!(page.items).to_string() } else { lines(&page.items)? }, true))
        }
    }
}

fn lines(entries: &[Entry]) -> Result<String, String> {
    if entries.is_empty() {
        return Ok("No operator has done anything yet.".into());
    }
    let mut text = String::new();
    for entry in entries {
        let actor = entry.actor.as_deref().unwrap_or("command line");
        let (subject, object) = (entry.subject.as_deref().unwrap_or_default(), &entry.object);
        let change = if entry.before.is_empty() { String::new() } else { format!(": {} → {}", entry.before, entry.after) };
        let reason = if entry.reason.is_empty() { String::new() } else { format!(" ({})", entry.reason) };
        writeln!(text, "{} {} {actor} {} {subject} {object}{change}{reason}", entry.seq, entry.at.utc_label(), entry.action)
            .map_err(|error| error.to_string())?;
    }
    Ok(text.trim_end().to_owned())
}
