//! Work that must not be cut short: axum drops a handler when its client hangs up.

use super::sabotage::{self, Fault};
use crate::error::AppError;

/// Runs work to its end in a task of its own, whatever becomes of whoever waits for it.
///
/// # Errors
/// What the work says; a panic is a fault of ours.
pub async fn to_its_end<T: Send + 'static>(
    work: impl Future<Output = Result<T, AppError>> + Send + 'static,
) -> Result<T, AppError> {
    if sabotage::on(Fault::CutShort) {
        return work.await;
    }
    tokio::spawn(work).await.map_err(|error| AppError::internal(&error))?
}
