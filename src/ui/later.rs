//! Parts of a page whose code comes when they are first shown, in a chunk of WASM of its own.
//!
//! `#[wasm_split(chunk, fallible, …)]` on a function cuts out what it alone needs; functions that name one chunk share it. `#[lazy]` is
//! for what the server renders: it has the server announce the chunk with the page, but a chunk that cannot be fetched ends the page.

use std::{future::Future, pin::Pin, time::Duration};

use leptos::{prelude::*, wasm_split::SplitLoaderError};

use super::erase::Erase;
use crate::error::AppError;

/// How long after code could not be fetched it is asked for again.
const AGAIN_AFTER: Duration = Duration::from_secs(4);

/// The code of a `wasm_split` function that is `fallible` could not be fetched; the next call of it tries again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotFetched;

impl From<NotFetched> for AppError {
    fn from(_: NotFetched) -> Self {
        Self::Unreachable { message: "a part of the page".to_owned() }
    }
}

impl From<SplitLoaderError> for NotFetched {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// What a `fallible` function gives when its code is there.
///
/// # Errors
/// None: the failure is the macro's to add.
pub fn ready<T>(value: T) -> Result<T, NotFetched> {
    Ok(value)
}

/// Shows what `load` brings while `when` holds, and asks again for code that could not be fetched. It is for what an open page does
/// later; where it holds from the start, the route fetches the code before the page is taken over.
pub fn later<L>(when: Signal<bool>, load: impl Fn() -> L + Send + Sync + 'static) -> AnyView
where
    L: Future<Output = Result<AnyView, NotFetched>> + Send + 'static,
{
    part(when, Box::new(move || Box::pin(load())))
}

/// The same from the first time that `when` holds: what gives the focus back when it closes must be there to do so.
pub fn once<L>(when: Signal<bool>, load: impl Fn() -> L + Send + Sync + 'static) -> AnyView
where
    L: Future<Output = Result<AnyView, NotFetched>> + Send + 'static,
{
    later(Memo::new(move |before| before == Some(&true) || when.get()).into(), load)
}

type Loading = Pin<Box<dyn Future<Output = Result<AnyView, NotFetched>> + Send>>;

fn part(when: Signal<bool>, load: Box<dyn Fn() -> Loading + Send + Sync>) -> AnyView {
    let tries = RwSignal::new(false);
    let again = move || {
        let timer = set_timeout_with_handle(move || tries.update(|tries| *tries = !*tries), AGAIN_AFTER);
        on_cleanup(move || {
            if let Ok(timer) = timer {
                timer.clear();
            }
        });
    };
    let shown = move || {
        tries.track();
        let part = when.get().then(&load)?;
        Some(Suspend::new(async move {
            part.await.unwrap_or_else(|NotFetched| {
                again();
                ().erase()
            })
        }))
    };
    shown.erase()
}
