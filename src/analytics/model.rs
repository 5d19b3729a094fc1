//! Sums over a period, as both sides see them.

use serde::{Deserialize, Serialize};

use crate::{
    calls::model::CallStatus,
    contacts::model::ContactName,
    domain::{ids::CallId, money::Micros, phone::E164, time::EpochMs},
};

crate::wire_enum! {
    /// A period that people name.
    pub enum Preset {
        Today = "today",
        Yesterday = "yesterday",
        /// From Monday on.
        ThisWeek = "this-week",
        LastWeek = "last-week",
        ThisMonth = "this-month",
        LastMonth = "last-month",
        ThisYear = "this-year",
    }
}

/// Which calls are summed up: a named period, the last `days` days, or `from` and `to`; 30 days unless told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct PeriodRequest {
    /// `today`, `yesterday`, `this-week`, `last-week`, `this-month`, `last-month` or `this-year`.
    pub period: Option<String>,
    /// 1 to 366: today and the days before it.
    pub days: Option<i64>,
    /// RFC 3339, or a day such as `2026-11-22`: from this moment or day on.
    pub from: Option<String>,
    /// RFC 3339: before this moment; or a day: to its end. Now unless given.
    pub to: Option<String>,
    /// IANA name of the zone whose days are counted, such as `Europe/Berlin`; UTC unless given.
    pub tz: Option<String>,
}

/// The answer to "what did my calls come to?".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CallAnalytics {
    pub period: Period,
    pub summary: Summary,
    /// The same stretch of the calendar right before: a month for a month, seven days for seven days, cut off at the same
    /// moment when the period still goes on.
    pub previous: Summary,
    /// By spend, as the next two.
    pub top_countries: Vec<CountrySum>,
    pub top_numbers: Vec<NumberSum>,
    pub top_contacts: Vec<ContactSum>,
    /// Every day of the period, also those without calls.
    pub daily: Vec<DaySum>,
    pub outcomes: Vec<OutcomeSum>,
    /// Every hour of the week that has calls, Monday first.
    pub hours: Vec<HourSum>,
    /// The calls that cost most, and anything at all.
    pub biggest_calls: Vec<BigCall>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Period {
    pub from: EpochMs,
    /// Not included.
    pub to: EpochMs,
    pub days: i64,
    /// What `previous` is about.
    pub previous_from: EpochMs,
    /// Not included.
    pub previous_to: EpochMs,
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
    pub seconds: i64,
    pub charged_micros: Micros,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ContactSum {
    pub contact: ContactName,
    pub calls: i64,
    pub seconds: i64,
    pub charged_micros: Micros,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HourSum {
    /// 1 is Monday, 7 Sunday, in the zone of the period.
    pub weekday: i8,
    /// 0 to 23.
    pub hour: i8,
    pub calls: i64,
    pub charged_micros: Micros,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct BigCall {
    pub id: CallId,
    pub to: E164,
    pub contact: Option<ContactName>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    pub created_at: EpochMs,
    pub seconds: i64,
    pub charged_micros: Micros,
}
