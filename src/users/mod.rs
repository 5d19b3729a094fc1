//! Accounts, sessions, bearer tokens, and the caller of a request.
//!
//! A handler of any slice takes a [`Caller`], a server function asks [`caller()`]; both know sessions and tokens. A new way to
//! sign in is a function of `entrance.rs` that ends in `session::begin`.

pub mod api;
mod form;
pub mod model;
pub mod settings;
pub mod sign_in;
pub mod sign_up;
mod tokens;

#[cfg(feature = "ssr")]
mod caller;
#[cfg(feature = "ssr")]
pub mod command;
#[cfg(feature = "ssr")]
mod entrance;
#[cfg(feature = "ssr")]
mod gate;
#[cfg(feature = "ssr")]
mod known;
#[cfg(feature = "ssr")]
pub mod password;
#[cfg(feature = "ssr")]
mod session;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
mod throttle;
#[cfg(feature = "ssr")]
mod token;

#[cfg(feature = "ssr")]
pub use caller::{Caller, caller};
#[cfg(feature = "ssr")]
pub use gate::guard;

#[cfg(feature = "ssr")]
pub mod rest;
