//! On the server: a [`Resource`], which writes what it fetched into the page.

use std::future::{Future, IntoFuture};

use leptos::{prelude::*, reactive::computed::AsyncDerivedFuture};
use serde::{Serialize, de::DeserializeOwned};

use crate::domain::json::Json;

/// A value of the server's.
#[derive(Debug)]
pub struct Fetched<T: Send + Sync + 'static>(Resource<T, Json>);

impl<T: Send + Sync + 'static> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Fetched<T> {}

impl<T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static> Fetched<T> {
    #[track_caller]
    pub(super) fn new<S, F>(
        source: impl Fn() -> S + Send + Sync + 'static,
        fetch: impl Fn(S) -> F + Send + Sync + 'static,
    ) -> Self
    where
        S: PartialEq + Clone + Send + Sync + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        Self(Resource::new_with_options(source, fetch, false))
    }

    /// The value, once it is there.
    pub fn get(self) -> Option<T> {
        self.0.get()
    }

    /// Fetches it again.
    pub fn refetch(self) {
        self.0.refetch();
    }
}

impl<T: Clone + Send + Sync + 'static> IntoFuture for Fetched<T> {
    type Output = T;
    type IntoFuture = AsyncDerivedFuture<T>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.into_future()
    }
}
