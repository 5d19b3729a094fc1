//! Who a number belongs to, for one caller.
//!
//! `book` is what both doors do; `page` shows the list, with `form` in a dialog that `?add=1`, `?edit=ID` or `?delete=ID`
//! opens, so that everything also works before the WASM has arrived. A new field goes through `model`, `store` and `form`.

pub mod api;
pub mod card;
mod detail;
pub mod duplicates;
mod file_model;
mod form;
pub mod import;
mod list;
pub mod model;
pub mod page;
mod place;
pub mod wording;

#[cfg(feature = "ssr")]
mod book;
#[cfg(feature = "ssr")]
mod clean;
#[cfg(feature = "ssr")]
mod entry;
#[cfg(feature = "ssr")]
mod merge;
#[cfg(feature = "ssr")]
pub mod store;

#[cfg(feature = "ssr")]
pub mod transfer;

#[cfg(feature = "ssr")]
pub mod rest;
#[cfg(feature = "ssr")]
mod rest_files;
