//! Telephone numbers. Reading what a person typed needs the numbering plans of the world and happens on the server
//! (`server::numbering`); what stands here is what both sides may hold.

use serde::{Deserialize, Serialize};

/// A number in E.164: `+` and 7 to 15 digits, the first not zero.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
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
impl std::fmt::Display for E164 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A number with the ways to write it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    fn a_flag_needs_two_capital_letters() {
        assert_eq!(flag("GB"), "🇬🇧");
        assert_eq!(flag("gb"), "");
        assert_eq!(flag("XYZ"), "");
    }
}
