//! Telephone numbers. Reading what a person typed needs the numbering plans of the world and happens on the server
//! (`server::numbering`); what stands here is what both sides may hold.

use serde::{Deserialize, Serialize};

use super::masked::MaskedNumber;

/// A number in E.164: `+` and 7 to 15 digits, the first not zero. `Debug` hides its middle, because that is what logs show.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type, utoipa::ToSchema), sqlx(transparent), schema(value_type = String))]
#[serde(try_from = "String", into = "String")]
pub struct E164(String);

impl E164 {
    /// Reads a number that is already in E.164; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('+')?;
        let good = (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
        good.then(|| Self(text.to_owned()))
    }

    /// With the `+`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Without the `+`.
    pub fn digits(&self) -> &str {
        &self.0[1..]
    }
}

impl TryFrom<String> for E164 {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("'{text}' is not a number in E.164, such as +447911123456"))
    }
}
impl From<E164> for String {
    fn from(number: E164) -> Self {
        number.0
    }
}
impl std::fmt::Debug for E164 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", MaskedNumber(&self.0))
    }
}
impl std::fmt::Display for E164 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A number with the ways to write it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PhoneNumber {
    pub e164: E164,
    /// As dialled inside its country: `07911 123456`.
    pub national: String,
    /// As dialled from abroad: `+44 7911 123456`.
    pub international: String,
    /// ISO 3166-1 alpha-2, such as `GB`; absent for numbers of no country.
    pub country: Option<String>,
    /// What the numbering plan says of it.
    pub line: LineType,
}

impl std::fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PhoneNumber").field("e164", &self.e164).field("line", &self.line).finish_non_exhaustive()
    }
}

/// What the first digits of a number tell already, while it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Digits.
    pub calling_code: String,
    /// ISO 3166-1 alpha-2 of the countries it may be of, the likeliest first; empty for numbers of no country.
    pub countries: Vec<String>,
    /// How it is written: `#` for each digit, in the order typed, and what stands between them. Absent when the plan's form
    /// has other digits than were typed.
    pub template: Option<String>,
}

crate::wire_enum! {
    /// What kind of line a number is, as its numbering plan tells.
    pub enum LineType {
        Landline = "landline",
        Mobile = "mobile",
        LandlineOrMobile = "landline_or_mobile",
        TollFree = "toll_free",
        Premium = "premium",
        SharedCost = "shared_cost",
        Voip = "voip",
        Satellite = "satellite",
        Unknown = "unknown",
    }
}

impl LineType {
    /// The word shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Landline => "landline",
            Self::Mobile => "mobile",
            Self::LandlineOrMobile => "landline or mobile",
            Self::TollFree => "toll-free",
            Self::Premium => "premium rate",
            Self::SharedCost => "shared cost",
            Self::Voip => "internet line",
            Self::Satellite => "satellite",
            Self::Unknown => "line",
        }
    }
}

/// The flag of a country as an emoji, from its ISO code; empty for anything else.
pub fn flag(iso: &str) -> String {
    let letters = iso.bytes().filter(u8::is_ascii_uppercase);
    if iso.len() != 2 || letters.count() != 2 {
        return String::new();
    }
    iso.bytes().filter_map(|b| char::from_u32(0x1F1E6 + u32::from(b - b'A'))).collect()
}

/// Whether a character stands in a number for its looks alone.
pub fn is_ornament(character: char) -> bool {
    // The last ones are the marks of direction and width that come along when a number is copied from another page.
    character.is_whitespace()
        || "-.()[]/~\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}\u{ff08}\u{ff09}\u{ff0d}\u{ff0e}".contains(character)
        || matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The value of a decimal digit of any script in use for telephone numbers (Unicode category Nd, blocks of ten).
pub fn ascii_digit(character: char) -> Option<char> {
    const ZEROS: [char; 16] = [
        '0', '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}',
        '\u{ce6}', '\u{d66}', '\u{e50}', '\u{ed0}', '\u{ff10}',
    ];
    let value = ZEROS.iter().find_map(|&zero| u32::from(character).checked_sub(u32::from(zero)).filter(|value| *value < 10))?;
    char::from_digit(value, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_e164_is_e164() {
        assert!(E164::parse("+447911123456").is_some());
        for bad in ["447911123456", "+0123456789", "+44 7911", "+123456", "+1234567890123456", "+44791112345a", ""] {
            assert!(E164::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_number_is_masked_where_it_is_debugged_and_whole_where_it_is_shown() {
        let number = E164::parse("+447911123456").expect("a number");
        assert_eq!(format!("{number:?} {number}"), "+4479•••••456 +447911123456");
        let (national, international) = ("07911 123456".to_owned(), "+44 7911 123456".to_owned());
        let phone = PhoneNumber { e164: number, national, international, country: None, line: LineType::Mobile };
        assert!(!format!("{phone:?}").contains("123456"));
    }

    #[test]
    fn a_flag_needs_two_capital_letters() {
        assert_eq!(flag("GB"), "🇬🇧");
        assert_eq!(flag("gb"), "");
        assert_eq!(flag("XYZ"), "");
    }
}
