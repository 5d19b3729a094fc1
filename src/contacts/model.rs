//! Contacts as both sides see them.

use serde::{Deserialize, Serialize};

use crate::domain::{
    ids::ContactId,
    money::Micros,
    phone::{E164, PhoneNumber},
    time::EpochMs,
};

/// A person of one caller, with what calling them came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Contact {
    pub id: ContactId,
    pub name: String,
    pub phone: E164,
    /// The number as people write it: `+44 7911 123456`.
    pub international: String,
    /// ISO 3166-1 alpha-2 of the number.
    pub country: Option<String>,
    pub notes: String,
    pub last_called_at: Option<EpochMs>,
    /// Settled calls to this contact.
    pub calls: i64,
    pub spent_micros: Micros,
}

/// A contact where only the name matters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ContactName {
    pub id: ContactId,
    pub name: String,
}

/// The answer to "who is this?".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Lookup {
    pub phone: PhoneNumber,
    pub contact: Option<Contact>,
}

/// The longest name, in characters.
pub const NAME_MOST: usize = 80;
/// The longest notes, in characters.
pub const NOTES_MOST: usize = 1_000;

/// A name as it is kept: without spaces around it.
///
/// # Errors
/// A sentence that says what to change.
pub fn clean_name(typed: &str) -> Result<String, String> {
    let name = typed.trim();
    match name.chars().count() {
        0 => Err("A contact needs a name.".into()),
        1..=NAME_MOST if name.chars().any(char::is_control) => {
            Err("A name is one line of letters: leave out control characters.".into())
        }
        1..=NAME_MOST => Ok(name.to_owned()),
        count => Err(format!("This name has {count} characters: shorten it to {NAME_MOST}.")),
    }
}

/// Notes as they are kept.
///
/// # Errors
/// A sentence that says what to change.
pub fn clean_notes(typed: &str) -> Result<String, String> {
    let notes = typed.trim();
    let count = notes.chars().count();
    if count > NOTES_MOST {
        return Err(format!("These notes have {count} characters: shorten them to {NOTES_MOST}."));
    }
    if notes.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err("Notes are plain text: leave out control characters.".into());
    }
    Ok(notes.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_trimmed_and_has_1_to_80_characters() {
        assert_eq!(clean_name("  Ana María \n").as_deref(), Ok("Ana María"));
        assert_eq!(clean_name(&"é".repeat(80)).map(|name| name.chars().count()), Ok(80));
        for bad in ["", "   ", "a\nb", "a\u{0}b", &"é".repeat(81)] {
            assert!(clean_name(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn notes_may_have_lines_but_no_more_than_1000_characters() {
        assert_eq!(clean_notes(" two\nlines ").as_deref(), Ok("two\nlines"));
        assert!(clean_notes(&"x".repeat(1_001)).is_err());
        assert!(clean_notes("bell\u{7}").is_err());
    }
}
