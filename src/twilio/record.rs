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
            price_micros: record.price.as_deref().and_then(cost),
            price_currency: record.price_unit.map(|unit| unit.to_ascii_uppercase()),
        }
    }
}

/// What a price such as `-0.01400` costs the operator. Decimals beyond the sixth count as a whole micro: a cost is never
/// understated. `None` for what is not a decimal.
fn cost(price: &str) -> Option<Micros> {
    let digits = price.strip_prefix('-').unwrap_or(price);
    if digits.starts_with('-') {
        return None;
    }
    let (known, beyond) = match digits.find('.').and_then(|point| digits.split_at_checked(point + 7)) {
        Some((known, beyond)) if beyond.bytes().all(|digit| digit.is_ascii_digit()) => (known, beyond),
        Some(_) => return None,
        None => (digits, ""),
    };
    let micros = Micros::parse(known).ok().filter(|micros| *micros >= Micros::ZERO)?;
    Some(Micros(micros.0 + i64::from(beyond.bytes().any(|digit| digit != b'0'))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cost_is_never_negative_and_never_understated() {
        let table =
            [("-0.01400", 14_000), ("-0.0140001", 14_001), ("-0.01400000", 14_000), ("-0.00000001", 1), ("-2", 2_000_000)];
        for (price, micros) in table {
            assert_eq!(cost(price), Some(Micros(micros)), "{price}");
        }
        assert_eq!(cost("0.0000000"), Some(Micros::ZERO));
        for none in ["", "-", "free", "--1", "-0.0140001x", "1e-3", "-1.", "99999999999999"] {
            assert_eq!(cost(none), None, "{none}");
        }
    }
}
