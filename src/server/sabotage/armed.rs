//! The faults of this process: those in `SABOTAGE` when it started, and those a test has armed since.

use std::sync::{
    LazyLock,
    atomic::{AtomicU32, Ordering},
};

use super::Fault;
use crate::server::database::Transaction;

static ARMED: LazyLock<AtomicU32> = LazyLock::new(|| AtomicU32::new(from_environment()));

#[expect(clippy::disallowed_methods, reason = "a fault is no setting: it must not reach the configuration")]
fn from_environment() -> u32 {
    let words = std::env::var("SABOTAGE").unwrap_or_default();
    let faults = words.split(',').map(str::trim).filter(|word| !word.is_empty());
    // A word that is misspelt must not pass for a fault that was survived.
    faults.map(|word| bit(Fault::from_word(word).unwrap_or_else(|| panic!("SABOTAGE: there is no fault '{word}'")))).sum()
}

fn bit(fault: Fault) -> u32 {
    1 << fault as u32
}

/// Whether a fault strikes.
pub fn on(fault: Fault) -> bool {
    ARMED.load(Ordering::Relaxed) & bit(fault) != 0
}

/// Lets a fault strike from now on, everywhere in this process.
pub fn arm(fault: Fault) {
    ARMED.fetch_or(bit(fault), Ordering::Relaxed);
}

/// Ends every fault.
pub fn disarm() {
    ARMED.store(0, Ordering::Relaxed);
}

/// [`Fault::TornSettlement`]: commits what was done so far and goes on in another transaction, behind sqlx's back.
///
/// # Errors
/// When the database fails.
pub async fn tear(tx: &mut Transaction) -> sqlx::Result<()> {
    if on(Fault::TornSettlement) {
        match tx {
            Transaction::Sqlite(tx) => sqlx::raw_sql("commit; begin immediate").execute(&mut **tx).await.map(drop),
            Transaction::Postgres(tx) => sqlx::raw_sql("commit; begin").execute(&mut **tx).await.map(drop),
        }?;
    }
    Ok(())
}
