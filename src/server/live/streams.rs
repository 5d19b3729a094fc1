//! The open streams of one server: how many an account has, what they have seen, and how they end.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;

use crate::domain::ids::UserId;

/// So many streams an account may have: a browser needs one, however many tabs it has.
const STREAMS_MOST: usize = 8;

/// Why a server ends a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The session or token is no longer good.
    SignedOut,
    /// The account was deleted.
    Deleted,
    /// A newer stream took its place.
    TooMany,
    /// The server stops.
    Stopping,
    /// The database does not answer.
    Unavailable,
}

impl Ending {
    /// As it is sent.
    pub const fn word(self) -> &'static str {
        match self {
            Self::SignedOut => "signed_out",
            Self::Deleted => "deleted",
            Self::TooMany => "too_many",
            Self::Stopping => "stopping",
            Self::Unavailable => "unavailable",
        }
    }
}

/// All streams of a server; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Streams(Arc<Mutex<Table>>);

#[derive(Debug, Default)]
struct Table {
    by_user: HashMap<UserId, Vec<Entry>>,
    last: u64,
    is_stopping: bool,
}

#[derive(Debug)]
struct Entry {
    number: u64,
    /// The wallet's version that was sent last.
    seen: i64,
    ending: watch::Sender<Option<Ending>>,
}

impl Streams {
    /// Adds a stream. The oldest of the account ends when there are too many: it is more likely one whose other end is gone
    /// than the newest.
    pub fn open(&self, user: &UserId) -> OpenStream {
        let mut table = self.table();
        table.last += 1;
        let (number, is_stopping) = (table.last, table.is_stopping);
        let (ending, ended) = watch::channel(is_stopping.then_some(Ending::Stopping));
        let of_user = table.by_user.entry(user.clone()).or_default();
        of_user.push(Entry { number, seen: -1, ending });
        if let Some(surplus) = of_user.len().checked_sub(STREAMS_MOST) {
            for oldest in &of_user[..surplus] {
                oldest.ending.send_replace(Some(Ending::TooMany));
            }
        }
        metrics::gauge!("ringfare_streams_open").increment(1.0);
        OpenStream { streams: self.clone(), user: user.clone(), number, ended }
    }

    /// Ends all streams, and those to come.
    pub fn stop(&self) {
        let mut table = self.table();
        table.is_stopping = true;
        for entry in table.by_user.values().flatten() {
            entry.ending.send_replace(Some(Ending::Stopping));
        }
    }

    /// The accounts that have streams, and the oldest version of the wallet that one of them was sent.
    pub fn seen(&self) -> Vec<(UserId, i64)> {
        let oldest = |entries: &[Entry]| entries.iter().map(|entry| entry.seen).min().unwrap_or(-1);
        self.table().by_user.iter().map(|(user, entries)| (user.clone(), oldest(entries))).collect()
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One stream; dropped with the connection.
#[derive(Debug)]
pub struct OpenStream {
    streams: Streams,
    user: UserId,
    number: u64,
    ended: watch::Receiver<Option<Ending>>,
}

impl OpenStream {
    /// Remembers which version of the wallet was sent.
    pub fn saw(&self, version: i64) {
        let mut table = self.streams.table();
        let mine = table.by_user.get_mut(&self.user).and_then(|all| all.iter_mut().find(|entry| entry.number == self.number));
        if let Some(mine) = mine {
            mine.seen = version;
        }
    }

    /// Waits until the server ends this stream.
    pub async fn ended(&mut self) -> Ending {
        let ending = self.ended.wait_for(Option::is_some).await;
        ending.ok().and_then(|ending| *ending).unwrap_or(Ending::Stopping)
    }
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        let mut table = self.streams.table();
        if let Some(of_user) = table.by_user.get_mut(&self.user) {
            of_user.retain(|entry| entry.number != self.number);
            if of_user.is_empty() {
                table.by_user.remove(&self.user);
            }
        }
        metrics::gauge!("ringfare_streams_open").decrement(1.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::ids;

    #[tokio::test]
    async fn the_oldest_of_too_many_ends_and_the_others_go_on() {
        let (streams, user) = (Streams::default(), ids::user_id());
        let mut open: Vec<OpenStream> = (0..=STREAMS_MOST).map(|_| streams.open(&user)).collect();
        let other = streams.open(&ids::user_id());
        assert_eq!(open[0].ended().await, Ending::TooMany);
        assert!(open[1..].iter().all(|stream| stream.ended.borrow().is_none()) && other.ended.borrow().is_none());
        open.remove(0);
        open.push(streams.open(&user));
        assert_eq!(open[0].ended().await, Ending::TooMany, "and so does the next oldest");
    }

    #[tokio::test]
    async fn a_server_that_stops_ends_those_that_are_open_and_those_to_come() {
        let (streams, user) = (Streams::default(), ids::user_id());
        let mut before = streams.open(&user);
        streams.stop();
        assert_eq!(before.ended().await, Ending::Stopping);
        assert_eq!(streams.open(&user).ended().await, Ending::Stopping);
        drop(before);
        assert!(streams.seen().is_empty());
    }

    #[test]
    fn an_account_is_as_far_as_its_slowest_stream() {
        let (streams, user) = (Streams::default(), ids::user_id());
        let (fast, slow) = (streams.open(&user), streams.open(&user));
        fast.saw(7);
        assert_eq!(streams.seen(), [(user.clone(), -1)]);
        slow.saw(5);
        assert_eq!(streams.seen(), [(user.clone(), 5)]);
        drop(slow);
        assert_eq!(streams.seen(), [(user, 7)]);
    }
}
