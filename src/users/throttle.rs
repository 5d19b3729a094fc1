//! Guesses at passwords, slowed down where they come from, so that nobody can lock the owner of an account out.
//!
//! A try is paid for in advance, since guesses may come side by side, and a good one is paid back. A browser in which the owner has
//! signed in before (`browser.rs`) has tries of its own. All others share what their network, their address and the account leave.

use std::net::{IpAddr, Ipv4Addr};

use axum::http::{HeaderMap, request::Parts};

use super::{browser::Browser, model::Email};
use crate::{
    error::AppError,
    server::{
        peer::Peer,
        state::AppState,
        throttle::{self, Door},
    },
};

/// The memory of tries, as one request sees it.
#[derive(Debug, Clone)]
pub struct Throttle {
    state: AppState,
    browser: Browser,
}

/// The keys of a try: of the account with whence it comes, and of the address.
struct Keys {
    account: Option<String>,
    address: Option<IpAddr>,
    /// Also counted for the account as a whole.
    stranger: bool,
}

impl Throttle {
    /// For requests of a server.
    pub fn new(state: &AppState) -> Self {
        Self { state: state.clone(), browser: Browser::default() }
    }

    /// The same for one request, whose browser may be known.
    #[must_use]
    pub fn of(mut self, headers: &HeaderMap) -> Self {
        self.browser = Browser::of(&self.state, headers);
        self
    }

    /// Takes one try at an account, or only at the address when no account is meant.
    ///
    /// # Errors
    /// [`AppError::TooMany`] with the time until the next try.
    pub fn take(&self, peer: IpAddr, account: Option<&Email>) -> Result<(), AppError> {
        let keys = self.keys(peer, account);
        let doors = &self.state.throttle;
        doors.take(Door::Password, keys.account.as_deref(), keys.address)?;
        match account {
            Some(email) if keys.stranger => doors.take(Door::Strangers, Some(&email.to_string()), None),
            _ => Ok(()),
        }
    }

    /// Gives the try back: it was a good one.
    pub fn give_back(&self, peer: IpAddr, account: Option<&Email>) {
        let keys = self.keys(peer, account);
        let doors = &self.state.throttle;
        doors.give_back(Door::Password, keys.account.as_deref(), keys.address);
        if let Some(email) = account.filter(|_| keys.stranger) {
            doors.give_back(Door::Strangers, Some(&email.to_string()), None);
        }
    }

    /// Takes one try at another door than that of passwords.
    ///
    /// # Errors
    /// [`AppError::TooMany`] with the time until the next try.
    pub fn knock(&self, door: Door, peer: IpAddr, account: Option<&Email>) -> Result<(), AppError> {
        self.state.throttle.take(door, account.map(ToString::to_string).as_deref(), Some(peer))
    }

    fn keys(&self, peer: IpAddr, account: Option<&Email>) -> Keys {
        let Some(email) = account else { return Keys { account: None, address: Some(peer), stranger: false } };
        if let Some(browser) = self.browser.known_to(&self.state, email) {
            // What others do at the same address does not count against it.
            return Keys { account: Some(format!("{email} {browser}")), address: None, stranger: false };
        }
        Keys { account: Some(format!("{email} {}", throttle::network(peer))), address: Some(peer), stranger: true }
    }
}

/// Where a request comes from.
pub fn peer(parts: &Parts) -> IpAddr {
    parts.extensions.get().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer: &Peer| peer.0)
}
