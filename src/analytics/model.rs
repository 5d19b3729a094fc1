//! Sums over a period, as both sides see them.

use serde::{Deserialize, Serialize};

use crate::{
    calls::model::{Call, CallStatus},
    contacts::model::ContactName,
    domain::{money::Micros, page::Page, phone::E164, time::EpochMs},
};

/// Which calls are summed up: the last `days` days, or `from` and `to`; 30 days unless told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct PeriodRequest {
    /// 1 to 366: today and the days before it.
    pub days: Option<i64>,
    /// RFC 3339, or a day such as `2026-11-22`: from this moment or day on.
    pub from: Option<String>,
    /// RFC 3339: before this moment; or a day: to its end. Now unless given.
    pub to: Option<String>,
    /// IANA name of the zone whose days are counted, such as `Europe/Berlin`; UTC unless given.
    pub tz: Option<String>,
}

/// Which calls the history page lists.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HistoryRequest {
    pub period: PeriodRequest,
    pub status: Option<CallStatus>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Part of a number or of a contact's name.
    pub q: Option<String>,
    /// The `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// A page of the history, with the moments that its period came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryPage {
    pub calls: Page<Call>,
    pub from: EpochMs,
    /// Not included; absent when the period goes on.
    pub to: Option<EpochMs>,
}

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
    /// `to` as people write it: `+44 7911 123456`.
    pub international: String,
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
