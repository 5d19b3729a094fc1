//! Reads a file of rates: Twilio's price list or the simple form; the header tells which. Nothing here touches a database.
//!
//! Every wrong row is reported with its line, and a file with one wrong row gives no rows at all.

use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord, Trim};

use super::{
    deck_fields::{Markup, blocks_by_name, digits, flag, price, seconds},
    model::Tariff,
};
use crate::domain::money::Micros;

/// A row of a deck to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Digits of the destination.
    pub prefix: String,
    /// Digits of the caller id; empty for the default row.
    pub origin: String,
    pub destination: String,
    pub blocked: bool,
    pub tariff: Tariff,
    /// What the carrier asks per minute, when the file is the carrier's or a markup was added to it.
    pub carrier_micros_per_minute: Option<Micros>,
}

/// What is wrong with a line of the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct Problem {
    /// Counted from 1, as an editor counts.
    pub line: u64,
    pub reason: String,
}

const NO_HEADER: &str = "this is not a header Ringfare knows: start with 'prefix,destination,rate_per_min' or with Twilio's \
                         'ISO,Country,Description,Price / min,Origination Prefixes,Destination Prefixes'";

/// Reads a whole file.
///
/// # Errors
/// Every problem, in the order of the file.
pub fn read(file: &[u8], markup: Markup) -> Result<Vec<Row>, Vec<Problem>> {
    let file = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).comment(Some(b'#')).trim(Trim::All).from_reader(file);
    let mut deck = Deck::default();
    let mut layout: Option<Layout> = None;
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                deck.problem(line, "is not text in UTF-8: save the file as UTF-8".into());
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        match &layout {
            None => match Layout::of(&record) {
                Ok(found) => layout = Some(found),
                Err(reason) => return Err(vec![Problem { line, reason }]),
            },
            Some(layout) => match layout.rows(&record, markup) {
                Ok(rows) => rows.into_iter().for_each(|row| deck.add(line, row)),
                Err(reason) => deck.problem(line, reason),
            },
        }
    }
    deck.finish()
}

#[derive(Default)]
struct Deck {
    rows: Vec<Row>,
    problems: Vec<Problem>,
    /// Where a prefix and origin stand: index into `rows`, and the line for people.
    known: HashMap<(String, String), (usize, u64)>,
}

impl Deck {
    fn problem(&mut self, line: u64, reason: String) {
        self.problems.push(Problem { line, reason });
    }

    /// A row that repeats another word for word is read once; one that disagrees is a problem.
    fn add(&mut self, line: u64, row: Row) {
        let key = (row.prefix.clone(), row.origin.clone());
        match self.known.get(&key) {
            None => {
                self.known.insert(key, (self.rows.len(), line));
                self.rows.push(row);
            }
            Some(&(index, _)) if same_price(&self.rows[index], &row) => {}
            Some(&(_, earlier)) => {
                let origin = if row.origin.is_empty() { String::new() } else { format!(" from {}", row.origin) };
                self.problem(line, format!("prefix {}{origin} already has another price on line {earlier}", row.prefix));
            }
        }
    }

    fn finish(mut self) -> Result<Vec<Row>, Vec<Problem>> {
        if self.rows.is_empty() && self.problems.is_empty() {
            self.problem(1, "the file has no rates".into());
        }
        if self.problems.is_empty() { Ok(self.rows) } else { Err(self.problems) }
    }
}

fn same_price(one: &Row, other: &Row) -> bool {
    one.tariff == other.tariff && one.blocked == other.blocked
}

