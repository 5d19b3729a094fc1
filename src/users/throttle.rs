//! Guesses at passwords, slowed down where they come from, so that nobody can lock the owner of an account out.
//!
//! Each key has a budget of tries that refills steadily (the generic cell rate algorithm). A try is paid for in advance, since
//! guesses may come side by side, and a good one is paid back.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
};

use axum::{extract::ConnectInfo, http::request::Parts};

use super::model::Email;
use crate::{domain::time::EpochMs, error::AppError};

/// How many tries at once, and after how many milliseconds there is one more.
#[derive(Debug, Clone, Copy)]
struct Budget {
    tries: i64,
    refill_ms: i64,
}

/// For one account from one network: enough for a person who tries to remember.
const PER_ACCOUNT: Budget = Budget { tries: 6, refill_ms: 30_000 };
/// For all accounts from one address: enough for an office behind one router.
const PER_ADDRESS: Budget = Budget { tries: 60, refill_ms: 5_000 };

/// Above so many keys, those whose budget is full again are forgotten.
const KEYS_MOST: usize = 20_000;

/// The memory of tries; one per server.
#[derive(Debug, Clone, Default)]
pub struct Throttle {
    /// When each key's budget is full again, in epoch milliseconds.
    full_at: Arc<Mutex<HashMap<String, i64>>>,
}

impl Throttle {
    /// Takes one try at an account, or only at the address when no account is meant.
    ///
    /// # Errors
    /// [`AppError::TooMany`] with the time until the next try.
    pub fn take(&self, peer: IpAddr, account: Option<&Email>, now: EpochMs) -> Result<(), AppError> {
        for (key, budget) in keys(peer, account) {
            self.take_one(key, budget, now)?;
        }
        Ok(())
    }

    /// Gives the try back: it was a good one.
    pub fn give_back(&self, peer: IpAddr, account: Option<&Email>) {
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, budget) in keys(peer, account) {
            full_at.entry(key).and_modify(|moment| *moment -= budget.refill_ms);
        }
    }

    fn take_one(&self, key: String, budget: Budget, now: EpochMs) -> Result<(), AppError> {
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if full_at.len() > KEYS_MOST {
            full_at.retain(|_, moment| *moment > now.0);
        }
        let moment = full_at.entry(key).or_insert(now.0);
        let after = (*moment).max(now.0) + budget.refill_ms;
        let wait_ms = after - now.0 - budget.tries * budget.refill_ms;
        if wait_ms > 0 {
            return Err(AppError::TooMany { retry_after_seconds: wait_ms.div_euclid(1_000) + 1 });
        }
        *moment = after;
        Ok(())
    }
}

fn keys(peer: IpAddr, account: Option<&Email>) -> Vec<(String, Budget)> {
    let (network, address) = masks(peer);
    let mut keys = vec![(address.to_string(), PER_ADDRESS)];
    keys.extend(account.map(|email| (format!("{email} {network}"), PER_ACCOUNT)));
    keys
}

/// The network and the single customer behind an address: an IPv6 customer has a /64 at least.
fn masks(peer: IpAddr) -> (IpAddr, IpAddr) {
    match peer.to_canonical() {
        IpAddr::V4(v4) => (Ipv4Addr::from_bits(v4.to_bits() & !0xff).into(), v4.into()),
        IpAddr::V6(v6) => {
            let keep = |bits: u32| Ipv6Addr::from_bits(v6.to_bits() & !(u128::MAX >> bits)).into();
            (keep(48), keep(64))
        }
    }
}

/// Where a request comes from. A proxy on this machine is believed about whom it speaks for (the last entry of
/// `X-Forwarded-For`, which it wrote itself); nobody else is.
pub fn peer(parts: &Parts) -> IpAddr {
    let direct = parts.extensions.get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
    let forwarded = || {
        let header = parts.headers.get_all("x-forwarded-for").iter().next_back()?;
        header.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
    };
    if direct.to_canonical().is_loopback() { forwarded().unwrap_or(direct) } else { direct }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THERE: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7));
    const ELSEWHERE: IpAddr = IpAddr::V4(Ipv4Addr::new(198, 51, 100, 7));
    const NOW: EpochMs = EpochMs(1_800_000_000_000);

    fn victim() -> Email {
        Email::parse("victim@example.org").expect("good")
    }

    #[test]
    fn ten_thousand_guesses_elsewhere_do_not_keep_the_owner_out() {
        let throttle = Throttle::default();
        let let_through = (0..10_000).filter(|_| throttle.take(THERE, Some(&victim()), NOW).is_ok()).count();
        assert_eq!(let_through, 6);
        assert!(throttle.take(ELSEWHERE, Some(&victim()), NOW).is_ok());
    }

    #[test]
    fn the_budget_refills_with_time() {
        let throttle = Throttle::default();
        while throttle.take(THERE, Some(&victim()), NOW).is_ok() {}
        let Err(AppError::TooMany { retry_after_seconds }) = throttle.take(THERE, Some(&victim()), NOW) else {
            panic!("the budget is spent");
        };
        assert!((1..=31).contains(&retry_after_seconds), "{retry_after_seconds}");
        assert!(throttle.take(THERE, Some(&victim()), NOW.plus_seconds(retry_after_seconds)).is_ok());
        assert!(throttle.take(THERE, Some(&victim()), NOW.plus_seconds(retry_after_seconds)).is_err());
    }

    #[test]
    fn good_tries_cost_nothing() {
        let throttle = Throttle::default();
        for _ in 0..1_000 {
            throttle.take(THERE, Some(&victim()), NOW).expect("never spent");
            throttle.give_back(THERE, Some(&victim()));
        }
    }

    #[test]
    fn many_accounts_from_one_address_are_slowed_down_too() {
        let throttle = Throttle::default();
        let account = |n: i32| Email::parse(&format!("user{n}@example.org")).expect("good");
        let let_through = (0..1_000).filter(|n| throttle.take(THERE, Some(&account(*n)), NOW).is_ok()).count();
        assert_eq!(let_through, 60);
    }

    #[test]
    fn a_customer_with_many_ipv6_addresses_is_one() {
        let one: IpAddr = "2001:db8:1:2::1".parse().expect("good");
        let other: IpAddr = "2001:db8:1:2:ffff::9".parse().expect("good");
        assert_eq!(masks(one), masks(other));
        assert_eq!(masks("::ffff:203.0.113.7".parse().expect("good")), masks(THERE));
    }
}
