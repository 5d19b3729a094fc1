//! Passkeys (WebAuthn): a key that never leaves its device, opened there by finger, face or PIN, and bound to this address.
//!
//! A passkey is a whole sign-in: having the device and opening it are two factors. No name is typed, since the device knows whose
//! key it is (discoverable credentials). The library checks challenge, origin, relying party, signature, user verification and the
//! counter; that a challenge serves once, and a counter only rises, is up to single statements here.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use url::Url;
use uuid::Uuid;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Webauthn,
    WebauthnBuilder,
};

use super::{
    ceremony::{self, Begun},
    store::{self, Kind, NewPasskey, PasskeyRow, Used},
};
use crate::{
    domain::ids::UserId,
    error::AppError,
    server::{config::Config, throttle::Door},
    users::{entrance::Visit, model::Me},
    words,
};

/// Of one account.
const PASSKEYS_MOST: usize = 20;
/// Characters of a name.
const NAME_MOST: usize = 60;

/// Who we are to an authenticator: the host of the public address. `None` for an address without a name, such as 127.0.0.1, for
/// which browsers make no passkeys.
pub fn relying_party(config: &Config) -> Option<Webauthn> {
    let origin = Url::parse(&config.public_url).ok()?;
    WebauthnBuilder::new(origin.domain()?, &origin).ok()?.rp_name("Ringfare").build().ok()
}

impl Visit {
    /// What the browser asks its authenticators for when somebody signs in with a passkey.
    ///
    /// # Errors
    /// [`AppError::Refused`] where there can be none, [`AppError::TooMany`], or when the database fails.
    pub async fn passkey_challenge(&self) -> Result<Value, AppError> {
        let now = self.state.clock.now();
        self.throttle.knock(Door::Key, self.peer, None)?;
        let (asked, waiting) = self.webauthn()?.start_discoverable_authentication().map_err(fault)?;
        let begun = Begun { kind: Kind::Passkey, user: None, data: &to_json(&waiting)?, now };
        ceremony::begin(&self.state.db, &self.session, begun).await?;
        serde_json::to_value(asked).map_err(fault)
    }

    /// Lets the owner of a passkey in.
    ///
    /// # Errors
    /// [`AppError::Refused`] with a sentence when it is not good, or when the database fails.
    pub async fn sign_in_with_passkey(&self, answer: &str) -> Result<(), AppError> {
        let (db, now) = (&self.state.db, self.state.clock.now());
        let t = words::strong();
        let begun = ceremony::take(db, &self.session, Kind::Passkey, now).await?;
        let begun = begun.ok_or_else(|| AppError::refused("passkey_late", t.passkey_late()))?;
        let waiting: DiscoverableAuthentication = from_json(&begun.data)?;
        let unknown = || AppError::refused("passkey_unknown", t.passkey_unknown());
        let answer: PublicKeyCredential = serde_json::from_str(answer).map_err(|_| unreadable())?;
        let webauthn = self.webauthn()?;
        let (handle, credential_id) = webauthn.identify_discoverable_authentication(&answer).map_err(|_| unknown())?;
        let row = store::passkey(db, &URL_SAFE_NO_PAD.encode(credential_id)).await?;
        let row = row.filter(|row| handle_of(&row.user_id) == Some(handle)).ok_or_else(unknown)?;
        let account = crate::users::store::by_id(db, &row.user_id).await?.ok_or_else(unknown)?;
        let mut passkey: Passkey = from_json(&row.public_key)?;
        let result = webauthn.finish_discoverable_authentication_v2(&answer, waiting, &passkey).map_err(|error| {
            tracing::warn!(%error, passkey.id = %row.id, peer = %self.peer, "a passkey was refused");
            AppError::refused("passkey_refused", t.passkey_refused())
        })?;
        passkey.update_credential(&result);
        let used = Used { id: &row.id, counter: result.counter().into(), public_key: &to_json(&passkey)?, at: now };
        if !result.user_verified() || !store::use_passkey(db, used).await? {
            tracing::warn!(passkey.id = %row.id, peer = %self.peer, "a passkey was refused: not verified, or counted back");
            return Err(AppError::refused("passkey_refused", t.passkey_refused()));
        }
        self.renew(&account.me.id, now).await
    }

