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
pub async fn tear(_: &mut Transaction) -> sqlx::Result<()> {
    Ok(())
}
