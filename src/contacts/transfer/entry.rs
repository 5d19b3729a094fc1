//! What a file says, before it is compared with anything.

use serde::{Deserialize, Serialize};

use crate::contacts::model::{FileProblem, Label};

/// A file that could be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// `CSV` or `vCard`.
    pub format: String,
    /// Such as `UTF-8`.
    pub encoding: String,
    /// Whether letters could not be read and stand as `\u{fffd}`.
    pub broken: bool,
    pub entries: Vec<Entry>,
}

/// One person of a file, as it stands there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Where it begins in the file, from 1.
    pub line: i64,
    pub name: String,
    pub notes: String,
    pub tags: Vec<String>,
    pub favourite: bool,
    pub zone: String,
    /// As written, with the label if there is one; the preferred one first.
    pub numbers: Vec<(String, Option<Label>)>,
    /// Whether it has a picture, which is left out.
    pub photo: bool,
}

impl Entry {
    /// Whether nothing of use stands there: an empty row.
    pub fn is_blank(&self) -> bool {
        self.name.trim().is_empty() && self.numbers.iter().all(|(number, _)| number.trim().is_empty())
    }
}

/// Reads a file of contacts.
///
/// # Errors
/// What is wrong with the file as a whole.
pub fn read(bytes: &[u8]) -> Result<Reading, FileProblem> {
    let super::letters::Text { content: text, encoding, broken } = super::letters::decode(bytes)?;
    let is_vcard = super::vcard_file::looks_like(&text);
    let entries = if is_vcard { super::vcard_file::read(&text) } else { super::csv_file::read(&text)? };
    if entries.is_empty() {
        return Err(FileProblem::Empty);
    }
    let format = if is_vcard { "vCard" } else { "CSV" };
    Ok(Reading { format: format.into(), encoding: encoding.into(), broken, entries })
}
