//! What the calls of one caller add up to, and the call-history page that shows it.
//!
//! A new question is a field of `sums::Found` (in another `FORM`), a field of `model::CallAnalytics`, a line in `analyse.rs` and a
//! function in `draw/`. `period/` alone knows of time zones; sums come in quarters of an hour, which no zone splits. `asked.rs` reads
//! the address of the page, for the page and for its CSV alike.

pub mod api;
mod drawer;
pub mod history;
pub mod model;
pub mod zone;

#[cfg(feature = "ssr")]
mod address;
#[cfg(feature = "ssr")]
mod analyse;
#[cfg(feature = "ssr")]
mod asked;
#[cfg(feature = "ssr")]
mod draw;
#[cfg(feature = "ssr")]
mod filters;
#[cfg(feature = "ssr")]
mod period;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
mod sums;
#[cfg(feature = "ssr")]
mod visitor;

#[cfg(feature = "ssr")]
pub mod rest;
