//! How a letter leaves: to a mail server, or as a file in the form that mail programs open (RFC 5322).

use std::{
    path::Path,
    time::{Duration, SystemTime},
};

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Body,
        header::{ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue},
    },
};

use super::{
    settings::{MailSettings, Way},
    store::Waiting,
};

type Smtp = AsyncSmtpTransport<Tokio1Executor>;
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A mail server that says nothing for so long is tried again later.
const PATIENCE: Duration = Duration::from_secs(20);

/// A way that is open.
#[derive(Debug, Clone)]
pub struct Transport {
    settings: MailSettings,
    /// What stands behind the `@` of a letter's own id.
    host: String,
}

/// Keeps answering machines quiet (RFC 3834).
#[derive(Debug, Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Failure> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".into())
    }
}

impl Transport {
    /// The way of the settings.
    pub fn open(settings: &MailSettings, public_url: &str) -> Self {
        let host = public_url.split_once("://").map_or("localhost", |(_, host)| host);
        let host = host.split([':', '/']).next().unwrap_or("localhost").to_owned();
        Self { settings: settings.clone(), host }
    }

    /// # Errors
    /// What went wrong, for the log: never the letter's text.
    pub async fn send(&self, letter: &Waiting) -> Result<(), String> {
        let message = self.message(letter).map_err(|error| error.to_string())?;
        let sent: Result<(), Failure> = match &self.settings.way {
            Way::Folder(folder) => write(folder, &letter.id, &message.formatted()).await.map_err(Failure::from),
            Way::Smtp(url) => match server(url.expose()) {
                Ok(server) => server.send(message).await.map(drop).map_err(Failure::from),
                Err(error) => Err(error.into()),
            },
        };
        sent.map_err(|error| error.to_string())
    }

    /// # Errors
    /// What is wrong, with its remedy.
    pub async fn examine(&self) -> Result<String, String> {
        match &self.settings.way {
            Way::Folder(folder) => examine_folder(folder).await,
            Way::Smtp(url) => {
                let server = server(url.expose()).map_err(|error| error.to_string());
                let answered = async { server?.test_connection().await.map_err(|error| error.to_string()) };
                match answered.await {
                    Ok(true) => Ok("the mail server answers and takes the name and password".into()),
                    Ok(false) => Err("the mail server answers, but takes no letters: correct RINGFARE_MAIL".into()),
                    Err(error) => Err(format!("the mail server cannot be used ({error}): correct RINGFARE_MAIL")),
                }
            }
        }
    }

    fn message(&self, letter: &Waiting) -> Result<Message, Failure> {
        let at = Duration::from_millis(letter.created_at.0.try_into()?);
        let body = letter.body.replace('\n', "\r\n");
        let message = Message::builder()
            .from(self.settings.from.clone())
            .to(letter.recipient.parse()?)
            .subject(&letter.subject)
            .date(SystemTime::UNIX_EPOCH + at)
            .message_id(Some(format!("<{}@{}>", letter.id, self.host)))
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN)
            .body(match &self.settings.way {
                // As it is read: people look into such a file for a link.
                Way::Folder(_) => Body::dangerous_pre_encoded(body.into_bytes(), ContentTransferEncoding::EightBit),
                Way::Smtp(_) => Body::new(body),
            })?;
        Ok(message)
    }
}

fn server(url: &str) -> Result<Smtp, lettre::transport::smtp::Error> {
    Ok(Smtp::from_url(url)?.timeout(Some(PATIENCE)).build())
}

async fn examine_folder(folder: &Path) -> Result<String, String> {
    let written = write(folder, "doctor", b"Ringfare looked whether letters can be written here.\r\n").await;
    drop(tokio::fs::remove_file(folder.join("doctor.eml")).await);
    let folder = folder.display();
    match written {
        Ok(()) => Ok(format!("written into {folder}, and brought to nobody: something else must send them from there")),
        Err(error) => Err(format!("no letter can be written into {folder} ({error}): correct RINGFARE_MAIL")),
    }
}

/// First under another name, so that whoever reads the folder sees whole letters.
async fn write(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    tokio::fs::create_dir_all(folder).await?;
    let unfinished = folder.join(format!("{name}.part"));
    tokio::fs::write(&unfinished, bytes).await?;
    tokio::fs::rename(unfinished, folder.join(format!("{name}.eml"))).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::EpochMs;

    fn message(recipient: &str, subject: &str) -> Result<String, Failure> {
        let settings = MailSettings { from: "Ringfare <phone@example.org>".parse()?, way: Way::Folder("letters".into()) };
        let letter = Waiting {
            id: "letter_1".into(),
            recipient: recipient.into(),
            subject: subject.into(),
            body: "Grüße\nhttps://phone.example.org/reset?link=x".into(),
            created_at: EpochMs(0),
            tries: 0,
            next_try_at: EpochMs(0),
        };
        let message = Transport::open(&settings, "https://phone.example.org:8443/").message(&letter)?;
        Ok(String::from_utf8(message.formatted())?)
    }

    #[test]
    fn a_letter_says_who_when_and_what_in_the_words_of_mail() {
        let text = message("ann@example.org", "Wählen Sie").expect("a letter");
        for line in [
            "From: Ringfare <phone@example.org>",
            "To: ann@example.org",
            "Message-ID: <letter_1@phone.example.org>",
            "Date: Thu, 01 Jan 1970 00:00:00 +0000",
            "Auto-Submitted: auto-generated",
            "Content-Type: text/plain; charset=utf-8",
        ] {
            assert!(text.contains(&format!("{line}\r\n")), "{line} in {text}");
        }
        assert!(text.contains("\r\nSubject: =?utf-8?b?"), "{text}");
        assert!(text.ends_with("Gr\u{fc}\u{df}e\r\nhttps://phone.example.org/reset?link=x"), "{text}");
    }

    #[test]
    fn nobody_adds_a_header_by_an_address_or_a_subject() {
        assert!(message("ann@example.org\r\nBcc: eve@example.org", "x").is_err());
        let text = message("ann@example.org", "x\r\nBcc: eve@example.org").expect("a letter");
        assert!(!text.contains("\r\nBcc:"), "{text}");
    }
}
