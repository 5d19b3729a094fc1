//! What the calls of one caller add up to, and the call-history page that shows it.
//!
//! A new question is a function of `store.rs`, a field of `model::CallAnalytics`, a line in `analyse.rs` and a component
//! beside `charts.rs`. `period.rs` alone knows of time zones; sums come in quarters of an hour, which no zone splits.

mod address;
pub mod api;
mod cards;
mod charts;
mod drawer;
mod filters;
pub mod history;
mod list;
pub mod model;
mod period_filter;
mod zone;

#[cfg(feature = "ssr")]
mod analyse;
#[cfg(feature = "ssr")]
mod period;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
mod visitor;

#[cfg(feature = "ssr")]
pub mod rest;
