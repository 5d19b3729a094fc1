//! Doors that are knocked at too often: for one account and for one address, each with a budget of tries.
//!
//! A door is a variant of [`Door`] with its two budgets; a handler that guards one calls [`Throttle::take`] first, or
//! `Caller::knock`. State lives in the memory of one server, bounded, and is gone when it starts anew.

pub mod budget;

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use self::budget::{Budget, Budgets};
use super::clock::Clock;
use crate::error::AppError;

/// What is guarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// A try at a password. The account's key also names whence it comes: see `users::throttle`.
    Password,
    /// All tries at one account by browsers it does not know, wherever they are.
    Strangers,
    /// Opening an account.
    SignUp,
    /// A code of one account's app, from everywhere. Three codes are good at a time, so that a year of guessing finds one with a
    /// probability of one in ten.
    Code,
    /// Ways in that nobody guesses: passkeys, the provider, the links of letters. Apart from passwords, so that whoever tries those does
    /// not shut these for everybody at the same address.
    Key,
    /// A letter to reset a password.
    Reset,
    /// What a call costs.
    Quote,
    /// Permission to place a call.
    Call,
    /// Ending a call at the carrier, which answers only so many requests of ours.
    HangUp,
    /// Recomputing a caller's books.
    Proof,
    /// Everything of an account in one file.
    Export,
}

impl Door {
    /// All of them, in the order of their variants.
    pub const ALL: [Self; 11] = [
        Self::Password,
        Self::Strangers,
        Self::SignUp,
        Self::Code,
        Self::Key,
        Self::Reset,
        Self::Quote,
        Self::Call,
        Self::HangUp,
        Self::Proof,
        Self::Export,
    ];

    /// For logs, metrics and operators.
    pub fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Strangers => "strangers",
            Self::SignUp => "sign-up",
            Self::Code => "code",
            Self::Key => "key",
            Self::Reset => "reset",
            Self::Quote => "quote",
            Self::Call => "call",
            Self::HangUp => "hang-up",
            Self::Proof => "proof",
            Self::Export => "export",
        }
    }

    /// For one account, and for all from one address: enough for an office behind one router.
    pub fn budgets(self) -> [Budget; 2] {
        let (account, address) = match self {
            Self::Password => ((6, 30_000), (60, 5_000)),
            Self::Strangers => ((100, 36_000), (u32::MAX, 1)),
            Self::SignUp => ((6, 30_000), (30, 60_000)),
            Self::Code => ((100, 864_000), (u32::MAX, 1)),
            Self::Key => ((60, 1_000), (120, 1_000)),
            Self::Reset => ((3, 600_000), (20, 60_000)),
            Self::Quote => ((120, 250), (600, 50)),
            Self::Call => ((20, 3_000), (120, 500)),
            Self::HangUp => ((40, 1_500), (240, 250)),
            Self::Proof => ((20, 6_000), (60, 2_000)),
            Self::Export => ((5, 120_000), (20, 30_000)),
        };
        [account, address].map(|(tries, refill_ms)| Budget { tries, refill_ms })
    }
}

/// Above so many keys of one kind, those who have tried least are forgotten.
const KEYS_MOST: usize = 20_000;

/// The memory of tries; one per server, cheap to clone.
#[derive(Debug, Clone)]
pub struct Throttle(Arc<Vec<Lock>>);

#[derive(Debug)]
struct Lock {
    accounts: Budgets<String>,
    addresses: Budgets<IpAddr>,
    refused: AtomicU64,
}

/// How a door stands, for operators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub door: Door,
    /// Who is remembered.
    pub accounts: usize,
    pub addresses: usize,
    /// Tries refused since the server started.
    pub refused: u64,
}

impl Throttle {
    /// An empty memory over a clock.
    pub fn new(clock: &Clock) -> Self {
        let lock = |door: Door| {
            let [account, address] = door.budgets();
            let (accounts, addresses) = (Budgets::new(account, KEYS_MOST, clock), Budgets::new(address, KEYS_MOST, clock));
            Lock { accounts, addresses, refused: AtomicU64::new(0) }
        };
        Self(Arc::new(Door::ALL.into_iter().map(lock).collect()))
    }