/// Which column is where.
enum Layout {
    Twilio { country: usize, description: usize, price: usize, origins: usize, prefixes: usize },
    Simple(HashMap<&'static str, usize>),
}

/// The columns of the simple form; the first three must be there.
const SIMPLE: [&str; 9] =
    ["prefix", "destination", "rate_per_min", "connect_fee", "initial_s", "increment_s", "blocked", "origin", "free_under_s"];

impl Layout {
    fn of(header: &StringRecord) -> Result<Self, String> {
        let names: Vec<String> = header.iter().map(str::to_lowercase).collect();
        let at = |name: &str| names.iter().position(|found| found == name);
        let twilio = || {
            Some(Self::Twilio {
                country: at("country")?,
                description: at("description")?,
                price: at("price / min")?,
                origins: at("origination prefixes")?,
                prefixes: at("destination prefixes")?,
            })
        };
        if let Some(twilio) = twilio() {
            return Ok(twilio);
        }
        let columns: HashMap<_, _> = SIMPLE.iter().filter_map(|&name| at(name).map(|index| (name, index))).collect();
        if SIMPLE[..3].iter().any(|name| !columns.contains_key(name)) {
            return Err(NO_HEADER.to_owned());
        }
        match names.iter().find(|name| !SIMPLE.contains(&name.as_str())) {
            Some(unknown) => Err(format!("the column '{unknown}' is not known: the simple form has {}", SIMPLE.join(", "))),
            None => Ok(Self::Simple(columns)),
        }
    }

    fn rows(&self, record: &StringRecord, markup: Markup) -> Result<Vec<Row>, String> {
        match self {
            Self::Twilio { country, description, price, origins, prefixes } => {
                let field = |index: &usize| record.get(*index).unwrap_or_default();
                let name = [field(description), field(country)].into_iter().find(|name| !name.is_empty());
                let line = TwilioLine { name, price: field(price), origins: field(origins), prefixes: field(prefixes) };
                line.rows(markup)
            }
            Self::Simple(columns) => {
                let field = |name: &str| columns.get(name).and_then(|index| record.get(*index)).unwrap_or_default();
                simple_row(field, record.len() > columns.len(), markup).map(|row| vec![row])
            }
        }
    }
}

struct TwilioLine<'a> {
    name: Option<&'a str>,
    price: &'a str,
    /// Lists with commas and spaces between their prefixes.
    origins: &'a str,
    prefixes: &'a str,
}

impl TwilioLine<'_> {
    /// One row for each pair of a destination prefix and an origin.
    fn rows(&self, markup: Markup) -> Result<Vec<Row>, String> {
        let destination = self.name.ok_or("has neither a description nor a country")?;
        let carrier = price("price", self.price)?;
        let tariff = Tariff {
            rate_micros_per_minute: markup.retail(carrier)?,
            connect_micros: Micros::ZERO,
            initial_seconds: 60,
            increment_seconds: 60,
            free_under_seconds: 0,
        };
        let carrier_micros_per_minute = Some(Markup::default().retail(carrier)?);
        let prefixes: Vec<String> =
            list(self.prefixes).map(|text| digits("destination prefix", text)).collect::<Result<_, _>>()?;
        if prefixes.is_empty() {
            return Err("has no destination prefix".into());
        }
        let mut origins: Vec<String> = list(self.origins).map(origin).collect::<Result<_, _>>()?;
        if origins.is_empty() {
            origins.push(String::new());
        }
        let blocked = blocks_by_name(destination);
        let pairs = prefixes.iter().flat_map(|prefix| origins.iter().map(move |origin| (prefix, origin)));
        let row = |(prefix, origin): (&String, &String)| Row {
            prefix: prefix.clone(),
            origin: origin.clone(),
            destination: destination.to_owned(),
            blocked,
            tariff: tariff.clone(),
            carrier_micros_per_minute,
        };
        Ok(pairs.map(row).collect())
    }
}

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', ' ', '\n']).map(str::trim).filter(|item| !item.is_empty())
}

/// An origin prefix; the empty text and the words for everywhere else mean the default row.
fn origin(text: &str) -> Result<String, String> {
    let everywhere = ["", "all", "row", "any", "*"].iter().any(|word| text.eq_ignore_ascii_case(word));
    if everywhere { Ok(String::new()) } else { digits("origination prefix", text) }
}

