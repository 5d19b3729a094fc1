//! A leg as the carrier's REST API records it.

use serde::Deserialize;

use super::webhook::CallDuration;
use crate::domain::money::Micros;

/// A leg, as the carrier's records have it; they are eventually consistent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteCall {
    pub sid: String,
    /// The browser's leg, when this is the called one.
    pub parent_sid: Option<String>,
    /// Twilio's word, an open set; never `initiated`.
    pub status: String,
    /// From answer to end. Not known while the call runs, and empty for one that was never answered.
    pub duration: CallDuration,
    pub from: Option<String>,
    pub to: Option<String>,
    /// What the leg costs the operator, never negative; absent until Twilio knows, which is after the call.
    pub price_micros: Option<Micros>,
    /// Of the price: `USD`.
    pub price_currency: Option<String>,
}

/// A leg as it stands in JSON.
#[derive(Deserialize)]
pub(super) struct CallRecord {
    sid: String,
    parent_call_sid: Option<String>,
    status: String,
    /// Seconds, in text.
    duration: Option<String>,
    from: Option<String>,
    to: Option<String>,
    /// Negative, in text: `-0.01400`.
    price: Option<String>,
    price_unit: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct CallList {
    pub calls: Vec<CallRecord>,
}

impl From<CallRecord> for RemoteCall {
    fn from(record: CallRecord) -> Self {
        Self {
            sid: record.sid,
            parent_sid: record.parent_call_sid.filter(|sid| !sid.is_empty()),
            status: record.status,
            duration: CallDuration::read(record.duration.as_deref()),
            from: record.from,
            to: record.to,
            price_micros: record.price.and_then(|text| Micros::parse(&text).ok()).map(|price| Micros(price.0.abs())),
            price_currency: record.price_unit.map(|unit| unit.to_ascii_uppercase()),
        }
    }
}
