//! Reading what a person typed as a telephone number, with the numbering plans of the world.
//!
//! The plans come with the `phonenumber` crate and are unpacked at first use. Its parser drops a leading digit that equals
//! the trunk prefix even where that digit belongs to the number (+7 843 …), so numbers in E.164 are judged here by the
//! plans' own descriptions, and the parser serves only what those do not know.

mod plan;
mod typing;

use phonenumber::{
    Mode, country,
    metadata::{DATABASE, Metadata},
};

pub use self::typing::reading;

use self::plan::{crate_number, kind, length_problem, place, split};
use crate::{
    domain::phone::{E164, LineType, PhoneNumber, ascii_digit, is_ornament},
    error::AppError,
    words,
};

/// Up to this many digits without a `+` are a short code or an emergency number somewhere, never a subscriber's.
const SHORT_CODE_MOST: usize = 6;

/// Reads a number in any usual way of writing it. `home` (ISO 3166-1 alpha-2) serves numbers without a `+`.
///
/// # Errors
/// [`AppError::Invalid`] on the field `to`: not a number, too short, too long, national without a country, an emergency
/// or short code, each with what to do.
pub fn normalise(text: &str, home: Option<&str>) -> Result<PhoneNumber, AppError> {
    read(text, home).map(|e164| describe(&e164)).map_err(|message| AppError::invalid("to", message))
}

/// The same without the ways to write it, which take most of the time: for many numbers at once. With what kind of line it is.
///
/// # Errors
/// [`AppError::Invalid`] on the field `to`.
pub fn parse(text: &str, home: Option<&str>) -> Result<(E164, LineType), AppError> {
    let line = |number: &E164| split(number.digits()).map_or(LineType::Unknown, |(code, national)| place(code, national).line);
    if let Some(number) = E164::parse(text) {
        let line = line(&number);
        if line != LineType::Unknown {
            return Ok((number, line));
        }
    }
    let number = read(text, home).map_err(|message| AppError::invalid("to", message))?;
    let line = line(&number);
    Ok((number, line))
}

/// The ways to write a number that is known to be E.164.
pub fn describe(e164: &E164) -> PhoneNumber {
    let plain = || PhoneNumber {
        e164: e164.clone(),
        national: e164.to_string(),
        international: e164.to_string(),
        country: None,
        line: LineType::Unknown,
    };
    let Some((code, national)) = split(e164.digits()) else { return plain() };
    let Some(number) = crate_number(code, national) else { return plain() };
    let place = place(code, national);
    PhoneNumber {
        e164: e164.clone(),
        national: number.format().mode(Mode::National).to_string(),
        international: number.format().mode(Mode::International).to_string(),
        country: place.country,
        line: place.line,
    }
}

/// Reads a list of countries such as `GB, fr`: ISO 3166-1 alpha-2 codes of countries that have numbers, sorted, each once.
///
/// # Errors
/// A sentence that names the first code that is none.
pub fn countries_of(text: &str) -> Result<Vec<String>, String> {
    let codes = text.split([',', ' ', ';']).map(|code| code.trim().to_ascii_uppercase()).filter(|code| !code.is_empty());
    let mut countries =
        codes.map(|code| is_country(&code).then(|| code.clone()).ok_or(code)).collect::<Result<Vec<_>, _>>().map_err(|code| {
            let shown: String = code.chars().take(20).collect();
            format!("'{shown}' is not the code of a country: write two letters each, such as GB, FR")
        })?;
    countries.sort_unstable();
    countries.dedup();
    Ok(countries)
}

/// The plans' own entries for numbers of no country are called `001`.
fn is_country(code: &str) -> bool {
    code.len() == 2 && DATABASE.by_id(code).is_some()
}

