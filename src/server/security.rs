//! What protects a browser: the content security policy and its companions, and the refusal of requests that other sites forge.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{
    config::{Carrier, Config},
    ids,
    peer::{self, Network},
};
use crate::error::AppError;

/// Lets a page's own scripts run; a fresh one per request, as a request extension.
#[derive(Debug, Clone)]
pub struct CspNonce(pub Arc<str>);

/// Headers of every answer.
const ALWAYS: [(HeaderName, HeaderValue); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    // For browsers that are older than frame-ancestors.
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("permissions-policy"), HeaderValue::from_static("microphone=(self), camera=(), geolocation=()")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
];

/// For what is no page: it may load nothing and be framed nowhere.
const NO_PAGE: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// The service worker asks the server in the pages' place.
const WORKER: HeaderValue = HeaderValue::from_static("default-src 'none'; connect-src 'self'; frame-ancestors 'none'");

/// A year.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Addresses whose callers are known by a signature or a token of their own, never by a cookie.
const NOT_FOR_BROWSERS: [&str; 2] = ["/api/twilio/", "/carrier/"];

/// Twilio's gateways, sounds and quality reports (twilio.com/docs/voice/sdks/javascript); their host names differ by region.
const TWILIO_CONNECT: &str = " https://*.twilio.com wss://*.twilio.com https://media.twiliocdn.com";
const TWILIO_MEDIA: &str = " https://sdk.twilio.com https://media.twiliocdn.com";

/// The rules of one server.
#[derive(Debug)]
pub struct Security {
    /// A page's policy, with the nonce between the two.
    policy: (String, String),
    /// `phone.example.org`, with the port if the public address has one.
    public_host: String,
    is_https: bool,
    trusted_proxies: Vec<Network>,
}

impl Security {
    /// The rules for a configuration; `reload_port` is where `make watch` tells pages to reload.
    pub fn new(config: &Config, reload_port: u32) -> Self {
        let public_host = host_of(&config.public_url).to_owned();
        let (connect, media) = match config.carrier {
            Carrier::Twilio => (TWILIO_CONNECT, TWILIO_MEDIA),
            Carrier::Local => ("", ""),
        };
        // Not every browser counts a WebSocket to the page's own host as 'self'.
        let own_socket = if config.is_https() {
            format!("wss://{public_host}")
        } else {
            format!("ws://{public_host} ws://localhost:{reload_port} ws://127.0.0.1:{reload_port}")
        };
        let rest = format!(
            "' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
             connect-src 'self' {own_socket}{connect}; media-src 'self' mediastream: blob:{media}; \
             worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        );
        let policy = ("default-src 'self'; script-src 'nonce-".to_owned(), rest);
        let trusted_proxies = config.trusted_proxies.clone();
        Self { policy, public_host, is_https: config.is_https(), trusted_proxies }
    }

    fn page_policy(&self, nonce: &str) -> HeaderValue {
        let (before, after) = &self.policy;
        HeaderValue::try_from(format!("{before}{nonce}{after}")).unwrap_or(NO_PAGE)
    }

    /// Whether a request may come from a page of another site, riding on the caller's cookie. The rule of Go 1.25's
    /// `CrossOriginProtection`: browsers say where a request comes from, and who says nothing is no browser.
    fn is_forged(&self, method: &Method, path: &str, headers: &HeaderMap) -> bool {
        if method.is_safe() || NOT_FOR_BROWSERS.iter().any(|prefix| path.starts_with(prefix)) {
            return false;
        }
        let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
        let is_token = |value: &str| value.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer "));
        if text(header::AUTHORIZATION).is_some_and(is_token) {
            return false;
        }
        if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
            return !matches!(site, "same-origin" | "none");
        }
        let Some(origin) = text(header::ORIGIN) else { return false };
        let host = host_of(origin);
        if host == self.public_host {
            // The same name without TLS is whoever sits on the way.
            return origin.starts_with("https://") != self.is_https;
        }
        // Reached by another of its names, as on the operator's own machine.
        text(header::HOST) != Some(host)
    }

    fn peer(&self, request: &Request) -> peer::Peer {
        let direct =
            request.extensions().get().map_or(Ipv4Addr::UNSPECIFIED.into(), |peer: &ConnectInfo<SocketAddr>| peer.0.ip());
        peer::of(direct, request.headers(), &self.trusted_proxies)
    }
}

