//! Contacts from CSV: the delimiter and the meaning of the columns are found out.

use csv::{ReaderBuilder, StringRecord};

use super::{
    columns::{Column, label_of, of_head},
    entry::Entry,
};
use crate::contacts::model::{FileProblem, Label};

const DELIMITERS: [u8; 4] = *b",;\t|";

/// Reads the rows.
///
/// # Errors
/// When no column holds numbers.
pub fn read(text: &str) -> Result<Vec<Entry>, FileProblem> {
    let whole = text;
    let (text, delimiter) = delimiter(text);
    let above = lines(&whole[..whole.len() - text.len()]);
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut rows = reader.records().filter_map(Result::ok).filter(|row| row.iter().any(|cell| !cell.trim().is_empty()));
    let Some(first) = rows.next() else { return Err(FileProblem::Empty) };
    let heads: Vec<Column> = first.iter().map(of_head).collect();
    let has_heads = heads.iter().any(|column| matches!(column, Column::Phone(..)));
    let columns = if has_heads { with_surname(heads, &first) } else { guessed(&first)? };
    let first = (!has_heads).then_some(first);
    let entries = first.into_iter().chain(rows).map(|row| entry(&columns, &row, above + line(text, &row)));
    Ok(entries.filter(|entry| !entry.is_blank()).collect())
}

/// What parts the cells: said by Excel's `sep=;` line, or the sign that the first line has most of outside of quotes.
fn delimiter(text: &str) -> (&str, u8) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', sign, ..] = first.trim_end().as_bytes() {
        return (rest, *sign);
    }
    let mut quoted = false;
    let mut counts = [0_usize; DELIMITERS.len()];
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if !quoted => {
                for (count, delimiter) in counts.iter_mut().zip(DELIMITERS) {
                    *count += usize::from(byte == delimiter);
                }
            }
            _ => {}
        }
    }
    // Of equals the first: max_by_key would take the last.
    let best = (0..DELIMITERS.len()).rev().max_by_key(|index| counts[*index]).unwrap_or_default();
    (text, DELIMITERS[best])
}

/// Beside first names, and where no other column holds last or whole names, `Name` is the last one: `Name;Vorname;Telefon`.
fn with_surname(mut heads: Vec<Column>, first: &StringRecord) -> Vec<Column> {
    let count = |wanted: fn(&Column) -> bool| heads.iter().filter(|column| wanted(column)).count();
    let has_first = count(|column| matches!(column, Column::First)) > 0;
    if has_first && count(|column| matches!(column, Column::Last | Column::Name)) == 1 {
        for (column, head) in heads.iter_mut().zip(first) {
            if *column == Column::Name && head.trim().eq_ignore_ascii_case("name") {
                *column = Column::Last;
            }
        }
    }
    heads
}

/// A list without heads: what looks like a number is one, the first cell of letters is the name.
fn guessed(first: &StringRecord) -> Result<Vec<Column>, FileProblem> {
    let mut named = false;
    let mut numbers = 0;
    let columns: Vec<Column> = first
        .iter()
        .map(|cell| {
            if is_number(cell) {
                numbers += 1;
                Column::Phone(None, numbers.to_string())
            } else if !named && cell.chars().any(char::is_alphabetic) {
                named = true;
                Column::Name
            } else {
                Column::Other
            }
        })
        .collect();
    if numbers > 0 { Ok(columns) } else { Err(FileProblem::NoNumbers) }
}

fn is_number(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    digits >= 6 && cell.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "+-().[]/'".contains(c))
}

fn lines(text: &str) -> i64 {
    i64::try_from(text.bytes().filter(|byte| *byte == b'\n').count()).unwrap_or(i64::MAX)
}

/// The line a row begins in. The reader takes a row for begun where the one before it ended: at CR LF before the LF, and before
/// empty lines.
fn line(text: &str, row: &StringRecord) -> i64 {
    let Some(at) = row.position() else { return 0 };
    let rest = usize::try_from(at.byte()).ok().and_then(|from| text.get(from..)).unwrap_or_default();
    let skipped = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    i64::try_from(at.line()).unwrap_or(i64::MAX) + lines(&rest[..skipped])
}

