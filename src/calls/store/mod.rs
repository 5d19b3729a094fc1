//! SQL of calls: `read` for people, `lifecycle` for the units of work, `contacts` for
//! saving and deleting a contact, `events` for what the carrier told us, `price` and `margin` for what it takes, `unmatched`
//! for what is the operator's, `alive` for what has not ended, `record` for what a caller keeps of a call, `habit` for what a
//! quote is compared with, `dialled` for suggestions, `sums` for what analytics keeps.

pub mod alive;
pub mod contacts;
pub mod dialled;
pub mod events;
pub mod extension;
pub mod forget;
pub mod gauges;
pub mod habit;
pub mod lifecycle;
pub mod locked;
pub mod margin;
pub mod price;
pub mod read;
pub mod record;
pub mod settlement;
pub mod sums;
mod tally;
mod tariff;
pub mod unmatched;

pub use read::{detail, page, recent};
pub use tally::{Tally, tally};
