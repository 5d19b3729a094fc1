//! The one place where waiting and failing are handled.

use leptos::prelude::*;

use serde::{Serialize, de::DeserializeOwned};

use super::{alert::ErrorAlert, erase::Erase, fetched::Fetched, skeleton::Skeleton};
use crate::error::AppError;

/// Shows what a resource brings: a skeleton until it first comes, the old value while it is fetched again, an error with
/// "Try again" when it fails.
#[component]
pub fn Load<T, V, F>(
    /// What is fetched.
    resource: Fetched<Result<T, AppError>>,
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
                Ok(value) => view(value).erase(),
                Err(error) => view! { <ErrorAlert error retry/> }.erase(),
            }
        })
    };
    wait(move || view! { <Skeleton rows/> }, shown)
}

/// Shows `meanwhile` until `shown` is first there, then what it was until it is there again. Every use is of the same types,
/// because each other one would compile all of the waiting anew.
pub fn wait<M: IntoView + 'static>(
    meanwhile: impl FnOnce() -> M + Send + 'static,
    shown: impl FnMut() -> Suspend<AnyView> + Send + 'static,
) -> AnyView {
    transition(Box::new(move || meanwhile().erase()), Box::new(shown))
}

fn transition(fallback: Box<dyn FnOnce() -> AnyView + Send>, shown: Box<dyn FnMut() -> Suspend<AnyView> + Send>) -> AnyView {
    view! { <Transition fallback>{shown}</Transition> }.erase()
}
