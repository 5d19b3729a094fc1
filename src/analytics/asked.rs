//! What a visitor of the history page asks for: its address, read in the visitor's own time zone.

use super::{
    address::{Address, Period, Unknown},
    period::{Span, ZonedPeriod, is_zone},
};
use crate::{
    calls::{self, model::Call},
    domain::{
        page::{Limit, Page, TimeCursor},
        time::EpochMs,
    },
    error::AppError,
    users::Caller,
};

/// What an address asks for.
#[derive(Debug, Clone)]
pub struct Asked {
    pub address: Address,
    pub period: ZonedPeriod,
    /// What the address says that means nothing; it was left out.
    pub unknown: Vec<Unknown>,
    pub now: EpochMs,
}

impl Asked {
    /// Reads a query. Nonsense is told in `unknown`, and the usual takes its place.
    ///
    /// # Errors
    /// [`AppError::Invalid`] when not even the usual period can be worked out.
    pub fn leniently(query: &str, cookies: Option<&str>, now: EpochMs) -> Result<Self, AppError> {
        let (mut address, mut unknown) = Address::read(query);
        let zone = zone_of(query, cookies, &mut unknown);
        let request = address.period.request(zone.clone());
        let period = if let Ok(period) = ZonedPeriod::read(&request, now) {
            period
        } else {
            let pairs = std::mem::take(&mut address.period).pairs();
            unknown.extend(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)));
            ZonedPeriod::read(&Period::Usual.request(zone), now)?
        };
        if address.cursor.as_deref().is_some_and(|cursor| TimeCursor::parse(cursor).is_err()) {
            unknown.extend(address.cursor.take().map(|cursor| ("cursor".to_owned(), cursor)));
        }
        Ok(Self { address, period, unknown, now })
    }

    /// Reads a query of a script, which is told what is wrong.
    ///
    /// # Errors
    /// [`AppError::Invalid`] at the first thing that means nothing.
    pub fn strictly(query: &str, now: EpochMs) -> Result<Self, AppError> {
        let (address, unknown) = Address::read(query);
        if let Some((name, value)) = unknown.into_iter().next() {
            return Err(AppError::invalid(&name, format!("{name}: '{value}' means nothing here.")));
        }
        let period = ZonedPeriod::read(&address.period.request(zone_in(query)), now)?;
        Ok(Self { address, period, unknown: Vec::new(), now })
    }

    /// The stretches of time that the list covers, newest first: the period, narrowed by a day or an hour of the week.
    fn spans(&self) -> Vec<Span> {
        let whole = Span { from: self.period.span.from, to: self.period.end() };
        let days = self.address.filters.day.map_or(Some(whole), |days| self.period.part(days.first, days.last));
        let Some(days) = days else { return Vec::new() };
        let Some(hour) = self.address.filters.hour else { return vec![days] };
        let within = |span: Span| Span { from: span.from.max(days.from), to: span.to.min(days.to) };
        let hours = self.period.hours(hour.weekday, hour.hour).into_iter().map(within);
        hours.filter(|span| span.from < span.to).collect()
    }

    /// A page of the calls, newest first.
    ///
    /// # Errors
    /// [`AppError::Invalid`] for a wrong cursor, or when the database fails.
    pub async fn page(&self, caller: &Caller, cursor: Option<&str>, limit: Limit) -> Result<Page<Call>, AppError> {
        // One more than there is room for tells whether there is another page.
        let limit = Limit::parse(Some(limit.rows().min(Limit::MOST - 1))).unwrap_or_default();
        let mut calls: Vec<Call> = Vec::new();
        for Span { from, to } in self.spans() {
            let filter = calls::model::CallFilter { from: Some(from), to: Some(to), ..self.address.filters.of_calls() };
            let room = limit.rows() + 1 - i64::try_from(calls.len()).unwrap_or(i64::MAX);
            let Ok(room) = Limit::parse(Some(room)) else { break };
            let page = calls::store::page(&caller.state.db, &caller.me.id, &filter, cursor, room).await?;
            calls.extend(page.items);
        }
        Ok(Page::of(calls, limit, |call: &Call| TimeCursor::encode(call.created_at.0, call.id.as_str())))
    }

    /// How many calls the list has on all its pages, and what they came to in micro-units.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tally(&self, caller: &Caller) -> Result<calls::store::Tally, AppError> {
        let mut all = calls::store::Tally::default();
        for Span { from, to } in self.spans() {
            let filter = calls::model::CallFilter { from: Some(from), to: Some(to), ..self.address.filters.of_calls() };
            let some = calls::store::tally(&caller.state.db, &caller.me.id, &filter).await?;
            all = calls::store::Tally { calls: all.calls + some.calls, charged_micros: all.charged_micros + some.charged_micros };
        }
        Ok(all)
    }
}