    /// What the browser asks an authenticator for to make a passkey. The caller confirmed who they are.
    ///
    /// # Errors
    /// [`AppError::Refused`] where there can be none or are too many, or when the database fails.
    pub async fn new_passkey_challenge(&self, me: &Me) -> Result<Value, AppError> {
        let known = store::passkeys(&self.state.db, &me.id).await?;
        if known.len() >= PASSKEYS_MOST {
            return Err(AppError::refused("too_many_passkeys", words::strong().too_many_passkeys(PASSKEYS_MOST)));
        }
        let known: Vec<_> = known.iter().filter_map(|row| URL_SAFE_NO_PAD.decode(&row.credential_id).ok()).collect();
        let handle = handle_of(&me.id).ok_or_else(|| AppError::internal(&"an account's id has no 128 bits"))?;
        let made = self.webauthn()?.start_passkey_registration(handle, &me.email, &me.email, Some(known));
        let (asked, waiting) = made.map_err(fault)?;
        let begun = Begun { kind: Kind::NewPasskey, user: Some(&me.id), data: &to_json(&waiting)?, now: self.state.clock.now() };
        ceremony::begin(&self.state.db, &self.session, begun).await?;
        let mut asked = serde_json::to_value(asked).map_err(fault)?;
        // The library leaves it to the authenticator; without it a name would have to be typed.
        let selection = &mut asked["publicKey"]["authenticatorSelection"];
        selection["residentKey"] = "required".into();
        selection["requireResidentKey"] = true.into();
        Ok(asked)
    }

    /// Keeps a passkey that was made.
    ///
    /// # Errors
    /// [`AppError::Invalid`] on `name`, [`AppError::Refused`] when it is not good, or when the database fails.
    pub async fn add_passkey(&self, me: &Me, name: &str, answer: &str) -> Result<(), AppError> {
        let (db, now) = (&self.state.db, self.state.clock.now());
        let t = words::strong();
        let name = name.trim();
        if name.is_empty() || name.chars().count() > NAME_MOST || name.chars().any(char::is_control) {
            return Err(AppError::invalid("name", t.passkey_name_wrong(NAME_MOST)));
        }
        let begun = ceremony::take(db, &self.session, Kind::NewPasskey, now).await?;
        let begun = begun.filter(|begun| begun.user_id.as_ref() == Some(&me.id));
        let begun = begun.ok_or_else(|| AppError::refused("passkey_late", t.passkey_late()))?;
        let waiting: PasskeyRegistration = from_json(&begun.data)?;
        let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).map_err(|_| unreadable())?;
        let passkey = self.webauthn()?.finish_passkey_registration(&answer, &waiting).map_err(|error| {
            tracing::warn!(%error, user.id = %me.id, "a new passkey was refused");
            AppError::refused("passkey_refused", t.passkey_refused())
        })?;
        let credential_id = URL_SAFE_NO_PAD.encode(passkey.cred_id());
        let new = NewPasskey { user: &me.id, credential_id: &credential_id, name, public_key: &to_json(&passkey)?, at: now };
        if !store::insert_passkey(db, new).await? {
            return Err(AppError::refused("passkey_known", t.passkey_known()));
        }
        tracing::info!(user.id = %me.id, "a passkey was added");
        Ok(())
    }

    fn webauthn(&self) -> Result<Webauthn, AppError> {
        relying_party(&self.state.config).ok_or_else(|| AppError::refused("no_passkeys", words::strong().no_passkeys()))
    }
}

/// What stands for an account in its authenticators: the bits of its id, which tell nothing.
fn handle_of(user: &UserId) -> Option<Uuid> {
    user.as_str().strip_prefix(UserId::PREFIX).and_then(|digits| Uuid::try_parse(digits).ok())
}

/// What the browser sent is not what it makes.
fn unreadable() -> AppError {
    AppError::invalid("", words::strong().passkey_refused())
}

fn to_json(value: &impl Serialize) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(fault)
}

fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, AppError> {
    serde_json::from_str(text).map_err(fault)
}

fn fault(error: impl std::fmt::Display) -> AppError {
    AppError::internal(&error)
}

impl From<PasskeyRow> for crate::users::factors::model::PasskeyInfo {
    fn from(row: PasskeyRow) -> Self {
        let PasskeyRow { id, name, created_at, last_used_at, .. } = row;
        Self { id, name, created_at, last_used_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(url: &str) -> Config {
        Config::read(&[("RINGFARE_PUBLIC_URL".to_owned(), url.to_owned())].into()).expect("a good address")
    }

    #[test]
    fn passkeys_belong_to_the_host_of_the_public_address() {
        for url in ["https://phone.example.org", "http://localhost:3000", "https://phone.example.org:8443"] {
            let origins = relying_party(&config(url)).expect("a name").get_allowed_origins().to_vec();
            assert_eq!(origins.len(), 1);
            assert!(origins[0].as_str().starts_with(url), "{origins:?}");
        }
        for url in ["http://127.0.0.1:3000", "https://[::1]:3000"] {
            assert!(relying_party(&config(url)).is_none(), "{url}: browsers make no passkeys for numbers");
        }
    }
}
