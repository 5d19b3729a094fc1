//! A proof of one caller's balance as it crosses the wire.

use serde::{Deserialize, Serialize};

use crate::domain::{ids::UserId, time::EpochMs};

/// Every rule of the books, recomputed from one caller's rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Proof {
    /// The account: what to tell the operator when a rule is broken.
    pub account: UserId,
    pub made_at: EpochMs,
    /// How long it took, in microseconds.
    pub took_us: i64,
    /// Whether every rule holds.
    pub holds: bool,
    /// How many lines the statement has.
    pub entries: i64,
    /// All lines summed up by kind, written out: `3 entries: +$5.000000 top-ups −$0.042000 calls = $4.958000, which is your balance.`
    pub sum: String,
    pub rules: Vec<ProvenRule>,
}

/// What came of one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ProvenRule {
    /// Stable, for programs.
    pub name: String,
    /// What holds, in plain words.
    pub rule: String,
    pub holds: bool,
    /// What was looked at: `transactions`, `calls`, …
    pub looked_at: String,
    /// How many of them.
    pub rows: i64,
    /// The two together, in words: `1,204 transactions`.
    pub counted: String,
    /// How long it took, in microseconds.
    pub took_us: i64,
    /// The first row that breaks it.
    pub breach: Option<ProvenBreach>,
}

/// A row that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ProvenBreach {
    pub id: String,
    pub expected: String,
    pub found: String,
    /// How many more rows break it.
    pub more: i64,
}
