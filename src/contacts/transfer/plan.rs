//! What a file would change: compared with the address book, entry by entry.

use std::collections::HashMap;

use super::entry::{Entry, Reading};
use crate::{
    contacts::{
        clean::{NUMBERS_MOST, clean_name, clean_notes, clean_tags},
        entry::clean_zone,
        merge::{absorb, joined},
        model::{ImportRow, Label, Outcome, Preview},
        store::write::Record,
    },
    domain::phone::E164,
    server::{ids, numbering},
    words,
};

/// Rows shown of each kind; the counts are of all.
const SHOWN_OF_EACH: i64 = 100;

/// What would be shown, and what would be written.
#[derive(Debug, Default)]
pub struct Plan {
    pub preview: Preview,
    pub added: Vec<Record>,
    pub changed: Vec<Change>,
}

/// An existing contact as it shall be.
#[derive(Debug)]
pub struct Change {
    pub record: Record,
    /// Whether numbers were added or labelled anew.
    pub numbers: bool,
}

/// Somebody in the book or in the file.
struct Person {
    record: Record,
    is_new: bool,
    /// The line of the file that was first taken for this person.
    line: Option<i64>,
    changed: bool,
    numbers_changed: bool,
}

/// The book while a file is laid over it.
struct Overlay<'a> {
    people: Vec<Person>,
    by_number: HashMap<E164, usize>,
    home: Option<&'a str>,
    t: words::Transfer,
}

/// Compares a file with everybody the caller knows. `home` (ISO 3166-1 alpha-2) serves numbers without a `+`.
pub fn plan(file: &str, reading: &Reading, everybody: Vec<Record>, home: Option<&str>, t: words::Transfer) -> Plan {
    let mut by_number = HashMap::new();
    for (index, record) in everybody.iter().enumerate() {
        by_number.extend(record.numbers.iter().map(|(number, _)| (number.clone(), index)));
    }
    let known = |record| Person { record, is_new: false, line: None, changed: false, numbers_changed: false };
    let people = everybody.into_iter().map(known).collect();
    let mut overlay = Overlay { people, by_number, home, t };
    let mut preview = Preview {
        file: file.to_owned(),
        format: reading.format.clone(),
        encoding: reading.encoding.clone(),
        broken: reading.broken,
        ..Preview::default()
    };
    for entry in &reading.entries {
        preview.photos += i64::from(entry.photo);
        let (outcome, what) = overlay.lay(entry).unwrap_or_else(|why| (Outcome::Refused, why));
        let count = preview.count(outcome);
        *count += 1;
        if *count <= SHOWN_OF_EACH {
            let name = if entry.name.trim().is_empty() { "–".to_owned() } else { shortened(&entry.name) };
            preview.rows.push(ImportRow { line: entry.line, name, outcome, what });
        }
    }
    let mut plan = Plan { preview, ..Plan::default() };
    for person in overlay.people {
        if person.is_new {
            plan.added.push(person.record);
        } else if person.changed {
            plan.changed.push(Change { record: person.record, numbers: person.numbers_changed });
        }
    }
    plan
}

