//! What an account may spend: the operator's limits and the caller's own, of which the tighter one decides.
//!
//! `model` has the arithmetic and the words, `room` says what is left and checks a call inside its authorisation. A new kind of
//! limit is a variant of [`model::LimitKind`], a column of `spending_limits`, and its line in `Effective::tighter`.

pub mod api;
pub mod card;
pub mod form;
pub mod model;

#[cfg(feature = "ssr")]
pub mod alarms;
#[cfg(feature = "ssr")]
pub mod change;
#[cfg(feature = "ssr")]
pub mod command;
#[cfg(feature = "ssr")]
pub mod rest;
#[cfg(feature = "ssr")]
pub mod room;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod words;
