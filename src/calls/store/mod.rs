//! SQL of calls: `read` for people, `lifecycle` for the units of work, `events` for what the carrier told us.

pub mod events;
pub mod lifecycle;
pub mod read;
pub mod settlement;

pub use read::{detail, page, recent};