    fn lock(&self, door: Door) -> &Lock {
        &self.0[door as usize]
    }

    /// Takes one try, of the address first: who knocks at a closed door goes on paying for it.
    ///
    /// # Errors
    /// [`AppError::TooMany`] with the time until the next try.
    pub fn take(&self, door: Door, account: Option<&str>, from: Option<IpAddr>) -> Result<(), AppError> {
        let lock = self.lock(door);
        let by_address = from.map_or(Ok(()), |peer| lock.addresses.take(&customer(peer)));
        let taken = by_address.and_then(|()| account.map_or(Ok(()), |account| lock.accounts.take(&account.to_owned())));
        taken.inspect_err(|_| {
            lock.refused.fetch_add(1, Ordering::Relaxed);
            metrics::counter!("ringfare_throttled_total", "door" => door.name()).increment(1);
            tracing::info!(door = door.name(), peer = from.map(tracing::field::display), "slowed down");
        })
    }

    /// Gives the try back: it was a good one.
    pub fn give_back(&self, door: Door, account: Option<&str>, from: Option<IpAddr>) {
        let lock = self.lock(door);
        if let Some(peer) = from {
            lock.addresses.give_back(&customer(peer));
        }
        if let Some(account) = account {
            lock.accounts.give_back(&account.to_owned());
        }
    }

    /// How every door stands.
    pub fn standing(&self) -> Vec<Standing> {
        let standing = |door: Door| {
            let lock = self.lock(door);
            let refused = lock.refused.load(Ordering::Relaxed);
            Standing { door, accounts: lock.accounts.keys(), addresses: lock.addresses.keys(), refused }
        };
        Door::ALL.into_iter().map(standing).collect()
    }
}

/// The single customer behind an address: one of IPv6 has a /64 at least.
pub fn customer(peer: IpAddr) -> IpAddr {
    masked(peer, 32, 64)
}

/// The network around an address, in which the next customer's neighbour may be.
pub fn network(peer: IpAddr) -> IpAddr {
    masked(peer, 24, 48)
}

fn masked(peer: IpAddr, bits_of_4: u32, bits_of_6: u32) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V4(v4) => Ipv4Addr::from_bits(v4.to_bits() & !u32::MAX.checked_shr(bits_of_4).unwrap_or(0)).into(),
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & !(u128::MAX >> bits_of_6)).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THERE: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7));

    #[test]
    fn every_door_stands_at_its_own_place_and_counts_who_is_turned_away() {
        let throttle = Throttle::new(&Clock::default());
        for (at, door) in Door::ALL.into_iter().enumerate() {
            assert_eq!(door as usize, at, "{door:?}");
        }
        let let_through = (0..50).filter(|_| throttle.take(Door::Call, Some("ann"), Some(THERE)).is_ok()).count();
        assert_eq!(let_through, 20);
        let call = throttle.standing().into_iter().find(|standing| standing.door == Door::Call).expect("a door");
        assert_eq!(call, Standing { door: Door::Call, accounts: 1, addresses: 1, refused: 30 });
        assert!(throttle.take(Door::Quote, Some("ann"), Some(THERE)).is_ok(), "another door");
    }

    #[test]
    fn many_accounts_from_one_address_are_slowed_down_too() {
        let throttle = Throttle::new(&Clock::default());
        let knocks = |n: &i32| throttle.take(Door::Password, Some(&format!("user{n}")), Some(THERE)).is_ok();
        assert_eq!((0..1_000).filter(knocks).count(), 60);
    }

    #[test]
    fn a_customer_with_many_ipv6_addresses_is_one() {
        let one: IpAddr = "2001:db8:1:2::1".parse().expect("good");
        let other: IpAddr = "2001:db8:1:2:ffff::9".parse().expect("good");
        assert_eq!(customer(one), customer(other));
        assert_eq!(network(one), network("2001:db8:1:3::1".parse().expect("good")));
        assert_eq!(customer("::ffff:203.0.113.7".parse().expect("good")), THERE);
        assert_eq!(network(THERE).to_string(), "203.0.113.0");
    }
}
