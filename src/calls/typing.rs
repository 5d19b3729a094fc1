//! Writing a number while it is typed: where its spaces go, and where the caret stays.
//!
//! Pure, so that every odd edit has a line in a table. The form comes from the server with the price (see `model::look`);
//! until it is there the digits stand together.

use crate::domain::phone::{ascii_digit, is_ornament};

/// Text of the field with the caret in it, in UTF-16 units as browsers count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub text: String,
    pub caret: usize,
}

/// What was pressed, where it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pressed {
    Backspace,
    Delete,
    Other,
}

/// The characters of a number that are not there for looks: digits as ASCII, `*`, `#`, and a leading `+`.
pub fn bare(text: &str) -> String {
    let mut bare = String::new();
    for character in text.chars() {
        bare.extend(significant(character, bare.is_empty()));
    }
    bare
}

fn significant(character: char, leads: bool) -> Option<char> {
    match character {
        '+' | '\u{ff0b}' => leads.then_some('+'),
        '*' | '#' => Some(character),
        other => ascii_digit(other),
    }
}

/// Whether the text is a number, whole or not, and nothing else.
pub fn is_numeric(text: &str) -> bool {
    text.chars().all(|c| is_ornament(c) || significant(c, true).is_some())
}

/// Whether the text is a name to search.
pub fn is_name(text: &str) -> bool {
    !text.trim().is_empty() && (text.chars().any(char::is_alphabetic) || bare(text).is_empty())
}

/// What the server is asked about: spaces make no difference to a number.
pub fn key(text: &str) -> String {
    if is_numeric(text) { bare(text) } else { text.trim().to_owned() }
}

/// The form that the server found for the digits `of`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    pub of: String,
    /// `#` for each digit.
    pub template: String,
}

impl Form {
    /// Whether it serves other digits too: those that only go on from there, or begin with the same four characters.
    fn serves(&self, bare: &str) -> bool {
        let same = self.of.bytes().zip(bare.bytes()).take_while(|(a, b)| a == b).count();
        let signs_agree = self.template.starts_with('+') == bare.starts_with('+');
        signs_agree && same > 0 && (same >= 4 || same == self.of.len() || same == bare.len()) && !bare.contains(['*', '#'])
    }

    /// Digits in this form; as they are where it does not serve.
    pub fn write(&self, bare: &str) -> String {
        if !self.serves(bare) {
            return bare.to_owned();
        }
        let mut digits = bare.strip_prefix('+').unwrap_or(bare).chars().peekable();
        let mut text = String::new();
        let mut between = String::new();
        for sign in self.template.chars() {
            if sign != '#' {
                between.push(sign);
                continue;
            }
            let Some(digit) = digits.next() else { break };
            text.push_str(&between);
            between.clear();
            text.push(digit);
        }
        if text.is_empty() && bare.starts_with('+') {
            text.push('+');
        }
        text.extend(digits);
        text
    }
}

/// The field after an edit: `before` stood there, `now` stands there with the caret at `caret`.
pub fn edited(before: &str, now: &str, caret: usize, pressed: Pressed, form: &Form) -> Edit {
    if !is_numeric(now) {
        return Edit { text: now.to_owned(), caret };
    }
    let mut digits = bare(now);
    let mut passed = digits_before(now, caret);
    // Only a space was deleted: the person means the digit behind it.
    if digits == bare(before) && now.len() < before.len() {
        match pressed {
            Pressed::Backspace if passed > 0 => {
                passed -= 1;
                digits.remove(passed);
            }
            Pressed::Delete if passed < digits.len() => drop(digits.remove(passed)),
            _ => {}
        }
    }
    let text = form.write(&digits);
    let caret = caret_after(&text, passed);
    Edit { text, caret }
}

/// How many significant characters stand before the caret.
fn digits_before(text: &str, caret: usize) -> usize {
    let mut units = 0;
    let head = text.chars().take_while(|character| {
        units += character.len_utf16();
        units <= caret
    });
    bare(&head.collect::<String>()).len()
}

/// Right behind so many significant characters of a written number, which is ASCII.
fn caret_after(text: &str, passed: usize) -> usize {
    let mut ends = text.char_indices().filter(|(_, c)| !is_ornament(*c)).map(|(at, c)| at + c.len_utf8());
    passed.checked_sub(1).and_then(|last| ends.nth(last)).unwrap_or(if passed == 0 { 0 } else { text.len() })
}

/// The number in a text that was pasted or handed over: from a `tel:` link, or the longest run of digits with what stands
/// between them. `None` when there is none.
pub fn number_in(text: &str) -> Option<String> {
    let text = text.replace("%2B", "+").replace("%2b", "+").replace("%20", " ");
    let lower = text.to_ascii_lowercase();
    if let Some(at) = lower.find("tel:") {
        let link = text[at + 4..].trim_start();
        let end = link.find([';', '?', '"', '\'', '<', '>', '\n']).unwrap_or(link.len());
        return longest_run(&link[..end]);
    }
    longest_run(&text)
}

/// The fewest digits that are taken for a number.
const FEWEST: usize = 5;

