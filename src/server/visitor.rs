//! What a visitor's browser sent along with a page or server function.

use axum::http::{header, request::Parts};
use jiff::tz::TimeZone;
use leptos::prelude::use_context;

/// The zone of the cookie `tz`, which the browser sets; UTC without one.
pub fn zone() -> TimeZone {
    let parts: Option<Parts> = use_context();
    let cookies = parts.as_ref().and_then(|parts| parts.headers.get(header::COOKIE)).and_then(|value| value.to_str().ok());
    zone_of(cookies.unwrap_or_default())
}

fn zone_of(cookies: &str) -> TimeZone {
    let named = cookies.split(';').filter_map(|pair| pair.trim().split_once('=')).find(|(name, _)| *name == "tz");
    named.and_then(|(_, zone)| TimeZone::get(zone).ok()).unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zone_is_the_cookies_and_nonsense_is_utc() {
        assert_eq!(zone_of("theme=dark; tz=Europe/Berlin").iana_name(), Some("Europe/Berlin"));
        for cookies in ["", "tz=", "tz=Mars/Olympus", "tz=../../etc/passwd", "zone=Europe/Berlin"] {
            assert_eq!(zone_of(cookies), TimeZone::UTC, "{cookies}");
        }
    }
}
