//! Sees what another process writes to the same SQLite file, such as `ringfare user credit` beside a server that runs.

use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::{
    ledger,
    server::{
        live::{FileWatch, changed},
        state::AppState,
    },
};

/// How often the file's version is asked for.
const EVERY: Duration = Duration::from_secs(1);
/// Looking takes at most this part of the time.
const PART: u32 = 50;

/// Watches until told to stop; PostgreSQL tells by itself.
///
/// Every second one connection asks for the version of the file, whatever the number of streams. When it moved, the wallets of
/// the accounts that have streams are compared with what these were sent. A call that another process changes without moving
/// the wallet is not seen here; nothing but the server does that.
pub async fn watch(state: AppState, mut stopped: watch::Receiver<bool>) {
    let mut file = match FileWatch::begin(&state.db).await {
        Ok(Some(file)) => file,
        Ok(None) => return,
        Err(error) => {
            tracing::error!(%error, "what the command line changes reaches open pages only as they ask");
            return;
        }
    };
    let (mut pause, mut again) = (EVERY, false);
    loop {
        tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(pause) => {}
        }
        let begun = Instant::now();
        match look(&state, &mut file, again).await {
            Ok(unsure) => (pause, again) = (EVERY.max(begun.elapsed() * PART), unsure),
            Err(error) => {
                again = true;
                tracing::warn!(%error, "the database could not be watched");
            }
        }
    }
}

/// Says which accounts changed, if the file did or `again`; `true` when a stream was still looking for the first time, and may
/// have looked before the change.
async fn look(state: &AppState, file: &mut FileWatch, again: bool) -> sqlx::Result<bool> {
    if !file.has_changed().await? && !again {
        return Ok(false);
    }
    let mut unsure = false;
    for (user, seen) in state.streams.seen() {
        unsure |= seen < 0;
        if seen >= 0 && ledger::store::mark(&state.db, &user).await?.is_some_and(|now| now != seen) {
            changed(&user);
        }
    }
    Ok(unsure)
}
