//! What the first digits of a number tell already: which countries it may be of, and how it will be written.
//!
//! A number that is not whole yet is written as a whole one that begins so: its missing digits are filled in, and the plan of
//! that number says where the spaces stand. So the browser needs no numbering plans, only a line of `#` and spaces.

use phonenumber::{
    Mode,
    metadata::{DATABASE, Metadata},
};

use super::{
    Typed,
    plan::{crate_number, place, split},
};
use crate::domain::phone::{LineType, Reading};

/// Digits that stand in for those still to come: together they reach the usual ranges of every plan.
const FILLERS: [&str; 5] = ["2", "1", "5", "7", "3"];

/// What is known of a number while it is typed; `None` when it is no number, or nothing is known of it yet.
pub fn reading(text: &str, home: Option<&str>) -> Option<Reading> {
    let typed = Typed::read(text).ok()?;
    if typed.plus {
        return international(&typed.digits, "+");
    }
    let home = home.and_then(|iso| DATABASE.by_id(iso));
    let exit = if home.is_some_and(|home| home.country_code() == 1) { "011" } else { "00" };
    match (typed.digits.strip_prefix(exit), home) {
        (Some(abroad), _) => international(abroad, exit),
        (None, Some(home)) => national(&typed.digits, home),
        (None, None) => None,
    }
}

/// `lead` is what stands before the calling code.
fn international(digits: &str, lead: &str) -> Option<Reading> {
    let (code, national) = split(digits)?;
    let whole = whole_ones(code, national);
    let first = whole.first().map_or(national, String::as_str);
    let formatted = crate_number(code, first)?.format().mode(Mode::International).to_string();
    let lead = if lead == "+" { lead.to_owned() } else { format!("{} ", "#".repeat(lead.len())) };
    let template = mask(formatted.strip_prefix('+')?, &format!("{code}{first}")).map(|mask| format!("{lead}{mask}"));
    Some(Reading { calling_code: code.to_string(), countries: countries(code, national, &whole), template })
}

fn national(digits: &str, home: &Metadata) -> Option<Reading> {
    let code = home.country_code();
    let (trunk, bare) = match home.national_prefix() {
        Some(trunk) if digits.starts_with(trunk) => digits.split_at(trunk.len()),
        _ => ("", digits),
    };
    let whole = whole_ones(code, bare);
    let first = whole.first().map_or(bare, String::as_str);
    let formatted = crate_number(code, first)?.format().mode(Mode::National).to_string();
    // A trunk prefix that the plan's form leaves out, or has where it was not typed, would move every digit: then the text
    // stays as typed.
    let template = mask(&formatted, &format!("{trunk}{first}"));
    Some(Reading { calling_code: code.to_string(), countries: vec![home.id().to_owned()], template })
}

/// Whole national numbers that begin so; the number itself when it is whole.
fn whole_ones(code: u16, national: &str) -> Vec<String> {
    if place(code, national).line != LineType::Unknown {
        return vec![national.to_owned()];
    }
    let examples = examples(code);
    let begun = examples.iter().filter(|example| example.starts_with(national)).map(|&example| example.to_owned());
    let fill = |filler: &str, length: usize| format!("{national}{}", filler.repeat(length.saturating_sub(national.len())));
    let mut lengths: Vec<usize> = examples.iter().map(|example| example.len()).collect();
    lengths.sort_unstable_by(|a, b| b.cmp(a));
    lengths.dedup();
    let filled = lengths.iter().flat_map(|length| FILLERS.iter().map(|filler| fill(filler, *length)));
    let mut known: Vec<String> = begun.chain(filled).filter(|guess| place(code, guess).line != LineType::Unknown).collect();
    if known.is_empty() {
        known.extend(lengths.first().map(|length| fill("2", *length)));
    }
    known
}

/// A mobile, a landline and a toll-free number of the first plan of a calling code.
fn examples(code: u16) -> Vec<&'static str> {
    DATABASE.by_code(&code).and_then(|plans| plans.into_iter().next()).map(examples_of).unwrap_or_default()
}

fn examples_of(plan: &'static Metadata) -> Vec<&'static str> {
    let plan = plan.descriptors();
    let kinds = [plan.mobile(), plan.fixed_line(), Some(plan.general()), plan.toll_free()];
    kinds.into_iter().flatten().filter_map(|kind| kind.example()).filter(|example| example.len() <= 15).collect()
}

/// The countries that numbers which begin so are of, the one the plan is named after first; all of a code that several share
/// when nothing tells them apart.
fn countries(code: u16, national: &str, whole: &[String]) -> Vec<String> {
    let plans = DATABASE.by_code(&code).unwrap_or_default();
    let of_whole: Vec<String> = whole.iter().filter_map(|number| place(code, number).country).collect();
    let begins = |plan: &'static Metadata| examples_of(plan).iter().any(|example| example.starts_with(national));
    let all = || plans.iter().copied().filter(|plan| plan.id() != "001");
    let told: Vec<String> = all()
        .filter(|plan| begins(plan) || of_whole.iter().any(|iso| iso == plan.id()))
        .map(|plan| plan.id().to_owned())
        .collect();
    if told.is_empty() { all().map(|plan| plan.id().to_owned()).collect() } else { told }
}

/// The text with `#` for its digits; `None` when those are not `digits`.
fn mask(formatted: &str, digits: &str) -> Option<String> {
    let same = formatted.chars().filter(char::is_ascii_digit).eq(digits.chars());
    same.then(|| formatted.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_digits_tell_country_and_form() {
        let table = [
            ("+44", None, "44", "+## #### ######"),
            ("+44 7400", None, "44", "+## #### ######"),
            ("+44 20", None, "44", "+## ## #### ####"),
            ("+44 2079460000", None, "44", "+## ## #### ####"),
            ("+1", None, "1", "+# ###-###-####"),
            ("+1415555", None, "1", "+# ###-###-####"),
            ("+33 6", None, "33", "+## # ## ## ## ##"),
            ("0044 20", None, "44", "## ## ## #### ####"),
            ("011 44 20", Some("US"), "44", "### ## ## #### ####"),
            ("07400", Some("GB"), "44", "##### ######"),
            ("020", Some("GB"), "44", "### #### ####"),
            ("415555", Some("US"), "1", "(###) ###-####"),
            ("06 12", Some("FR"), "33", "## ## ## ## ##"),
        ];
        for (text, home, code, template) in table {
            let reading = reading(text, home).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((reading.calling_code.as_str(), reading.template.as_deref()), (code, Some(template)), "{text}");
        }
    }

    #[test]
    fn what_tells_nothing_yet_has_no_reading() {
        for text in ["", "+", "+0", "Ada", "+35", "07400", "415"] {
            assert_eq!(reading(text, None), None, "{text}");
        }
    }

    #[test]
    fn a_shared_calling_code_names_one_country_only_once_the_digits_do() {
        let of = |text| reading(text, None).map(|reading| reading.countries).unwrap_or_default();
        assert!(of("+1").len() > 20 && of("+1").first().is_some_and(|first| first == "US"));
        assert_eq!(of("+1416"), ["CA"]);
        assert_eq!(of("+1242"), ["BS"]);
        assert_eq!(of("+49"), ["DE"]);
        assert_eq!(of("+442079460000"), ["GB"]);
    }
}
