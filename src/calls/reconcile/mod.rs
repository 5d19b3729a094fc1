//! Reconciling: what the carrier forgot to tell is asked of its REST API and settled by the same function.
//!
//! `asking` reads the carrier's records, `schedule` says when to ask again, `acts` does what follows, `price` asks what a
//! settled call cost the operator, `unmatched` lists what is left to the operator, `by_hand` takes their decision.

mod acts;
mod asking;
pub mod by_hand;
pub mod price;
mod schedule;
pub mod unmatched;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures_util::{StreamExt, stream};
use tokio::sync::watch;

pub use self::acts::{note, nudge};
use super::{
    extend,
    store::{lifecycle::OpenCall, settlement},
};
use crate::{
    error::AppError,
    server::{
        sabotage::{self, Fault},
        state::AppState,
    },
};

/// Between two passes.
const PASS_EVERY: Duration = Duration::from_secs(5);
/// Calls per pass: a backlog is worked off over several.
const CALLS_MOST: i64 = 100;
/// Questions to the carrier under way at a time: one that hangs holds up none of the others.
const AT_ONCE: usize = 8;
/// After so many failures without a success the carrier is taken to be down, and the rest of the pass left to the next one.
const DOWN_AFTER: usize = 8;

/// What a pass did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pass {
    /// Calls asked about.
    pub asked: usize,
    pub settled: usize,
    /// Calls that the carrier was told to end.
    pub ended: usize,
    /// Calls that are the operator's from now on.
    pub given_up: usize,
    /// Askings that the carrier did not answer: they count toward nothing.
    pub unreachable: usize,
}

/// Reconciles for ever, until told to stop.
pub async fn run(state: AppState, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(PASS_EVERY) => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
        // Each for itself: a carrier that hangs on a price must not keep a hold from being extended.
        let (extended, asked, priced) = tokio::join!(extend::pass(&state), pass(&state), price::pass(&state));
        for (work, outcome) in [("extending", extended.map(drop)), ("asking", asked.map(drop)), ("pricing", priced.map(drop))] {
            let came_to = if outcome.is_ok() { "end" } else { "failure" };
            metrics::counter!("ringfare_reconciler_passes_total", "work" => work, "came_to" => came_to).increment(1);
            if let Err(error) = outcome {
                tracing::error!(work, %error, "a pass of the reconciler failed; the next one tries again");
            }
        }
    }
}

/// One pass over the calls that are parked, nudged, or past the end of their hold.
///
/// # Errors
/// When the database fails.
pub async fn pass(state: &AppState) -> Result<Pass, AppError> {
    if sabotage::on(Fault::IdleReconciler) {
        return Ok(Pass::default());
    }
    let calls = settlement::overdue(&state.db, state.clock.now(), CALLS_MOST).await?;
    let silence = Silence::default();
    let work = calls.into_iter().map(|call| one(state.clone(), call, silence.clone()));
    let outcomes: Vec<_> = stream::iter(work).buffer_unordered(AT_ONCE).collect().await;
    let mut pass = Pass::default();
    for outcome in outcomes {
        pass.count(outcome?);
    }
    Ok(pass)
}

/// What became of one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Settled,
    Ended,
    GivenUp,
    PutOff,
    Unreachable,
    /// The carrier is down: not even asked.
    Skipped,
}

impl Outcome {
    /// The word that metrics go by.
    const fn word(self) -> &'static str {
        match self {
            Self::Settled => "settled",
            Self::Ended => "ended",
            Self::GivenUp => "given_up",
            Self::PutOff => "put_off",
            Self::Unreachable => "unreachable",
            Self::Skipped => "skipped",
        }
    }
}

impl Pass {
    fn count(&mut self, outcome: Outcome) {
        metrics::counter!("ringfare_reconciler_calls_total", "outcome" => outcome.word()).increment(1);
        self.asked += usize::from(outcome != Outcome::Skipped);
        match outcome {
            Outcome::Settled => self.settled += 1,
            Outcome::Ended => self.ended += 1,
            Outcome::GivenUp => self.given_up += 1,
            Outcome::Unreachable => self.unreachable += 1,
            Outcome::PutOff | Outcome::Skipped => {}
        }
    }
}

async fn one(state: AppState, call: OpenCall, silence: Silence) -> Result<Outcome, AppError> {
    if silence.is_long() {
        return Ok(Outcome::Skipped);
    }
    let outcome = acts::reconcile(&state, &call).await?;
    silence.heard(outcome != Outcome::Unreachable);
    Ok(outcome)
}

/// How often in a row the carrier did not answer.
#[derive(Debug, Clone, Default)]
struct Silence(Arc<AtomicUsize>);

impl Silence {
    fn heard(&self, answered: bool) {
        if answered {
            self.0.store(0, Ordering::Relaxed);
        } else {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn is_long(&self) -> bool {
        self.0.load(Ordering::Relaxed) >= DOWN_AFTER
    }
}
