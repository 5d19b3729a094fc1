//! Who changed. Whoever commits a change of an account's wallet or calls says so ([`Noted`] does it by itself), and whoever
//! listens for that account looks again.
//!
//! Nothing is passed on but "look again", so that what is then sent is always what the database says; a word too many costs a
//! look, one too few is made up for by the pages' slow polls. It reaches the streams of this process at once; other processes
//! on the same PostgreSQL hear it by its `notify` (`tell`), and another process's writes to the same SQLite file are seen by
//! its version (`file`).

mod file;
mod noted;
mod streams;
mod tell;

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;

pub use self::{
    file::FileWatch,
    noted::Noted,
    streams::{Ending, OpenStream, Streams},
    tell::{listen, tell_the_rest},
};
use crate::domain::ids::UserId;

/// What has been said about an account since its first listener came; only the differences mean something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Said {
    /// Changes of its wallet or calls.
    pub changes: u64,
    /// Changes of who may speak for it: a session that ended, a token that was revoked.
    pub sessions: u64,
    /// Times that changes may have been missed, by all accounts at once.
    pub gaps: u64,
}

/// The accounts that somebody of this process listens for. One per process, not per server: an account's id is unlike any
/// other's, and whoever commits has nothing at hand but the transaction.
static LISTENED: LazyLock<Mutex<HashMap<UserId, watch::Sender<Said>>>> = LazyLock::new(Mutex::default);

fn listened() -> MutexGuard<'static, HashMap<UserId, watch::Sender<Said>>> {
    LISTENED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Says that an account's wallet or calls changed; after the commit.
pub fn changed(user: &UserId) {
    if let Some(ears) = listened().get(user) {
        ears.send_modify(|said| said.changes += 1);
    }
}

/// Says that a session or token of an account ended; after the commit.
pub fn sessions_changed(user: &UserId) {
    if let Some(ears) = listened().get(user) {
        ears.send_modify(|said| said.sessions += 1);
    }
}

/// Says that changes of any account may have been missed.
fn all_may_have_changed() {
    for ears in listened().values() {
        ears.send_modify(|said| said.gaps += 1);
    }
}

/// Somebody who listens for one account.
#[derive(Debug)]
pub struct Ear {
    user: UserId,
    said: watch::Receiver<Said>,
}

impl Ear {
    /// Listens from now on.
    pub fn of(user: &UserId) -> Self {
        let said = listened().entry(user.clone()).or_default().subscribe();
        Self { user: user.clone(), said }
    }

    /// What has been said so far; it counts as heard.
    pub fn heard(&mut self) -> Said {
        *self.said.borrow_and_update()
    }

    /// Waits until something is said that was not heard.
    pub async fn hear(&mut self) {
        // The sender stands in the table as long as this listens.
        drop(self.said.changed().await);
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        let mut listened = listened();
        if listened.get(&self.user).is_some_and(|ears| ears.receiver_count() <= 1) {
            listened.remove(&self.user);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::ids;

    #[tokio::test]
    async fn who_listens_hears_of_their_account_alone_and_leaves_nothing_behind() {
        let (ann, bob) = (ids::user_id(), ids::user_id());
        let mut ear = Ear::of(&ann);
        changed(&bob);
        assert_eq!(ear.heard(), Said::default());
        changed(&ann);
        changed(&ann);
        sessions_changed(&ann);
        ear.hear().await;
        assert_eq!(ear.heard(), Said { changes: 2, sessions: 1, gaps: 0 });
        let second = Ear::of(&ann);
        drop(ear);
        assert!(listened().contains_key(&ann), "the second still listens");
        drop(second);
        assert!(!listened().contains_key(&ann) && !listened().contains_key(&bob));
    }
}
