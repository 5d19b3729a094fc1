//! What operators type.

use serde::{Deserialize, Serialize};

/// A price list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeckTyped {
    pub name: String,
    /// Per cent on top of every price.
    pub markup: String,
    /// CSV.
    pub list: String,
}