fn longest_run(text: &str) -> Option<String> {
    let mut runs = vec![String::new()];
    for character in text.chars() {
        let plus = matches!(character, '+' | '\u{ff0b}');
        if plus || !(is_ornament(character) || ascii_digit(character).is_some()) || character == '\n' {
            runs.push(String::new());
        }
        if let Some(run) = runs.last_mut().filter(|_| plus || is_ornament(character) || ascii_digit(character).is_some()) {
            run.push(character);
        }
    }
    let count = |run: &String| run.chars().filter(|c| ascii_digit(*c).is_some()).count();
    // The first of equals: `max_by_key` takes the last.
    let best = runs.iter().rev().max_by_key(|run| count(run)).filter(|run| count(run) >= FEWEST)?;
    let digits = bare(best);
    // +44 (0)20 is written for two kinds of callers at once; from abroad the zero is not dialled.
    let abroad = digits.starts_with('+') || digits.starts_with("00");
    Some(if abroad && best.contains("(0)") { bare(&best.replacen("(0)", "", 1)) } else { digits })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(of: &str, template: &str) -> Form {
        Form { of: of.into(), template: template.into() }
    }

    fn uk() -> Form {
        form("+44", "+## #### ######")
    }

    #[test]
    fn digits_take_the_form_as_far_as_they_go() {
        let table = [
            ("+", "+"),
            ("+4", "+4"),
            ("+44", "+44"),
            ("+447", "+44 7"),
            ("+4479111", "+44 7911 1"),
            ("+447911123456", "+44 7911 123456"),
            ("+4479111234567", "+44 7911 1234567"),
            ("+4915", "+4915"),
            ("0791", "0791"),
            ("+44791*", "+44791*"),
        ];
        for (bare, text) in table {
            assert_eq!(uk().write(bare), text);
        }
        let us = form("415", "(###) ###-####");
        for (bare, text) in [("415", "(415"), ("4155", "(415) 5"), ("4155550100", "(415) 555-0100")] {
            assert_eq!(us.write(bare), text);
        }
        assert_eq!(Form::default().write("+447911"), "+447911");
    }

    /// `|` is the caret.
    fn at(text: &str) -> (String, usize) {
        let caret = text.find('|').map_or(0, |at| text[..at].encode_utf16().count());
        (text.replace('|', ""), caret)
    }

    #[test]
    fn the_caret_stays_with_the_digit_before_it() {
        use Pressed::{Backspace, Delete, Other};
        let table = [
            // Typing at the end, over the edge of a group.
            ("+44 7911", "+44 79111|", Other, "+44 7911 1|"),
            ("+44", "+447|", Other, "+44 7|"),
            // Inserting in the middle and at the start of a group.
            ("+44 7911 1234", "+44 795|11 1234", Other, "+44 795|1 11234"),
            ("+44 7911 1234", "+44 7911 5|1234", Other, "+44 7911 5|1234"),
            ("+44 7911 1234", "+44 79115| 1234", Other, "+44 7911 5|1234"),
            // Deleting digits.
            ("+44 7911 1234", "+44 7911 |234", Backspace, "+44 7911| 234"),
            ("+44 7911 1234", "+44 79|1 1234", Backspace, "+44 79|11 234"),
            ("+44 7911 1", "+44 7911 |", Backspace, "+44 7911|"),
            // Deleting a space deletes the digit behind or before it.
            ("+44 7911 1234", "+44 7911|1234", Backspace, "+44 791|1 234"),
            ("+44 7911 1234", "+44 7911|1234", Delete, "+44 7911| 234"),
            // A selection replaced, a selection cut, everything pasted.
            ("+44 7911 123456", "+44 20|123456", Other, "+44 20|12 3456"),
            ("+44 7911 123456", "|", Delete, "|"),
            ("", "+44-7911.123456|", Other, "+44 7911 123456|"),
            ("+44 7911", "5|+44 7911", Other, "5|447911"),
            // Other scripts, and what is no number.
            ("", "+٤٤٧|", Other, "+44 7|"),
            ("Ad", "Ada|", Other, "Ada|"),
            ("+44", "+44 👋|", Other, "+44 👋|"),
        ];
        for (before, now, pressed, after) in table {
            let ((now, caret), (text, expected)) = (at(now), at(after));
            let edit = edited(before, &now, caret, pressed, &uk());
            assert_eq!((edit.text.as_str(), edit.caret), (text.as_str(), expected), "{before:?} to {now:?}");
        }
    }

    #[test]
    fn a_number_is_found_in_whatever_was_pasted() {
        let table = [
            ("+44 (0)20 7946 0000", "+442079460000"),
            ("0044 (0)20 7946 0000", "00442079460000"),
            ("(020) 7946-0000", "02079460000"),
            ("tel:+44-20-7946-0000;ext=5", "+442079460000"),
            ("TEL:%2B44%2020%207946%200000", "+442079460000"),
            ("<a href=\"tel:+442079460000\">ring 123456789012345</a>", "+442079460000"),
            ("Call Ada (2nd floor) at +44 20 7946 0000 ext 5, please", "+442079460000"),
            ("Tel. 020 7946 0000 / Fax: +44 20 7946 0001", "+442079460001"),
            ("\u{202a}+44 20 7946 0000\u{202c}", "+442079460000"),
            ("011 44 20 7946 0000", "011442079460000"),
            ("+٤٤٧٩١١١٢٣٤٥٦", "+447911123456"),
            ("+44 20 7946 0000\n+44 20 7946 0001", "+442079460000"),
        ];
        for (pasted, number) in table {
            assert_eq!(number_in(pasted).as_deref(), Some(number), "{pasted}");
        }
        for none in ["", "Ada", "Ada 2000", "👋", "room 12"] {
            assert_eq!(number_in(none), None, "{none}");
        }
    }

    #[test]
    fn letters_and_emoji_mean_a_name() {
        assert!(is_name("Ada") && is_name("Ада") && is_name("دانا") && is_name("👋") && is_name("Ada 2000"));
        assert!(!is_name("+44 (0)20") && !is_name("") && !is_name("  "));
        assert_eq!((key("+44 (0)20"), key(" Ada ")), ("+44020".to_owned(), "Ada".to_owned()));
    }
}
