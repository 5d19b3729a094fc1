//! Accounts, sessions, bearer tokens, and the caller of a request.

pub mod model;
pub mod settings;
pub mod sign_in;
pub mod sign_up;

#[cfg(feature = "ssr")]
mod caller;

#[cfg(feature = "ssr")]
pub use caller::{Caller, caller};

#[cfg(feature = "ssr")]
pub mod rest;
