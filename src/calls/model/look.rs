//! What the dialer knows about what stands in its field.

use serde::{Deserialize, Serialize};

use crate::{domain::phone::E164, rates::model::Quote};

/// The server's answer to what was typed: one for everything, because it is asked at every rest of the typing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// What was asked.
    pub typed: String,
    /// Where the number is, as far as its digits tell.
    pub place: Option<Place>,
    /// How it is written, as in [`crate::domain::phone::Reading`]. The browser has no numbering plans: they would outweigh the
    /// page, and a second copy could disagree with the one that dials.
    pub template: Option<String>,
    /// What it costs; absent while the number is not whole.
    pub quote: Option<Quote>,
    /// What is wrong with the number, in words.
    pub problem: Option<String>,
    /// Whom it may mean: contacts by name or number, numbers called lately.
    pub suggestions: Vec<Suggestion>,
    /// What the called party may see; empty where there is nothing to choose.
    pub caller_ids: Vec<E164>,
}

/// Where a number is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// ISO 3166-1 alpha-2, when it is one country for certain.
    pub country: Option<String>,
    /// In the reader's language; several countries joined by words.
    pub name: String,
    /// Digits.
    pub calling_code: String,
}

/// Somebody who may be meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Absent for a number that is no contact.
    pub name: Option<String>,
    pub phone: E164,
    /// As people write it.
    pub international: String,
}