fn entry(columns: &[Column], row: &StringRecord, line: i64) -> Entry {
    let mut entry = Entry { line, ..Entry::default() };
    let (mut parts, mut instead) = ([""; 3], String::new());
    let mut numbers: Vec<(&str, Option<Label>, &str)> = Vec::new();
    for (column, cell) in columns.iter().zip(row.iter().map(armed)) {
        match column {
            Column::Name => cell.trim().clone_into(&mut entry.name),
            Column::First => parts[0] = cell.trim(),
            Column::Middle => parts[1] = cell.trim(),
            Column::Last => parts[2] = cell.trim(),
            Column::Instead if instead.is_empty() => cell.trim().clone_into(&mut instead),
            Column::Notes => cell.clone_into(&mut entry.notes),
            Column::Tags => read_tags(cell, &mut entry),
            Column::Favourite => {
                entry.favourite |= matches!(cell.trim().to_lowercase().as_str(), "1" | "true" | "yes" | "ja" | "x");
            }
            Column::Zone => cell.trim().clone_into(&mut entry.zone),
            // Google puts several numbers of one kind into one cell.
            Column::Phone(label, slot) => numbers.extend(cell.split(":::").map(|number| (number.trim(), *label, slot.as_str()))),
            _ => {}
        }
    }
    if entry.name.is_empty() {
        entry.name = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    }
    if entry.name.is_empty() {
        entry.name = instead;
    }
    let written = |wanted: &str| {
        let of_slot = |column: &Column| matches!(column, Column::PhoneLabel(slot) if slot == wanted);
        columns.iter().zip(row.iter()).find(|(column, _)| of_slot(column)).and_then(|(_, cell)| label_of(cell))
    };
    let numbers = numbers.into_iter().filter(|(number, ..)| !number.is_empty());
    entry.numbers = numbers.map(|(number, label, slot)| (number.to_owned(), label.or_else(|| written(slot)))).collect();
    entry
}

fn read_tags(cell: &str, entry: &mut Entry) {
    for tag in cell.split(":::").flat_map(|part| part.split([',', ';'])).map(str::trim).filter(|tag| !tag.is_empty()) {
        // Google's own groups begin with a star.
        match tag.strip_prefix("* ") {
            Some("starred") => entry.favourite = true,
            Some(_) => {}
            None => entry.tags.push(tag.to_owned()),
        }
    }
}

/// Takes away the apostrophe that keeps spreadsheets from running a cell: ours, and the one people type themselves.
fn armed(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(super::export::DANGEROUS) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_what_the_first_line_has_most_of() {
        for (text, sign) in [
            ("name,phone\n", b','),
            ("name;phone\n", b';'),
            ("name\tphone\tnote, long\n", b'\t'),
            ("\"a,b,c\";phone\n", b';'),
            ("sep=|\nname|phone\n", b'|'),
            ("name\n", b','),
        ] {
            assert_eq!(delimiter(text).1, sign, "{text}");
        }
    }

    #[test]
    fn a_name_beside_a_first_name_is_the_last_one() {
        let names = |text: &str| read(text).expect("contacts").into_iter().map(|entry| entry.name).collect::<Vec<_>>();
        assert_eq!(names("Name;Vorname;Telefon\nM\u{fc}ller;Anna;+4917012345678\n"), ["Anna M\u{fc}ller"]);
        assert_eq!(names("Display Name,First Name,Phone\nAnna M.,Anna,+4917012345678\n"), ["Anna M."]);
        assert_eq!(names("Name,First Name,Last Name,Phone\nAnna M.,Anna,Maier,+4917012345678\n"), ["Anna M."]);
    }

    #[test]
    fn a_list_without_numbers_is_refused() {
        assert_eq!(read("a,b\n1,2\n"), Err(FileProblem::NoNumbers));
        assert_eq!(read("Ada,+44 7911 123456\nBob,0044 20 7946 0000\n").map(|entries| entries.len()), Ok(2));
    }
}
