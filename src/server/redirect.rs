//! Sending a browser elsewhere after a form was accepted, and what it keeps.

use axum::http::{HeaderValue, header::SET_COOKIE};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use super::state::AppState;

/// A year, in seconds.
const KEPT_FOR_SECONDS: i64 = 31_536_000;

/// Answers the server function that is running with a redirect: a 302 for a plain form, a header for the app in the browser.
/// The body of the function goes on afterwards, so this is its last line.
#[expect(clippy::disallowed_methods, reason = "this is the wrapper that the lint asks for")]
pub fn send_to(path: &str) {
    leptos_axum::redirect(path);
}

/// Has the browser keep a choice that is no secret, for a year; an empty one is forgotten.
pub fn keep_cookie(name: &str, value: &str) {
    let age = if value.is_empty() { 0 } else { KEPT_FOR_SECONDS };
    let secure = if use_context::<AppState>().is_some_and(|state| state.config.is_https()) { "; Secure" } else { "" };
    let cookie = HeaderValue::from_str(&format!("{name}={value}; Path=/; Max-Age={age}; SameSite=Lax{secure}"));
    if let (Some(response), Ok(cookie)) = (use_context::<ResponseOptions>(), cookie) {
        response.append_header(SET_COOKIE, cookie);
    }
}

/// A path on this server that somebody asked to come back to; `None` for anything that a browser could take for another site.
pub fn local_path(text: &str) -> Option<&str> {
    let local = text.starts_with('/') && !text.starts_with("//") && text.len() <= 512;
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (local && plain).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_server_are_followed() {
        assert_eq!(local_path("/dashboard/call-history?days=7"), Some("/dashboard/call-history?days=7"));
        for bad in [
            "",
            "dashboard",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "https://evil.example",
            "/a\r\nSet-Cookie: x",
        ] {
            assert_eq!(local_path(bad), None, "{bad:?}");
        }
    }
}
