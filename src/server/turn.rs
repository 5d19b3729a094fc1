//! Whose turn it is to write to a SQLite file.
//!
//! SQLite has one writer at a time. Whoever finds the file locked sleeps, up to a tenth of a second, and tries again, with a connection
//! of the pool in hand. Transactions of this process wait in line for each other instead, without a connection; SQLite's way is left for
//! the command line beside a server, and for single statements.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, LazyLock, Mutex, PoisonError},
    time::Duration,
};

use sqlx::SqlitePool;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// One permit for each file. One table for the process: two pools of one file must not have a line each.
static LINES: LazyLock<Mutex<HashMap<PathBuf, Arc<Semaphore>>>> = LazyLock::new(Mutex::default);

/// Waits in line to write to the pool's file; the turn ends when the permit is dropped.
///
/// # Errors
/// [`sqlx::Error::PoolTimedOut`] when the line does not move for so long.
pub async fn turn(pool: &SqlitePool, patience: Duration) -> sqlx::Result<OwnedSemaphorePermit> {
    let options = pool.connect_options();
    let file = options.get_filename().to_owned();
    let new = || Arc::new(Semaphore::new(1));
    let line = LINES.lock().unwrap_or_else(PoisonError::into_inner).entry(file).or_insert_with(new).clone();
    let turn = tokio::time::timeout(patience, line.acquire_owned()).await;
    turn.ok().and_then(Result::ok).ok_or(sqlx::Error::PoolTimedOut)
}
