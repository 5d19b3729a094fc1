//! Balance, holds and the append-only transactions: the only code that writes money.
//!
//! A new movement of money is a new function of `store.rs` over `&mut Transaction`, called by a unit of work of another
//! slice, plus its rule in `verify/rules/`.

pub mod api;
pub mod balance;
pub mod change;
mod labels;
pub mod listener;
pub mod model;
pub mod month_page;
mod month_sheet;
pub mod notes;
pub mod proof_model;
pub mod proof_page;
mod statement;
pub mod statement_model;
pub mod transactions;
pub mod warning;

#[cfg(feature = "ssr")]
pub mod command;
#[cfg(feature = "ssr")]
mod days;
#[cfg(feature = "ssr")]
pub mod monthly;
#[cfg(feature = "ssr")]
pub mod prove;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod verify;

#[cfg(feature = "ssr")]
pub mod rest;
