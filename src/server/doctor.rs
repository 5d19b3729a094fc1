//! `ringfare doctor`: what is wrong with an installation, and how to mend it.
//!
//! To add a check: a function that returns findings, called from [`examine`]. A finding that is not good names its remedy.

use std::{
    fmt,
    path::Path,
    time::{Duration, Instant},
};

use super::{
    clock::Clock,
    config::{Carrier, Config, Variables},
    database::Database,
    mailer, settings,
};
use crate::twilio::{
    account::Account,
    client::{Client, ClientError, RemoteApplication},
};

/// How long to wait for our own public address.
const PATIENCE: Duration = Duration::from_secs(5);
/// Less free room than this, in bytes, is worth a word.
const ROOM_LEAST: u64 = 1024 * 1024 * 1024;

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Good,
    /// It works, but not well or not for long.
    Doubtful,
    /// It does not work.
    Bad,
}

/// One thing looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub verdict: Verdict,
    /// What was looked at: `database`.
    pub what: &'static str,
    /// What was found and, unless it is good, what to do.
    pub words: String,
}

/// All findings, in the order of the checks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report(pub Vec<Finding>);

impl Report {
    /// Whether nothing is broken; doubts are allowed.
    pub fn is_healthy(&self) -> bool {
        self.0.iter().all(|finding| finding.verdict != Verdict::Bad)
    }

    fn note(&mut self, verdict: Verdict, what: &'static str, words: impl Into<String>) {
        self.0.push(Finding { verdict, what, words: words.into() });
    }
}

/// One line per finding.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Finding { verdict, what, words } in &self.0 {
            let mark = match verdict {
                Verdict::Good => "ok",
                Verdict::Doubtful => "doubt",
                Verdict::Bad => "WRONG",
            };
            writeln!(f, "{mark:<6} {what:<14} {words}")?;
        }
        let close = if self.is_healthy() { "Nothing is broken." } else { "Mend what is marked WRONG, then run this again." };
        f.write_str(close)
    }
}

/// Looks at everything that can be looked at from the command line. Creates the database if there is none, as serving would.
pub async fn examine(variables: &Variables, clock: &Clock) -> Report {
    let mut report = Report::default();
    let config = match Config::read(variables) {
        Ok(config) => config,
        Err(problems) => {
            for problem in problems {
                report.note(Verdict::Bad, "configuration", problem);
            }
            return report;
        }
    };
    let carrier = if config.carrier == Carrier::Local { "the local carrier" } else { "Twilio" };
    report.note(
        Verdict::Good,
        "configuration",
        format!("complete; {carrier} is on the line, callers come to {}", config.public_url),
    );
    examine_database(&mut report, &config, clock).await;
    examine_letters(&mut report, &config).await;
    examine_site(&mut report);
    examine_public_url(&mut report, &config).await;
    if let (Carrier::Twilio, Some(account)) = (config.carrier, &config.account) {
        examine_twilio(&mut report, &config, account).await;
    }
    report
}

async fn examine_database(report: &mut Report, config: &Config, clock: &Clock) {
    const WHAT: &str = "database";
    let db = match Database::connect(config.database_url.expose()).await {
        Ok(db) => db,
        Err(error) => return report.note(Verdict::Bad, WHAT, error.to_string()),
    };
    let (engine, version) = (db.engine(), db.version().await.unwrap_or_default());
    let begun = Instant::now();
    let written = settings::put(&db, "doctor_probe", &clock.now().rfc3339()).await;
    let ms = begun.elapsed().as_millis();
    match written {
        Ok(()) => report.note(Verdict::Good, WHAT, format!("{engine} {version}; a write took {ms} ms")),
        Err(error) => {
            let remedy = "check the disk's room and who may write there";
            report.note(Verdict::Bad, WHAT, format!("{engine} {version} takes no writes ({error}): {remedy}"));
        }
    }
    db.close().await;
    if let Some(file) = config.database_url.expose().strip_prefix("sqlite://") {
        examine_room(report, file.split('?').next().unwrap_or_default());
    }
}

fn examine_room(report: &mut Report, file: &str) {
    let folder = Path::new(file).parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(disk) = rustix::fs::statvfs(folder) else { return };
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let words = format!("{} MB free in {}", free / 1_000_000, folder.display());
    if free < ROOM_LEAST {
        report.note(Verdict::Doubtful, "disk", format!("{words}: make room; a full disk stops every charge"));
    } else {
        report.note(Verdict::Good, "disk", words);
    }
}