/// Host and port of an absolute address; the text itself for anything else, such as the origin `null`.
fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or_default()
}

/// Refuses forged requests and puts the headers on every answer.
pub async fn protect(State(security): State<Arc<Security>>, mut request: Request, next: Next) -> Response {
    let nonce: Arc<str> = ids::hex32().into();
    let forged = security.is_forged(request.method(), request.uri().path(), request.headers());
    let is_worker = request.uri().path() == "/sw.js";
    // A length beside it was dropped by hyper; a proxy in front may have gone by that length. Nothing is read behind such a body.
    let ends_here = request.headers().contains_key(header::TRANSFER_ENCODING);
    let peer = security.peer(&request);
    request.extensions_mut().insert(peer);
    let mut response = if forged {
        tracing::warn!(path = request.uri().path(), "a request from another site was refused");
        let message = "This request came from a page of another site, so it was refused. Nothing was changed.".into();
        AppError::Forbidden { message }.into_response()
    } else {
        request.extensions_mut().insert(CspNonce(nonce.clone()));
        next.run(request).await
    };
    let headers = response.headers_mut();
    let other = if is_worker { WORKER } else { NO_PAGE };
    let is_page = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    headers.insert(header::CONTENT_SECURITY_POLICY, if is_page { security.page_policy(&nonce) } else { other });
    headers.extend(ALWAYS);
    if ends_here {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    // What a caller sees must not be kept for the next one at the same browser or proxy.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
    if security.is_https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::config::Variables;

    fn security(public_url: &str) -> Security {
        let variables: Variables = [("RINGFARE_PUBLIC_URL".to_owned(), public_url.to_owned())].into();
        Security::new(&Config::read(&variables).expect("good"), 3001)
    }

    fn forged(method: Method, path: &str, headers: &[(&str, &str)]) -> bool {
        let named = headers.iter().map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value")));
        security("https://phone.example.org").is_forged(&method, path, &named.collect())
    }

    #[test]
    fn requests_that_another_site_may_have_made_are_forged() {
        let ours = "https://phone.example.org";
        let cases: &[(&[(&str, &str)], bool)] = &[
            (&[("sec-fetch-site", "same-origin")], false),
            (&[("sec-fetch-site", "none")], false),
            (&[("sec-fetch-site", "same-site")], true),
            (&[("sec-fetch-site", "cross-site")], true),
            (&[("sec-fetch-site", "cross-site"), ("origin", ours)], true),
            (&[("sec-fetch-site", "same-origin"), ("origin", "null")], false),
            (&[("origin", ours)], false),
            (&[("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:3000")], false),
            (&[("origin", "https://evil.example")], true),
            (&[("origin", "https://evil.example"), ("host", "phone.example.org")], true),
            (&[("origin", "https://phone.example.org.evil.example")], true),
            (&[("origin", "https://phone.example.org:8443")], true),
            (&[("origin", "http://phone.example.org"), ("host", "phone.example.org")], true),
            (&[("origin", "https://other.phone.example.org"), ("host", "phone.example.org")], true),
            (&[("origin", "null")], true),
            (&[], false),
            (&[("origin", "https://evil.example"), ("authorization", "Bearer ringfare_x")], false),
            (&[("origin", "https://evil.example"), ("authorization", "Basic eDp5")], true),
        ];
        for (headers, expected) in cases {
            for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
                assert_eq!(forged(method.clone(), "/app/sign-out", headers), *expected, "{method} {headers:?}");
            }
            assert!(!forged(Method::GET, "/app/sign-out", headers));
        }
    }

    #[test]
    fn the_carrier_may_come_from_anywhere_because_it_signs() {
        let foreign = [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")];
        assert!(!forged(Method::POST, "/api/twilio/status", &foreign));
        assert!(!forged(Method::POST, "/carrier/2010-04-01/Accounts", &foreign));
        for path in ["/api/user/contacts/lookup", "/app/api/twilio/x", "/api/twilio"] {
            assert!(forged(Method::POST, path, &foreign), "{path}");
        }
    }

    #[test]
    fn a_page_runs_its_own_scripts_only_and_speaks_to_its_own_host() {
        let policy = security("https://phone.example.org").page_policy("abc");
        let policy = policy.to_str().expect("text");
        assert!(policy.contains("script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval';"), "{policy}");
        assert!(policy.contains("connect-src 'self' wss://phone.example.org;"), "{policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("twilio"), "{policy}");
    }
}
