//! An account as a whole: everything of it in one archive, and its end.
//!
//! A slice that keeps something of a caller gives it to `export.rs` and forgets it in a function of its own store that `erase.rs`
//! calls. `tests/http/privacy/schema.rs` reads the database's own schema: a table of accounts that it does not know fails it, and so does
//! one whose rows are in no archive or outlive their account. `tests/http/privacy/mod.rs` looks for what was left in any column.

pub mod api;
pub mod card;
pub mod model;

#[cfg(feature = "ssr")]
mod archive;
#[cfg(feature = "ssr")]
pub mod command;
#[cfg(feature = "ssr")]
pub mod erase;
#[cfg(feature = "ssr")]
mod export;
#[cfg(feature = "ssr")]
mod keys;
#[cfg(feature = "ssr")]
mod lists;
#[cfg(feature = "ssr")]
mod person;
#[cfg(feature = "ssr")]
pub mod rest;
#[cfg(feature = "ssr")]
mod tables;
