//! Files as the usual programs write them, and what is read from them.

use super::{
    entry::{Entry, Reading, read},
    plan::{Plan, plan},
};
use crate::{
    contacts::{
        model::{FileProblem, Label, Outcome},
        store::write::Record,
    },
    words,
};

const APPLE: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lovelace;Ada;;;\r\nFN:Ada Love\r\n lace\\, Countess\r\n\
    item1.TEL;type=pref:+44 7911 123456\r\nitem1.X-ABLabel:_$!<Mobile>!$_\r\nTEL;type=WORK;type=VOICE:+44 20 7946 0000\r\n\
    TEL;type=WORK;type=FAX:+44 20 7946 0001\r\nNOTE:one\\ntwo\r\nCATEGORIES:Friends,Work\r\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n AAAB\r\n\
    END:VCARD\r\n";
const OLD_PHONE: &str = "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=47=C3=B6the;J=C3=BCrgen\r\n\
    FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen =\r\nG=C3=B6the\r\nTEL;HOME:030 22610\r\nTEL;CELL;PREF:+49 170 1234567\r\nEND:VCARD\r\n";
const NEW: &str = "BEGIN:VCARD\nVERSION:4.0\nFN:\u{5e2}\u{5d3}\u{5d4} 👩‍🚀\nTEL;VALUE=uri;TYPE=\"voice,home\":tel:+1-415-555-0142;ext=5\n\
    TEL;VALUE=uri;PREF=1;TYPE=cell:tel:+33-1-23-45-67-89\nTZ:Europe/Paris\nX-FAVOURITE:1\nEND:VCARD\n";
const GOOGLE: &str = "Name,Given Name,Family Name,Group Membership,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value,Notes\n\
    Grace Hopper,Grace,Hopper,* myContacts ::: Navy ::: * starred,Mobile,+1 415-555-0142 ::: +1 415-555-0143,Work,(415) 555-0144,\"a, b\nc\"\n";
const OUTLOOK: &str = "\u{feff}Vorname;Nachname;Firma;Telefon gesch\u{e4}ftlich;Telefon privat;Mobiltelefon;Kategorien\r\n\
    Max;M\u{fc}ller;;030 22610;;0170 1234567;Familie\r\n;;Hotel Adlon;+49 30 22611;;;\r\n";

fn entries(text: &str) -> Vec<Entry> {
    read(text.as_bytes()).expect("a list").entries
}

fn numbers(entry: &Entry) -> Vec<(&str, Option<Label>)> {
    entry.numbers.iter().map(|(number, label)| (number.as_str(), *label)).collect()
}

#[test]
fn cards_of_every_version_are_read() {
    let all = entries(&format!("{APPLE}{OLD_PHONE}{NEW}"));
    let [apple, old, new] = &all[..] else { panic!("{all:?}") };
    assert_eq!(
        (apple.name.as_str(), apple.notes.as_str(), apple.photo, apple.line),
        ("Ada Lovelace, Countess", "one\ntwo", true, 1)
    );
    assert_eq!(numbers(apple), [("+44 7911 123456", Some(Label::Mobile)), ("+44 20 7946 0000", Some(Label::Work))]);
    assert_eq!(apple.tags, ["Friends", "Work"]);
    assert_eq!((old.name.as_str(), old.line), ("Jürgen Göthe", 15));
    assert_eq!(numbers(old), [("+49 170 1234567", Some(Label::Mobile)), ("030 22610", Some(Label::Home))], "preferred first");
    assert_eq!((new.zone.as_str(), new.favourite), ("Europe/Paris", true));
    assert_eq!(new.name, "עדה 👩‍🚀");
    assert_eq!(numbers(new)[0].1, Some(Label::Mobile));
}

#[test]
fn a_broken_card_spoils_no_other() {
    let all = entries(&format!("BEGIN:VCARD\nVERSION:3.0\nnonsense\n{APPLE}"));
    assert_eq!(all.iter().filter(|entry| entry.name == "Ada Lovelace, Countess").count(), 1, "{all:?}");
}

#[test]
fn the_columns_of_google_and_outlook_are_understood() {
    let grace = &entries(GOOGLE)[0];
    assert_eq!((grace.name.as_str(), grace.notes.as_str(), grace.favourite, grace.line), ("Grace Hopper", "a, b\nc", true, 2));
    assert_eq!(grace.tags, ["Navy"]);
    let expected = [
        ("+1 415-555-0142", Some(Label::Mobile)),
        ("+1 415-555-0143", Some(Label::Mobile)),
        ("(415) 555-0144", Some(Label::Work)),
    ];
    assert_eq!(numbers(grace), expected);
    let outlook = entries(OUTLOOK);
    assert_eq!((outlook[0].name.as_str(), outlook[1].name.as_str()), ("Max Müller", "Hotel Adlon"));
    assert_eq!(numbers(&outlook[0]), [("030 22610", Some(Label::Work)), ("0170 1234567", Some(Label::Mobile))]);
    assert_eq!(outlook[1].line, 3);
}

