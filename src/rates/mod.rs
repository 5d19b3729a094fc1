//! Rate decks, longest prefix, quotes, and the arithmetic of a charge.
//!
//! A deck is a version: `deck_file` reads a file whole, `deck` writes and activates it, `store` finds the row that prices a
//! number, `quote` tells a caller what that means for them. A new column of a deck goes through `model::Tariff`,
//! `deck_file::Row` and `store`. `docs/rates.md` is the operator's page, `docs/money.md` the caller's.

pub mod api;
pub mod charge;
pub mod model;

#[cfg(feature = "ssr")]
mod buys;
#[cfg(feature = "ssr")]
pub mod command;
#[cfg(feature = "ssr")]
pub mod countries;
#[cfg(feature = "ssr")]
pub mod deck;
#[cfg(feature = "ssr")]
pub mod deck_fields;
#[cfg(feature = "ssr")]
pub mod deck_file;
#[cfg(feature = "ssr")]
pub mod quote;
#[cfg(feature = "ssr")]
pub mod rest;
#[cfg(feature = "ssr")]
pub mod store;

#[cfg(test)]
mod charge_cases;
#[cfg(test)]
mod deck_cases;
