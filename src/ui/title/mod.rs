//! The title of a page, in its tab and in the browser's history.

#[cfg(not(feature = "ssr"))]
mod browser;
#[cfg(not(feature = "ssr"))]
pub use self::browser::{provide_titles, titled};
#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "ssr")]
pub use self::server::{provide_titles, titled};

use leptos::prelude::*;

/// The title of the page, until another one is shown.
#[component]
pub fn Title(
    /// Its name; the site's is added.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    titled(format!("{text} · Ringfare"))
}
