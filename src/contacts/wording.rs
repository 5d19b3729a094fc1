//! Words for what is one of a few.

use super::model::{FileProblem, Label, Outcome};
use crate::{
    calls::model::CallStatus,
    words::{Contacts, Transfer},
};

/// Which line a number is.
pub fn label(t: Contacts, label: Label) -> &'static str {
    match label {
        Label::Mobile => t.mobile(),
        Label::Home => t.home(),
        Label::Work => t.work(),
        Label::Other => t.other(),
    }
}

/// What became of a call.
pub fn outcome_of_call(t: Contacts, status: CallStatus) -> &'static str {
    match status {
        CallStatus::Completed => t.completed(),
        CallStatus::Busy => t.busy(),
        CallStatus::Failed => t.failed(),
        CallStatus::NoAnswer => t.no_answer(),
        CallStatus::Canceled => t.canceled(),
        _ => t.ringing(),
    }
}

/// What a file's entry would do.
pub fn outcome(t: Transfer, outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::New => t.new_one(),
        Outcome::Changed => t.changed(),
        Outcome::Unchanged => t.unchanged(),
        Outcome::Merged => t.merged(),
        Outcome::Refused => t.refused(),
    }
}

/// What is wrong with a file as a whole, and what to do.
pub fn file_problem(t: Transfer, problem: FileProblem) -> &'static str {
    match problem {
        FileProblem::Empty => t.empty(),
        FileProblem::Picture => t.picture(),
        FileProblem::Workbook => t.workbook(),
        FileProblem::NoNumbers => t.no_numbers(),
        FileProblem::TooLarge => t.too_large(),
        FileProblem::NoFile => t.no_file(),
    }
}
