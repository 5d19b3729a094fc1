//! `ringfare ledger …`

use super::verify::{RULES_CHECKED, verify};
use crate::server::state::AppState;

/// Recomputes every invariant; the text to print, and whether all hold.
///
/// # Errors
/// A sentence, when the database fails.
pub async fn verify_books(state: &AppState, json: bool) -> Result<(String, bool), String> {
    let violations = verify(&state.db, state.clock.now()).await.map_err(|error| format!("the books cannot be read: {error}"))?;
    let good = violations.is_empty();
    if json {
        let text = serde_json::json!({ "ok": good, "rules": RULES_CHECKED, "violations": violations }).to_string();
        return Ok((text, good));
    }
    if good {
        return Ok((format!("The books are right: all {RULES_CHECKED} rules hold."), true));
    }
    let lines: Vec<String> =
        violations.iter().map(|violation| format!("{}: broken by {}", violation.rule, violation.id)).collect();
    Ok((lines.join("\n"), false))
}
