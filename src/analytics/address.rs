//! What the history page shows, kept in its address: period, filters, page, and the opened call.

use axum::{extract::Query, http::Uri};

use super::{
    filters::Filters,
    model::{PeriodRequest, Preset},
};
use crate::domain::{ids::CallId, query};

/// The page's path.
pub const PATH: &str = "/dashboard/call-history";

/// The address of the history page, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    pub period: Period,
    pub filters: Filters,
    pub cursor: Option<String>,
    /// The call whose receipt is open.
    pub call: Option<CallId>,
}

/// Which period, as far as the address says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Period {
    #[default]
    Usual,
    Named(Preset),
    Days(i64),
    /// From one day or moment to another.
    FromTo(String, Option<String>),
}

/// What an address says that means nothing here: name and value.
pub type Unknown = (String, String);

impl Address {
    /// Takes a query such as `days=7&country=GB` apart, and tells what in it could not be understood.
    pub fn read(query: &str) -> (Self, Vec<Unknown>) {
        let uri = format!("/?{}", query.trim_start_matches('?')).parse::<Uri>().unwrap_or_default();
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(&uri).map(|pairs| pairs.0).unwrap_or_default();
        let (mut address, mut unknown) = (Self::default(), Vec::new());
        for (name, value) in pairs {
            let value = value.trim();
            if !value.is_empty() && name != "tz" && address.take(&name, value).is_none() {
                unknown.push((name, value.to_owned()));
            }
        }
        (address, unknown)
    }

    fn take(&mut self, name: &str, value: &str) -> Option<()> {
        match name {
            "cursor" => self.cursor = Some(value.to_owned()),
            "call" => self.call = Some(CallId::parse(value)?),
            "period" => self.period = Period::Named(Preset::from_word(value)?),
            "days" => self.period = Period::Days(value.parse().ok()?),
            "from" => {
                let to = if let Period::FromTo(_, to) = &mut self.period { to.take() } else { None };
                self.period = Period::FromTo(value.to_owned(), to);
            }
            "to" => {
                let from = if let Period::FromTo(from, _) = &mut self.period { std::mem::take(from) } else { String::new() };
                self.period = Period::FromTo(from, Some(value.to_owned()));
            }
            _ => self.filters.take(name, value)?,
        }
        Some(())
    }

    /// The address.
    pub fn href(&self) -> String {
        let query = self.query();
        if query.is_empty() { PATH.to_owned() } else { format!("{PATH}?{query}") }
    }

    /// The address without its path.
    pub fn query(&self) -> String {
        let mut pairs = self.period.pairs();
        pairs.extend(self.filters.pairs());
        pairs.extend(self.cursor.iter().map(|cursor| ("cursor", cursor.clone())));
        pairs.extend(self.call.iter().map(|call| ("call", call.to_string())));
        query::joined(pairs)
    }

    /// The same calls as CSV, all pages of them, in days of this zone.
    pub fn csv_href(&self, zone: &str) -> String {
        let mut pairs = self.period.pairs();
        pairs.extend(self.filters.pairs());
        pairs.push(("tz", zone.to_owned()));
        format!("/api/user/call-history.csv?{}", query::joined(pairs))
    }

    /// Another period, everything else as it is, from the first page on. A day of the old period is no filter of the new one.
    #[must_use]
    pub fn of(&self, period: Period) -> Self {
        Self { period, filters: Filters { day: None, ..self.filters.clone() }, cursor: None, call: None }
    }

    /// The first page after `change` was made to the filters.
    #[must_use]
    pub fn filtered(&self, change: impl FnOnce(&mut Filters)) -> Self {
        let mut address = Self { cursor: None, call: None, ..self.clone() };
        change(&mut address.filters);
        address
    }

    /// The page that a cursor leads to; the first without one.
    #[must_use]
    pub fn at(&self, cursor: Option<String>) -> Self {
        Self { cursor, call: None, ..self.clone() }
    }

