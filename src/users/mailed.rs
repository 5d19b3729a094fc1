//! Opening an account: at once, by a letter, or by an invitation.
//!
//! Who asks gets the same answer whether there is such an account or not, and the same work is done: a link is written for a known
//! address and for an unknown one, and letters are sent later.

use super::{
    entrance::{Visit, check_new_password, parse_email, parse_number},
    links::{self, Link, NewLink, Post, Purpose},
    model::Email,
    password,
    store::{self, NewUser},
};
use crate::{
    domain::{ids::UserId, phone::E164},
    error::AppError,
    server::{database::Transaction, sign_up::SignUp, state::AppState, throttle::Door},
    words::{self, Language},
};

/// What is asked for to open an account.
#[derive(Clone, Copy)]
pub struct Wish<'a> {
    pub email: &'a str,
    pub password: &'a str,
    pub number: Option<&'a str>,
    /// The secret of an invitation.
    pub invitation: Option<&'a str>,
}

/// How a wish for an account was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// It is open, and its owner signed in.
    Now,
    /// A letter says how to go on, if the address is one to open an account with.
    ByLetter,
}

pub(super) fn dead_link() -> AppError {
    AppError::refused("dead_link", words::letters().dead_link())
}

impl Visit {
    /// Opens an account, as the configuration lets whoever asks: at once, or by a letter that shows whose the address is.
    ///
    /// # Errors
    /// [`AppError::Invalid`], [`AppError::Refused`], [`AppError::TooMany`], or when the database fails.
    pub async fn sign_up(&self, wish: Wish<'_>) -> Result<Opened, AppError> {
        let email = parse_email(wish.email)?;
        check_new_password("password", wish.password)?;
        let number = parse_number(wish.number)?;
        let now = self.state.clock.now();
        self.throttle.knock(Door::SignUp, self.peer, None)?;
        let invitation = wish.invitation.filter(|secret| !secret.is_empty());
        let invited = self.check_invitation(invitation, &email).await?;
        let password_hash = password::hash(wish.password).await?;
        if self.state.config.mail.is_some() && invited.is_none() {
            self.sign_up_by_letter(&email, &password_hash, number.as_ref()).await?;
            return Ok(Opened::ByLetter);
        }
        let new = self.new_user(&email, &password_hash, number.as_ref(), invited.is_some());
        let mut tx = self.state.db.begin().await?;
        if let Some(secret) = invited {
            links::take(&mut tx, secret, Purpose::Invitation, now).await?.ok_or_else(dead_link)?;
        }
        let user = store::create_within(&mut tx, new).await?;
        tx.commit().await?;
        tracing::info!(user.id = %user, "an account was opened");
        self.renew(&user, now).await?;
        Ok(Opened::Now)
    }

    fn new_user<'a>(&self, email: &'a Email, password_hash: &'a str, number: Option<&'a E164>, is_verified: bool) -> NewUser<'a> {
        let (at, language) = (self.state.clock.now(), Some(words::language().tag()));
        NewUser { email, password_hash, number, is_admin: false, is_verified, language, at }
    }

    /// The invitation that is to be used up. One that is brought where none is needed counts too: its letter showed whose the
    /// address is.
    async fn check_invitation<'a>(&self, secret: Option<&'a str>, email: &Email) -> Result<Option<&'a str>, AppError> {
        let (t, config) = (words::letters(), &self.state.config);
        match (config.sign_up, secret) {
            (SignUp::Closed, _) => Err(AppError::refused("sign_up_closed", t.closed())),
            (SignUp::Invited, None) => Err(AppError::refused("invitation_needed", t.invited())),
            (SignUp::Open, None) => Ok(None),
            (_, Some(secret)) => {
                let link = links::find(&self.state.db, secret, self.state.clock.now()).await?;
                let link = link.filter(|link| link.purpose == Purpose::Invitation).ok_or_else(dead_link)?;
                if link.email == *email { Ok(Some(secret)) } else { Err(AppError::invalid("email", t.other_address())) }
            }
        }
    }

    async fn sign_up_by_letter(&self, email: &Email, password_hash: &str, number: Option<&E164>) -> Result<(), AppError> {
        let known = store::reader(&self.state.db, email).await?;
        let purpose = if known.is_some() { Purpose::Nothing } else { Purpose::SignUp };
        let new = NewLink { purpose, user: None, email, password_hash: Some(password_hash), number };
        let mut tx = self.state.db.begin().await?;
        if let Some(secret) = links::make(&mut tx, new, self.state.clock.now()).await? {
            let (post, language) = match known {
                Some((_, language)) => (Post::Taken, language),
                None => (Post::SignUp(&secret), words::language()),
            };
            post.send(&mut tx, &self.state, email, language).await?;
        }
        tx.commit().await?;
        self.state.mailer.wake();
        Ok(())
    }

    /// Opens the account that a letter's link is for, and lets in who knows the password it was asked for with: whoever reads the
    /// letter must not get an account that somebody else knows the password of.
    ///
    /// # Errors
    /// [`AppError::Refused`] when the link does not work, [`AppError::Invalid`], [`AppError::TooMany`], or when the database fails.
    pub async fn open_account(&self, secret: &str, password: &str) -> Result<(), AppError> {
        let now = self.state.clock.now();
        let link = links::find(&self.state.db, secret, now).await?.filter(|link| link.purpose == Purpose::SignUp);
        let Some(Link { email, password_hash: Some(hash), e164, .. }) = link else { return Err(dead_link()) };
        self.throttle.take(self.peer, Some(&email))?;
        if !password::verify(password, Some(&hash)).await? {
            return Err(AppError::invalid("password", words::users().wrong_current()));
        }
        self.throttle.give_back(self.peer, Some(&email));
        let mut tx = self.state.db.begin().await?;
        links::take(&mut tx, secret, Purpose::SignUp, now).await?.ok_or_else(dead_link)?;
        // A number that another account took meanwhile is left out: the settings tell why.
        let number = match e164 {
            Some(number) if !store::has_number(&mut tx, &number).await? => Some(number),
            _ => None,
        };
        let user = store::create_within(&mut tx, self.new_user(&email, &hash, number.as_ref(), true)).await?;
        tx.commit().await?;
        tracing::info!(user.id = %user, "an account was opened by letter");
        self.renew(&user, now).await
    }
}

/// Invites somebody, by a letter where letters are sent; the link's address, or nothing when there were enough.
///
/// # Errors
/// When the database fails.
pub async fn invite(tx: &mut Transaction, state: &AppState, email: &Email) -> sqlx::Result<Option<String>> {
    let new = NewLink { purpose: Purpose::Invitation, user: None, email, password_hash: None, number: None };
    let Some(secret) = links::make(tx, new, state.clock.now()).await? else { return Ok(None) };
    Post::Invitation(&secret).send(tx, state, email, Language::default()).await?;
    Ok(Some(state.config.url(&format!("/sign-up?invitation={secret}"))))
}

/// A link for a new password, for an operator to hand over where no letters are sent; nothing when there were enough.
///
/// # Errors
/// When the database fails.
pub async fn reset_link(tx: &mut Transaction, state: &AppState, user: &UserId, email: &Email) -> sqlx::Result<Option<String>> {
    let new = NewLink { purpose: Purpose::Reset, user: Some(user), email, password_hash: None, number: None };
    let secret = links::make(tx, new, state.clock.now()).await?;
    Ok(secret.map(|secret| state.config.url(&format!("/reset?link={secret}"))))
}