fn read(text: &str, home: Option<&str>) -> Result<E164, String> {
    let typed = Typed::read(text)?;
    let home = home.and_then(|iso| DATABASE.by_id(iso));
    if typed.plus {
        let emergency = typed.digits.len() <= 4;
        return if emergency { Err(short_code()) } else { international(&typed.digits) };
    }
    if typed.digits.len() <= SHORT_CODE_MOST {
        return Err(short_code());
    }
    match (home, typed.digits.strip_prefix("00")) {
        (Some(home), abroad) => national(&typed.digits, home).or_else(|problem| abroad.map_or(Err(problem), international)),
        (None, Some(abroad)) => international(abroad),
        (None, None) => Err(words::numbers().no_country(text.trim())),
    }
}

/// What was typed, without the ornaments.
struct Typed {
    plus: bool,
    /// ASCII digits.
    digits: String,
}

impl Typed {
    fn read(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let number = match text.get(..4) {
            Some(scheme) if scheme.eq_ignore_ascii_case("tel:") => &text[4..],
            _ => text,
        };
        // RFC 3966 parameters, such as ;ext=12, are no part of the number that is dialled.
        let number = number.split(';').next().unwrap_or_default();
        let mut typed = Self { plus: false, digits: String::new() };
        for character in number.chars() {
            match character {
                '+' | '\u{ff0b}' if typed.digits.is_empty() && !typed.plus => typed.plus = true,
                other if is_ornament(other) => {}
                other => typed.digits.push(ascii_digit(other).ok_or_else(|| not_a_number(text))?),
            }
        }
        if typed.digits.is_empty() { Err(not_a_number(text)) } else { Ok(typed) }
    }
}

/// Reads calling code and national number.
fn international(digits: &str) -> Result<E164, String> {
    let Some((code, national)) = split(digits) else {
        return Err(words::numbers().no_such_code(digits));
    };
    if place(code, national).line != LineType::Unknown {
        return e164(digits);
    }
    // Perhaps a trunk prefix was left in, as in +44 (0)20 7946 0000.
    if let Some(parsed) = parsed(None, &format!("+{digits}")) {
        return Ok(parsed);
    }
    let problem = length_problem(code, national);
    problem.map_or_else(|| e164(digits), |problem| Err(problem(words::numbers(), &format!("+{digits}"))))
}

/// Reads a number as dialled inside its country.
fn national(digits: &str, home: &Metadata) -> Result<E164, String> {
    let code = home.country_code();
    if kind(home, digits) != LineType::Unknown {
        return e164(&format!("{code}{digits}"));
    }
    if let Some(parsed) = home.id().parse().ok().and_then(|id| parsed(Some(id), digits)) {
        return Ok(parsed);
    }
    // Not a number that the plan knows: its length may still be right, with or without the trunk prefix.
    let bare = home.national_prefix().and_then(|trunk| digits.strip_prefix(trunk)).unwrap_or(digits);
    let problem = length_problem(code, bare);
    problem.map_or_else(|| e164(&format!("{code}{bare}")), |problem| Err(problem(words::numbers(), digits)))
}

/// What the crate's parser makes of a text, if its plan knows the outcome.
fn parsed(home: Option<country::Id>, text: &str) -> Option<E164> {
    // The parser slices without looking: shorter input than this can make it panic.
    if text.len() <= SHORT_CODE_MOST {
        return None;
    }
    let number = phonenumber::parse(home, text).ok().filter(phonenumber::is_valid)?;
    E164::parse(&format!("+{}{}", number.code().value(), number.national()))
}

fn e164(digits: &str) -> Result<E164, String> {
    let number = format!("+{digits}");
    E164::parse(&number).ok_or_else(|| match digits.len() {
        0..7 => words::numbers().fewer_than_7(&number),
        _ => words::numbers().more_than_15(&number),
    })
}

fn not_a_number(text: &str) -> String {
    if text.is_empty() {
        return words::numbers().nothing_typed().to_owned();
    }
    words::numbers().no_number(&text.chars().take(40).collect::<String>())
}

