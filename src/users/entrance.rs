//! Signing in, up and out, and what it takes to change a password: decided here, for the server functions of `api`.

use std::net::IpAddr;

use axum::http::request::Parts;
use leptos::prelude::use_context;
use tower_sessions::Session;

use super::{
    Caller, browser, device,
    known::Known,
    links,
    model::{Email, Me, password_problem},
    password, session,
    store::{self, NewPassword},
    strong::second_step::Next,
    throttle::{self, Throttle},
};
use crate::{
    domain::{ids::UserId, phone::E164, time::EpochMs},
    error::AppError,
    server::{live, numbering, state::AppState},
    words,
};

/// A request by somebody who may not be signed in.
#[derive(Debug, Clone)]
pub struct Visit {
    pub(super) state: AppState,
    pub(super) session: Session,
    pub(super) throttle: Throttle,
    pub(super) known: Known,
    pub(super) peer: IpAddr,
    /// Browser and system in a few words.
    device: String,
}

impl Visit {
    /// The request of the server function that is running.
    ///
    /// # Errors
    /// [`AppError::Internal`] outside of a request that went through `users::guard`.
    pub fn current() -> Result<Self, AppError> {
        let (parts, state) = use_context::<Parts>().zip(use_context()).ok_or_else(unguarded)?;
        Self::of(&parts, state)
    }

    /// The request that a handler answers.
    ///
    /// # Errors
    /// As for [`Self::current`].
    pub fn of(parts: &Parts, state: AppState) -> Result<Self, AppError> {
        let visit = || {
            let (peer, device) = (throttle::peer(parts), device::words(&parts.headers));
            let extensions = &parts.extensions;
            let (session, throttle, known) = (extensions.get()?, extensions.get()?, extensions.get()?);
            let (session, throttle, known) =
                (Session::clone(session), Throttle::clone(throttle).of(&parts.headers), Known::clone(known));
            Some(Self { state, session, throttle, known, peer, device })
        };
        visit().ok_or_else(unguarded)
    }

    /// Lets the owner of an account in, or asks for the second step. The answer to a wrong password and to an unknown e-mail is the
    /// same, in the same time.
    ///
    /// # Errors
    /// [`AppError::Invalid`], [`AppError::TooMany`], or when the database fails.
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<Next, AppError> {
        let email = parse_email(email)?;
        let now = self.state.clock.now();
        self.throttle.take(self.peer, Some(&email))?;
        let account = store::by_email(&self.state.db, &email).await?;
        let good = password::verify(password, account.as_ref().map(|account| account.password_hash.as_str())).await?;
        let Some(account) = account.filter(|_| good) else {
            tracing::info!(peer = %self.peer, "a sign-in was refused");
            return Err(AppError::invalid("password", words::users().wrong_password()));
        };
        self.throttle.give_back(self.peer, Some(&email));
        let next = self.after_password(&account.me.id, Some(now), now).await?;
        if next == Next::Inside {
            browser::remember(&self.state, &email);
        }
        Ok(next)
    }

    /// Ends the session, if there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sign_out(&self) -> Result<(), AppError> {
        let user = session::user(&self.session, self.state.clock.now()).await?.map(|it| it.user);
        session::end(&self.session).await?;
        self.known.forget_all();
        if let Some(user) = user {
            live::sessions_changed(&user);
        }
        Ok(())
    }

    /// Notes that the caller is who they are, because they know the password; where signing in takes a code too, so does this.
    ///
    /// # Errors
    /// [`AppError::Invalid`] on `password`, [`AppError::TooMany`], or when the database fails.
    pub async fn confirm(&self, caller: &Caller, password: &str) -> Result<(), AppError> {
        if self.asks_for_codes(&caller.me.id).await? {
            return Err(AppError::invalid("password", words::strong().code_needed()));
        }
        self.check_password(&caller.me, "password", password).await?;
        caller.confirm(self.state.clock.now()).await
    }

    /// Slowed down like signing in, because it tells as much. The hash that it was held against.
    async fn check_password(&self, me: &Me, field: &str, password: &str) -> Result<String, AppError> {
        let email = Email::parse(&me.email);
        self.throttle.take(self.peer, email.as_ref())?;
        let account = store::by_id(&self.state.db, &me.id).await?.ok_or(AppError::NotSignedIn)?;
        if !password::verify(password, Some(&account.password_hash)).await? {
            return Err(AppError::invalid(field, words::users().wrong_current()));
        }
        self.throttle.give_back(self.peer, email.as_ref());
        Ok(account.password_hash)
    }

    /// Changes the password of who is signed in, ends their other sessions and gives this one a new id, which counts as confirmed.
    /// Where signing in takes a code too, the password in force is too little for that.
    ///
    /// # Errors
    /// [`AppError::Invalid`] on `current` or `new`, [`AppError::ConfirmFirst`], [`AppError::TooMany`], or when the database fails.
    pub async fn change_password(&self, caller: &Caller, current: &str, new: &str) -> Result<(), AppError> {
        let (me, now) = (&caller.me, self.state.clock.now());
        check_new_password("new", new)?;
        caller.must_have_session()?;
        if self.asks_for_codes(&me.id).await? {
            caller.must_be_confirmed().await?;
        }
        let old = self.check_password(me, "current", current).await?;
        let password_hash = password::hash(new).await?;
        let stored_id = session::stored_id(&self.session);
        let new = NewPassword { hash: &password_hash, instead_of: Some(&old), keep: stored_id.as_deref(), at: now };
        let mut tx = self.state.db.begin().await?;
        // Meanwhile a letter may have brought another one, because this one was known to somebody.
        if !store::set_password(&mut tx, &me.id, new).await? {
            return Err(AppError::invalid("current", words::users().wrong_current()));
        }
        links::void(&mut tx, &me.id, now).await?;
        if let Some(email) = Email::parse(&me.email) {
            self.tell_password(&mut tx, &me.id, &email).await?;
        }
        tx.commit().await?;
        self.ended(&me.id);
        tracing::info!(user.id = %me.id, "a password was changed");
        self.renew(&me.id, now).await
    }

    /// Begins the session of somebody who has just shown all that their account asks for.
    pub(super) async fn renew(&self, user: &UserId, now: EpochMs) -> Result<(), AppError> {
        self.begin(user, Some(now), now).await
    }

    /// Begins the session of somebody who showed at a moment, if at all, what their account asks for.
    pub(super) async fn begin(&self, user: &UserId, shown_at: Option<EpochMs>, now: EpochMs) -> Result<(), AppError> {
        if self.session.id().is_some() {
            self.known.forget_all();
        }
        session::begin(&self.session, user, session::Began { device: self.device.clone(), shown_at }, now).await
    }
}

fn unguarded() -> AppError {
    AppError::internal(&"users::guard is not in front of what was asked for")
}

pub(super) fn parse_email(text: &str) -> Result<Email, AppError> {
    Email::parse(text).ok_or_else(|| AppError::invalid("email", words::users().no_email()))
}

pub(super) fn check_new_password(field: &str, password: &str) -> Result<(), AppError> {
    password_problem(words::users(), password).map_or(Ok(()), |problem| Err(AppError::invalid(field, problem)))
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
