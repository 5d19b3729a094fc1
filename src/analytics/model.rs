//! Sums over a period, as both sides see them.

use serde::{Deserialize, Serialize};

use crate::{
    calls::model::CallStatus,
    contacts::model::ContactName,
    domain::{money::Micros, phone::E164, time::EpochMs},
};

/// The answer to "what did my calls come to?".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CallAnalytics {
    pub period: Period,
    pub summary: Summary,
    /// The same length of time right before the period.
    pub previous: Summary,
    pub top_countries: Vec<CountrySum>,
    pub top_numbers: Vec<NumberSum>,
    /// Every day of the period, also those without calls.
    pub daily: Vec<DaySum>,
    pub outcomes: Vec<OutcomeSum>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Period {
    pub from: EpochMs,
    /// Not included.
    pub to: EpochMs,
    pub days: i64,
    /// IANA name of the zone whose days are counted.
    pub tz: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Summary {
    pub calls: i64,
    pub answered: i64,
    /// Talk time.
    pub seconds: i64,
    pub charged_micros: Micros,
    /// Talk time per answered call.
    pub average_seconds: i64,
    /// Answered calls in all calls, 0 to 1.
    pub answer_rate: f64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CountrySum {
    /// ISO 3166-1 alpha-2; absent for numbers of no country.
    pub country: Option<String>,
    pub country_name: String,
    pub calls: i64,
    pub seconds: i64,
    pub charged_micros: Micros,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct NumberSum {
    pub to: E164,
    pub contact: Option<ContactName>,
    pub calls: i64,
    pub seconds: i64,
    pub charged_micros: Micros,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct DaySum {
    /// `2026-11-22` in the zone of the period.
    pub day: String,
    pub calls: i64,
    pub answered: i64,
    pub seconds: i64,
    pub charged_micros: Micros,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct OutcomeSum {
    pub status: CallStatus,
    pub calls: i64,
}
