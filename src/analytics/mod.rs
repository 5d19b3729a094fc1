//! What the calls of one caller add up to, and the call-history page that shows it.

pub mod api;
pub mod history;
pub mod model;

#[cfg(feature = "ssr")]
pub mod store;

#[cfg(feature = "ssr")]
pub mod rest;
