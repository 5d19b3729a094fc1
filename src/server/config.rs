//! Configuration from the environment: read once, every problem reported at once.

use std::{collections::BTreeMap, net::SocketAddr};

use url::Url;

use super::{
    listen, mailer::MailSettings, metrics, peer, sign_in::SignInSettings, sign_up::SignUp, spending::SpendingDefaults, telemetry,
};
use crate::{
    domain::{phone::E164, secret::Secret},
    twilio::{
        account::{Account, Sid},
        client::API,
    },
};

/// Who carries the calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    Twilio,
    /// The stand-in of `crate::carrier`.
    Local,
}

/// The variables a process was started with; tests make their own.
pub type Variables = BTreeMap<String, String>;

/// Everything a server needs to know before it starts.
#[derive(Debug, Clone)]
pub struct Config {
    /// `DATABASE_URL`, which may hold a password.
    pub database_url: Secret,
    /// `LEPTOS_SITE_ADDR`: where to listen.
    pub site_addr: SocketAddr,
    /// `RINGFARE_METRICS_ADDR`: where metrics are served, if anywhere.
    pub metrics_addr: Option<SocketAddr>,
    /// `RINGFARE_PUBLIC_URL` without a trailing slash, its scheme in small letters: the address that callers use, and the carrier signs.
    pub public_url: String,
    /// `RINGFARE_IDLE_SECONDS`: for how long a connection may say nothing or take for the head of a request.
    pub idle_seconds: u64,
    /// `RINGFARE_TRUSTED_PROXIES`: who is believed about whom it speaks for.
    pub trusted_proxies: Vec<peer::Network>,
    /// `RINGFARE_CARRIER`.
    pub carrier: Carrier,
    /// `TWILIO_*`; absent in local mode when none is given.
    pub account: Option<Account>,
    /// The first of `TWILIO_CALLER_ID`, which local mode may go without: shown to the called party unless a caller chose another.
    pub caller_id: E164,
    /// All of `TWILIO_CALLER_ID`: what callers may choose from.
    pub caller_ids: Vec<E164>,
    /// `TWILIO_API_URL`: where the REST API lives, which is elsewhere in some of Twilio's regions.
    pub twilio_api: String,
    /// `RINGFARE_UNSIGNED_WEBHOOKS`.
    pub unsigned_webhooks: bool,
    /// `RINGFARE_REFUND_UNDER_SECONDS`: a shorter answered call is refunded; 0 refunds none for its length.
    pub refund_under_seconds: i64,
    /// `RINGFARE_LOG`.
    pub log_filter: String,
    /// `RINGFARE_LOG_FORMAT=json`.
    pub log_json: bool,
    /// `RINGFARE_LIMIT_*` and `RINGFARE_BLOCKED_COUNTRIES`.
    pub spending: SpendingDefaults,
    /// `RINGFARE_SIGN_UP`: who may open an account.
    pub sign_up: SignUp,
    /// `RINGFARE_MAIL`: how letters are sent, if they are.
    pub mail: Option<MailSettings>,
    /// `RINGFARE_SECRET_KEY`.
    pub sign_in: SignInSettings,
}

/// The number shown to the called party when the local carrier has none: fictional (555-01xx).
const LOCAL_CALLER_ID: &str = "+14155550100";

