//! SQL of contacts; every query is scoped to its owner. `read` finds one, `list` pages of them, `write` is for the units of
//! work, `waiting` for files that wait to be applied.

pub mod alike;
pub mod bulk;
pub mod forget;
pub mod list;
pub mod read;
pub mod waiting;
pub mod write;

#[cfg(test)]
mod tests;

pub use self::{
    read::{id_of_number, of_id, of_number},
    write::touch,
};
