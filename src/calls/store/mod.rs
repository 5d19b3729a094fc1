//! SQL of calls: `read` for people, `lifecycle` for the units of work, `contacts` for
//! saving and deleting a contact, `events` for what the carrier told us.

pub mod contacts;
pub mod events;
pub mod lifecycle;
pub mod read;
pub mod settlement;

pub use read::{detail, page, recent};
