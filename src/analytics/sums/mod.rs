//! What the calls of a span add up to: `found` is the sums, `gather` finds them.
//!
//! No call is read whose sums are kept (`calls::store::sums`): a span is made up of a few dozen `stretch`es, however many calls it has.
//! Whom a number belongs to is no part of the sums and may change at any time.

mod found;
mod gather;
mod stretch;
#[cfg(test)]
mod tests;

pub use self::{
    found::{QUARTER_MS, Quarter, Sums, digits, top},
    gather::{Wanted, gather},
};