impl Config {
    /// Reads a configuration.
    ///
    /// # Errors
    /// Every problem, one sentence each, with its remedy.
    pub fn read(variables: &Variables) -> Result<Self, Vec<String>> {
        let mut reader = Reader { variables, problems: Vec::new() };
        let account = reader.account();
        let carrier = reader.carrier(account.is_some());
        let caller_ids = reader.caller_ids(carrier);
        let config = Self {
            database_url: reader.text("DATABASE_URL").unwrap_or_else(|| "sqlite://data/ringfare.db".into()).into(),
            site_addr: reader.site_addr(),
            metrics_addr: metrics::read_address(&mut reader),
            public_url: reader.public_url(),
            idle_seconds: listen::idle_seconds(&mut reader),
            trusted_proxies: peer::read(&mut reader),
            carrier,
            account,
            caller_id: caller_ids[0].clone(),
            caller_ids,
            twilio_api: reader.text("TWILIO_API_URL").unwrap_or_else(|| API.into()),
            unsigned_webhooks: reader.unsigned_webhooks(carrier),
            refund_under_seconds: reader.refund_under_seconds(),
            log_filter: reader.text("RINGFARE_LOG").unwrap_or_else(|| "info".into()),
            log_json: telemetry::is_json(&mut reader),
            spending: SpendingDefaults::read(&mut reader),
            sign_up: SignUp::read(&mut reader),
            mail: MailSettings::read(&mut reader),
            sign_in: SignInSettings::read(&mut reader),
        };
        if reader.problems.is_empty() { Ok(config) } else { Err(reader.problems) }
    }

    /// An absolute address of this server, for a path that starts with `/`.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    /// Whether callers reach us over TLS: then cookies are Secure and HSTS is sent.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// The variables, and what is wrong with them so far.
pub(super) struct Reader<'a> {
    variables: &'a Variables,
    problems: Vec<String>,
}

