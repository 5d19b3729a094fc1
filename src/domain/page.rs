//! Keyset pages: a limit that cannot be too large and a cursor that says where the last page ended.

use serde::{Deserialize, Serialize};

/// What is told of a cursor that no page gave.
pub const WRONG_CURSOR: &str = "cursor: pass the next_cursor of the page before, unchanged";

/// How many rows a page has: 1 to 100, 20 unless told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit(i64);

impl Limit {
    pub const MOST: i64 = 100;
    /// The usual page.
    pub const PAGE: Self = Self(20);

    /// # Errors
    /// A sentence when the number is not between 1 and [`Limit::MOST`].
    pub fn parse(rows: Option<i64>) -> Result<Self, String> {
        match rows {
            None => Ok(Self::default()),
            Some(rows @ 1..=Self::MOST) => Ok(Self(rows)),
            Some(rows) => Err(format!("limit is {rows}: give a number from 1 to {}", Self::MOST)),
        }
    }

    pub const fn rows(self) -> i64 {
        self.0
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self::PAGE
    }
}

/// One page of a list, newest first; `next_cursor` is absent on the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// Makes a page of `limit` rows out of up to `limit + 1` fetched ones; `cursor` names the last row kept.
    pub fn of(mut rows: Vec<T>, limit: Limit, cursor: impl Fn(&T) -> String) -> Self {
        let kept = usize::try_from(limit.rows()).unwrap_or(usize::MAX);
        let more = rows.len() > kept;
        rows.truncate(kept);
        let next_cursor = if more { rows.last().map(cursor) } else { None };
        Self { items: rows, next_cursor }
    }
}

/// A cursor of a moment and an id: `1795341670123.call_0123…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeCursor {
    pub at_ms: i64,
    pub id: String,
}

impl TimeCursor {
    /// # Errors
    /// A sentence when the text is not a cursor that a page gave.
    pub fn parse(text: &str) -> Result<Self, String> {
        text.split_once('.')
            .and_then(|(at, id)| Some(Self { at_ms: at.parse().ok()?, id: id.to_owned() }))
            .ok_or_else(|| WRONG_CURSOR.to_owned())
    }

    pub fn encode(at_ms: i64, id: &str) -> String {
        format!("{at_ms}.{id}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_knows_whether_there_is_another() {
        let limit = Limit::parse(Some(2)).unwrap_or_default();
        let page = Page::of(vec![1, 2, 3], limit, ToString::to_string);
        assert_eq!((page.items, page.next_cursor), (vec![1, 2], Some("2".into())));
        assert_eq!(Page::of(vec![1, 2], limit, ToString::to_string).next_cursor, None);
    }

    #[test]
    fn limits_and_cursors_are_checked() {
        assert!(Limit::parse(Some(0)).is_err() && Limit::parse(Some(101)).is_err());
        assert!(TimeCursor::parse("yesterday").is_err());
        assert_eq!(TimeCursor::parse("5.call_a").map(|c| (c.at_ms, c.id)), Ok((5, "call_a".into())));
    }
}
