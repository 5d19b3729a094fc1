//! What letters change of an account: its password, and its address.
//!
//! Who asks gets the same answer whether there is such an account or not, and the same work is done: see `mailed.rs`.

use super::{
    Caller,
    entrance::{Visit, check_new_password, parse_email},
    links::{self, Link, NewLink, Post, Purpose},
    mailed::dead_link,
    model::Email,
    password,
    store::{self, NewPassword},
};
use crate::{
    domain::ids::UserId,
    error::AppError,
    server::{database::Transaction, live, throttle::Door},
    words,
};

impl Visit {
    /// Sends a link for a new password, if there is such an account.
    ///
    /// # Errors
    /// [`AppError::Refused`] where no letters are sent, [`AppError::Invalid`], [`AppError::TooMany`], or when the database fails.
    pub async fn ask_reset(&self, email: &str) -> Result<(), AppError> {
        let email = parse_email(email)?;
        let now = self.state.clock.now();
        if self.state.config.mail.is_none() {
            return Err(AppError::refused("no_letters", words::letters().no_letters()));
        }
        self.throttle.knock(Door::Reset, self.peer, None)?;
        let known = store::reader(&self.state.db, &email).await?;
        let (purpose, user) = known.as_ref().map_or((Purpose::Nothing, None), |(user, _)| (Purpose::Reset, Some(user)));
        let mut tx = self.state.db.begin().await?;
        let new = NewLink { purpose, user, email: &email, password_hash: None, number: None };
        if let (Some(secret), Some((_, language))) = (links::make(&mut tx, new, now).await?, &known) {
            Post::Reset(&secret).send(&mut tx, &self.state, &email, *language).await?;
        }
        tx.commit().await?;
        self.state.mailer.wake();
        Ok(())
    }

    /// Gives an account a new password by a letter's link, and ends all its sessions. It lets nobody in: signing in may ask for more.
    ///
    /// # Errors
    /// [`AppError::Refused`] when the link does not work, [`AppError::Invalid`] on `new`, or when the database fails.
    pub async fn reset_password(&self, secret: &str, new: &str) -> Result<(), AppError> {
        check_new_password("new", new)?;
        let now = self.state.clock.now();
        self.throttle.knock(Door::Key, self.peer, None)?;
        let known = links::find(&self.state.db, secret, now).await?;
        known.filter(|link| link.purpose == Purpose::Reset).ok_or_else(dead_link)?;
        let password_hash = password::hash(new).await?;
        let mut tx = self.state.db.begin().await?;
        let link = links::take(&mut tx, secret, Purpose::Reset, now).await?.ok_or_else(dead_link)?;
        let user = link.user_id.ok_or_else(dead_link)?;
        let new = NewPassword { hash: &password_hash, instead_of: None, keep: None, at: now };
        store::set_password(&mut tx, &user, new).await?;
        store::set_verified(&mut tx, &user, &link.email, now).await?;
        links::void(&mut tx, &user, now).await?;
        self.tell_password(&mut tx, &user, &link.email).await?;
        tx.commit().await?;
        self.ended(&user);
        tracing::info!(user.id = %user, "a password was chosen anew by letter");
        Ok(())
    }

    /// Writes to an account that its password changed.
    pub(super) async fn tell_password(&self, tx: &mut Transaction, user: &UserId, email: &Email) -> Result<(), AppError> {
        let language = store::language(tx, user).await?.unwrap_or_else(words::language);
        Ok(Post::PasswordChanged.send(tx, &self.state, email, language).await?)
    }

    /// Sessions of an account ended, or what they stand for changed.
    pub(super) fn ended(&self, user: &UserId) {
        self.known.forget_all();
        live::sessions_changed(user);
        self.state.mailer.wake();
    }

    /// Confirms an address by a letter's link: that of an account, or one that an account moves to.
    ///
    /// # Errors
    /// [`AppError::Refused`] when the link does not work, [`AppError::Invalid`] when another account has the address meanwhile, or
    /// when the database fails.
    pub async fn confirm_address(&self, secret: &str) -> Result<(), AppError> {
        let now = self.state.clock.now();
        self.throttle.knock(Door::Key, self.peer, None)?;
        let mut tx = self.state.db.begin().await?;
        let link = match links::take(&mut tx, secret, Purpose::Verify, now).await? {
            Some(link) => Some(link),
            None => links::take(&mut tx, secret, Purpose::Email, now).await?,
        };
        let Some(Link { purpose, user_id: Some(user), email, .. }) = link else { return Err(dead_link()) };
        if purpose == Purpose::Email {
            self.move_to(&mut tx, &user, &email).await?;
        } else {
            store::set_verified(&mut tx, &user, &email, now).await?;
        }
        tx.commit().await?;
        self.ended(&user);
        Ok(())
    }

    /// Tells the old address, because whoever reads it may not have wanted this.
    async fn move_to(&self, tx: &mut Transaction, user: &UserId, email: &Email) -> Result<(), AppError> {
        let now = self.state.clock.now();
        let language = store::language(tx, user).await?.unwrap_or_else(words::language);
        let old = store::set_email(tx, user, email, now).await?;
        links::void(tx, user, now).await?;
        tracing::info!(user.id = %user, "an account has another address");
        Ok(Post::EmailChanged(email).send(tx, &self.state, &old, language).await?)
    }

    /// Moves an account to another address: at once where no letters are sent, else by a link that goes there. An address that
    /// another account has gets a letter that says so, and who asks the same answer.
    ///
    /// # Errors
    /// [`AppError::Invalid`] on `email`, [`AppError::TooMany`], or when the database fails.
    pub async fn change_email(&self, caller: &Caller, email: &str) -> Result<(), AppError> {
        let email = parse_email(email)?;
        let (user, now) = (&caller.me.id, self.state.clock.now());
        self.throttle.knock(Door::Key, self.peer, None)?;
        if self.state.config.mail.is_none() {
            let mut tx = self.state.db.begin().await?;
            store::set_email(&mut tx, user, &email, now).await?;
            links::void(&mut tx, user, now).await?;
            tx.commit().await?;
            self.ended(user);
            return Ok(());
        }
        let taken = store::reader(&self.state.db, &email).await?;
        let purpose = if taken.is_some() { Purpose::Nothing } else { Purpose::Email };
        let new = NewLink { purpose, user: Some(user), email: &email, password_hash: None, number: None };
        self.send_link(new).await
    }

    /// Sends the link that confirms the address of who is signed in, unless it is confirmed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn send_verification(&self, caller: &Caller) -> Result<(), AppError> {
        let email = Email::parse(&caller.me.email).filter(|_| !caller.me.email_verified && self.state.config.mail.is_some());
        let Some(email) = email else { return Ok(()) };
        let user = Some(&caller.me.id);
        self.send_link(NewLink { purpose: Purpose::Verify, user, email: &email, password_hash: None, number: None }).await
    }

    /// Makes a link and sends it; one for nothing says that the address is taken.
    async fn send_link(&self, new: NewLink<'_>) -> Result<(), AppError> {
        let mut tx = self.state.db.begin().await?;
        if let Some(secret) = links::make(&mut tx, new, self.state.clock.now()).await? {
            let post = match new.purpose {
                Purpose::Email => Post::Email(&secret),
                Purpose::Verify => Post::Verify(&secret),
                _ => Post::Taken,
            };
            post.send(&mut tx, &self.state, new.email, words::language()).await?;
        }
        tx.commit().await?;
        self.state.mailer.wake();
        Ok(())
    }
}
