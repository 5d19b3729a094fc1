//! How callers may sign in, as the configuration has it.

use url::Url;

use super::config::Reader;
use crate::domain::secret::Secret;

/// Shorter ones could be guessed.
const SECRET_LEAST: usize = 32;

/// How callers may sign in.
#[derive(Debug, Clone, Default)]
pub struct SignInSettings {
    /// `RINGFARE_SECRET_KEY`: what seals the keys of code apps in the database.
    pub secret_key: Option<Secret>,
    /// `RINGFARE_OIDC_*`: where else callers may sign in.
    pub provider: Option<Provider>,
}

/// An OpenID Connect provider.
#[derive(Debug, Clone)]
pub struct Provider {
    /// `RINGFARE_OIDC_ISSUER`, as the provider writes it.
    pub issuer: String,
    /// `RINGFARE_OIDC_CLIENT_ID`.
    pub client_id: String,
    /// `RINGFARE_OIDC_CLIENT_SECRET`.
    pub client_secret: Secret,
    /// `RINGFARE_OIDC_NAME`: what stands on the button.
    pub name: String,
    /// `RINGFARE_OIDC_CONFIRMS=always`: its word counts as confirming also when it does not say when it asked.
    pub confirms_always: bool,
}

impl SignInSettings {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self { secret_key: secret_key(reader), provider: provider(reader) }
    }
}

fn secret_key(reader: &mut Reader<'_>) -> Option<Secret> {
    let text = reader.text("RINGFARE_SECRET_KEY")?;
    if text.chars().count() < SECRET_LEAST {
        let sentence = format!(
            "RINGFARE_SECRET_KEY has fewer than {SECRET_LEAST} characters: make one with `openssl rand -base64 32`, and keep it"
        );
        return reader.problem(sentence, None);
    }
    Some(text.into())
}

fn provider(reader: &mut Reader<'_>) -> Option<Provider> {
    const NAMES: [&str; 3] = ["RINGFARE_OIDC_ISSUER", "RINGFARE_OIDC_CLIENT_ID", "RINGFARE_OIDC_CLIENT_SECRET"];

    let missing: Vec<_> = NAMES.into_iter().filter(|name| reader.text(name).is_none()).collect();
    if missing.len() == NAMES.len() {
        return None;
    }
    if !missing.is_empty() {
        let list = missing.join(", ");
        return reader.problem(format!("OpenID Connect is half configured: set {list} too, or none of RINGFARE_OIDC_*"), None);
    }
    let [issuer, client_id, client_secret] = NAMES.map(|name| reader.text(name).unwrap_or_default());
    let name = reader.text("RINGFARE_OIDC_NAME").unwrap_or_else(|| "OpenID Connect".into());
    if !is_private(&issuer) {
        let sentence =
            format!("RINGFARE_OIDC_ISSUER is '{issuer}': write the provider's https:// address, as its documents give it");
        return reader.problem(sentence, None);
    }
    let confirms_always = match reader.text("RINGFARE_OIDC_CONFIRMS").as_deref() {
        None | Some("told") => false,
        Some("always") => true,
        Some(other) => {
            let sentence = format!("RINGFARE_OIDC_CONFIRMS is '{other}': write told (which it is without) or always");
            return reader.problem(sentence, None);
        }
    };
    Some(Provider { issuer, client_id, client_secret: client_secret.into(), name, confirms_always })
}

/// Whether nobody on the way can read along or answer instead; this machine itself may do without TLS.
fn is_private(issuer: &str) -> bool {
    let Ok(url) = Url::parse(issuer) else { return false };
    let is_here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    url.query().is_none() && url.fragment().is_none() && (url.scheme() == "https" || (url.scheme() == "http" && is_here))
}

#[cfg(test)]
mod tests {
    use super::super::config::Config;

    fn read(value: &str) -> Result<Config, Vec<String>> {
        Config::read(&[("RINGFARE_SECRET_KEY".to_owned(), value.to_owned())].into())
    }

    #[test]
    fn a_provider_is_whole_and_private_and_its_secret_never_shown() {
        let read = |issuer: &str, secret: &str| {
            let pairs = [("ISSUER", issuer), ("CLIENT_ID", "ringfare"), ("CLIENT_SECRET", secret)];
            Config::read(&pairs.map(|(name, value)| (format!("RINGFARE_OIDC_{name}"), value.to_owned())).into())
        };
        let config = read("https://login.example.org/realms/x", "s3cret").expect("good");
        assert_eq!(config.sign_in.provider.as_ref().expect("there").name, "OpenID Connect");
        assert!(!format!("{config:?}").contains("s3cret"));
        assert!(read("http://127.0.0.1:8080", "s3cret").is_ok());
        for (issuer, secret) in [("https://login.example.org", ""), ("http://login.example.org", "x"), ("login", "x"), ("", "x")]
        {
            assert_eq!(read(issuer, secret).expect_err("refused").len(), 1, "{issuer}");
        }
    }

    #[test]
    fn a_short_secret_is_refused_and_a_good_one_never_shown() {
        assert_eq!(read("short").expect_err("refused").len(), 1);
        let config = read(&"s3cret".repeat(8)).expect("long enough");
        assert!(config.sign_in.secret_key.is_some());
        assert!(!format!("{config:?}").contains("s3cret"));
    }
}
