//! Prices as both sides see them.

use serde::{Deserialize, Serialize};

use crate::domain::{money::Micros, phone::PhoneNumber};

/// What a call costs: frozen on the call when it is authorised, never looked up again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Tariff {
    pub rate_micros_per_minute: Micros,
    /// Once per answered call.
    pub connect_micros: Micros,
    /// The least that is billed, in seconds.
    pub initial_seconds: i64,
    /// Steps after the initial seconds, at least 1.
    pub increment_seconds: i64,
    /// Calls up to this long are free; longer ones pay in full.
    pub free_under_seconds: i64,
}

/// The row of a deck that prices a call: what is frozen on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    pub deck_id: String,
    /// Digits.
    pub prefix: String,
    /// Digits of the caller id's row; empty for the default row.
    pub origin: String,
    pub destination: String,
    /// Never dialled, whatever the price.
    pub blocked: bool,
    pub tariff: Tariff,
}

/// The price of calling one number, and how long the caller's credit lasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Quote {
    /// E.164.
    pub to: String,
    pub phone: PhoneNumber,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    pub country_name: String,
    /// IANA zones of the number's area, most likely first; empty when unknown.
    pub time_zones: Vec<String>,
    /// What the deck calls the destination, such as `United Kingdom, mobile`; empty without a rate.
    pub destination: String,
    /// The matching prefix, digits; empty without a rate.
    pub prefix: String,
    #[serde(flatten)]
    pub tariff: Tariff,
    /// How long the caller may talk: what the least of credit and limits covers, at most the longest permitted call.
    pub affordable_seconds: i64,
    /// What would be set aside for that time.
    pub hold_micros: Micros,
    pub allowed: bool,
    /// Why not, in words for people; absent when allowed.
    pub reason: Option<String>,
    /// The stable code of the reason: `no_rate`, `blocked`, `account_not_active`, `country_blocked`, `rate_limit`,
    /// `too_many_calls`, `day_limit`, `month_limit`, `insufficient_credit`.
    pub reason_code: Option<String>,
}
