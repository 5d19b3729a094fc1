//! The calls as a CSV file, page by page, so that a million of them need no more memory than a hundred.

use axum::response::Response;

use super::{
    model::{Call, CallFilter},
    store,
};
use crate::{
    domain::money::{Micros, Rounding},
    server::csv,
    users::Caller,
};

/// The names of the columns.
pub const HEADER: [&str; 15] = [
    "id",
    "created_at",
    "to",
    "contact",
    "country",
    "destination",
    "status",
    "answered_at",
    "ended_at",
    "duration_seconds",
    "rate_per_minute",
    "held",
    "charged",
    "from",
    "sid",
];

/// Streams every call of the filter, newest first.
pub fn calls(caller: Caller, filter: CallFilter) -> Response {
    let fetch = move |cursor: Option<String>, limit| {
        let (caller, filter) = (caller.clone(), filter.clone());
        async move { store::page(&caller.state.db, &caller.me.id, &filter, cursor.as_deref(), limit).await }
    };
    csv::stream("calls.csv", &HEADER, csv::pages(fetch, row))
}

/// One call, in the order of [`HEADER`].
pub fn row(call: Call) -> Vec<String> {
    let moment = |at: Option<crate::domain::time::EpochMs>| at.map(crate::domain::time::EpochMs::rfc3339).unwrap_or_default();
    let amount = |amount: Micros| amount.decimal(6, Rounding::Down);
    vec![
        call.id.to_string(),
        call.created_at.rfc3339(),
        call.to.to_string(),
        call.contact.map(|contact| contact.name).unwrap_or_default(),
        call.country.unwrap_or_default(),
        call.destination,
        call.status.to_string(),
        moment(call.answered_at),
        moment(call.ended_at),
        call.duration_seconds.map(|seconds| seconds.to_string()).unwrap_or_default(),
        amount(call.rate_micros_per_minute),
        amount(call.held_micros),
        call.charged_micros.map(amount).unwrap_or_default(),
        call.from.to_string(),
        call.sid.unwrap_or_default(),
    ]
}
