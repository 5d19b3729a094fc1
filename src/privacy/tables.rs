//! Small tables of the archive, as CSV and as JSON from the same cells.

use axum::response::Response;
use futures_util::stream;
use serde_json::{Map, Value};

use super::archive::Entry;
use crate::{
    domain::{
        money::{Micros, Rounding},
        time::EpochMs,
    },
    server::csv,
};

/// A cell.
pub enum Cell {
    Text(String),
    Count(i64),
    /// A decimal in CSV; in JSON whole micro-units, and the column's name says so, also where there is no amount.
    Money(Option<Micros>),
    At(EpochMs),
    Flag(bool),
    Nothing,
}

impl Cell {
    pub fn text(text: impl ToString) -> Self {
        Self::Text(text.to_string())
    }

    pub fn money(amount: impl Into<Option<Micros>>) -> Self {
        Self::Money(amount.into())
    }

    /// The cell of what may be absent.
    pub fn of<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Nothing, cell)
    }

    fn into_csv(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Count(count) => count.to_string(),
            Self::Money(amount) => amount.map(|amount| amount.decimal(6, Rounding::Down)).unwrap_or_default(),
            Self::At(moment) => moment.rfc3339(),
            Self::Flag(flag) => if flag { "yes" } else { "no" }.into(),
            Self::Nothing => String::new(),
        }
    }

    fn json(&self, column: &str) -> (String, Value) {
        let value = match self {
            Self::Text(text) => text.as_str().into(),
            Self::Count(count) => (*count).into(),
            Self::Money(amount) => return (format!("{column}_micros"), amount.map(|amount| amount.0).into()),
            Self::At(moment) => moment.rfc3339().into(),
            Self::Flag(flag) => (*flag).into(),
            Self::Nothing => Value::Null,
        };
        (column.to_owned(), value)
    }
}

/// Rows under the names of their columns.
pub struct Table<const COLUMNS: usize> {
    pub name: &'static str,
    pub columns: [&'static str; COLUMNS],
    pub rows: Vec<[Cell; COLUMNS]>,
}

impl<const COLUMNS: usize> Table<COLUMNS> {
    /// A table of a single row, given as its columns.
    pub fn of_one(name: &'static str, cells: [(&'static str, Cell); COLUMNS]) -> Self {
        let columns = std::array::from_fn(|at| cells[at].0);
        Self { name, columns, rows: vec![cells.map(|(_, cell)| cell)] }
    }

    /// `NAME.json` and `NAME.csv`.
    pub fn files(self) -> [Entry; 2] {
        let Self { name, columns, rows } = self;
        let object = |row: &[Cell; COLUMNS]| -> Map<String, Value> {
            row.iter().zip(columns).map(|(cell, column)| cell.json(column)).collect()
        };
        let objects: Vec<Map<String, Value>> = rows.iter().map(object).collect();
        let json = Entry::json(format!("{name}.json"), stream::iter(objects.into_iter().map(Ok)));
        [json, Entry::of(format!("{name}.csv"), Self::csv(name, &columns, rows))]
    }

    fn csv(name: &str, columns: &[&str], rows: Vec<[Cell; COLUMNS]>) -> Response {
        let rows = rows.into_iter().map(|row| Ok(row.into_iter().map(Cell::into_csv).collect()));
        csv::stream(name, columns, stream::iter(rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_exact_in_both_forms() {
        assert_eq!(Cell::money(Micros(-1_234_567)).json("balance"), ("balance_micros".into(), (-1_234_567).into()));
        assert_eq!(Cell::money(Micros(-1_234_567)).into_csv(), "-1.234567");
        assert_eq!(Cell::money(None).json("balance"), ("balance_micros".into(), Value::Null));
        assert_eq!(Cell::At(EpochMs(0)).into_csv(), "1970-01-01T00:00:00.000Z");
        assert_eq!(Cell::of(None, Cell::Count).json("n"), ("n".into(), Value::Null));
        assert_eq!(Cell::Flag(true).into_csv(), "yes");
    }
}
