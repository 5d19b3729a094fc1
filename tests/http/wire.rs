//! What comes over the wire that no browser sends: bodies without end, clients without haste, heads that two readers read in two
//! ways. Bytes over TCP, since no HTTP library would write them.

use std::time::{Duration, Instant};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::{
    matrix::{row::Row, table::TABLE},
    support::TestApp,
};

/// All that comes back until the server closes, and whether it did so within a time.
async fn until_closed(stream: &mut TcpStream, patience: Duration) -> (String, bool) {
    let (mut told, mut part) = (Vec::new(), [0; 8192]);
    let deadline = tokio::time::Instant::now() + patience;
    loop {
        match tokio::time::timeout_at(deadline, stream.read(&mut part)).await {
            Ok(Ok(0) | Err(_)) => return (String::from_utf8_lossy(&told).into_owned(), true),
            Ok(Ok(read)) => told.extend_from_slice(&part[..read]),
            Err(_) => return (String::from_utf8_lossy(&told).into_owned(), false),
        }
    }
}

async fn connect(app: &TestApp) -> TcpStream {
    TcpStream::connect(app.running.address).await.expect("the server listens")
}

/// Heads that are read in two ways, each with a second request hidden behind it: it must stay unread, and what was wrong be told.
#[tokio::test(flavor = "multi_thread")]
async fn no_request_is_smuggled_in_behind_another() {
    const HIDDEN: &str = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    let cases: &[(&str, &str, &[&str])] = &[
        ("a length and chunks", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", &["4"]),
        ("chunks and a length", "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n", &["4"]),
        ("two lengths", "Content-Length: 4\r\nContent-Length: 40\r\n\r\na=b&", &["400"]),
        ("two lengths in one line", "Content-Length: 4, 40\r\n\r\na=b&", &["400"]),
        ("a folded header", "X-A: b\r\n Content-Length: 4\r\n\r\na=b&", &["400"]),
        ("a folded length", "Content-Length:\r\n 4\r\n\r\na=b&", &["400"]),
        ("a space before the colon", "Content-Length : 4\r\n\r\na=b&", &["400"]),
        ("a signed length", "Content-Length: +4\r\n\r\na=b&", &["400"]),
        ("a negative length", "Content-Length: -4\r\n\r\na=b&", &["400"]),
        ("a length in hexadecimal", "Content-Length: 0x4\r\n\r\na=b&", &["400"]),
        ("a length beyond all numbers", "Content-Length: 99999999999999999999\r\n\r\na=b&", &["400"]),
        ("another encoding", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", &["400", "501"]),
        ("chunks, then another encoding", "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", &["400", "501"]),
        ("a chunk's size that is none", "Transfer-Encoding: chunked\r\n\r\nxyz\r\na=b\r\n0\r\n\r\n", &["4"]),
        ("a chunk's size beyond all numbers", "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\na=b\r\n", &["4"]),
        ("a chunk longer than it says", "Transfer-Encoding: chunked\r\n\r\n1\r\na=bcdefgh\r\n0\r\n\r\n", &["4"]),
        ("a NUL in a header", "X-A: a\0b\r\n\r\n", &["400"]),
        ("a head without end", "", &["431"]),
    ];
    let app = TestApp::start().await;
    for (name, rest, expected) in cases {
        let long = format!("X-A: {}\r\n\r\n", "a".repeat(200 * 1024));
        let rest = if rest.is_empty() { &long } else { *rest };
        let head = "POST /app/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        let mut stream = connect(&app).await;
        drop(stream.write_all(format!("{head}{rest}{HIDDEN}").as_bytes()).await);
        let (told, closed) = until_closed(&mut stream, Duration::from_secs(5)).await;
        assert!(closed, "{name}: the connection stays open after {told}");
        assert!(!told.contains("alive"), "{name}: the hidden request was answered: {told}");
        assert!(told.matches("HTTP/1.1 ").count() <= 1, "{name}: {told}");
        // Who is cut off while still writing may never see the answer.
        let status = told.split(' ').nth(1).unwrap_or_default();
        let good = expected.iter().any(|start| status.starts_with(start)) || (told.is_empty() && *name == "a head without end");
        assert!(good, "{name}: {status}, not {expected:?}: {told}");
    }
    let mut stream = connect(&app).await;
    stream.write_all(format!("{HIDDEN}{HIDDEN}").as_bytes()).await.expect("written");
    let (told, _) = until_closed(&mut stream, Duration::from_millis(500)).await;
    assert_eq!(told.matches("alive").count(), 2, "requests in a row are answered otherwise: {told}");
}

/// The most of a body that may go over the wire before the server hangs up, the buffers of both kernels among it.
const TAKEN_MOST: usize = 48 << 20;
const GIGABYTE: usize = 1 << 30;

/// Sends a gigabyte until the server hangs up; gives what was sent and what was answered.
async fn pour(app: &TestApp, row: &Row, cookie: &str, chunked: bool) -> (usize, String) {
    let method = if row.method == "ANY" { "POST" } else { row.method };
    let path = row.at.replace(['{', '}'], "");
    let kind = if row.route.ends_with("contacts-file") {
        "multipart/form-data; boundary=edge"
    } else {
        "application/x-www-form-urlencoded"
    };
    let kind = if row.route.starts_with("/api/user/") { "application/json" } else { kind };
    let length = if chunked { "Transfer-Encoding: chunked".to_owned() } else { format!("Content-Length: {GIGABYTE}") };
    let head = format!("{method} {path} HTTP/1.1\r\nHost: x\r\n{cookie}Content-Type: {kind}\r\n{length}\r\n\r\n");
    let (mut reader, mut writer) = connect(app).await.into_split();
    let answer = tokio::spawn(async move {
        let (mut told, mut part) = (Vec::new(), [0; 8192]);
        while let Ok(read @ 1..) = reader.read(&mut part).await {
            told.extend_from_slice(&part[..read.min(200)]);
        }
        String::from_utf8_lossy(&told).into_owned()
    });
    let plain = vec![b'a'; 65_536];
    let block = if chunked { [b"10000\r\n".as_slice(), &plain, b"\r\n"].concat() } else { plain };
    let mut sent = 0;
    if writer.write_all(head.as_bytes()).await.is_ok() {
        // An idle connection would be cut off too, so that a server that reads no more and does not close shows as a time-out.
        while sent < GIGABYTE && matches!(timeout(Duration::from_secs(20), writer.write_all(&block)).await, Ok(Ok(()))) {
            sent += block.len();
        }
    }
    drop(writer);
    (sent, timeout(Duration::from_secs(20), answer).await.expect("the server hangs up").expect("read"))
}

/// Resident memory of this process, which is the server's, in bytes.
fn memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("a line");
    let kilobytes: usize = line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number");
    kilobytes * 1024
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gigabyte_is_refused_early_on_every_route_and_takes_no_memory() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@ringfare.test").await;
    let cookie = format!("Cookie: {}\r\n", ann.cookie);
    let (before, mut peak, mut broken, mut most) = (memory(), 0, Vec::new(), 0);
    for row in TABLE.iter().filter(|row| !row.is_stream && !matches!(row.route, "/app/sign-out" | "/carrier/signal")) {
        for (cookie, chunked) in [("", false), (cookie.as_str(), false), (cookie.as_str(), true)] {
            let (sent, told) = pour(&app, row, cookie, chunked).await;
            (peak, most) = (peak.max(memory()), most.max(sent));
            let name = format!("{} {} (chunked: {chunked}, signed in: {})", row.method, row.route, !cookie.is_empty());
            if sent > TAKEN_MOST {
                broken.push(format!("{name}: {sent} bytes were taken"));
            }
            // A route that reads no body answers as ever; one that reads it refuses. An answer may be lost when a connection ends
            // while the client writes.
            let status = told.split(' ').nth(1).unwrap_or_default();
            let is_unread = row.method == "GET" || row.method == "ANY" || matches!(row.body, crate::matrix::row::Body::Nothing);
            if !is_unread && status.starts_with('2') {
                broken.push(format!("{name}: {told}"));
            }
        }
        app.clock.advance_seconds(60);
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
    let grown = peak.saturating_sub(before) >> 20;
    assert!(grown < 200, "memory grew by {grown} MB; the most that was taken of one body: {} MB", most >> 20);
}

/// How long a server may let a client dawdle: 8 s for a head here, 30 s for a request, and what a busy machine adds.
const PATIENCE_MOST: Duration = Duration::from_secs(40);

/// A byte every 300 ms until the server closes; gives for how long it let that go on, and the answer.
async fn trickle(app: &TestApp, head: &str) -> (Duration, String) {
    let (mut reader, mut writer) = connect(app).await.into_split();
    let began = Instant::now();
    writer.write_all(head.as_bytes()).await.expect("written");
    let dawdle = tokio::spawn(async move {
        while writer.write_all(b"a").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    });
    let mut told = Vec::new();
    let ended = timeout(PATIENCE_MOST + Duration::from_secs(10), reader.read_to_end(&mut told)).await;
    dawdle.abort();
    assert!(ended.is_ok(), "the server never closes after {head:?}");
    (began.elapsed(), String::from_utf8_lossy(&told).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_dawdles_is_cut_off_in_bounded_time() {
    let app = TestApp::start_with(&[("RINGFARE_IDLE_SECONDS", "8")]).await;
    let form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n";
    let head = trickle(&app, "GET /healthz HTTP/1.1\r\nX-A: ");
    let line = trickle(&app, "GET /");
    let sign_in = format!("POST /app/sign-in HTTP/1.1\r\nHost: x\r\n{form}");
    let webhook = format!("POST /api/twilio/status HTTP/1.1\r\nHost: x\r\n{form}");
    let again = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    let (head, line, body, webhook, again) =
        tokio::join!(head, line, trickle(&app, &sign_in), trickle(&app, &webhook), trickle(&app, again));
    for (name, (took, told)) in
        [("a head", head), ("its first line", line), ("a form", body), ("a webhook", webhook), ("a second head", again)]
    {
        assert!(took < PATIENCE_MOST, "{name}: {took:?}, {told}");
        assert!(took > Duration::from_secs(5), "{name} was cut off at once: {took:?}, {told}");
    }
}
