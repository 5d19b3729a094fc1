//! Names, notes and groups as they are kept.

use crate::words;

/// The longest name, in characters.
pub const NAME_MOST: usize = 80;
/// The longest notes, in characters.
pub const NOTES_MOST: usize = 1_000;
/// The most numbers of a person.
pub const NUMBERS_MOST: usize = 20;
/// The most tags of a person, and the most characters of one.
pub const TAGS_MOST: usize = 10;
const TAG_LONGEST: usize = 40;

/// A name as it is kept: without spaces around it.
///
/// # Errors
/// A sentence that says what to change.
pub fn clean_name(typed: &str) -> Result<String, String> {
    let (name, t) = (typed.trim(), words::contacts());
    match name.chars().count() {
        0 => Err(t.name_missing().into()),
        1..=NAME_MOST if name.chars().any(char::is_control) => Err(t.name_signs().into()),
        1..=NAME_MOST => Ok(name.to_owned()),
        count => Err(t.name_long(count, NAME_MOST)),
    }
}

/// Notes as they are kept.
///
/// # Errors
/// A sentence that says what to change.
pub fn clean_notes(typed: &str) -> Result<String, String> {
    let (notes, t) = (typed.trim().replace("\r\n", "\n"), words::contacts());
    let count = notes.chars().count();
    if count > NOTES_MOST {
        return Err(t.notes_long(count, NOTES_MOST));
    }
    if notes.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(t.notes_signs().into());
    }
    Ok(notes)
}

/// Tags as they are kept: each once, in the order given.
///
/// # Errors
/// A sentence that says what to change.
pub fn clean_tags<'a>(typed: impl IntoIterator<Item = &'a str>) -> Result<Vec<String>, String> {
    let (mut tags, t) = (Vec::<String>::new(), words::contacts());
    for tag in typed.into_iter().map(str::trim).filter(|tag| !tag.is_empty()) {
        if tag.chars().count() > TAG_LONGEST || tag.chars().any(|c| c.is_control() || matches!(c, ',' | ';')) {
            return Err(t.tag_wrong(TAG_LONGEST));
        }
        if !tags.iter().any(|known| known == tag) {
            tags.push(tag.to_owned());
        }
    }
    if tags.len() > TAGS_MOST { Err(t.tags_many(TAGS_MOST)) } else { Ok(tags) }
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
        assert_eq!(clean_notes(" two\r\nlines ").as_deref(), Ok("two\nlines"));
        assert!(clean_notes(&"x".repeat(1_001)).is_err());
        assert!(clean_notes("bell\u{7}").is_err());
    }

    #[test]
    fn tags_are_kept_once_each() {
        assert_eq!(clean_tags(" Family,Work , Family,".split(',')), Ok(vec!["Family".into(), "Work".into()]));
        assert!(clean_tags(["a,b"]).is_err());
        assert!(clean_tags([&*"x".repeat(41)]).is_err());
    }
}
