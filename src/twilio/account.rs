//! The account at the carrier: its SIDs and secrets.

/// A SID: two letters that name the kind and 32 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, sqlx::Type)]
#[sqlx(transparent)]
pub struct Sid(String);

impl Sid {
    /// Reads a SID of one kind (`AC`, `CA`, `SK` …); `None` for anything else.
    pub fn parse(text: &str, letters: &str) -> Option<Self> {
        let digits = text.strip_prefix(letters)?;
        (digits.len() == 32 && digits.bytes().all(|b| b.is_ascii_hexdigit())).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Sid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What Ringfare needs to know of a Twilio account.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// `AC…`
    pub account_sid: Sid,
    /// Signs webhooks and opens the REST API.
    pub auth_token: String,
    /// Also accepted on webhooks, during a rotation.
    pub auth_token_previous: Option<String>,
    /// `SK…`
    pub api_key_sid: Sid,
    /// Signs access tokens.
    pub api_key_secret: String,
    /// `AP…`: the application whose Voice URL is asked what to do with a call.
    pub twiml_app_sid: Sid,
}

impl Account {
    /// An account for the local carrier, from four draws of 32 hexadecimal digits.
    pub fn from_digits([account, token, key, secret, app]: [String; 5]) -> Option<Self> {
        Some(Self {
            account_sid: Sid::parse(&format!("AC{account}"), "AC")?,
            auth_token: token,
            auth_token_previous: None,
            api_key_sid: Sid::parse(&format!("SK{key}"), "SK")?,
            api_key_secret: secret,
            twiml_app_sid: Sid::parse(&format!("AP{app}"), "AP")?,
        })
    }
}

/// Secrets stay out of logs.
impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account").field("account_sid", &self.account_sid).finish_non_exhaustive()
    }
}
