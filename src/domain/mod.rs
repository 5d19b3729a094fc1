//! Pure words of the trade, the same on the server and in the browser: no I/O, no clock, no randomness.
//!
//! To add a word: one file, a type that cannot hold a wrong value, its parser, its tests.

#[cfg(feature = "ssr")]
pub mod fold;
pub mod ids;
pub mod json;
pub mod masked;
pub mod money;
pub mod month;
pub mod page;
pub mod phone;
pub mod query;
pub mod secret;
pub mod time;
pub mod wire;