async fn examine_letters(report: &mut Report, config: &Config) {
    const WHAT: &str = "letters";
    let Some(settings) = &config.mail else {
        let words =
            "off: nobody confirms an address, and forgotten passwords are yours (`ringfare user reset`); set RINGFARE_MAIL";
        return report.note(Verdict::Good, WHAT, words);
    };
    match mailer::examine(settings, &config.public_url).await {
        Ok(words) => report.note(Verdict::Good, WHAT, words),
        Err(words) => report.note(Verdict::Bad, WHAT, words),
    }
}

/// Leptos serves pages without the site too, but they would stay plain HTML.
fn examine_site(report: &mut Report) {
    let built = std::fs::read_dir("target/site/pkg").is_ok_and(|mut files| files.next().is_some());
    if built {
        report.note(Verdict::Good, "pages", "the browser's files are in target/site");
    } else {
        report.note(Verdict::Doubtful, "pages", "target/site/pkg is empty: run this where the site is, or `make build`");
    }
}

async fn examine_public_url(report: &mut Report, config: &Config) {
    const WHAT: &str = "public address";
    let url = config.url("/healthz");
    let host = config.public_url.split_once("://").map_or("", |(_, host)| host);
    let is_local = host.starts_with("localhost") || host.starts_with("127.") || host.starts_with("[::1]");
    if config.carrier == Carrier::Twilio && is_local {
        let remedy = "set RINGFARE_PUBLIC_URL to an https address that leads here";
        return report.note(Verdict::Bad, WHAT, format!("Twilio cannot reach {}: {remedy}", config.public_url));
    }
    if !config.is_https() && !is_local {
        report.note(Verdict::Doubtful, WHAT, "without https, browsers give pages no microphone: put a TLS proxy in front");
    }
    let Ok(http) = reqwest::Client::builder().timeout(PATIENCE).redirect(reqwest::redirect::Policy::none()).build() else {
        return report.note(Verdict::Doubtful, WHAT, "this machine cannot speak TLS: install ca-certificates");
    };
    let answer = async { http.get(&url).send().await?.text().await }.await;
    match answer {
        Ok(body) if body == "alive" => report.note(Verdict::Good, WHAT, format!("{url} answers")),
        Ok(_) => {
            let remedy = "correct RINGFARE_PUBLIC_URL, or what the proxy there leads to";
            report.note(Verdict::Bad, WHAT, format!("something else than Ringfare answers at {url}: {remedy}"));
        }
        Err(_) => {
            let remedy = "start `ringfare`, or correct RINGFARE_PUBLIC_URL";
            report.note(Verdict::Doubtful, WHAT, format!("nothing answers at {url} as seen from here: {remedy}"));
        }
    }
}

async fn examine_twilio(report: &mut Report, config: &Config, account: &Account) {
    let client = Client::new(account.clone(), config.twilio_api.clone());
    match client.application().await {
        Ok(application) => examine_application(report, config, &application),
        Err(ClientError::NotFound) => {
            report.note(Verdict::Bad, "TwiML app", "the account has no such application: correct TWILIO_TWIML_APP_SID");
        }
        Err(error) => return report.note(Verdict::Bad, "Twilio", error.to_string()),
    }
    match client.has_api_key().await {
        Ok(true) => report.note(Verdict::Good, "API key", "known to the account"),
        Ok(false) => {
            report.note(Verdict::Bad, "API key", "the account has no such key: correct TWILIO_API_KEY_SID and its secret");
        }
        Err(error) => report.note(Verdict::Doubtful, "API key", error.to_string()),
    }
    for number in &config.caller_ids {
        match client.may_show(number.as_str()).await {
            Ok(true) => report.note(Verdict::Good, "caller id", format!("{number} belongs to the account or is verified")),
            Ok(false) => {
                let remedy = "buy or verify it, or correct TWILIO_CALLER_ID";
                report.note(Verdict::Bad, "caller id", format!("Twilio will refuse calls from {number} (error 13214): {remedy}"));
            }
            Err(error) => report.note(Verdict::Doubtful, "caller id", error.to_string()),
        }
    }
}