fn short_code() -> String {
    words::numbers().short_code().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str, home: Option<&str>) -> String {
        match normalise(text, home) {
            Ok(phone) => phone.e164.to_string(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn the_usual_ways_of_writing_lead_to_one_number() {
        for text in [
            "+447911123456",
            "+44 7911 123456",
            "+44 (0)7911 123456",
            "0044 7911 123-456",
            "tel:+44-7911-123456;ext=5",
            "\u{202a}+44 7911 123456\u{202c}",
            "＋４４ ７９１１ １２３４５６",
            "+٤٤٧٩١١١٢٣٤٥٦",
            "+44.7911.123456",
            " +44/7911/123456 ",
        ] {
            assert_eq!(number(text, None), "+447911123456", "{text}");
            assert_eq!(number(text, Some("US")), "+447911123456", "{text} from the US");
        }
    }

    #[test]
    fn national_numbers_are_read_in_the_home_country() {
        let table = [
            ("07911 123456", "GB", "+447911123456"),
            ("7911 123456", "GB", "+447911123456"),
            ("020 7946 0000", "GB", "+442079460000"),
            ("(415) 555-0100", "US", "+14155550100"),
            ("1 415 555 0100", "US", "+14155550100"),
            ("011 44 7911 123456", "US", "+447911123456"),
            ("06 12 34 56 78", "FR", "+33612345678"),
            ("030 901820", "DE", "+4930901820"),
            ("06 698 12345", "IT", "+390669812345"),
            ("8 843 222 33 44", "RU", "+78432223344"),
            ("843 222 33 44", "RU", "+78432223344"),
            ("8 800 555 35 35", "RU", "+78005553535"),
            ("0011 44 7911 123456", "AU", "+447911123456"),
            ("00 44 7911 123456", "DE", "+447911123456"),
            ("011 15 2345 6789", "AR", "+5491123456789"),
        ];
        for (text, home, expected) in table {
            assert_eq!(number(text, Some(home)), expected, "{text} in {home}");
        }
    }

    #[test]
    fn a_list_of_countries_is_sorted_and_has_no_strangers() {
        assert_eq!(countries_of(" gb,FR , gb"), Ok(vec!["FR".to_owned(), "GB".to_owned()]));
        assert_eq!(countries_of(""), Ok(Vec::new()));
        for bad in ["001", "GBR", "ZZ", "GB, Mars", "é"] {
            assert!(countries_of(bad).is_err_and(|wrong| wrong.contains("two letters")), "{bad}");
        }
    }

    #[test]
    fn numbers_in_e164_keep_every_digit() {
        for text in [
            "+14155550100",
            "+14155550199",
            "+447700900123",
            "+447700900999",
            "+78432223344",
            "+78005553535",
            "+390236618300",
            "+4930901820",
            "+5491123456789",
            "+5511987654321",
            "+8613800138000",
            "+2348031234567",
            "+919876543210",
            "+80012345678",
            "+88213123456",
            "+881612345678",
            "+870773111632",
            "+979123456789",
            "+12425550100",
            "+61412345678",
            "+449001234567",
            "+77011234567",
            "+29051234",
        ] {
            assert_eq!(number(text, None), text);
            assert_eq!(number(text, Some("RU")), text, "from Russia");
        }
    }

    #[test]
    fn what_cannot_be_called_says_why() {
        let table = [
            ("", "Type the number"),
            ("hello", "not a telephone number"),
            ("+44 7911 12345x", "not a telephone number"),
            ("++44 7911 123456", "not a telephone number"),
            ("44+7911123456", "not a telephone number"),
            ("+", "not a telephone number"),
            ("☎", "not a telephone number"),
            ("+44 791", "too short"),
            ("+44 7911 123456 789", "too long"),
            ("+1 415 555 01", "too short"),
            ("+1 415 555 0100 55", "too long"),
            ("+999 123 456 789", "No country has a calling code"),
            ("+0 123 456 789", "No country has a calling code"),
            ("07911 123456", "has no country"),
            ("415 555 0100", "has no country"),
        ];
        for (text, expected) in table {
            let error = normalise(text, None).err();
            let message = error.as_ref().map(ToString::to_string).unwrap_or_default();
            assert!(message.contains(expected), "{text}: {message}");
            assert_eq!(error.as_ref().and_then(AppError::field), Some("to"), "{text}");
        }
    }

    #[test]
    fn emergency_numbers_and_short_codes_are_refused_everywhere() {
        for text in ["112", "911", "999", "110", "000", "+911", "+112", "1-1-2", "116 117", "12345", "123456", "tel:911", "٩١١"]
        {
            for home in [None, Some("US"), Some("GB"), Some("DE"), Some("JP")] {
                assert!(number(text, home).contains("emergency services or short codes"), "{text} in {home:?}");
            }
        }
    }

    #[test]
    fn an_unassigned_range_of_a_possible_length_is_accepted() {
        assert_eq!(number("+1 999 555 0100", None), "+19995550100");
        assert_eq!(number("+44 8999 999999", None), "+448999999999");
        assert_eq!(number("08999 999999", Some("GB")), "+448999999999");
    }

    #[test]
    fn a_number_is_described_by_its_plan() {
        let table = [
            ("+447400123456", "07400 123456", "+44 7400 123456", Some("GB"), LineType::Mobile),
            ("+447911123456", "07911 123456", "+44 7911 123456", Some("GG"), LineType::Mobile),
            ("+447700900123", "07700 900123", "+44 7700 900123", Some("GB"), LineType::Mobile),
            ("+442079460000", "020 7946 0000", "+44 20 7946 0000", Some("GB"), LineType::Landline),
            ("+449098790123", "0909 879 0123", "+44 909 879 0123", Some("GB"), LineType::Premium),
            ("+14155550100", "(415) 555-0100", "+1 415-555-0100", Some("US"), LineType::LandlineOrMobile),
            ("+14165550100", "(416) 555-0100", "+1 416-555-0100", Some("CA"), LineType::LandlineOrMobile),
            ("+12425550100", "(242) 555-0100", "+1 242-555-0100", Some("BS"), LineType::Unknown),
            ("+19002345678", "(900) 234-5678", "+1 900-234-5678", Some("US"), LineType::Premium),
            ("+18005550100", "(800) 555-0100", "+1 800-555-0100", Some("US"), LineType::TollFree),
            ("+78005553535", "8 (800) 555-35-35", "+7 800 555-35-35", Some("RU"), LineType::TollFree),
            ("+77011234567", "8 (701) 123 4567", "+7 701 123 4567", Some("KZ"), LineType::Mobile),
            ("+390236618300", "02 3661 8300", "+39 02 3661 8300", Some("IT"), LineType::Landline),
            ("+33612345678", "06 12 34 56 78", "+33 6 12 34 56 78", Some("FR"), LineType::Mobile),
            ("+881612345678", "6 123 45678", "+881 6 123 45678", None, LineType::Satellite),
            ("+870773111632", "773 111 632", "+870 773 111 632", None, LineType::Satellite),
            ("+979123456789", "1 2345 6789", "+979 1 2345 6789", None, LineType::Premium),
            ("+19995550100", "(999) 555-0100", "+1 999-555-0100", None, LineType::Unknown),
            ("+999123456789", "+999123456789", "+999123456789", None, LineType::Unknown),
        ];
        for (text, national, international, country, line) in table {
            let phone = describe(&E164::parse(text).expect("a number"));
            let found = (phone.national.as_str(), phone.international.as_str(), phone.country.as_deref(), phone.line);
            assert_eq!(found, (national, international, country, line), "{text}");
            assert_eq!(phone.e164.as_str(), text);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[+0-9 ()x\u{660}-\u{669}-]{0,24}", home in proptest::option::of("US|GB|AU|RU|IT|BR|XX")) {
            drop(normalise(&text, home.as_deref()));
        }

        #[test]
        fn whatever_is_accepted_reads_back_as_itself(digits in "[1-9][0-9]{6,14}") {
            if let Ok(phone) = normalise(&format!("+{digits}"), None) {
                let again = normalise(phone.e164.as_str(), Some("US"));
                proptest::prop_assert_eq!(again.map(|phone| phone.e164), Ok(phone.e164));
            }
        }
    }
}