/// The zone that the address names, else that of the visitor's cookie, else none.
fn zone_of(query: &str, cookies: Option<&str>, unknown: &mut Vec<Unknown>) -> Option<String> {
    let asked = zone_in(query);
    if let Some(zone) = asked.as_ref().filter(|zone| !is_zone(zone)) {
        unknown.push(("tz".to_owned(), zone.clone()));
    }
    let cookie = || cookies.and_then(zone_cookie).map(str::to_owned);
    asked.filter(|zone| is_zone(zone)).or_else(cookie).filter(|zone| is_zone(zone))
}

fn zone_in(query: &str) -> Option<String> {
    let uri = format!("/?{}", query.trim_start_matches('?')).parse::<axum::http::Uri>().ok()?;
    let pairs = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&uri).ok()?.0;
    pairs.into_iter().find(|(name, value)| name == "tz" && !value.is_empty()).map(|(_, zone)| zone)
}

fn zone_cookie(cookies: &str) -> Option<&str> {
    cookies.split(';').filter_map(|pair| pair.trim().split_once('=')).find(|(name, _)| *name == "tz").map(|(_, zone)| zone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::store::fixture::moment;

    fn asked(query: &str, cookies: &str) -> Asked {
        Asked::leniently(query, Some(cookies), moment("2026-11-22T10:00:00Z")).expect("the usual at least")
    }

    #[test]
    fn the_zone_comes_from_the_address_then_from_a_good_cookie() {
        assert_eq!(asked("tz=Asia/Tokyo", "tz=Europe/Berlin").period.zone(), "Asia/Tokyo");
        assert_eq!(asked("", "theme=dark; tz=Europe/Berlin").period.zone(), "Europe/Berlin");
        assert_eq!(asked("", "tz=Mars/Olympus").period.zone(), "UTC");
        let lost = asked("tz=Mars/Olympus", "tz=Europe/Berlin");
        assert_eq!((lost.period.zone(), lost.unknown), ("Europe/Berlin", vec![("tz".into(), "Mars/Olympus".into())]));
    }

    #[test]
    fn nonsense_in_an_address_becomes_the_usual_thirty_days_and_is_told() {
        for query in [
            "days=abc",
            "days=0",
            "days=99999999999999999999",
            "from=2026-11-02&to=2026-11-01",
            "from=9999-12-31",
            "to=2026-11-01",
        ] {
            let asked = asked(query, "");
            assert_eq!((asked.period.days(), asked.address.period.clone()), (30, Period::Usual), "{query}");
            assert!(!asked.unknown.is_empty(), "{query}");
        }
        assert_eq!(asked("cursor=x", "").unknown, [("cursor".into(), "x".into())]);
        assert!(Asked::strictly("days=abc", moment("2026-11-22T10:00:00Z")).is_err());
    }

    #[test]
    fn an_hour_of_the_week_is_its_stretches_in_the_period_also_when_clocks_change() {
        // Sundays from 02:00 to 03:00 in Berlin: the 25th of October had that hour twice.
        let asked = asked("from=2026-10-18&to=2026-11-01&hour=7-2&tz=Europe/Berlin", "");
        let spans: Vec<(String, i64)> =
            asked.spans().into_iter().map(|span| (span.from.rfc3339(), (span.to.0 - span.from.0) / 3_600_000)).collect();
        let at = |text: &str, hours| (text.to_owned(), hours);
        assert_eq!(
            spans,
            [at("2026-11-01T01:00:00.000Z", 1), at("2026-10-25T00:00:00.000Z", 2), at("2026-10-18T00:00:00.000Z", 1),]
        );
    }
}
