//! Letters: written into a table in the transaction that they tell of, sent in the background.
//!
//! So a slow mail server neither delays an answer nor tells by its time who has an account. What a letter says is its slice's
//! business; here it is a recipient, a subject and a plain text. A sent letter is deleted, because its links are secrets.

mod settings;
pub mod store;
mod transport;

use std::{sync::Arc, time::Duration};

use tokio::sync::{Notify, watch};

pub use self::settings::MailSettings;
use self::transport::Transport;
use super::{database::Transaction, state::AppState};
use crate::domain::time::EpochMs;

/// How often the table is looked at, beside when something was written to it here.
const EVERY: Duration = Duration::from_secs(10);
/// The first pause after a letter that could not be sent, in seconds; each further one is twice as long.
const FIRST_PAUSE_SECONDS: i64 = 30;
/// The longest pause.
const LONGEST_PAUSE_SECONDS: i64 = 3_600;
/// A letter is somebody's to send for so long: more than a mail server takes.
const CLAIM_SECONDS: i64 = 120;

/// A letter to be sent.
#[derive(Clone, Copy)]
pub struct Letter<'a> {
    pub recipient: &'a str,
    pub subject: &'a str,
    /// Plain text.
    pub body: &'a str,
    pub at: EpochMs,
    /// After which it is of no use.
    pub expires_at: EpochMs,
}

/// Tells the sender of this process that there is a letter; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Mailer(Arc<Notify>);

impl Mailer {
    /// There is a letter: call it after the commit. Without it the letter goes with the next round.
    pub fn wake(&self) {
        self.0.notify_one();
    }
}

/// Writes a letter, to be sent once this is committed.
///
/// # Errors
/// When the database fails.
pub async fn post(tx: &mut Transaction, letter: Letter<'_>) -> sqlx::Result<()> {
    store::insert(tx, letter).await
}

/// Sends what is there, until the server stops; nothing where no letters are sent.
pub async fn run(state: AppState, mut stopped: watch::Receiver<bool>) {
    let Some(settings) = state.config.mail.clone() else { return };
    let transport = Transport::open(&settings, &state.config.public_url);
    loop {
        if let Err(error) = round(&state, &transport).await {
            tracing::error!(%error, "letters wait, because the database does not do its work");
        }
        tokio::select! {
            () = state.mailer.0.notified() => {}
            () = tokio::time::sleep(EVERY) => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
    }
}

/// Sends every letter that is due.
async fn round(state: &AppState, transport: &Transport) -> sqlx::Result<()> {
    let now = state.clock.now();
    for expired in store::delete_expired(&state.db, now).await? {
        tracing::error!(letter.id = expired, "a letter could not be sent in time and was given up");
    }
    for letter in store::due(&state.db, now).await? {
        // Another process on the same database may be at it.
        if !store::claim(&state.db, &letter, now.plus_seconds(CLAIM_SECONDS)).await? {
            continue;
        }
        match transport.send(&letter).await {
            Ok(()) => store::delete(&state.db, &letter.id).await?,
            Err(problem) => {
                let pause = (FIRST_PAUSE_SECONDS << letter.tries.clamp(0, 10)).min(LONGEST_PAUSE_SECONDS);
                tracing::warn!(letter.id, problem, pause, "a letter could not be sent; it is tried again");
                store::put_off(&state.db, &letter.id, now.plus_seconds(pause)).await?;
            }
        }
    }
    Ok(())
}

/// Whether letters can be sent, in a sentence: for `ringfare doctor`.
///
/// # Errors
/// What is wrong, with its remedy.
pub async fn examine(settings: &MailSettings, public_url: &str) -> Result<String, String> {
    Transport::open(settings, public_url).examine().await
}