impl Overlay<'_> {
    /// Takes one entry in; `Err` says why it is refused.
    fn lay(&mut self, entry: &Entry) -> Result<(Outcome, String), String> {
        let (record, bad) = self.read(entry)?;
        let mut owners: Vec<usize> =
            record.numbers.iter().filter_map(|(number, _)| self.by_number.get(number).copied()).collect();
        owners.sort_unstable();
        owners.dedup();
        match owners[..] {
            [] => {
                let shown: Vec<&str> = record.numbers.iter().map(|(number, _)| number.as_str()).collect();
                let what = self.with_bad(shown.join(", "), &bad);
                let index = self.people.len();
                self.by_number.extend(record.numbers.iter().map(|(number, _)| (number.clone(), index)));
                let line = Some(entry.line);
                self.people.push(Person { record, is_new: true, line, changed: false, numbers_changed: false });
                Ok((Outcome::New, what))
            }
            [owner] => self.add_to(owner, entry, &record, &bad),
            [first, second, ..] => Err(self.t.two_owners(&self.people[first].record.name, &self.people[second].record.name)),
        }
    }

    /// A number with the label it has, or with what its numbering plan knows. One that stands in the book was read before.
    fn number(&self, text: &str) -> Option<(E164, Label)> {
        if let Some(number) = E164::parse(text)
            && let Some(owner) = self.by_number.get(&number)
        {
            let label = self.people[*owner].record.numbers.iter().find(|(known, _)| *known == number).map(|(_, label)| *label);
            return Some((number, label.unwrap_or(Label::Other)));
        }
        numbering::parse(text, self.home).ok().map(|(number, line)| (number, Label::of_line(line)))
    }

    /// The entry as a contact, and those of its numbers that are none.
    fn read(&self, entry: &Entry) -> Result<(Record, Vec<String>), String> {
        let t = self.t;
        let (mut numbers, mut bad): (Vec<(E164, Label)>, Vec<String>) = (Vec::new(), Vec::new());
        for (text, label) in &entry.numbers {
            let Some((number, known)) = self.number(text) else {
                bad.push(shortened(text));
                continue;
            };
            if !numbers.iter().any(|(known, _)| *known == number) {
                numbers.push((number, label.unwrap_or(known)));
            }
        }
        if numbers.is_empty() {
            return Err(bad.first().map_or_else(|| t.no_number().to_owned(), |text| t.not_a_number(text)));
        }
        if numbers.len() > NUMBERS_MOST {
            return Err(t.too_many_numbers(numbers.len()));
        }
        let name = clean_name(&entry.name).map_err(|_| {
            if entry.name.trim().is_empty() { t.no_name().to_owned() } else { t.bad_name(entry.name.trim().chars().count()) }
        })?;
        let notes = clean_notes(&entry.notes).map_err(|_| t.bad_notes().to_owned())?;
        let tags = clean_tags(entry.tags.iter().map(String::as_str)).map_err(|_| t.bad_tags().to_owned())?;
        let zone = clean_zone(&entry.zone).unwrap_or_default();
        Ok((Record { id: ids::contact_id(), name, notes, tags, favourite: entry.favourite, zone, numbers }, bad))
    }

    /// Adds an entry to somebody who has one of its numbers: nothing is taken away.
    fn add_to(&mut self, owner: usize, entry: &Entry, record: &Record, bad: &[String]) -> Result<(Outcome, String), String> {
        let t = self.t;
        let person = &mut self.people[owner];
        let labels = labels_of(&person.record, entry, record);
        let mut merged = person.record.clone();
        let twice = person.line;
        if twice.is_none() {
            merged.name.clone_from(&record.name);
            merged.zone = record.zone.clone().or(merged.zone);
        }
        absorb(&mut merged, record);
        for (at, label) in labels {
            merged.numbers[at].1 = label;
        }
        if merged.numbers.len() > NUMBERS_MOST {
            return Err(t.too_many_numbers(merged.numbers.len()));
        }
        let what = differences(t, &person.record, &merged);
        let fresh = merged.numbers[person.record.numbers.len()..].iter().map(|(number, _)| (number.clone(), owner));
        self.by_number.extend(fresh.collect::<Vec<_>>());
        person.numbers_changed |= merged.numbers != person.record.numbers;
        person.changed |= merged != person.record;
        let outcome = match twice {
            Some(_) => Outcome::Merged,
            None if merged == person.record => Outcome::Unchanged,
            None => Outcome::Changed,
        };
        person.line = person.line.or(Some(entry.line));
        person.record = merged;
        let what = twice.map_or_else(|| what.clone(), |line| joined(&t.same_as_line(line), &what).replace('\n', " · "));
        Ok((outcome, self.with_bad(what, bad)))
    }

    fn with_bad(&self, what: String, bad: &[String]) -> String {
        match bad {
            [] => what,
            [first, ..] if what.is_empty() => self.t.left_out(first),
            [first, ..] => format!("{what} · {}", self.t.left_out(first)),
        }
    }
}

/// Labels that the file gives to numbers somebody has already, where they differ.
fn labels_of(known: &Record, entry: &Entry, read: &Record) -> Vec<(usize, Label)> {
    let given = entry.numbers.iter().any(|(_, label)| label.is_some());
    let position = |number: &E164| known.numbers.iter().position(|(mine, _)| mine == number);
    let labelled = read.numbers.iter().filter(|_| given).filter_map(|(number, label)| Some((position(number)?, *label)));
    labelled.filter(|(at, label)| known.numbers[*at].1 != *label).collect()
}

fn differences(t: words::Transfer, before: &Record, after: &Record) -> String {
    let mut what = Vec::new();
    if before.name != after.name {
        what.push(format!("{} → {}", before.name, after.name));
    }
    what.extend(after.numbers[before.numbers.len()..].iter().map(|(number, _)| format!("+ {number}")));
    for ((number, was), (_, is)) in before.numbers.iter().zip(&after.numbers).filter(|(was, is)| was.1 != is.1) {
        what.push(format!("{number}: {was} → {is}"));
    }
    if before.notes != after.notes {
        what.push(t.notes_added().to_owned());
    }
    if before.tags != after.tags {
        what.push(t.groups_are(&after.tags.join(", ")));
    }
    if before.favourite != after.favourite {
        what.push(t.becomes_favourite().to_owned());
    }
    if before.zone != after.zone {
        what.push(t.zone_is(after.zone.as_deref().unwrap_or_default()));
    }
    what.join(" · ")
}

fn shortened(text: &str) -> String {
    let short: String = text.trim().chars().filter(|c| !c.is_control()).take(60).collect();
    if text.trim().chars().count() > 60 { format!("{short}…") } else { short }
}
