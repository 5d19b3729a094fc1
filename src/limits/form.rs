//! Limits as people type them, and back: minutes, amounts, country codes.

use serde::{Deserialize, Serialize};

use super::model::Limits;
use crate::{domain::money::Micros, error::AppError, words};

/// The fields of the settings page; an empty one sets no limit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LimitsForm {
    /// The longest call in minutes: `45`, or `1:30` with seconds.
    pub call: String,
    /// Amounts such as `12.50`.
    pub day: String,
    pub month: String,
    /// Per minute.
    pub rate: String,
    /// Calls at once.
    pub calls: String,
    /// ISO 3166-1 alpha-2, separated by commas.
    pub countries: String,
}

impl LimitsForm {
    /// What to show in the fields.
    pub fn of(limits: &Limits) -> Self {
        let language = words::language();
        let amount = |micros: Option<Micros>| micros.map(|most| language.typed(most)).unwrap_or_default();
        Self {
            call: limits.call_seconds_most.map(minutes).unwrap_or_default(),
            day: amount(limits.day_micros_most),
            month: amount(limits.month_micros_most),
            rate: amount(limits.rate_micros_per_min_most),
            calls: limits.calls_most.map(|calls| calls.to_string()).unwrap_or_default(),
            countries: limits.blocked_countries.join(", "),
        }
    }

    /// What the fields say. Whether it makes sense is looked at later, together with what scripts send.
    ///
    /// # Errors
    /// [`AppError::Invalid`] on the field that cannot be read.
    pub fn read(&self) -> Result<Limits, AppError> {
        let t = words::limits();
        Ok(Limits {
            call_seconds_most: typed("call_seconds_most", &self.call, |text| seconds(text).ok_or_else(|| t.no_length(text)))?,
            day_micros_most: typed("day_micros_most", &self.day, amount)?,
            month_micros_most: typed("month_micros_most", &self.month, amount)?,
            rate_micros_per_min_most: typed("rate_micros_per_min_most", &self.rate, amount)?,
            calls_most: typed("calls_most", &self.calls, |text| text.parse().map_err(|_| t.no_count(text)))?,
            blocked_countries: self.countries.split([',', ' ', ';']).filter(|code| !code.is_empty()).map(str::to_owned).collect(),
        })
    }
}

/// A field's value; nothing typed is no limit.
fn typed<T>(field: &str, text: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Result<Option<T>, AppError> {
    match text.trim() {
        "" => Ok(None),
        text => read(text).map(Some).map_err(|problem| AppError::invalid(field, problem)),
    }
}

fn amount(text: &str) -> Result<Micros, String> {
    words::language().read_amount(text).ok_or_else(|| words::limits().no_amount(text))
}

/// `45` or `1:30` as seconds.
fn seconds(text: &str) -> Option<i64> {
    let (minutes, seconds) = text.split_once(':').unwrap_or((text, "00"));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<i64>().ok()).flatten();
    let rest = digits(seconds).filter(|rest| seconds.len() == 2 && *rest < 60)?;
    digits(minutes)?.checked_mul(60)?.checked_add(rest)
}

/// Seconds as `45` or `1:30`.
fn minutes(seconds: i64) -> String {
    match (seconds / 60, seconds % 60) {
        (minutes, 0) => minutes.to_string(),
        (minutes, rest) => format!("{minutes}:{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_read_and_shown_again() {
        let form = LimitsForm {
            call: "1:30".into(),
            day: "5.00".into(),
            month: "12.345678".into(),
            rate: "0.035".into(),
            calls: "2".into(),
            countries: "CU, GB".into(),
        };
        let limits = form.read().expect("good");
        assert_eq!((limits.call_seconds_most, limits.calls_most), (Some(90), Some(2)));
        assert_eq!((limits.day_micros_most, limits.rate_micros_per_min_most), (Some(Micros(5_000_000)), Some(Micros(35_000))));
        assert_eq!(limits.blocked_countries, ["CU", "GB"]);
        assert_eq!(LimitsForm::of(&limits), form);
        assert_eq!(LimitsForm::default().read().expect("good"), Limits::default());
        assert_eq!(LimitsForm::of(&Limits::default()), LimitsForm::default());
    }

    #[test]
    fn nonsense_is_refused_at_its_field() {
        let form = LimitsForm::default;
        let table = [
            (LimitsForm { call: "an hour".into(), ..form() }, "call_seconds_most"),
            (LimitsForm { call: "1:75".into(), ..form() }, "call_seconds_most"),
            (LimitsForm { call: "-5".into(), ..form() }, "call_seconds_most"),
            (LimitsForm { call: "99999999999999999999".into(), ..form() }, "call_seconds_most"),
            (LimitsForm { day: "1.2345678".into(), ..form() }, "day_micros_most"),
            (LimitsForm { month: "1,000".into(), ..form() }, "month_micros_most"),
            (LimitsForm { rate: "cheap".into(), ..form() }, "rate_micros_per_min_most"),
            (LimitsForm { calls: "1.5".into(), ..form() }, "calls_most"),
        ];
        for (form, field) in table {
            let error = form.read().expect_err("nonsense");
            assert_eq!(error.field(), Some(field), "{error}");
        }
    }
}
