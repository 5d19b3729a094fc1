//! A budget of tries for each key that refills steadily: governor's cell rate algorithm, over the server's clock and a memory that
//! does not grow. governor's own stores keep every key, and take no try back.

use std::{
    collections::HashMap,
    hash::Hash,
    num::NonZeroU32,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use governor::{Quota, RateLimiter, clock, middleware::NoOpMiddleware, nanos::Nanos, state::StateStore};

use crate::{error::AppError, server::clock::Clock};

/// How many tries at once, and after how many milliseconds there is one more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    pub tries: u32,
    pub refill_ms: u64,
}

/// The memory of tries of one kind.
#[derive(Debug)]
pub struct Budgets<K: Eq + Hash + Clone> {
    limiter: RateLimiter<K, Memory<K>, ServerClock, NoOpMiddleware<Nanos>>,
    memory: Memory<K>,
    clock: ServerClock,
    refill: Nanos,
}

impl<K: Eq + Hash + Clone> Budgets<K> {
    /// Remembers at most `keys_most` keys: then those who have tried least are forgotten.
    pub fn new(budget: Budget, keys_most: usize, clock: &Clock) -> Self {
        let period = Duration::from_millis(budget.refill_ms.max(1));
        let tries = NonZeroU32::new(budget.tries).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::with_period(period).unwrap_or(Quota::per_second(NonZeroU32::MIN)).allow_burst(tries);
        let (memory, clock) = (Memory { inner: Arc::default(), keys_most }, ServerClock(clock.clone()));
        let limiter = RateLimiter::new(quota, memory.clone(), clock.clone());
        Self { limiter, memory, clock, refill: Nanos::from(period) }
    }

    /// Takes one try.
    ///
    /// # Errors
    /// [`AppError::TooMany`] with the time until the next try.
    pub fn take(&self, key: &K) -> Result<(), AppError> {
        self.limiter.check_key(key).map_err(|until| {
            let wait = until.wait_time_from(clock::Clock::now(&self.clock)).as_millis();
            AppError::TooMany { retry_after_seconds: i64::try_from(wait / 1_000).unwrap_or(i64::MAX).saturating_add(1) }
        })
    }

    /// Gives one try back.
    pub fn give_back(&self, key: &K) {
        self.memory.lock().entry(key.clone()).and_modify(|full_at| *full_at = full_at.saturating_sub(self.refill));
    }

    /// How many keys are remembered.
    pub fn keys(&self) -> usize {
        self.memory.lock().len()
    }
}

/// The server's clock as governor reads one.
#[derive(Debug, Clone)]
struct ServerClock(Clock);

impl clock::Clock for ServerClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        let ms = u64::try_from(self.0.now().0).unwrap_or_default();
        Nanos::new(ms.saturating_mul(1_000_000))
    }
}

/// When each key's budget is full again.
#[derive(Debug)]
struct Memory<K> {
    inner: Arc<Mutex<HashMap<K, Nanos>>>,
    keys_most: usize,
}

impl<K> Clone for Memory<K> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), keys_most: self.keys_most }
    }
}

impl<K> Memory<K> {
    fn lock(&self) -> MutexGuard<'_, HashMap<K, Nanos>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Eq + Hash + Clone> StateStore for Memory<K> {
    type Key = K;

    fn measure_and_replace<T, F, E>(&self, key: &K, measure: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let mut all = self.lock();
        let (outcome, full_at) = measure(all.get(key).copied())?;
        if all.len() >= self.keys_most && !all.contains_key(key) {
            make_room(&mut all);
        }
        all.insert(key.clone(), full_at);
        Ok(outcome)
    }
}

/// Forgets the half that has tried least, so that a flood of new keys pays for looking through all of them once in a while.
fn make_room<K>(all: &mut HashMap<K, Nanos>) {
    let mut moments: Vec<u64> = all.values().map(|moment| moment.as_u64()).collect();
    let middle = moments.len() / 2;
    let (_, &mut middle, _) = moments.select_nth_unstable(middle);
    let mut spare = all.len() / 2 + 1;
    all.retain(|_, moment| {
        let keep = moment.as_u64() > middle || spare == 0;
        spare -= usize::from(!keep);
        keep
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    const THREE: Budget = Budget { tries: 3, refill_ms: 1_000 };

    fn of_three(keys_most: usize) -> (Budgets<u32>, Clock) {
        let clock = Clock::default();
        (Budgets::new(THREE, keys_most, &clock), clock)
    }

    #[test]
    fn a_budget_is_spent_refills_and_is_each_keys_own() {
        let (budgets, clock) = of_three(10);
        assert_eq!((0..9).filter(|_| budgets.take(&1).is_ok()).count(), 3);
        assert!(budgets.take(&2).is_ok());
        let Err(AppError::TooMany { retry_after_seconds }) = budgets.take(&1) else { panic!("it is spent") };
        assert!((1..=2).contains(&retry_after_seconds), "{retry_after_seconds}");
        clock.advance_seconds(1);
        assert!(budgets.take(&1).is_ok());
        assert!(budgets.take(&1).is_err());
        budgets.give_back(&1);
        assert!(budgets.take(&1).is_ok());
    }

    #[test]
    fn a_flood_of_keys_takes_no_more_memory_and_frees_nobody_who_is_slowed_down() {
        let (budgets, _clock) = of_three(1_000);
        while budgets.take(&0).is_ok() {}
        for key in 1..100_000 {
            drop(budgets.take(&key));
            assert!(budgets.keys() <= 1_000);
        }
        assert!(budgets.take(&0).is_err(), "who has tried most is remembered");
    }
}
