//! Who a number belongs to, for one caller.

pub mod api;
pub mod card;
pub mod model;
pub mod page;

#[cfg(feature = "ssr")]
pub mod store;

#[cfg(feature = "ssr")]
pub mod rest;
