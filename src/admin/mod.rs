//! What operators do, and the log of it.
//!
//! Everything an operator changes is a function of `acts/`, for the pages and the command line alike: the change and its entry in
//! the audit log are one transaction, or neither happens. A new act is a word of `model::Action`, a function there, and a form.
//! A new page is a line in `parts::PLACES`, one in `app/mod.rs` and one in `app/pages.rs`; its server functions begin with
//! `operator::operator()`, or with `operator::acting()` where they change what matters.

mod alarms_page;
pub mod api;
mod books_page;
mod calls_page;
mod credit_form;
mod limits_form;
mod log_page;
pub mod model;
pub mod pages;
mod parts;
mod rates_page;
pub mod typed;
mod user_page;
mod users_page;

#[cfg(feature = "ssr")]
pub mod acts;
#[cfg(feature = "ssr")]
pub mod audit;
#[cfg(feature = "ssr")]
pub mod command;
#[cfg(feature = "ssr")]
mod look;
#[cfg(feature = "ssr")]
mod operator;
#[cfg(feature = "ssr")]
mod read;
#[cfg(feature = "ssr")]
mod store;
