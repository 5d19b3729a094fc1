//! Reading the values of a query string into types.

use crate::{
    domain::time::{EpochMs, MS_PER_DAY},
    error::AppError,
};

/// A word of a closed set; absent or empty means all.
///
/// # Errors
/// [`AppError::Invalid`] on `field` for an unknown word.
pub fn word<T>(text: Option<&str>, field: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, AppError> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    parse(text).map(Some).ok_or_else(|| AppError::invalid(field, format!("{field}: '{text}' is not one of the known words")))
}

/// A moment in RFC 3339 (UTC), or the midnight that begins a day.
///
/// # Errors
/// [`AppError::Invalid`] on `field` for anything else.
pub fn moment(text: Option<&str>, field: &str) -> Result<Option<EpochMs>, AppError> {
    read(text, field, 0)
}

/// A moment in RFC 3339 (UTC), or the midnight that ends a day.
///
/// # Errors
/// [`AppError::Invalid`] on `field` for anything else.
pub fn moment_after(text: Option<&str>, field: &str) -> Result<Option<EpochMs>, AppError> {
    read(text, field, MS_PER_DAY)
}

fn read(text: Option<&str>, field: &str, after_midnight_ms: i64) -> Result<Option<EpochMs>, AppError> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let day = EpochMs::from_utc_day(text).map(|midnight| EpochMs(midnight.0 + after_midnight_ms));
    let moment = day.or_else(|| EpochMs::parse_rfc3339(text));
    let wrong = || AppError::invalid(field, format!("{field}: write 2026-11-22 or 2026-11-22T10:01:10Z, not '{text}'"));
    moment.map(Some).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_and_ends_at_midnight() {
        let begin = moment(Some("2026-11-22"), "from").expect("a day").expect("given");
        let end = moment_after(Some("2026-11-22"), "to").expect("a day").expect("given");
        assert_eq!(end.0 - begin.0, MS_PER_DAY);
        assert!(moment(Some("yesterday"), "from").is_err());
        assert_eq!(moment(None, "from"), Ok(None));
    }
}
