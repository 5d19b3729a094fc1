//! The end of an account as both sides see it.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{ids::UserId, money::Micros},
    users::model::Email,
    words::{Language, Privacy},
};

/// What deleting the account would mean now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    pub account: UserId,
    /// What has to be typed.
    pub email: Email,
    /// What stays on the account's books.
    pub balance_micros: Micros,
    pub obstacle: Option<Obstacle>,
}

/// Why an account cannot be deleted now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Obstacle {
    /// So many calls ring, run, or wait for their duration.
    Calls(i64),
    /// So much is set aside.
    Held(Micros),
    /// The operator froze it.
    Frozen,
}

impl Obstacle {
    /// What is in the way, and what to do.
    pub fn told(self, language: Language) -> String {
        let t = Privacy::of(language);
        match self {
            Self::Calls(calls) => t.calls_live(calls),
            Self::Held(amount) => t.held(&language.exact(amount)),
            Self::Frozen => t.frozen().to_owned(),
        }
    }
}