fn simple_row<'a>(field: impl Fn(&str) -> &'a str, too_long: bool, markup: Markup) -> Result<Row, String> {
    if too_long {
        return Err("has more fields than the header: put quotes around a name that holds a comma".into());
    }
    let destination = field("destination");
    if destination.is_empty() {
        return Err("destination is empty: name the place, such as 'Germany, mobile'".into());
    }
    let or = |name: &str, default: &'static str| Some(field(name)).filter(|text| !text.is_empty()).unwrap_or(default);
    let blocked = flag("blocked", or("blocked", "no"))?;
    let wholesale = price("rate_per_min", or("rate_per_min", if blocked { "0" } else { "" }))?;
    Ok(Row {
        prefix: digits("prefix", field("prefix"))?,
        origin: origin(field("origin"))?,
        destination: destination.to_owned(),
        blocked,
        tariff: Tariff {
            rate_micros_per_minute: markup.retail(wholesale)?,
            connect_micros: markup.retail(price("connect_fee", or("connect_fee", "0"))?)?,
            initial_seconds: seconds("initial_s", or("initial_s", "60"), 0)?,
            increment_seconds: seconds("increment_s", or("increment_s", "60"), 1)?,
            free_under_seconds: seconds("free_under_s", or("free_under_s", "0"), 0)?,
        },
        carrier_micros_per_minute: if markup.is_none() { None } else { Some(Markup::default().retail(wholesale)?) },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIMPLE_HEADER: &str = "prefix,destination,rate_per_min,connect_fee,initial_s,increment_s,blocked";
    const TWILIO_HEADER: &str = "ISO,Country,Description,Price / min,Origination Prefixes,Destination Prefixes";

    fn rows(file: &str) -> Vec<Row> {
        read(file.as_bytes(), Markup::default()).unwrap_or_else(|problems| panic!("{problems:?}"))
    }

    fn problems(file: &str) -> Vec<String> {
        let problems = read(file.as_bytes(), Markup::default()).err().unwrap_or_default();
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_simple_form_fills_in_what_it_leaves_out() {
        let rows = rows(
            "\u{feff}# example\r\nPrefix, Destination ,rate_per_min\r\n+44,United Kingdom,0.0150\r\n\r\n447,\"UK, mobile\",0.035\r\n",
        );
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].prefix.as_str(), rows[0].origin.as_str(), rows[0].blocked), ("44", "", false));
        assert_eq!((rows[1].destination.as_str(), rows[1].tariff.rate_micros_per_minute), ("UK, mobile", Micros(35_000)));
        let tariff = &rows[0].tariff;
        assert_eq!((tariff.connect_micros, tariff.initial_seconds, tariff.increment_seconds), (Micros::ZERO, 60, 60));
        assert_eq!(rows[0].carrier_micros_per_minute, None);
    }

    #[test]
    fn the_simple_form_takes_every_column_in_any_order() {
        let rows = rows(
            "blocked,prefix,rate_per_min,destination,increment_s,initial_s,connect_fee,origin\nno,43,0.1,Austria,6,30,0.05,1\nyes,449,,UK premium,,,,\n",
        );
        assert_eq!((rows[0].tariff.initial_seconds, rows[0].tariff.increment_seconds), (30, 6));
        assert_eq!((rows[0].tariff.connect_micros, rows[0].origin.as_str()), (Micros(50_000), "1"));
        assert!(rows[1].blocked, "a blocked row needs no price");
    }

    #[test]
    fn twilios_list_gives_a_row_for_each_pair_of_prefixes() {
        let file = format!(
            "{TWILIO_HEADER}\nAT,Austria,Austria,0.1550,,\"43, 431\"\nAT,Austria,Austria,0.0160,\"1, 44\",\"43, 431\"\nDE,Germany,,0.0150,ROW,49\nFR,France,France - Premium,1.5,ALL,338\n"
        );
        let rows = rows(&file);
        let found: Vec<_> =
            rows.iter().map(|row| (row.prefix.as_str(), row.origin.as_str(), row.tariff.rate_micros_per_minute.0)).collect();
        let expected = [
            ("43", "", 155_000),
            ("431", "", 155_000),
            ("43", "1", 16_000),
            ("43", "44", 16_000),
            ("431", "1", 16_000),
            ("431", "44", 16_000),
            ("49", "", 15_000),
            ("338", "", 1_500_000),
        ];
        assert_eq!(found, expected);
        assert_eq!((rows[6].destination.as_str(), rows[6].carrier_micros_per_minute), ("Germany", Some(Micros(15_000))));
        assert!(rows[7].blocked && !rows[0].blocked, "premium destinations are blocked by their name");
    }

    #[test]
    fn a_markup_raises_the_retail_price_and_keeps_the_carriers() {
        let markup = Markup::parse("25").expect("a markup");
        let rows = read(b"prefix,destination,rate_per_min,connect_fee\n44,UK,0.0150,0.1\n", markup).expect("rows");
        assert_eq!((rows[0].tariff.rate_micros_per_minute, rows[0].tariff.connect_micros), (Micros(18_750), Micros(125_000)));
        assert_eq!(rows[0].carrier_micros_per_minute, Some(Micros(15_000)));
    }

    #[test]
    fn every_wrong_row_is_told_with_its_line() {
        let file = format!(
            "# comment\n{SIMPLE_HEADER}\n44,UK,0.015,0,60,60,no\n,Nowhere,0.1\n49,Germany,abc\n33,,0.1\n34,Spain,0.1,0,60,0\n39,Italy,-1\n1,US,0.1,0,60,60,perhaps\n7,Russia,0.1,0,60,60,no,extra\n81,Japan,\n"
        );
        let found = problems(&file);
        let lines: Vec<&str> = found.iter().filter_map(|problem| problem.split(':').next()).collect();
        assert_eq!(lines, ["line 4", "line 5", "line 6", "line 7", "line 8", "line 9", "line 10", "line 11"], "{found:#?}");
        assert!(found[7].contains("a missing price is not 0"), "{found:#?}");
    }

    #[test]
    fn a_repeated_prefix_is_read_once_and_a_contradiction_is_told() {
        assert_eq!(rows("prefix,destination,rate_per_min\n44,UK,0.015\n44,UK again,0.0150\n").len(), 1);
        let found = problems("prefix,destination,rate_per_min\n44,UK,0.015\n+44,UK,0.016\n");
        assert_eq!(found, ["line 3: prefix 44 already has another price on line 2"]);
        let found = problems(&format!("{TWILIO_HEADER}\nAT,Austria,Austria,0.1,ALL,43\nAT,Austria,Austria,0.2,,\"431, 43\"\n"));
        assert_eq!(found, ["line 3: prefix 43 already has another price on line 2"]);
    }

    #[test]
    fn a_file_that_is_no_deck_is_told_apart() {
        assert!(problems("")[0].contains("no rates"));
        assert!(problems("prefix,destination,rate_per_min\n")[0].contains("no rates"));
        assert!(problems("a,b,c\n1,2,3\n")[0].contains("not a header"));
        assert!(problems("prefix,destination,rate_per_min,colour\n")[0].contains("'colour' is not known"));
        let broken = read(b"prefix,destination,rate_per_min\n44,caf\xe9,0.1\n", Markup::default()).err().unwrap_or_default();
        assert!(broken[0].line == 2 && broken[0].reason.contains("UTF-8"), "{broken:?}");
    }

    #[test]
    fn a_hundred_thousand_rows_are_read() {
        let lines: Vec<String> = (0..100_000).map(|n| format!("{},Place {n},0.{n:06}", 1_000_000 + n)).collect();
        assert_eq!(rows(&format!("prefix,destination,rate_per_min\n{}", lines.join("\n"))).len(), 100_000);
    }
}
