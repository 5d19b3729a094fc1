//! What a page fetches: rendered with it, fetched again when what it depends on changes.

#[cfg(not(feature = "ssr"))]
mod browser;
#[cfg(not(feature = "ssr"))]
pub use self::browser::Fetched;
#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "ssr")]
pub use self::server::Fetched;

use std::future::Future;

use serde::{Serialize, de::DeserializeOwned};

/// Fetches with what `source` says, and again whenever that changes.
#[track_caller]
pub fn fetched<S, T, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> F + Send + Sync + 'static,
) -> Fetched<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = T> + Send + 'static,
{
    Fetched::new(source, fetch)
}