fn examine_application(report: &mut Report, config: &Config, application: &RemoteApplication) {
    let voice_url = config.url("/api/twilio/voice");
    let is_post = application.voice_method.as_deref().is_none_or(|method| method.eq_ignore_ascii_case("POST"));
    match application.voice_url.as_deref() {
        Some(url) if url.split('#').next() == Some(&voice_url) && is_post => {
            report.note(Verdict::Good, "TwiML app", format!("asks {voice_url}"));
        }
        other => {
            let (found, method) = (other.unwrap_or("nothing"), application.voice_method.as_deref().unwrap_or_default());
            let words = format!("it asks {found} {method}: set its Voice request URL to {voice_url}, HTTP POST");
            report.note(Verdict::Bad, "TwiML app", words);
        }
    }
    let status_url = config.url("/api/twilio/status");
    if application.status_callback.as_deref().and_then(|url| url.split('#').next()) != Some(&status_url) {
        let words = format!("set its status callback to {status_url}, so that the end of a call is told twice");
        report.note(Verdict::Doubtful, "TwiML app", words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(pairs: &[(&str, &str)]) -> Config {
        let variables = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Config::read(&variables).expect("good")
    }

    fn verdicts(report: &Report) -> Vec<(Verdict, &str)> {
        report.0.iter().map(|finding| (finding.verdict, finding.what)).collect()
    }

    #[tokio::test]
    async fn a_wrong_configuration_is_told_in_full_and_nothing_else_is_tried() {
        let variables: Variables =
            [("LEPTOS_SITE_ADDR", "x"), ("RINGFARE_CARRIER", "y")].map(|(n, v)| (n.into(), v.into())).into();
        let report = examine(&variables, &Clock::default()).await;
        assert_eq!(verdicts(&report), [(Verdict::Bad, "configuration"); 2]);
        assert!(!report.is_healthy());
    }

    #[tokio::test]
    async fn a_database_is_written_to_and_one_that_cannot_be_opened_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("ringfare.db");
        let mut report = Report::default();
        let url = format!("sqlite://{}", file.display());
        examine_database(&mut report, &config(&[("DATABASE_URL", &url)]), &Clock::default()).await;
        assert_eq!(report.0[0].verdict, Verdict::Good, "{report}");
        assert!(report.0[0].words.starts_with("SQLite 3."), "{report}");
        assert_eq!(report.0[1].what, "disk");
        let beneath_a_file = format!("{url}/x.db");
        examine_database(&mut report, &config(&[("DATABASE_URL", &beneath_a_file)]), &Clock::default()).await;
        assert_eq!(report.0[2].verdict, Verdict::Bad, "{report}");
    }

    #[tokio::test]
    async fn nobody_home_and_a_stranger_at_home_are_told_apart() {
        let mut report = Report::default();
        examine_public_url(&mut report, &config(&[("RINGFARE_PUBLIC_URL", "http://127.0.0.1:1")])).await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let stranger = axum::Router::new().route("/healthz", axum::routing::get(async || "hello"));
        tokio::spawn(async move { axum::serve(listener, stranger).await });
        examine_public_url(&mut report, &config(&[("RINGFARE_PUBLIC_URL", &url)])).await;
        assert_eq!(verdicts(&report), [(Verdict::Doubtful, "public address"), (Verdict::Bad, "public address")]);
    }

    #[test]
    fn an_application_that_asks_elsewhere_is_wrong() {
        let config = config(&[("RINGFARE_PUBLIC_URL", "https://phone.example.org")]);
        let application = |voice: &str, method: &str, status: &str| {
            let text = |text: &str| Some(text.to_owned());
            RemoteApplication { voice_url: text(voice), voice_method: text(method), status_callback: text(status) }
        };
        let (voice, status) = ("https://phone.example.org/api/twilio/voice", "https://phone.example.org/api/twilio/status");
        let cases = [
            (application(voice, "POST", status), vec![Verdict::Good]),
            (application(&format!("{voice}#rc=3"), "POST", status), vec![Verdict::Good]),
            (application(voice, "GET", status), vec![Verdict::Bad]),
            (application("https://old.example.org/api/twilio/voice", "POST", ""), vec![Verdict::Bad, Verdict::Doubtful]),
        ];
        for (application, expected) in cases {
            let mut report = Report::default();
            examine_application(&mut report, &config, &application);
            assert_eq!(report.0.iter().map(|finding| finding.verdict).collect::<Vec<_>>(), expected, "{report}");
        }
    }
}
