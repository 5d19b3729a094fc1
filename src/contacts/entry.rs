//! A contact as somebody typed it, and what is wrong with it.

use jiff::tz::TimeZone;

use super::{
    clean::{NUMBERS_MOST, clean_name, clean_notes, clean_tags},
    model::{Contact, ContactFields, Label},
    store::write::Record,
};
use crate::{
    domain::{ids::ContactId, phone::E164},
    error::AppError,
    server::numbering,
    words,
};

/// Who has a number, as a script or the card beside the dialer says it.
#[derive(Debug, Clone)]
pub struct Draft {
    pub phone: String,
    /// Absent leaves the name as it is, and nobody is added.
    pub name: Option<String>,
    /// Absent leaves the notes as they are.
    pub notes: Option<String>,
}

/// A whole contact.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    pub name: String,
    pub notes: String,
    pub tags: Vec<String>,
    pub favourite: bool,
    /// Blank for none.
    pub zone: String,
    /// As typed, with the label if one was given; the first is preferred. Blank ones count for nothing.
    pub numbers: Vec<(String, Option<Label>)>,
}

impl From<ContactFields> for Typed {
    fn from(fields: ContactFields) -> Self {
        let preferred = fields.preferred.parse().unwrap_or(0);
        let mut numbers: Vec<_> =
            fields.numbers.into_iter().map(|number| (number.phone, Label::from_word(&number.label))).collect();
        if preferred < numbers.len() {
            numbers[..=preferred].rotate_right(1);
        }
        let tags = fields.tags.split(',').map(str::to_owned).collect();
        Self { name: fields.name, notes: fields.notes, tags, favourite: !fields.favourite.is_empty(), zone: fields.zone, numbers }
    }
}

impl From<Contact> for Typed {
    fn from(known: Contact) -> Self {
        let numbers = known.numbers.into_iter().map(|number| (number.e164.into(), Some(number.label))).collect();
        Self {
            name: known.name,
            notes: known.notes,
            tags: known.tags,
            favourite: known.favourite,
            zone: known.zone.unwrap_or_default(),
            numbers,
        }
    }
}

impl Typed {
    /// What would be written. `home` (ISO 3166-1 alpha-2) serves numbers without a `+`.
    ///
    /// # Errors
    /// [`AppError::Invalid`] on the field that is wrong: `name`, `notes`, `tags`, `zone`, `numbers` or `numbers.0` and so on.
    pub fn validated(self, id: ContactId, home: Option<&str>) -> Result<Record, AppError> {
        let at = |field: &'static str| move |problem: String| AppError::invalid(field, problem);
        let name = clean_name(&self.name).map_err(at("name"))?;
        let notes = clean_notes(&self.notes).map_err(at("notes"))?;
        let tags = clean_tags(self.tags.iter().map(String::as_str)).map_err(at("tags"))?;
        let zone = clean_zone(&self.zone).map_err(at("zone"))?;
        let numbers = numbers(&self.numbers, home)?;
        Ok(Record { id, name, notes, tags, favourite: self.favourite, zone, numbers })
    }
}

/// Reads numbers, each once.
fn numbers(typed: &[(String, Option<Label>)], home: Option<&str>) -> Result<Vec<(E164, Label)>, AppError> {
    let mut numbers: Vec<(E164, Label)> = Vec::new();
    for (index, (text, label)) in typed.iter().enumerate().filter(|(_, (text, _))| !text.trim().is_empty()) {
        let phone = numbering::normalise(text, home).map_err(|error| match error {
            AppError::Invalid { message, .. } => AppError::invalid(&format!("numbers.{index}"), message),
            other => other,
        })?;
        if !numbers.iter().any(|(known, _)| *known == phone.e164) {
            numbers.push((phone.e164, label.unwrap_or_else(|| Label::of_line(phone.line))));
        }
    }
    match numbers.len() {
        0 => Err(AppError::invalid("numbers", words::contacts().number_missing())),
        1..=NUMBERS_MOST => Ok(numbers),
        count => Err(AppError::invalid("numbers", words::contacts().numbers_many(count, NUMBERS_MOST))),
    }
}

/// The name of a time zone.
///
/// # Errors
/// A sentence when there is no such zone.
pub fn clean_zone(typed: &str) -> Result<Option<String>, String> {
    let name = typed.trim();
    if name.is_empty() {
        return Ok(None);
    }
    let zone = TimeZone::get(name).ok().and_then(|zone| zone.iana_name().map(str::to_owned));
    let shown: String = name.chars().take(40).collect();
    zone.map(Some).ok_or_else(|| words::contacts().zone_unknown(&shown))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{contacts::model::TypedNumber, server::ids};

    fn fields(numbers: &[(&str, &str)], preferred: &str) -> ContactFields {
        let numbers = numbers.iter().map(|(phone, label)| TypedNumber { phone: (*phone).into(), label: (*label).into() });
        ContactFields { name: "Ada".into(), numbers: numbers.collect(), preferred: preferred.into(), ..Default::default() }
    }

    fn read(fields: ContactFields) -> Result<Vec<(String, Label)>, AppError> {
        let record = Typed::from(fields).validated(ids::contact_id(), Some("GB"))?;
        Ok(record.numbers.into_iter().map(|(number, label)| (number.to_string(), label)).collect())
    }

    #[test]
    fn the_preferred_number_comes_first_and_each_number_once() {
        let typed = [("07911 123456", "home"), ("", "mobile"), ("+447911123456", "work"), ("020 7946 0000", "")];
        let read = read(fields(&typed, "3")).expect("good");
        assert_eq!(read, [("+442079460000".into(), Label::Other), ("+447911123456".into(), Label::Home)]);
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let field = |fields: ContactFields| read(fields).expect_err("wrong").field().map(str::to_owned);
        assert_eq!(field(fields(&[], "")).as_deref(), Some("numbers"));
        assert_eq!(field(fields(&[("hello", "")], "0")).as_deref(), Some("numbers.0"));
        let good = fields(&[("+447911123456", "")], "nonsense");
        assert_eq!(field(ContactFields { zone: "Mars/Base".into(), ..good.clone() }).as_deref(), Some("zone"));
        assert_eq!(field(ContactFields { name: " ".into(), ..good }).as_deref(), Some("name"));
    }

    #[test]
    fn a_zone_is_kept_by_its_proper_name() {
        assert_eq!(clean_zone(" europe/berlin "), Ok(Some("Europe/Berlin".into())));
        assert_eq!(clean_zone(""), Ok(None));
        assert!(clean_zone("=cmd()").is_err());
    }
}