#[test]
fn an_entry_tells_the_line_it_stands_in() {
    for end in ["\n", "\r\n"] {
        let text = ["sep=;", "name;phone", "Ada;+447911123456", "", "Bob;+447911123457"].join(end);
        assert_eq!(entries(&text).iter().map(|entry| entry.line).collect::<Vec<_>>(), [3, 5], "{end:?}");
    }
}

#[test]
fn formulas_are_text_and_disarmed_ones_are_armed_again() {
    let list = entries("name,phone,notes\n=cmd(),+447911123456,\"'=HYPERLINK(\"\"x\"\")\"\n'n Abend,+447911123457,''=1\n");
    assert_eq!((list[0].name.as_str(), list[0].notes.as_str()), ("=cmd()", "=HYPERLINK(\"x\")"));
    assert_eq!((list[1].name.as_str(), list[1].notes.as_str()), ("'n Abend", "'=1"));
}

#[test]
fn what_is_no_list_is_told_by_its_kind() {
    for (bytes, problem) in [
        (&b""[..], FileProblem::Empty),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", FileProblem::Picture),
        (b"PK\x03\x04xl/workbook.xml", FileProblem::Workbook),
        (b"name,email\nAda,ada@example.test\n", FileProblem::NoNumbers),
        (b"name,phone\n", FileProblem::Empty),
    ] {
        assert_eq!(read(bytes).expect_err("no list"), problem);
    }
}

fn planned(text: &str, everybody: Vec<Record>) -> Plan {
    plan("x", &read(text.as_bytes()).expect("a list"), everybody, Some("GB"), words::transfer())
}

fn everybody_after(plan: Plan, mut before: Vec<Record>) -> Vec<Record> {
    for change in plan.changed {
        before.retain(|record| record.id != change.record.id);
        before.push(change.record);
    }
    before.extend(plan.added);
    before
}

fn outcomes(plan: &Plan) -> Vec<(i64, Outcome)> {
    plan.preview.rows.iter().map(|row| (row.line, row.outcome)).collect()
}

#[test]
fn a_file_is_compared_number_by_number_and_changes_nothing_the_second_time() {
    let text = "name,phone,phone 2,notes\nAda,07911 123456,,a plumber\nAda L.,+447911123456,020 7946 0000,\n,+447911123458,,\n\
                Bob,hello,,\nCarl,+447911123459,12,\n";
    let first = planned(text, Vec::new());
    let expected = [(2, Outcome::New), (3, Outcome::Merged), (4, Outcome::Refused), (5, Outcome::Refused), (6, Outcome::New)];
    assert_eq!(outcomes(&first), expected, "{:?}", first.preview.rows);
    let book = everybody_after(first, Vec::new());
    let ada = book.iter().find(|record| record.name == "Ada").expect("added");
    assert_eq!((ada.numbers.len(), ada.notes.as_str()), (2, "a plumber"));
    let again = planned("name,phone,notes\nAda,07911 123456,a plumber\nCarl,+447911123459,\n", book.clone());
    assert_eq!((again.preview.unchanged, again.added.len(), again.changed.len()), (2, 0, 0), "{:?}", again.preview.rows);

    let changed = planned("name,phone,notes\nAda King,+442079460000,calls back\n", book.clone());
    assert_eq!((changed.preview.changed, changed.changed[0].numbers), (1, false));
    assert_eq!(changed.changed[0].record.notes, "a plumber\ncalls back");
    let torn = planned("name,phone,phone 2\nWho,+442079460000,+447911123459\n", book);
    assert_eq!(torn.preview.refused, 1);
    assert!(torn.preview.rows[0].what.contains("Ada") && torn.preview.rows[0].what.contains("Carl"), "{:?}", torn.preview.rows);
}

#[test]
fn names_that_cannot_be_kept_are_refused_with_their_line() {
    let text =
        format!("name,phone\n{},+447911123456\n\"a\u{1}b\",+447911123457\n\u{202e}עדה 👩,+447911123458\n", "x".repeat(300));
    let plan = planned(&text, Vec::new());
    assert_eq!(outcomes(&plan), [(2, Outcome::Refused), (3, Outcome::Refused), (4, Outcome::New)]);
    assert!(plan.preview.rows[0].what.contains("300"), "{}", plan.preview.rows[0].what);
}

#[test]
fn fifty_thousand_rows_are_no_trouble() {
    let rows: Vec<String> = (0..50_000).map(|index| format!("Person {index},+4479{:08}", 11_000_000 + index)).collect();
    let rows = format!("name,phone\n{}\n", rows.join("\n"));
    let Reading { entries, .. } = read(rows.as_bytes()).expect("a list");
    assert_eq!((entries.len(), entries[49_999].line), (50_000, 50_001));
}
