//! The one place where waiting and failing are handled.

use leptos::{either::Either, prelude::*};

use serde::{Serialize, de::DeserializeOwned};

use super::{alert::ErrorAlert, skeleton::Skeleton};
use crate::error::AppError;

/// Shows what a resource brings: a skeleton until it first comes, the old value while it is fetched again, an error with
/// "Try again" when it fails.
#[component]
pub fn Load<T, V, F>(
    /// What is fetched.
    resource: Resource<Result<T, AppError>>,
    /// Shows the value.
    view: F,
    /// Rows of the skeleton.
    #[prop(default = 3)]
    rows: usize,
) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
    F: Fn(T) -> V + Clone + Send + Sync + 'static,
{
    let retry = Callback::new(move |()| resource.refetch());
    let shown = move || {
        let view = view.clone();
        Suspend::new(async move {
            match resource.await {
                Ok(value) => Either::Left(view(value)),
                Err(error) => Either::Right(view! { <ErrorAlert error retry/> }),
            }
        })
    };
    view! { <Transition fallback=move || view! { <Skeleton rows/> }>{shown}</Transition> }.into_any()
}
