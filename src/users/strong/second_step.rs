//! Between the password and the session: whoever has a code app shows a code of it too.
//!
//! The browser's session then knows nothing but a ceremony, which opens nothing: [`crate::users::Caller`] does not look at it.
//! Guesses are bounded three times: five for each password that was right, six from one network and then one in 30 seconds
//! (`users::throttle`, shared with passwords), and for one account from everywhere a hundred a day.

use super::{
    ceremony::{self, Begun},
    code_app, recovery,
    store::{self, Kind},
    vault,
};
use crate::{
    domain::{ids::UserId, time::EpochMs},
    error::AppError,
    server::{state::AppState, throttle::Door},
    users::{
        Caller, browser,
        entrance::Visit,
        model::{Email, Me},
    },
    words,
};

/// Codes that may be tried after one right password.
const TRIES_MOST: i64 = 5;

/// What stands between a caller who gave the right password and the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Nothing: the session has begun.
    Inside,
    /// A code.
    Code,
}

impl Visit {
    /// Lets a caller in who gave the right password, or asks for the second step. Every way in goes through here that begins with
    /// a password, a letter or a provider's word, which may not say when they were asked.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn after_password(&self, user: &UserId, shown_at: Option<EpochMs>, now: EpochMs) -> Result<Next, AppError> {
        if !self.asks_for_codes(user).await? {
            self.begin(user, shown_at, now).await?;
            return Ok(Next::Inside);
        }
        let begun = Begun { kind: Kind::Code, user: Some(user), data: "", now };
        ceremony::begin(&self.state.db, &self.session, begun).await?;
        Ok(Next::Code)
    }

    /// Lets a caller in who shows a code after the password.
    ///
    /// # Errors
    /// [`AppError::Invalid`] on `code`, [`AppError::Refused`] when the time or the tries are over, [`AppError::TooMany`], or when the
    /// database fails.
    pub async fn second_step(&self, code: &str) -> Result<(), AppError> {
        let (db, now) = (&self.state.db, self.state.clock.now());
        let over = || AppError::refused("sign_in_again", words::strong().step_over());
        let id = ceremony::id(&self.session, Kind::Code).await?.ok_or_else(over)?;
        let user = store::try_ceremony(db, &id, now, TRIES_MOST).await?.ok_or_else(over)?;
        let account = crate::users::store::by_id(db, &user).await?.ok_or_else(over)?;
        self.check_code(&account.me, code).await?;
        // The row goes with the first of several right codes; what comes after it finds nothing.
        ceremony::take(db, &self.session, Kind::Code, now).await?.ok_or_else(over)?;
        if let Some(email) = Email::parse(&account.me.email) {
            browser::remember(&self.state, &email);
        }
        self.renew(&user, now).await
    }

    /// Notes that the caller is who they are, because they have a code.
    ///
    /// # Errors
    /// [`AppError::Invalid`] on `code`, [`AppError::TooMany`], [`AppError::ConfirmFirst`] for a token, or when the database fails.
    pub async fn confirm_by_code(&self, caller: &Caller, code: &str) -> Result<(), AppError> {
        caller.must_have_session()?;
        self.check_code(&caller.me, code).await?;
        caller.confirm(self.state.clock.now()).await
    }

    /// Whether a password alone is too little for this account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn asks_for_codes(&self, user: &UserId) -> Result<bool, AppError> {
        Ok(store::code_app(&self.state.db, user).await?.is_some_and(|app| app.confirmed_at.is_some()))
    }

    /// Holds a code of the app, or a recovery code, against the account, and uses it up.
    ///
    /// # Errors
    /// [`AppError::Invalid`] on `code`, [`AppError::TooMany`], or when the database fails.
    pub async fn check_code(&self, me: &Me, code: &str) -> Result<(), AppError> {
        let (email, now) = (Email::parse(&me.email), self.state.clock.now());
        self.throttle.take(self.peer, email.as_ref())?;
        let typed: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
        let good = if code_app::looks_like_code(&typed) {
            // Recovery codes are not counted so: a thief of the password cannot keep the owner out.
            let everywhere = &self.state.throttle;
            everywhere.take(Door::Code, Some(me.id.as_str()), None)?;
            let good = use_app_code(&self.state, me, &typed, now).await?;
            if good {
                everywhere.give_back(Door::Code, Some(me.id.as_str()), None);
            }
            good
        } else {
            use_recovery_code(&self.state, me, &typed, now).await?
        };
        if !good {
            tracing::info!(user.id = %me.id, peer = %self.peer, "a code was refused");
            return Err(AppError::invalid("code", words::strong().wrong_code()));
        }
        self.throttle.give_back(self.peer, email.as_ref());
        Ok(())
    }
}

async fn use_app_code(state: &AppState, me: &Me, code: &str, now: EpochMs) -> Result<bool, AppError> {
    let Some(app) = store::code_app(&state.db, &me.id).await?.filter(|app| app.confirmed_at.is_some()) else {
        return Ok(false);
    };
    let key = vault::open(state, &me.id, &app.sealed).await?;
    match code_app::step_of(&code_app::app(&key, &me.email)?, code, now) {
        Some(step) => Ok(store::accept_step(&state.db, &me.id, step).await?),
        None => Ok(false),
    }
}

async fn use_recovery_code(state: &AppState, me: &Me, code: &str, now: EpochMs) -> Result<bool, AppError> {
    let Some(hash) = recovery::hash(code) else { return Ok(false) };
    let used = store::use_recovery_code(&state.db, &me.id, &hash, now).await?;
    if used {
        tracing::info!(user.id = %me.id, "a recovery code was used");
    }
    Ok(used)
}
