//! Signing in, up and out, and what it takes to change a password: decided here, for the server functions of `api`.

use std::net::IpAddr;

use axum::http::request::Parts;
use leptos::prelude::use_context;
use tower_sessions::Session;

use super::{
    known::Known,
    model::{Email, Me, password_problem},
    password, session,
    store::{self, NewUser},
    throttle::{self, Throttle},
};
use crate::{
    domain::{ids::UserId, phone::E164, time::EpochMs},
    error::AppError,
    server::{numbering, state::AppState},
};

/// A request by somebody who may not be signed in.
#[derive(Debug, Clone)]
pub struct Visit {
    state: AppState,
    session: Session,
    throttle: Throttle,
    known: Known,
    peer: IpAddr,
}

impl Visit {
    /// The request of the server function that is running.
    ///
    /// # Errors
    /// [`AppError::Internal`] outside of a request that went through `users::guard`.
    pub fn current() -> Result<Self, AppError> {
        let visit = || {
            let parts: Parts = use_context()?;
            let peer = throttle::peer(&parts);
            let extensions = parts.extensions;
            let (session, throttle, known) = (extensions.get()?, extensions.get()?, extensions.get()?);
            let (session, throttle, known) = (Session::clone(session), Throttle::clone(throttle), Known::clone(known));
            Some(Self { state: use_context()?, session, throttle, known, peer })
        };
        visit().ok_or_else(|| AppError::internal(&"users::guard is not in front of the server functions"))
    }

    /// Lets the owner of an account in. The answer to a wrong password and to an unknown e-mail is the same, in the same time.
    ///
    /// # Errors
    /// [`AppError::Invalid`], [`AppError::TooMany`], or when the database fails.
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<Me, AppError> {
        let email = parse_email(email)?;
        let now = self.state.clock.now();
        self.throttle.take(self.peer, Some(&email), now)?;
        let account = store::by_email(&self.state.db, &email).await?;
        let good = password::verify(password, account.as_ref().map(|account| account.password_hash.as_str())).await?;
        let Some(account) = account.filter(|_| good) else {
            tracing::info!(peer = %self.peer, "a sign-in was refused");
            return Err(AppError::invalid("password", "The e-mail or the password is wrong. Check both and try again."));
        };
        self.throttle.give_back(self.peer, Some(&email));
        self.renew(&account.me.id, now).await?;
        Ok(account.me)
    }

    /// Opens an account and lets its owner in.
    ///
    /// # Errors
    /// [`AppError::Invalid`], [`AppError::TooMany`], or when the database fails.
    pub async fn sign_up(&self, email: &str, password: &str, number: Option<&str>) -> Result<(), AppError> {
        let email = parse_email(email)?;
        check_new_password("password", password)?;
        let number = parse_number(number)?;
        let now = self.state.clock.now();
        self.throttle.take(self.peer, None, now)?;
        let password_hash = password::hash(password).await?;
        let new = NewUser { email: &email, password_hash: &password_hash, number: number.as_ref(), is_admin: false, at: now };
        let user = store::create(&self.state.db, new).await?;
        tracing::info!(user.id = %user, "an account was opened");
        self.renew(&user, now).await
    }

    /// Ends the session, if there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sign_out(&self) -> Result<(), AppError> {
        session::end(&self.session).await?;
        self.known.forget_all();
        Ok(())
    }

    /// Changes the password of who is signed in, ends their other sessions and gives this one a new id.
    ///
    /// # Errors
    /// [`AppError::Invalid`] on `current` or `new`, [`AppError::TooMany`], or when the database fails.
    pub async fn change_password(&self, me: &Me, current: &str, new: &str) -> Result<(), AppError> {
        check_new_password("new", new)?;
        let email = Email::parse(&me.email);
        let now = self.state.clock.now();
        self.throttle.take(self.peer, email.as_ref(), now)?;
        let account = store::by_id(&self.state.db, &me.id).await?.ok_or(AppError::NotSignedIn)?;
        if !password::verify(current, Some(&account.password_hash)).await? {
            return Err(AppError::invalid("current", "This is not your current password. Nothing was changed."));
        }
        self.throttle.give_back(self.peer, email.as_ref());
        let password_hash = password::hash(new).await?;
        store::set_password(&self.state.db, &me.id, &password_hash, session::stored_id(&self.session).as_deref()).await?;
        self.known.forget_all();
        tracing::info!(user.id = %me.id, "a password was changed");
        // A script with a bearer token has no session to renew.
        if self.session.id().is_some() { self.renew(&me.id, now).await } else { Ok(()) }
    }

    async fn renew(&self, user: &UserId, now: EpochMs) -> Result<(), AppError> {
        if self.session.id().is_some() {
            self.known.forget_all();
        }
        session::begin(&self.session, user, now).await
    }
}

fn parse_email(text: &str) -> Result<Email, AppError> {
    Email::parse(text).ok_or_else(|| AppError::invalid("email", "This is not an e-mail address. Write it like name@example.org."))
}

fn check_new_password(field: &str, password: &str) -> Result<(), AppError> {
    password_problem(password).map_or(Ok(()), |problem| Err(AppError::invalid(field, problem)))
}

/// The caller's own number, where nothing written means none.
///
/// # Errors
/// [`AppError::Invalid`] on `number`.
pub fn parse_number(text: Option<&str>) -> Result<Option<E164>, AppError> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    match numbering::normalise(text, None) {
        Ok(number) => Ok(Some(number.e164)),
        Err(AppError::Invalid { message, .. }) => Err(AppError::invalid("number", message)),
        Err(other) => Err(other),
    }
}