    /// The same page with a receipt open.
    #[must_use]
    pub fn opened(&self, call: &CallId) -> Self {
        Self { call: Some(call.clone()), ..self.clone() }
    }
}

impl Period {
    /// Name and value of what says the period.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Usual => Vec::new(),
            Self::Named(preset) => vec![("period", preset.to_string())],
            Self::Days(days) => vec![("days", days.to_string())],
            Self::FromTo(from, to) => {
                let to = to.clone().map(|to| ("to", to));
                std::iter::once(("from", from.clone())).chain(to).collect()
            }
        }
    }

    /// What is asked for in the days of a zone.
    pub fn request(&self, tz: Option<String>) -> PeriodRequest {
        let usual = PeriodRequest { tz, ..PeriodRequest::default() };
        match self.clone() {
            Self::Usual => usual,
            Self::Named(preset) => PeriodRequest { period: Some(preset.to_string()), ..usual },
            Self::Days(days) => PeriodRequest { days: Some(days), ..usual },
            Self::FromTo(from, to) => PeriodRequest { from: Some(from), to, ..usual },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::filters::SEARCH_MOST, *};

    fn read(query: &str) -> Address {
        let (address, unknown) = Address::read(query);
        assert_eq!(unknown, [], "{query}");
        address
    }

    #[test]
    fn an_address_reads_back() {
        for query in [
            "",
            "days=7",
            "period=last-month",
            "from=2026-11-01&to=2026-11-09",
            "from=2026-11-01",
            "days=7&status=no-answer&country=GB&contact=contact_0123456789abcdef0123456789abcdef&number=447911123456&cost=0.1",
            "cost=free&day=2026-11-02&hour=1-14&q=Ana%20%26%20Bob",
            "day=2026-11-02_2026-11-08&cursor=5.call_a&call=call_0123456789abcdef0123456789abcdef",
        ] {
            assert_eq!(read(query).query(), query);
        }
        assert_eq!(read("to=2026-11-09&from=2026-11-01"), read("from=2026-11-01&to=2026-11-09"));
    }

    #[test]
    fn what_means_nothing_is_told() {
        let nonsense = [
            ("days", "abc"),
            ("period", "someday"),
            ("status", "asleep"),
            ("country", "Atlantis"),
            ("contact", "1"),
            ("number", "x"),
            ("cost", "-1"),
            ("cost", "0"),
            ("day", "2026-02-30"),
            ("day", "2026-11-02_2026-11-01"),
            ("hour", "8-1"),
            ("hour", "1-24"),
            ("call", "1"),
            ("colour", "red"),
        ];
        for (name, value) in nonsense {
            let (address, unknown) = Address::read(&format!("{name}={value}"));
            assert_eq!((address, unknown), (Address::default(), vec![(name.to_owned(), value.to_owned())]));
        }
        assert_eq!(read("q=%20&days="), Address::default());
        assert_eq!(read(&format!("q={}", "a".repeat(500))).filters.q.map(|q| q.len()), Some(SEARCH_MOST));
    }

    #[test]
    fn a_new_filter_or_period_begins_at_the_first_page() {
        let here = read("days=7&status=busy&day=2026-11-02&cursor=5.call_a");
        assert_eq!(here.of(Period::Days(90)).query(), "days=90&status=busy");
        let there = here.filtered(|filters| filters.country = Some("FR".into()));
        assert_eq!(there.query(), "days=7&status=busy&country=FR&day=2026-11-02");
        assert_eq!(here.at(None).query(), "days=7&status=busy&day=2026-11-02");
    }

    #[test]
    fn the_csv_holds_the_same_calls_on_all_pages() {
        let here = read("days=7&cursor=5.call_a&q=%2B44");
        assert_eq!(here.csv_href("Europe/Berlin"), "/api/user/call-history.csv?days=7&q=%2B44&tz=Europe%2FBerlin");
    }
}
