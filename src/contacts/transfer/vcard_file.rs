//! Contacts from vCard 2.1, 3.0 and 4.0. Each card is read by itself, so that a broken one spoils no other and its line is known.

use calcard::{
    common::IanaString,
    vcard::{VCard, VCardEntry, VCardParameterName, VCardParameterValue, VCardProperty, VCardValue},
};

use super::{columns::label_of, entry::Entry};
use crate::contacts::model::Label;

const BEGIN: &str = "BEGIN:VCARD";
/// What Ringfare writes, and what other address books do.
const FAVOURITE: [&str; 3] = ["X-FAVOURITE", "X-FAVORITE", "X-STARRED"];
/// A number without a preference comes behind those that have one (1 is the strongest).
const NO_PREFERENCE: u32 = 1_000;

/// Whether a text is made of cards.
pub fn looks_like(text: &str) -> bool {
    text.lines().find(|line| !line.trim().is_empty()).is_some_and(is_begin)
}

fn is_begin(line: &str) -> bool {
    line.trim().eq_ignore_ascii_case(BEGIN)
}

/// Reads every card.
pub fn read(text: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    let (mut begin, mut begin_line, mut at) = (0, 1, 0);
    for (line, number) in text.split_inclusive('\n').zip(1..) {
        if at > begin && is_begin(line) {
            entries.extend(card(&text[begin..at], begin_line));
            (begin, begin_line) = (at, number);
        }
        at += line.len();
    }
    entries.extend(card(&text[begin..], begin_line));
    entries
}

fn card(text: &str, line: i64) -> Option<Entry> {
    let Ok(card) = VCard::parse(text) else { return (!text.trim().is_empty()).then(|| Entry { line, ..Entry::default() }) };
    let mut entry = Entry { line, name: name(&card), ..Entry::default() };
    let mut numbers: Vec<(u32, String, Option<Label>)> = Vec::new();
    let mut notes = Vec::new();
    for property in &card.entries {
        match &property.name {
            VCardProperty::Tel => numbers.extend(number(&card, property)),
            VCardProperty::Note => notes.extend(texts(property).map(|text| text.replace("\r\n", "\n"))),
            VCardProperty::Categories => {
                let tags = texts(property).flat_map(|text| text.split(',')).map(str::trim).filter(|tag| !tag.is_empty());
                entry.tags.extend(tags.map(str::to_owned));
            }
            VCardProperty::Tz => texts(property).next().unwrap_or_default().clone_into(&mut entry.zone),
            VCardProperty::Photo | VCardProperty::Logo => entry.photo = true,
            VCardProperty::Other(name) if FAVOURITE.iter().any(|known| name.eq_ignore_ascii_case(known)) => {
                entry.favourite = texts(property).any(|text| matches!(text, "1" | "true" | "TRUE"));
            }
            _ => {}
        }
    }
    numbers.sort_by_key(|(preference, ..)| *preference);
    entry.numbers = numbers.into_iter().map(|(_, number, label)| (number, label)).collect();
    entry.notes = notes.join("\n");
    Some(entry)
}

fn texts(property: &VCardEntry) -> impl Iterator<Item = &str> {
    property.values.iter().flat_map(|value| -> Vec<&str> {
        match value {
            VCardValue::Component(parts) => parts.iter().map(String::as_str).collect(),
            other => other.as_text().into_iter().collect(),
        }
    })
}

/// The formatted name, else the parts of the name in the order they are spoken, else nickname or company.
fn name(card: &VCard) -> String {
    let of = |name: VCardProperty| {
        let property = card.entries.iter().find(|property| property.name == name);
        property.map(|property| texts(property).map(str::trim).map(str::to_owned).collect::<Vec<_>>()).unwrap_or_default()
    };
    let formatted = of(VCardProperty::Fn).join(" ");
    if !formatted.trim().is_empty() {
        return formatted.trim().to_owned();
    }
    let parts = of(VCardProperty::N);
    let part = |index: usize| parts.get(index).filter(|part| !part.is_empty()).cloned();
    let spoken: Vec<String> = [3, 1, 2, 0, 4].into_iter().filter_map(part).collect();
    let first = |name: VCardProperty| of(name).into_iter().find(|text| !text.is_empty());
    if spoken.is_empty() {
        return first(VCardProperty::Nickname).or_else(|| first(VCardProperty::Org)).unwrap_or_default();
    }
    spoken.join(" ")
}

/// A number with its preference and label; nothing for fax machines and pagers.
fn number(card: &VCard, property: &VCardEntry) -> Option<(u32, String, Option<Label>)> {
    let text = texts(property).next()?.trim().to_owned();
    let (mut preference, mut label) = (NO_PREFERENCE, None);
    for parameter in &property.params {
        let word = match &parameter.value {
            VCardParameterValue::Type(kind) => kind.as_str().to_ascii_lowercase(),
            VCardParameterValue::Text(text) => text.to_ascii_lowercase(),
            VCardParameterValue::Integer(number) if parameter.name == VCardParameterName::Pref => {
                preference = preference.min(*number);
                continue;
            }
            // vCard 2.1 writes `TEL;PREF:`.
            VCardParameterValue::Null if parameter.name == VCardParameterName::Pref => "pref".to_owned(),
            _ => continue,
        };
        match word.as_str() {
            "fax" | "pager" | "facsimile" | "modem" | "bbs" => return None,
            "pref" => preference = preference.min(1),
            "cell" | "mobile" | "iphone" => label = Some(Label::Mobile),
            "home" => label = label.or(Some(Label::Home)),
            "work" => label = label.or(Some(Label::Work)),
            "other" | "main" | "car" => label = label.or(Some(Label::Other)),
            _ => {}
        }
    }
    Some((preference, text, label.or_else(|| custom_label(card, property))))
}

/// Apple writes the labels people make up beside the number, in the same group: `item1.X-ABLabel:_$!<Home>!$_`.
fn custom_label(card: &VCard, property: &VCardEntry) -> Option<Label> {
    let group = property.group.as_ref()?;
    let is_label = |name: &VCardProperty| matches!(name, VCardProperty::Other(name) if name.eq_ignore_ascii_case("X-ABLabel"));
    let beside = card.entries.iter().find(|other| other.group.as_ref() == Some(group) && is_label(&other.name))?;
    label_of(texts(beside).next()?)
}
