//! `ringfare reconcile`

use super::reconcile;
use crate::server::state::AppState;

/// One pass of the reconciler; the text to print.
///
/// # Errors
/// A sentence, when the database fails.
pub async fn reconcile(state: &AppState) -> Result<String, String> {
    let pass = reconcile::pass(state).await.map_err(|error| error.to_string())?;
    Ok(format!("Asked the carrier about {} calls, settled {}.", pass.asked, pass.settled))
}
