//! What the server knows about this site and this visitor before any data is read, given to both renders alike.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    domain::{json::Json, time::EpochMs},
    words::Language,
};

/// How people get in here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entrance {
    /// Whether anybody may open an account.
    pub open: bool,
    /// Whether who is invited may.
    pub by_invitation: bool,
    /// Whether letters are sent.
    pub letters: bool,
}

/// The server provides it as context for every page; the browser finds the same value in the page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// `light` or `dark`, when the visitor chose.
    pub theme: Option<String>,
    /// What the visitor reads.
    pub language: Language,
    /// When the page was made, by the server's clock.
    pub now: EpochMs,
    /// Whose page it is; nobody's outside the dashboard.
    pub account: Option<String>,
    /// Whether they are an operator.
    pub operator: bool,
    /// Whether the built-in carrier stands in for Twilio.
    pub local_carrier: bool,
    /// How people get in.
    pub entrance: Entrance,
    /// Whether it is whose page it is known to be reached at their address, where that matters.
    pub verified: bool,
    /// The name of the OpenID Connect provider where callers may sign in, if there is one.
    pub provider: Option<String>,
}

/// Carries the server's [`Site`] over to the browser, and with it the language; once, in the app's root, before anything else that is serialised.
pub fn provide_site() {
    let site = SharedValue::<Site, Json>::new_with_encoding(|| use_context().unwrap_or_default()).into_inner();
    provide_context(site.language);
    provide_context(site);
}

/// The site.
pub fn use_site() -> Site {
    use_context().unwrap_or_default()
}
