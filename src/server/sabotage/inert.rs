//! No fault ever strikes.

use super::Fault;
use crate::server::database::Transaction;

/// Whether a fault strikes: never.
pub const fn on(_: Fault) -> bool {
    false
}

/// Does nothing.
///
/// # Errors
/// Never.
#[expect(clippy::unused_async, reason = "its twin in armed.rs waits for the database")]
pub async fn tear(_: &mut Transaction) -> sqlx::Result<()> {
    Ok(())
}
