//! The browser in which the owner of an account has signed in before: a cookie by which it is known again, so that guesses from
//! elsewhere cannot keep its owner out (OWASP: slow down online guessing attacks with device cookies).
//!
//! It opens nothing: who has it still needs the password, and has a budget of tries of their own.

use axum::http::{HeaderMap, HeaderValue, header};
use hmac::{Hmac, KeyInit, Mac};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::model::Email;
use crate::{
    domain::secret::Secret,
    server::{ids, state::AppState},
};

/// Half a year, in seconds.
const KEPT_FOR_SECONDS: i64 = 15_552_000;

fn cookie_name(state: &AppState) -> &'static str {
    if state.config.is_https() { "__Host-ringfare_device" } else { "ringfare_device" }
}

/// Who a browser says it is; what it says is checked against the account that is tried.
#[derive(Debug, Clone, Default)]
pub struct Browser(Option<(String, Secret)>);

impl Browser {
    /// What a request's cookies say.
    pub fn of(state: &AppState, headers: &HeaderMap) -> Self {
        let name = cookie_name(state);
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let value = pairs.filter(|(key, _)| *key == name).map(|(_, value)| value).next();
        Self(value.and_then(|value| value.split_once('.')).map(|(id, seal)| (id.to_owned(), seal.to_owned().into())))
    }

    /// The browser's id, if the owner of this account has signed in with it.
    pub fn known_to(&self, state: &AppState, email: &Email) -> Option<&str> {
        let (id, seal) = self.0.as_ref()?;
        bool::from(sealed(state, id, email).as_bytes().ct_eq(seal.expose().as_bytes())).then_some(id)
    }
}

/// Has the browser that signs in just now known again.
pub fn remember(state: &AppState, email: &Email) {
    let id = ids::hex32();
    let (name, seal) = (cookie_name(state), sealed(state, &id, email));
    let secure = if state.config.is_https() { "; Secure" } else { "" };
    let cookie = format!("{name}={id}.{seal}; Path=/; Max-Age={KEPT_FOR_SECONDS}; HttpOnly; SameSite=Lax{secure}");
    if let (Some(response), Ok(cookie)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&cookie)) {
        response.append_header(header::SET_COOKIE, cookie);
    }
}

/// By a key that follows from the carrier's secret: a new one only makes browsers unknown.
fn sealed(state: &AppState, id: &str, email: &Email) -> String {
    let secret = &state.twilio.account().api_key_secret;
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(format!("ringfare device cookie\0{id}\0{email}").as_bytes());
    hex::encode(mac.finalize().into_bytes())
}