impl Reader<'_> {
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.variables.get(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    pub(super) fn problem<T>(&mut self, sentence: String, instead: T) -> T {
        self.problems.push(sentence);
        instead
    }

    fn site_addr(&mut self) -> SocketAddr {
        let default = SocketAddr::from(([127, 0, 0, 1], 3000));
        let Some(text) = self.text("LEPTOS_SITE_ADDR") else { return default };
        text.parse().unwrap_or_else(|_| {
            self.problem(format!("LEPTOS_SITE_ADDR is '{text}': give an address and a port, such as 127.0.0.1:3000"), default)
        })
    }

    fn public_url(&mut self) -> String {
        let default = "http://localhost:3000".to_owned();
        let Some(text) = self.text("RINGFARE_PUBLIC_URL") else { return default };
        let remedy = "give the address that callers use, such as https://phone.example.org";
        match Url::parse(&text) {
            Ok(url) if !matches!(url.scheme(), "http" | "https") => {
                self.problem(format!("RINGFARE_PUBLIC_URL is neither http:// nor https://: {remedy}"), default)
            }
            Ok(url) if !url.username().is_empty() || url.password().is_some() => self.problem(
                format!("RINGFARE_PUBLIC_URL holds a user name or password, which Twilio would not sign: {remedy}"),
                default,
            ),
            Ok(url) if url.path() != "/" || url.query().is_some() || url.fragment().is_some() => {
                self.problem(format!("RINGFARE_PUBLIC_URL has a path, query or fragment: {remedy}"), default)
            }
            Ok(url) => format!("{}{}", url.scheme(), text.trim_end_matches('/').get(url.scheme().len()..).unwrap_or_default()),
            Err(error) => self.problem(format!("RINGFARE_PUBLIC_URL is not an address ({error}): {remedy}"), default),
        }
    }

    fn carrier(&mut self, has_account: bool) -> Carrier {
        let default = if has_account { Carrier::Twilio } else { Carrier::Local };
        match self.text("RINGFARE_CARRIER").as_deref() {
            None => default,
            Some("local") => Carrier::Local,
            Some("twilio") if has_account => Carrier::Twilio,
            Some("twilio") => {
                self.problem("RINGFARE_CARRIER is twilio, but the TWILIO_* variables are not all set".into(), default)
            }
            Some(other) => self.problem(format!("RINGFARE_CARRIER is '{other}': write twilio or local"), default),
        }
    }

    fn account(&mut self) -> Option<Account> {
        const NAMES: [&str; 5] =
            ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_API_KEY_SID", "TWILIO_API_KEY_SECRET", "TWILIO_TWIML_APP_SID"];
        let missing: Vec<_> = NAMES.into_iter().filter(|name| self.text(name).is_none()).collect();
        if missing.len() == NAMES.len() {
            return None;
        }
        if !missing.is_empty() {
            let list = missing.join(", ");
            return self.problem(format!("Twilio is half configured: set {list} too, or none of the TWILIO_* variables"), None);
        }
        let secret = |name: &str| self.text(name).unwrap_or_default();
        let (auth_token, api_key_secret) = (secret("TWILIO_AUTH_TOKEN"), secret("TWILIO_API_KEY_SECRET"));
        Some(Account {
            account_sid: self.sid("TWILIO_ACCOUNT_SID", "AC")?,
            auth_token,
            auth_token_previous: self.text("TWILIO_AUTH_TOKEN_PREVIOUS"),
            api_key_sid: self.sid("TWILIO_API_KEY_SID", "SK")?,
            api_key_secret,
            twiml_app_sid: self.sid("TWILIO_TWIML_APP_SID", "AP")?,
        })
    }

    fn sid(&mut self, name: &str, letters: &str) -> Option<Sid> {
        let sid = self.text(name).and_then(|text| Sid::parse(&text, letters));
        if sid.is_none() {
            self.problems.push(format!("{name} is not a SID: it starts with {letters} and 32 hexadecimal digits follow"));
        }
        sid
    }

    /// At least one.
    fn caller_ids(&mut self, carrier: Carrier) -> Vec<E164> {
        let local = E164::parse(LOCAL_CALLER_ID).expect("a constant in E.164");
        let listed = self.text("TWILIO_CALLER_ID").unwrap_or_default();
        let mut numbers = Vec::new();
        for text in listed.split(',').map(str::trim).filter(|text| !text.is_empty()) {
            match E164::parse(text) {
                Some(number) if numbers.contains(&number) => {}
                Some(number) => numbers.push(number),
                None => self.problems.push(format!(
                    "TWILIO_CALLER_ID has '{text}': write numbers of your Twilio account in E.164, such as +14155552671, \
                     separated by commas"
                )),
            }
        }
        if numbers.is_empty() {
            if listed.is_empty() && carrier == Carrier::Twilio {
                let missing = "TWILIO_CALLER_ID is missing: Twilio refuses a call without a number of your account (error 13214)";
                self.problems.push(missing.into());
            }
            numbers.push(local);
        }
        numbers
    }

    fn refund_under_seconds(&mut self) -> i64 {
        let Some(text) = self.text("RINGFARE_REFUND_UNDER_SECONDS") else { return 0 };
        let sentence = || format!("RINGFARE_REFUND_UNDER_SECONDS is '{text}': write whole seconds from 0 (never) to 60");
        text.parse().ok().filter(|seconds| (0..=60).contains(seconds)).unwrap_or_else(|| self.problem(sentence(), 0))
    }

    fn unsigned_webhooks(&mut self, carrier: Carrier) -> bool {
        match (self.text("RINGFARE_UNSIGNED_WEBHOOKS").as_deref(), carrier) {
            (None | Some("0"), _) => false,
            (Some("1"), Carrier::Local) => true,
            (Some("1"), Carrier::Twilio) => self.problem(
                "RINGFARE_UNSIGNED_WEBHOOKS=1 works with the local carrier only: anyone could post charges".into(),
                false,
            ),
            (Some(other), _) => self.problem(format!("RINGFARE_UNSIGNED_WEBHOOKS is '{other}': write 0 or 1"), false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Config, Vec<String>> {
        Config::read(&pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn nothing_set_means_the_local_carrier_on_localhost() {
        let config = read(&[]).expect("defaults are good");
        assert_eq!(config.carrier, Carrier::Local);
        assert_eq!(config.public_url, "http://localhost:3000");
    }

    #[test]
    fn an_address_is_https_however_it_is_written_and_a_form_of_the_log_is_one_of_two() {
        let config =
            read(&[("RINGFARE_PUBLIC_URL", "HTTPS://Phone.Example.org/"), ("RINGFARE_LOG_FORMAT", "json")]).expect("good");
        assert_eq!((config.public_url.as_str(), config.is_https(), config.log_json), ("https://Phone.Example.org", true, true));
        assert_eq!(read(&[("RINGFARE_LOG_FORMAT", "jsno")]).expect_err("neither").len(), 1);
    }

    #[test]
    fn every_problem_is_reported_at_once() {
        let problems = read(&[
            ("LEPTOS_SITE_ADDR", "3000"),
            ("RINGFARE_PUBLIC_URL", "https://me:secret@phone.example.org"),
            ("TWILIO_ACCOUNT_SID", "AC0123456789abcdef0123456789abcdef"),
            ("RINGFARE_CARRIER", "pigeon"),
            ("RINGFARE_METRICS_ADDR", "9464"),
        ])
        .expect_err("five are wrong");
        assert_eq!(problems.len(), 5, "{problems:?}");
        assert!(problems.iter().any(|problem| problem.contains("TWILIO_AUTH_TOKEN, TWILIO_API_KEY_SID")));
    }

    #[test]
    fn several_caller_ids_are_offered_and_the_first_is_shown() {
        let config = read(&[("TWILIO_CALLER_ID", "+14155550100, +442079460000,+14155550100")]).expect("good numbers");
        assert_eq!(config.caller_ids.iter().map(E164::as_str).collect::<Vec<_>>(), ["+14155550100", "+442079460000"]);
        assert_eq!(config.caller_id, config.caller_ids[0]);
        assert_eq!(read(&[("TWILIO_CALLER_ID", "+14155550100, Ada, 555")]).expect_err("two are wrong").len(), 2);
    }

    #[test]
    fn a_configuration_and_what_is_made_of_it_show_no_secret() {
        let (hex, secrets) = ("0123456789abcdef0123456789abcdef", ["dbsesame", "authsesame", "previoussesame", "keysesame"]);
        let (ac, sk, ap) = (format!("AC{hex}"), format!("SK{hex}"), format!("AP{hex}"));
        let database = format!("postgres://ringfare:{}@db.example.org/ringfare", secrets[0]);
        let config = read(&[
            ("DATABASE_URL", database.as_str()),
            ("TWILIO_ACCOUNT_SID", &ac),
            ("TWILIO_AUTH_TOKEN", secrets[1]),
            ("TWILIO_AUTH_TOKEN_PREVIOUS", secrets[2]),
            ("TWILIO_API_KEY_SID", &sk),
            ("TWILIO_API_KEY_SECRET", secrets[3]),
            ("TWILIO_TWIML_APP_SID", &ap),
            ("TWILIO_CALLER_ID", "+14155552671"),
        ])
        .expect("complete");
        let client = crate::twilio::client::Client::new(config.account.clone().expect("an account"), config.twilio_api.clone());
        let shown = format!("{config:?} {config:#?} {:?} {client:?}", config.account);
        for secret in secrets {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
        assert!(!shown.contains("5552671"), "the numbers are masked too: {shown}");
        assert_eq!(config.database_url.expose(), database);
    }

    #[test]
    fn unsigned_webhooks_are_refused_with_a_real_account() {
        let hex = "0123456789abcdef0123456789abcdef";
        let sid = |letters: &str| format!("{letters}{hex}");
        let (ac, sk, ap) = (sid("AC"), sid("SK"), sid("AP"));
        let account = [
            ("TWILIO_ACCOUNT_SID", ac.as_str()),
            ("TWILIO_AUTH_TOKEN", hex),
            ("TWILIO_API_KEY_SID", &sk),
            ("TWILIO_API_KEY_SECRET", hex),
            ("TWILIO_TWIML_APP_SID", &ap),
            ("TWILIO_CALLER_ID", "+14155552671"),
        ];
        assert_eq!(read(&account).expect("complete").carrier, Carrier::Twilio);
        let unsigned = [account.as_slice(), &[("RINGFARE_UNSIGNED_WEBHOOKS", "1")]].concat();
        assert!(read(&unsigned).is_err());
    }
}
