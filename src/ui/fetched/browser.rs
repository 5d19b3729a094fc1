//! In the browser: one [`Resource`] of one type for all that is fetched, because each other one compiles its waiting, its fetching and
//! its telling anew. It is typed again where it is read.

use std::{
    any::Any,
    cell::Cell,
    convert::Infallible,
    future::{Future, IntoFuture, pending},
    marker::PhantomData,
    pin::Pin,
    sync::Arc,
};

use leptos::{
    prelude::*,
    server::codee::{Decoder, Encoder},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::domain::json::{self, Unreadable};

/// A value of the server's.
#[derive(Debug)]
pub struct Fetched<T> {
    parcel: Resource<Parcel, Sealed>,
    content: PhantomData<fn() -> T>,
}

impl<T> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Fetched<T> {}

/// Some value.
#[derive(Debug, Clone)]
struct Parcel(Arc<dyn Any + Send + Sync>);

/// Reads what the server rendered with the page as what it is there for, which the type does not say.
#[derive(Debug)]
struct Sealed;

type Opener = fn(&[u8]) -> Result<Parcel, Unreadable>;

thread_local! {
    /// How that is read; while a [`Resource`] is made, which is when it looks for what was rendered.
    static OPENER: Cell<Option<Opener>> = const { Cell::new(None) };
}

fn open<T: DeserializeOwned + Send + Sync + 'static>(json: &[u8]) -> Result<Parcel, Unreadable> {
    json::read::<T>(json).map(|value| Parcel(Arc::new(value)))
}

impl Encoder<Parcel> for Sealed {
    type Error = Infallible;
    type Encoded = String;

    fn encode(_: &Parcel) -> Result<String, Infallible> {
        Ok(String::new())
    }
}

impl Decoder<Parcel> for Sealed {
    type Error = Unreadable;
    type Encoded = str;

    fn decode(json: &str) -> Result<Parcel, Unreadable> {
        OPENER.get().ok_or(Unreadable)?(json.as_bytes())
    }
}

type Soon<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A value, in one piece with how often it has changed: the [`Resource`] follows that.
struct Followed<S> {
    value: Option<S>,
    changes: u64,
}

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
        let followed = StoredValue::new(Followed { value: None, changes: 0 });
        let changes = move || {
            let now = source();
            let changes = followed.try_update_value(|followed| {
                if followed.value.as_ref() != Some(&now) {
                    followed.value = Some(now);
                    followed.changes += 1;
                }
                followed.changes
            });
            changes.unwrap_or_default()
        };
        let fetch = move || -> Soon<Parcel> {
            let fetching = followed.try_with_value(|followed| followed.value.clone()).flatten().map(&fetch);
            Box::pin(async move {
                match fetching {
                    Some(fetching) => Parcel(Arc::new(fetching.await)),
                    None => pending().await,
                }
            })
        };
        OPENER.set(Some(open::<T>));
        let parcel = resource(Box::new(changes), Box::new(fetch));
        OPENER.set(None);
        Self { parcel, content: PhantomData }
    }

    /// The value, once it is there.
    pub fn get(self) -> Option<T> {
        self.parcel.get()?.0.downcast_ref().cloned()
    }

    /// Fetches it again.
    pub fn refetch(self) {
        self.parcel.refetch();
    }
}

#[track_caller]
fn resource(
    changes: Box<dyn Fn() -> u64 + Send + Sync>,
    fetch: Box<dyn Fn() -> Soon<Parcel> + Send + Sync>,
) -> Resource<Parcel, Sealed> {
    Resource::new_with_options(changes, move |_| fetch(), false)
}

impl<T: Clone + Send + 'static> IntoFuture for Fetched<T> {
    type Output = T;
    type IntoFuture = Soon<T>;

    fn into_future(self) -> Soon<T> {
        let parcel = self.parcel.into_future();
        Box::pin(async move { parcel.await.0.downcast_ref().cloned().expect("what was fetched for it") })
    }
}
