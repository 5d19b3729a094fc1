//! Prices as both sides see them.

use serde::{Deserialize, Serialize};

use crate::domain::{
    money::Micros,
    phone::{E164, PhoneNumber},
};

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

/// From how many times the usual rate a call is confirmed before it begins.
pub const DEAR_TIMES: i64 = 3;

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
    // These five are the `Tariff`.
    pub rate_micros_per_minute: Micros,
    /// Once per answered call.
    pub connect_micros: Micros,
    /// The least that is billed, in seconds.
    pub initial_seconds: i64,
    /// Steps after the initial seconds, at least 1.
    pub increment_seconds: i64,
    /// Calls up to this long are free; longer ones pay in full.
    pub free_under_seconds: i64,
    /// How long the caller may talk: what the least of credit and limits covers, at most the longest permitted call.
    pub affordable_seconds: i64,
    /// What would be set aside for that time.
    pub hold_micros: Micros,
    /// E.164: the number that the called party sees.
    pub caller_id: E164,
    /// The median rate of the caller's last answered calls; absent for someone who has hardly called.
    pub usual_rate_micros_per_minute: Option<Micros>,
    /// How many times the usual rate this one is, rounded down; absent below [`DEAR_TIMES`].
    pub times_usual: Option<i64>,
    /// Whether the caller has called before, but never this country.
    pub first_call_to_country: bool,
    pub allowed: bool,
    /// Why not, in words for people; absent when allowed.
    pub reason: Option<String>,
    /// The stable code of the reason: `no_rate`, `blocked`, `account_not_active`, `email_not_verified`, `country_blocked`, `rate_limit`,
    /// `too_many_calls`, `day_limit`, `month_limit`, `insufficient_credit`.
    pub reason_code: Option<String>,
}

impl Quote {
    pub const fn tariff(&self) -> Tariff {
        Tariff {
            rate_micros_per_minute: self.rate_micros_per_minute,
            connect_micros: self.connect_micros,
            initial_seconds: self.initial_seconds,
            increment_seconds: self.increment_seconds,
            free_under_seconds: self.free_under_seconds,
        }
    }

    /// Whether the caller is asked once more before the call begins.
    pub const fn needs_confirmation(&self) -> bool {
        self.times_usual.is_some() || self.first_call_to_country
    }
}

/// A destination with the time that an amount pays for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bought {
    /// As the deck calls it.
    pub destination: String,
    pub seconds: i64,
}
