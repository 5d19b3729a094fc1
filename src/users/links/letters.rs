//! What the letters say, in the language of who reads them.

use crate::{
    domain::time::EpochMs,
    server::{
        database::Transaction,
        mailer::{self, Letter},
        state::AppState,
    },
    users::model::Email,
    words::{Language, Letters},
};

/// For how long a letter without a link is of use, in seconds.
const NEWS_SECONDS: i64 = 3 * 86_400;

/// A letter of this slice.
#[derive(Clone, Copy)]
pub enum Post<'a> {
    /// With the link's secret.
    SignUp(&'a str),
    /// Somebody wanted to open an account that there is, or to move theirs to its address.
    Taken,
    Verify(&'a str),
    Reset(&'a str),
    Email(&'a str),
    Invitation(&'a str),
    PasswordChanged,
    /// To the old address.
    EmailChanged(&'a Email),
}

impl Post<'_> {
    /// Writes the letter, if letters are sent at all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn send(self, tx: &mut Transaction, state: &AppState, to: &Email, language: Language) -> sqlx::Result<()> {
        if state.config.mail.is_none() {
            return Ok(());
        }
        let (t, now) = (Letters::of(language), state.clock.now());
        let url = |path: &str| state.config.url(path);
        let (subject, text) = match self {
            Self::SignUp(link) => (t.sign_up_subject(), t.sign_up(&url(&format!("/welcome?link={link}")))),
            Self::Taken => (t.taken_subject(), t.taken(&url("/sign-in"), &url("/reset"))),
            Self::Verify(link) => (t.verify_subject(), t.verify(&url(&format!("/verify?link={link}")))),
            Self::Reset(link) => (t.reset_subject(), t.reset(&url(&format!("/reset?link={link}")))),
            Self::Email(link) => (t.email_subject(), t.email(&url(&format!("/verify?link={link}")))),
            Self::Invitation(link) => (t.invitation_subject(), t.invitation(&url(&format!("/sign-up?invitation={link}")))),
            Self::PasswordChanged => (t.password_subject(), t.password(&url("/reset"))),
            Self::EmailChanged(new) => (t.moved_subject(), t.moved(new.as_str())),
        };
        let body = format!("{}\n\n{text}\n\n{}\n{}\n", t.hello(), t.close(), url("/"));
        let letter = Letter { recipient: to.as_str(), subject, body: &body, at: now, expires_at: EpochMs(self.expires_at(now)) };
        mailer::post(tx, letter).await
    }

    /// When its link ends, or its news are old.
    fn expires_at(self, now: EpochMs) -> i64 {
        use super::Purpose as P;
        let seconds = match self {
            Self::SignUp(_) => P::SignUp.seconds(),
            Self::Verify(_) => P::Verify.seconds(),
            Self::Reset(_) => P::Reset.seconds(),
            Self::Email(_) => P::Email.seconds(),
            Self::Invitation(_) => P::Invitation.seconds(),
            Self::Taken | Self::PasswordChanged | Self::EmailChanged(_) => NEWS_SECONDS,
        };
        now.plus_seconds(seconds).0
    }
}
