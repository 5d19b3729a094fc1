//! Where letters go, from the environment.

use std::{net::IpAddr, path::PathBuf};

use lettre::message::Mailbox;
use url::Url;

use super::super::config::Reader;
use crate::domain::secret::Secret;

/// How letters are sent, and from whom.
#[derive(Debug, Clone)]
pub struct MailSettings {
    /// `RINGFARE_MAIL_FROM`.
    pub from: Mailbox,
    pub way: Way,
}

/// How letters leave.
#[derive(Debug, Clone)]
pub enum Way {
    /// Each into a file of its own.
    Folder(PathBuf),
    /// To a mail server; the address may hold a password.
    Smtp(Secret),
}

impl MailSettings {
    /// Reads `RINGFARE_MAIL` and `RINGFARE_MAIL_FROM`; nothing when no letters are sent.
    pub(in crate::server) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let text = reader.text("RINGFARE_MAIL").filter(|text| text != "off")?;
        // A wrong value may hold a password, and is not repeated.
        let way = match Way::read(&text) {
            Ok(way) => way,
            Err(problem) => return reader.problem(problem.to_owned(), None),
        };
        let from = reader.text("RINGFARE_MAIL_FROM").unwrap_or_else(|| "Ringfare <ringfare@localhost>".into());
        let Ok(from) = from.parse() else {
            let problem = format!("RINGFARE_MAIL_FROM is '{from}': write an address, such as Ringfare <phone@example.org>");
            return reader.problem(problem, None);
        };
        Some(Self { from, way })
    }
}

impl Way {
    fn read(text: &str) -> Result<Self, &'static str> {
        const WAYS: &str = "RINGFARE_MAIL is none of the ways that there are: write smtps://NAME:PASSWORD@HOST, \
                            smtp://HOST?tls=required, file:FOLDER, or off";
        const OPEN: &str = "RINGFARE_MAIL would send letters, whose links are secrets, in the clear over the network: write smtps:// \
                            or add ?tls=required";

        if let Some(folder) = text.strip_prefix("file:") {
            return if folder.is_empty() { Err(WAYS) } else { Ok(Self::Folder(folder.into())) };
        }
        let url = Url::parse(text).map_err(|_| WAYS)?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(WAYS)?;
        let address: Result<IpAddr, _> = host.trim_matches(['[', ']']).parse();
        let is_here = host == "localhost" || address.is_ok_and(|address| address.is_loopback());
        let must_seal = url.query_pairs().any(|(name, value)| name == "tls" && value == "required");
        match url.scheme() {
            "smtps" => Ok(Self::Smtp(text.to_owned().into())),
            "smtp" if must_seal || is_here => Ok(Self::Smtp(text.to_owned().into())),
            "smtp" => Err(OPEN),
            _ => Err(WAYS),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::config::{Config, Variables};

    fn read(pairs: &[(&str, &str)]) -> Result<Option<MailSettings>, Vec<String>> {
        let variables: Variables = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Config::read(&variables).map(|config| config.mail)
    }

    #[test]
    fn letters_are_off_unless_somebody_says_where_they_go() {
        assert!(read(&[]).expect("good").is_none());
        assert!(read(&[("RINGFARE_MAIL", "off")]).expect("good").is_none());
        let settings = read(&[("RINGFARE_MAIL", "file:letters")]).expect("good").expect("letters");
        assert!(matches!(settings.way, Way::Folder(folder) if folder.to_str() == Some("letters")));
    }

    #[test]
    fn a_mail_server_is_spoken_to_in_secret_unless_it_is_this_machine() {
        for good in [
            "smtps://me:open-sesame@mail.example.org",
            "smtp://mail.example.org:587?tls=required",
            "smtp://127.0.0.1:2525",
            "smtp://[::1]",
        ] {
            let settings = read(&[("RINGFARE_MAIL", good)]).expect("good").expect("letters");
            assert!(matches!(settings.way, Way::Smtp(_)), "{good}");
            assert!(!format!("{settings:?}").contains("sesame"));
        }
        for open in ["smtp://me:open-sesame@mail.example.org", "smtp://mail.example.org?tls=opportunistic"] {
            let problems = read(&[("RINGFARE_MAIL", open)]).expect_err("in the clear");
            assert!(problems[0].contains("tls=required") && !problems[0].contains("sesame"), "{problems:?}");
        }
    }

    #[test]
    fn a_wrong_way_is_refused_and_not_repeated_because_it_may_hold_a_password() {
        for bad in ["pigeon:1", "file:", "smtps:", "https://me:open-sesame@mail.example.org"] {
            let problems = read(&[("RINGFARE_MAIL", bad)]).expect_err("wrong");
            assert!(problems[0].contains("file:FOLDER") && !problems[0].contains("sesame"), "{problems:?}");
        }
        for sender in ["Ringfare <a@b>\r\nBcc: c@d", "nobody", ""] {
            let refused = read(&[("RINGFARE_MAIL", "file:letters"), ("RINGFARE_MAIL_FROM", sender)]);
            assert_eq!(refused.is_err(), !sender.is_empty(), "{sender}: an empty value is none");
        }
    }
}
