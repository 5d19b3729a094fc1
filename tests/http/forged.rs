//! Requests that another site may have made: every unsafe method × `Sec-Fetch-Site` × `Origin`, over real HTTP.

use reqwest::Method;

use crate::{
    matrix::{row::Row, table::TABLE},
    support::TestApp,
};

const OURS: &str = "https://phone.example.org";

/// What a browser may say of where a request comes from.
const SITES: [Option<&str>; 6] =
    [None, Some("same-origin"), Some("none"), Some("same-site"), Some("cross-site"), Some("nonsense")];

/// Origins, and whether they are ours when nothing else is said. The last two are the address that the test itself uses.
fn origins(address: &str) -> Vec<(Option<String>, bool)> {
    let port = address.rsplit(':').next().expect("a port");
    [
        (None, true),
        (Some(OURS), true),
        (Some("https://evil.example"), false),
        (Some("null"), false),
        (Some(""), false),
        (Some("https://other.phone.example.org"), false),
        (Some("https://example.org"), false),
        (Some("http://phone.example.org"), false),
        (Some("https://phone.example.org:8443"), false),
        (Some("https://phone.example.org.evil.example"), false),
        (Some("https://phone.example.org@evil.example"), false),
        (Some("https://evil.example/https://phone.example.org"), false),
    ]
    .map(|(origin, ours)| (origin.map(str::to_owned), ours))
    .into_iter()
    .chain([(Some(format!("http://{address}")), true), (Some(format!("http://localhost:{port}")), false)])
    .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_unsafe_request_of_another_site_is_taken_whatever_its_method() {
    let app = TestApp::start_with(&[("RINGFARE_PUBLIC_URL", OURS)]).await;
    let ann = app.signed_in("ann@ringfare.test").await;
    let address = app.running.address.to_string();
    let mut rows = 0;
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        for site in SITES {
            for (origin, is_ours) in origins(&address) {
                let may = match site {
                    Some(site) => matches!(site, "same-origin" | "none"),
                    None => is_ours,
                };
                let mut request = ann.request(method.clone(), "/api/user/balance").json(&serde_json::json!({}));
                request = site.iter().fold(request, |request, site| request.header("sec-fetch-site", *site));
                request = origin.iter().fold(request, |request, origin| request.header("origin", origin));
                let status = request.send().await.expect("an answer").status().as_u16();
                assert_eq!(status != 403, may, "{method}, Sec-Fetch-Site {site:?}, Origin {origin:?}: {status}");
                rows += 1;
            }
        }
    }
    assert_eq!(rows, 4 * 6 * 14);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_route_that_changes_anything_takes_a_request_of_another_site() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@ringfare.test").await;
    // These know who asks by a signature, a password or a token of their own, never by a cookie.
    let by_cookie = |row: &&Row| !row.route.starts_with("/api/twilio/") && !row.route.starts_with("/carrier/");
    let unsafe_rows: Vec<&Row> = TABLE.iter().filter(|row| !row.is_safe()).filter(by_cookie).collect();
    assert!(unsafe_rows.len() > 45, "{}", unsafe_rows.len());
    for row in unsafe_rows {
        let method = Method::from_bytes(row.method.as_bytes()).expect("a method");
        for (name, value) in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "null")] {
            let answer = ann.request(method.clone(), row.route).header(name, value).send().await.expect("an answer");
            assert_eq!(answer.status(), 403, "{} {} with {name}: {value}", row.method, row.route);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_server_function_is_called_by_a_get() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@ringfare.test").await;
    for row in TABLE.iter().filter(|row| row.route.starts_with("/app/")) {
        assert_eq!(row.method, "POST", "{}", row.route);
        let answer = ann.get(row.route).await;
        assert!(matches!(answer.status.as_u16(), 404 | 405), "GET {}: {}", row.route, answer.status);
    }
}
