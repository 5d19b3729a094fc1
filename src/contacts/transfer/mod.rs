//! Contacts from files and into files.
//!
//! A file's bytes become text (`letters`), the text becomes entries (`csv_file`, `vcard_file`), and the entries are compared with
//! the address book (`plan`): what is shown before anything is written is what is then written, in one transaction (`apply`).
//! A new column of other people's CSV is a line in `columns`.

mod apply;
mod columns;
mod csv_file;
mod entry;
pub mod export;
mod letters;
mod plan;
pub mod upload;
mod vcard_file;

pub use self::apply::{apply_now, apply_waiting, keep_waiting, preview_now, preview_waiting};

/// From a file's bytes to the plan that a caller is shown, for `fuzz/`: how many it adds. The same file once more adds nobody.
#[cfg(fuzzing)]
pub fn planned(bytes: &[u8]) -> Option<usize> {
    let reading = entry::read(bytes).ok()?;
    let words = crate::words::Transfer::of(crate::words::Language::En);
    let first = plan::plan("file", &reading, Vec::new(), Some("GB"), words);
    let added = first.added.len();
    let again = plan::plan("file", &reading, first.added, Some("GB"), words);
    assert!(again.added.is_empty(), "a second time adds {} to {added}", again.added.len());
    Some(added)
}

#[cfg(test)]
mod samples;
