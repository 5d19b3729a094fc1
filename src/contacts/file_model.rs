//! What both sides know of a file of contacts.

use serde::{Deserialize, Serialize};

use crate::wire_enum;

wire_enum! {
    /// What is wrong with a file as a whole.
    pub enum FileProblem {
        Empty = "empty",
        /// A picture, or something else that is no text.
        Picture = "picture",
        /// A spreadsheet program's own format.
        Workbook = "workbook",
        NoNumbers = "no_numbers",
        TooLarge = "too_large",
        NoFile = "no_file",
    }
}

wire_enum! {
    /// What an entry of a file would do.
    pub enum Outcome {
        New = "new",
        Changed = "changed",
        Unchanged = "unchanged",
        /// Somebody who stands in the file before.
        Merged = "merged",
        Refused = "refused",
    }
}

/// An entry of a file and what it would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ImportRow {
    /// Where it begins in the file, from 1.
    pub line: i64,
    pub name: String,
    pub outcome: Outcome,
    /// What changes, or why it is refused.
    pub what: String,
}

/// What a file would change, or has changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Preview {
    pub file: String,
    /// `CSV` or `vCard`.
    pub format: String,
    pub encoding: String,
    /// Whether some letters could not be read.
    pub broken: bool,
    pub new: i64,
    pub changed: i64,
    pub unchanged: i64,
    pub merged: i64,
    pub refused: i64,
    /// Pictures that are left out.
    pub photos: i64,
    /// The first hundred of each outcome, in the order of the file.
    pub rows: Vec<ImportRow>,
}

impl Preview {
    /// How many entries have an outcome.
    pub fn count(&mut self, outcome: Outcome) -> &mut i64 {
        match outcome {
            Outcome::New => &mut self.new,
            Outcome::Changed => &mut self.changed,
            Outcome::Unchanged => &mut self.unchanged,
            Outcome::Merged => &mut self.merged,
            Outcome::Refused => &mut self.refused,
        }
    }

    /// The counts in the order they are shown.
    pub fn counts(&self) -> [(Outcome, i64); 5] {
        [
            (Outcome::New, self.new),
            (Outcome::Changed, self.changed),
            (Outcome::Merged, self.merged),
            (Outcome::Unchanged, self.unchanged),
            (Outcome::Refused, self.refused),
        ]
    }
}
