//! What REST tells of every leg, also long after its end: the reconciler asks here.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use crate::domain::time::EpochMs;

/// So many legs are remembered; then the oldest are forgotten.
const KEPT: usize = 20_000;

/// One leg as Twilio's Call resource has it.
#[derive(Debug, Clone)]
pub struct Leg {
    /// `CA…`
    pub sid: String,
    /// The browser's leg that raised this one.
    pub parent_sid: Option<String>,
    pub from: String,
    pub to: String,
    /// `inbound` or `outbound-dial`.
    pub direction: &'static str,
    /// Twilio's word; never `initiated`, which exists in callbacks only.
    pub status: &'static str,
    pub created: EpochMs,
    /// The answer; for a leg that ended without one, nothing.
    pub started: Option<EpochMs>,
    pub ended: Option<End>,
}

/// How a leg ended.
#[derive(Debug, Clone, Copy)]
pub struct End {
    pub at: EpochMs,
    /// From the answer to the end; nothing for a leg that was never answered.
    pub seconds: Option<u64>,
    /// Until then REST does not tell the duration.
    pub duration_known: Instant,
    /// Until then REST does not tell the price.
    pub price_known: Instant,
}

impl Leg {
    /// Whether the status will not change again.
    pub fn is_over(&self) -> bool {
        self.ended.is_some()
    }

    /// Whole seconds, once they are known.
    pub fn seconds(&self) -> Option<u64> {
        self.ended.filter(|end| end.duration_known <= Instant::now()).and_then(|end| end.seconds)
    }

    /// Twilio's own price in millionths of a dollar, once it is known: each begun minute 1.4 cents for the called leg, 0.4
    /// for the browser's.
    pub fn price_micros(&self) -> Option<u64> {
        let end = self.ended.filter(|end| end.price_known <= Instant::now())?;
        let per_minute = if self.parent_sid.is_some() { 14_000 } else { 4_000 };
        end.seconds.map(|seconds| seconds.div_ceil(60) * per_minute)
    }
}

impl End {
    /// An end now; `hidden` is how long REST keeps the duration to itself, `price` the price.
    pub fn now(at: EpochMs, seconds: Option<u64>, hidden: Duration, price: Duration) -> Self {
        let now = Instant::now();
        Self { at, seconds, duration_known: now + hidden, price_known: now + hidden.max(price) }
    }
}

/// Every leg of this process, by SID.
#[derive(Debug, Default)]
pub struct Records(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    legs: HashMap<String, Leg>,
    /// SIDs by age.
    order: VecDeque<String>,
}

impl Records {
    pub fn insert(&self, leg: Leg) {
        let mut inner = self.lock();
        inner.order.push_back(leg.sid.clone());
        inner.legs.insert(leg.sid.clone(), leg);
        while inner.order.len() > KEPT {
            let Some(oldest) = inner.order.pop_front() else { break };
            inner.legs.remove(&oldest);
        }
    }

    pub fn get(&self, sid: &str) -> Option<Leg> {
        self.lock().legs.get(sid).cloned()
    }

    /// Changes a leg that is not over yet.
    pub fn change(&self, sid: &str, change: impl FnOnce(&mut Leg)) {
        if let Some(leg) = self.lock().legs.get_mut(sid).filter(|leg| !leg.is_over()) {
            change(leg);
        }
    }

    /// The legs that fit, newest first.
    pub fn newest_first(&self, fits: impl Fn(&Leg) -> bool) -> Vec<Leg> {
        let inner = self.lock();
        let newest = inner.order.iter().rev().filter_map(|sid| inner.legs.get(sid));
        newest.filter(|leg| fits(leg)).cloned().collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
