//! One stream: waits until something is said about its account, looks again, and gives what differs.

use std::time::Duration;

use axum::response::sse::Event;
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::time::{Instant, sleep, sleep_until};

use crate::{
    calls::{self, model::Call},
    error::AppError,
    ledger::{self, model::Balance},
    server::{
        ids,
        live::{Ear, Ending, OpenStream, Said},
    },
    users::{Caller, store::kept},
};

/// How often a stream shows that it lives.
const BEAT: Duration = Duration::from_secs(20);
/// How often it is looked up whether the caller is still signed in, unless somebody says that this changed.
const CHECK_EVERY: Duration = Duration::from_mins(1);
/// When any account may have changed, not all streams look at once.
const SPREAD_MS: u64 = 2_000;
/// When a browser tries again after the connection broke, in milliseconds, and up to as much more: a server that comes back
/// is not met by all at once.
const RETRY_MS: u64 = 1_000;

/// What a client was sent: the beginnings of the digests of its balance and of its calls.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cursor {
    balance: String,
    calls: String,
}

impl Cursor {
    /// Reads an event's `id`.
    pub fn parse(text: &str) -> Option<Self> {
        let (balance, calls) = text.split_once('-')?;
        Some(Self { balance: balance.to_owned(), calls: calls.to_owned() })
    }

    fn id(&self) -> String {
        format!("{}-{}", self.balance, self.calls)
    }
}

/// Enough to tell two states of one account apart.
fn digest(state: &impl Serialize) -> String {
    let mut digest = hex::encode(Sha256::digest(serde_json::to_vec(state).unwrap_or_default()));
    digest.truncate(16);
    digest
}

/// What to do next.
enum Step {
    Look,
    Beat,
    Check,
    End(Ending),
}

/// The server's end of one stream.
pub struct Watcher {
    caller: Caller,
    ear: Ear,
    open: OpenStream,
    /// What the client has.
    sent: Cursor,
    /// The calls that `sent` stands for; empty until some were sent.
    calls: Vec<Call>,
    heard: Said,
    beat_at: Instant,
    check_at: Instant,
    is_new: bool,
    is_over: bool,
}

impl Watcher {
    /// A stream for a client that has what `last` stands for.
    pub fn new(caller: Caller, last: Option<Cursor>) -> Self {
        let mut ear = Ear::of(&caller.me.id);
        let open = caller.state.streams.open(&caller.me.id);
        let (now, heard) = (Instant::now(), ear.heard());
        Self {
            ear,
            open,
            caller,
            sent: last.unwrap_or_default(),
            calls: Vec::new(),
            heard,
            beat_at: now + BEAT,
            check_at: now + CHECK_EVERY,
            is_new: true,
            is_over: false,
        }
    }

    /// The first event.
    pub fn hello(&self) -> Event {
        let retry = RETRY_MS + spread(RETRY_MS);
        let hello = json!({ "account": self.caller.me.id, "at": self.caller.state.clock.now() });
        event("hello", &hello).retry(Duration::from_millis(retry))
    }

    /// The next events, when there are any; nothing at the end.
    pub async fn next(&mut self) -> Option<Vec<Event>> {
        if self.is_over {
            return None;
        }
        loop {
            let step = if std::mem::take(&mut self.is_new) { Step::Look } else { self.wait().await };
            let made = match step {
                Step::Look => self.look().await,
                Step::Beat => Ok(vec![self.beat()]),
                Step::Check => self.check().await,
                Step::End(ending) => Ok(vec![self.end(ending)]),
            };
            let events = made.unwrap_or_else(|error| {
                tracing::warn!(%error, "a stream ends because the database does not answer");
                vec![self.end(Ending::Unavailable)]
            });
            if !events.is_empty() {
                return Some(events);
            }
        }
    }

    async fn wait(&mut self) -> Step {
        tokio::select! {
            biased;
            ending = self.open.ended() => return Step::End(ending),
            () = self.ear.hear() => {}
            () = sleep_until(self.check_at) => return Step::Check,
            () = sleep_until(self.beat_at) => return Step::Beat,
        }
        let (before, now) = (self.heard, self.ear.heard());
        self.heard = now;
        if before.sessions != now.sessions {
            return Step::Check;
        }
        if before.changes == now.changes {
            sleep(Duration::from_millis(spread(SPREAD_MS))).await;
        }
        Step::Look
    }

    /// What the database says now, as far as the client does not have it.
    async fn look(&mut self) -> Result<Vec<Event>, AppError> {
        let (db, me) = (&self.caller.state.db, &self.caller.me.id);
        let Some(balance) = ledger::store::balance(db, me).await? else { return Ok(vec![self.end(Ending::SignedOut)]) };
        // A closed account is no news of its wallet.
        if balance.frozen_reason.is_some()
            && let Some(ending) = self.parted().await?
        {
            return Ok(vec![self.end(ending)]);
        }
        let calls = calls::store::recent(db, me).await?;
        self.open.saw(balance.mark());
        Ok(self.news(&balance, calls))
    }

    fn news(&mut self, balance: &Balance, calls: Vec<Call>) -> Vec<Event> {
        let now = Cursor { balance: digest(balance), calls: digest(&calls) };
        let mut events = Vec::new();
        if now.balance != self.sent.balance {
            self.sent.balance = now.balance;
            events.push(event("balance", balance).id(self.sent.id()));
        }
        if now.calls != self.sent.calls {
            self.sent.calls = now.calls;
            let news: Vec<&Call> = calls.iter().filter(|call| !self.calls.contains(call)).collect();
            events.push(event("calls", &news).id(self.sent.id()));
        }
        self.calls = calls;
        events
    }

    fn beat(&mut self) -> Event {
        self.beat_at = Instant::now() + BEAT;
        event("beat", &json!({ "at": self.caller.state.clock.now() })).comment("")
    }

    /// Whether the caller may still be told.
    async fn check(&mut self) -> Result<Vec<Event>, AppError> {
        self.check_at = Instant::now() + CHECK_EVERY;
        match self.parted().await? {
            Some(ending) => Ok(vec![self.end(ending)]),
            None => self.look().await,
        }
    }

    /// Why the caller may no longer be told, if so.
    async fn parted(&self) -> Result<Option<Ending>, AppError> {
        let Caller { state, me, .. } = &self.caller;
        if self.caller.is_still_signed_in().await? {
            return Ok(None);
        }
        Ok(Some(if kept::is_deleted(&state.db, &me.id).await? { Ending::Deleted } else { Ending::SignedOut }))
    }

    fn end(&mut self, ending: Ending) -> Event {
        self.is_over = true;
        event("end", &json!({ "reason": ending.word() }))
    }
}

fn event(name: &str, data: &impl Serialize) -> Event {
    Event::default().event(name).data(serde_json::to_string(data).unwrap_or_default())
}

/// A random number below `most`.
fn spread(most: u64) -> u64 {
    u64::from_str_radix(&ids::hex32()[..8], 16).unwrap_or_default() % most
}
