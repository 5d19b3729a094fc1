//! Open pages follow the books: `/api/user/stream` sends what changes of a caller's balance and calls.
//!
//! `server::live` says whose data changed, `stream` looks again and sends what differs from what it sent before, so an event is
//! always the database's truth, and the same one twice does no harm. `public/live.js` keeps one stream per browser for all its
//! tabs and hands the events to `feed`, which leads them to the balance and call listeners; `mark` says how fresh the page is.

pub mod feed;
pub mod mark;

#[cfg(feature = "ssr")]
pub mod rest;
#[cfg(feature = "ssr")]
mod stream;
#[cfg(feature = "ssr")]
pub mod watch;
