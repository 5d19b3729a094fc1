//! Two style sheets: `style/main.css`, which the frame and the dialer need, and `style/pages.css` with the rest. A page of the
//! server's brings what it needs; the dialer fetches the second one when it turns into another page.

#[cfg(not(feature = "ssr"))]
mod browser;
#[cfg(not(feature = "ssr"))]
pub use self::browser::sheet_of_pages;
#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "ssr")]
pub use self::server::{Sheets, sheet_of_pages};

/// The element of the first sheet; its `data-pages` tells where the second one is, if there are two.
const FIRST: &str = "style";
/// The element of the second.
const SECOND: &str = "style-of-pages";
