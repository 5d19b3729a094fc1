//! Rate decks, longest prefix, quotes, and the arithmetic of a charge.

pub mod api;
pub mod charge;
pub mod model;

#[cfg(feature = "ssr")]
pub mod store;

#[cfg(feature = "ssr")]
pub mod rest;
