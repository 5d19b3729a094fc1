//! What the history page shows, kept in its address: period, filters, page, and the opened call.

use super::model::{HistoryRequest, PeriodRequest};
use crate::{
    calls::model::CallStatus,
    domain::{ids::CallId, time::EpochMs},
};

/// The page's path.
pub const PATH: &str = "/dashboard/call-history";
/// The days of the period unless the address says otherwise; the server has the same.
pub const DAYS_USUAL: i64 = 30;

/// The address of the history page, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    pub days: Option<i64>,
    /// A day such as `2026-11-22`.
    pub from: Option<String>,
    pub to: Option<String>,
    pub status: Option<CallStatus>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    pub q: Option<String>,
    pub cursor: Option<String>,
    /// The call whose receipt is open.
    pub call: Option<CallId>,
}

impl Address {
    /// Reads the query of an address; what it cannot mean is left out.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name: &str| get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        Self {
            days: text("days").and_then(|days| days.parse().ok()),
            from: text("from"),
            to: text("to"),
            status: text("status").and_then(|word| CallStatus::from_word(&word)),
            country: text("country"),
            q: text("q"),
            cursor: text("cursor"),
            call: text("call").and_then(|id| CallId::parse(&id)),
        }
    }

    /// The address.
    pub fn href(&self) -> String {
        let mut pairs = self.period_pairs();
        pairs.extend(self.filter_pairs());
        pairs.extend(self.cursor.iter().map(|cursor| ("cursor", cursor.clone())));
        pairs.extend(self.call.iter().map(|call| ("call", call.to_string())));
        if pairs.is_empty() { PATH.to_owned() } else { format!("{PATH}?{}", joined(&pairs)) }
    }

    /// Name and value of what says the period.
    pub fn period_pairs(&self) -> Vec<(&'static str, String)> {
        let days = self.days.map(|days| ("days", days.to_string()));
        let from = self.from.clone().map(|from| ("from", from));
        let to = self.to.clone().map(|to| ("to", to));
        days.into_iter().chain(from).chain(to).collect()
    }

    fn filter_pairs(&self) -> Vec<(&'static str, String)> {
        let status = self.status.map(|status| ("status", status.to_string()));
        let country = self.country.clone().map(|country| ("country", country));
        let q = self.q.clone().map(|q| ("q", q));
        status.into_iter().chain(country).chain(q).collect()
    }

    /// The address of the same calls as CSV, all pages of them.
    pub fn csv_href(&self, from: EpochMs, to: Option<EpochMs>) -> String {
        let mut pairs = vec![("from", from.rfc3339())];
        pairs.extend(to.map(|to| ("to", to.rfc3339())));
        pairs.extend(self.filter_pairs());
        format!("/api/user/calls.csv?{}", joined(&pairs))
    }

    /// What the sums are asked for.
    pub fn period(&self) -> PeriodRequest {
        PeriodRequest { days: self.days, from: self.from.clone(), to: self.to.clone(), tz: None }
    }

    /// What the list is asked for.
    pub fn request(&self) -> HistoryRequest {
        HistoryRequest {
            period: self.period(),
            status: self.status,
            country: self.country.clone(),
            q: self.q.clone(),
            cursor: self.cursor.clone(),
        }
    }

    /// The days of the chip that is chosen; none for a period from day to day.
    pub fn chosen_days(&self) -> Option<i64> {
        let custom = self.from.is_some() || self.to.is_some();
        (!custom).then(|| self.days.unwrap_or(DAYS_USUAL))
    }

    /// The last days, everything else as it is, from the first page on.
    #[must_use]
    pub fn of_days(&self, days: i64) -> Self {
        Self { days: Some(days), from: None, to: None, cursor: None, call: None, ..self.clone() }
    }

    /// The first page after `change` was made to the filters.
    #[must_use]
    pub fn filtered(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut address = Self { cursor: None, call: None, ..self.clone() };
        change(&mut address);
        address
    }

    /// The page that a cursor leads to; the first without one.
    #[must_use]
    pub fn at(&self, cursor: Option<String>) -> Self {
        Self { cursor, call: None, ..self.clone() }
    }

    /// The same page with a receipt open, or none.
    #[must_use]
    pub fn opened(&self, call: Option<CallId>) -> Self {
        Self { call, ..self.clone() }
    }

    /// Whether anything but the period narrows the list.
    pub fn is_filtered(&self) -> bool {
        self.status.is_some() || self.country.is_some() || self.q.is_some()
    }
}

fn joined(pairs: &[(&str, String)]) -> String {
    pairs.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect::<Vec<_>>().join("&")
}

/// Percent-encoded for a query.
fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Address {
        Address::read(|name| pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.to_owned()))
    }

    #[test]
    fn an_address_reads_back_and_leaves_out_what_it_cannot_mean() {
        assert_eq!(Address::default().href(), PATH);
        let full = read(&[
            ("days", "7"),
            ("status", "no-answer"),
            ("country", "GB"),
            ("q", " Ana & Bob "),
            ("cursor", "5.call_a"),
            ("call", "call_0123456789abcdef0123456789abcdef"),
        ]);
        let expected =
            "?days=7&status=no-answer&country=GB&q=Ana%20%26%20Bob&cursor=5.call_a&call=call_0123456789abcdef0123456789abcdef";
        assert_eq!(full.href(), format!("{PATH}{expected}"));
        assert_eq!(read(&[("days", "x"), ("status", "asleep"), ("call", "1"), ("q", " ")]), Address::default());
    }

    #[test]
    fn a_new_filter_or_period_begins_at_the_first_page() {
        let here = read(&[("days", "7"), ("cursor", "5.call_a"), ("status", "busy")]);
        assert_eq!(here.of_days(90).href(), format!("{PATH}?days=90&status=busy"));
        assert_eq!(
            here.filtered(|address| address.country = Some("FR".into())).href(),
            format!("{PATH}?days=7&status=busy&country=FR")
        );
        assert_eq!(here.at(None).href(), format!("{PATH}?days=7&status=busy"));
    }

    #[test]
    fn the_chosen_chip_is_thirty_days_unless_the_address_says_otherwise() {
        assert_eq!(Address::default().chosen_days(), Some(30));
        assert_eq!(read(&[("days", "90")]).chosen_days(), Some(90));
        assert_eq!(read(&[("from", "2026-11-01")]).chosen_days(), None);
    }

    #[test]
    fn the_csv_holds_the_same_calls_on_all_pages() {
        let here = read(&[("days", "7"), ("cursor", "5.call_a"), ("q", "+44")]);
        assert_eq!(here.csv_href(EpochMs(0), None), "/api/user/calls.csv?from=1970-01-01T00%3A00%3A00.000Z&q=%2B44");
    }
}
