//! What a query may hold - cursors, moments, months, amounts - is read or refused, and what was read is written as it reads.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringfare::{
    domain::{
        ids::CallId,
        money::{Micros, Rounding},
        month::Month,
        page::TimeCursor,
        time::EpochMs,
    },
    server::{query, redirect::local_path},
};

fuzz_target!(|text: &str| {
    if let Ok(cursor) = TimeCursor::parse(text) {
        let again = TimeCursor::parse(&TimeCursor::encode(cursor.at_ms, &cursor.id));
        assert_eq!(again, Ok(cursor));
    }
    if let Some(moment) = EpochMs::parse_rfc3339(text) {
        assert_eq!(EpochMs::parse_rfc3339(&moment.rfc3339()), Some(moment));
    }
    if let Some(month) = Month::parse(text) {
        assert_eq!(month.to_string(), text);
        assert!(month.begin() < month.end() && month.next().previous() == month);
    }
    if let Ok(amount) = Micros::parse(text) {
        assert_eq!(Micros::parse(&amount.decimal(6, Rounding::Down)), Ok(amount));
    }
    if let Some(id) = CallId::parse(text) {
        assert_eq!(id.to_string(), text);
    }
    if let Some(path) = local_path(text) {
        assert!(path.starts_with('/') && !path.starts_with("//") && !path.contains('\\'));
    }
    let _ = (query::moment(Some(text), "from"), query::moment_after(Some(text), "to"));
});
