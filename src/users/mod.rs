//! Accounts, sessions, bearer tokens, and the caller of a request.
//!
//! A handler of `/api/*` takes `Scoped<Read>`, `Scoped<Call>` or `Scoped<Money>`: a session, or a token of that scope. A server
//! function asks [`caller()`], which knows sessions only. A new way to sign in is a function of `entrance.rs` that ends in
//! `session::begin`. What only somebody may do who showed a moment ago who they are takes a [`Confirmed`] or asks [`confirmed()`];
//! the page shows `confirm::ConfirmFirst`. A new way to show it is a server function that ends in `Caller::confirm`, and a part of
//! `confirm::Ways`.

mod address;
pub mod api;
pub mod api_letters;
pub mod confirm;
pub mod confirm_page;
pub mod factors;
pub mod form;
pub mod letter_pages;
pub mod model;
pub mod scopes;
mod sessions;
pub mod settings;
pub mod sign_in;
pub mod sign_up;
mod tokens;

#[cfg(feature = "ssr")]
mod browser;
#[cfg(feature = "ssr")]
mod caller;
#[cfg(feature = "ssr")]
pub mod caller_id;
#[cfg(feature = "ssr")]
pub mod command;
#[cfg(feature = "ssr")]
mod device;
#[cfg(feature = "ssr")]
mod entrance;
#[cfg(feature = "ssr")]
mod gate;
#[cfg(feature = "ssr")]
mod known;
#[cfg(feature = "ssr")]
pub mod links;
#[cfg(feature = "ssr")]
mod mailed;
#[cfg(feature = "ssr")]
mod mailed_changes;
#[cfg(feature = "ssr")]
pub mod password;
#[cfg(feature = "ssr")]
pub mod scoped;
#[cfg(feature = "ssr")]
mod session;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod strong;
#[cfg(feature = "ssr")]
mod throttle;
#[cfg(feature = "ssr")]
mod token;

#[cfg(feature = "ssr")]
pub use caller::{Caller, Confirmed, caller, confirmed};
#[cfg(feature = "ssr")]
pub use gate::guard;
#[cfg(feature = "ssr")]
pub use scoped::{InPerson, Scoped};

#[cfg(feature = "ssr")]
pub mod rest;
