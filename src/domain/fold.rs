//! What names, notes and numbers are compared by: lower case, without accents, whatever the script.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Lower case without accents, words parted by one space: `Ämilie  O'Neil` → `amilie o'neil`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.nfkd().filter(|character| !is_combining_mark(*character) && !is_invisible(*character)) {
        match character {
            'ß' | 'ẞ' => folded.push_str("ss"),
            'æ' | 'Æ' => folded.push_str("ae"),
            'œ' | 'Œ' => folded.push_str("oe"),
            'ø' | 'Ø' => folded.push('o'),
            'ł' | 'Ł' => folded.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => folded.push('d'),
            'ı' => folded.push('i'),
            other => folded.extend(other.to_lowercase()),
        }
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Marks of direction and width, which nobody types into a search.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The same for `Ada Lovelace`, `Lovelace, Ada` and `ada  LOVELACE`: the words of a name in a fixed order.
pub fn name_key(name: &str) -> String {
    let folded = fold(name);
    let mut words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    // A name of signs alone is like no other but itself.
    if words.is_empty() { folded } else { words.join(" ") }
}

/// What a search looks through.
pub fn search_text<'a>(name: &str, notes: &str, tags: &[String], numbers: impl IntoIterator<Item = &'a str>) -> String {
    let digits: Vec<&str> = numbers.into_iter().map(|number| number.trim_start_matches('+')).collect();
    format!(" {} {} {} {}", fold(name), digits.join(" "), fold(&tags.join(" ")), fold(notes))
}

/// The pattern of LIKE (escaped by `\`) that finds what was typed: the digits of a number in any form, or the words of a text
/// in their order. Nothing for a blank search.
pub fn search_pattern(typed: &str) -> Option<String> {
    if let Some(digits) = typed_digits(typed) {
        return Some(format!("%{digits}%"));
    }
    let folded = literal(&fold(typed));
    (!folded.is_empty()).then(|| format!("%{}%", folded.replace(' ', "%")))
}

/// The digits of a number as it may be typed, also with a trunk zero; nothing when letters are among them.
pub fn typed_digits(typed: &str) -> Option<String> {
    // A trunk zero is often written along with the country's code: +44 (0)20.
    let typed = typed.replace("(0)", "");
    let only_a_number = typed.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "+-().[]/".contains(c));
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    (only_a_number && !digits.is_empty()).then(|| digits.to_owned())
}

/// With the wildcards of LIKE taken literally.
pub fn literal(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_invisible_marks_do_not_tell_names_apart() {
        for (text, folded) in [
            ("  Ämilie   O'Neil ", "amilie o'neil"),
            ("Łukasz Strauß", "lukasz strauss"),
            ("\u{202b}עדה\u{202c}", "עדה"),
            ("ΆΔΑ", "αδα"),
            ("Ａｄａ", "ada"),
            ("Ёлка", "елка"),
            ("👩‍🚀 Zoë", "👩🚀 zoe"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn the_order_of_a_name_and_its_comma_do_not_matter() {
        assert_eq!(name_key("Lovelace, Ada"), name_key("ADA lovelace"));
        assert_ne!(name_key("Ada"), name_key("Ada Lovelace"));
        assert_ne!(name_key("👩"), name_key("🚀"));
    }

    #[test]
    fn a_search_takes_numbers_as_they_are_typed_and_wildcards_literally() {
        for (typed, pattern) in [
            ("07911 123", Some("%7911123%")),
            ("+44 (0)79", Some("%4479%")),
            ("100%", Some("%100\\%%")),
            ("Ada  LÖV", Some("%ada%lov%")),
            ("  ", None),
            ("+", Some("%+%")),
        ] {
            assert_eq!(search_pattern(typed).as_deref(), pattern, "{typed}");
        }
    }
}
