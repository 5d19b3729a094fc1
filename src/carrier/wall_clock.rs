//! The time of day, as the carrier writes it into posts and resources.

use crate::domain::time::EpochMs;

/// Now, in UTC.
#[expect(clippy::disallowed_methods, reason = "the carrier must not import server::clock: Twilio's clock is not ours either")]
pub fn now() -> EpochMs {
    let since_epoch = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    EpochMs(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
}

/// RFC 2822 in whole seconds, as Twilio writes every moment of a call: `Sun, 22 Nov 2026 10:01:10 +0000`.
pub fn rfc2822(moment: EpochMs) -> String {
    jiff::Timestamp::from_millisecond(moment.0).map_or_else(
        |_| String::new(),
        |at| at.to_zoned(jiff::tz::TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S %z").to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_twilio_writes_them() {
        assert_eq!(rfc2822(EpochMs(1_795_341_670_123)), "Sun, 22 Nov 2026 10:01:10 +0000");
        assert_eq!(rfc2822(EpochMs(0)), "Thu, 01 Jan 1970 00:00:00 +0000");
    }
}
