//! What the server knows about this site and this visitor before any data is read, given to both renders alike.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The server provides it as context for every page; the browser finds the same value in the page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// `light` or `dark`, when the visitor chose.
    pub theme: Option<String>,
    /// Whether the built-in carrier stands in for Twilio.
    pub local_carrier: bool,
}

/// Carries the server's [`Site`] over to the browser; once, in the app's root, before anything else that is serialised.
pub fn provide_site() {
    provide_context(SharedValue::new(|| use_context::<Site>().unwrap_or_default()).into_inner());
}

/// The site.
pub fn use_site() -> Site {
    use_context().unwrap_or_default()
}
