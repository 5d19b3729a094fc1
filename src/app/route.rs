//! Routes without a type for each: the router would compile its matching, its navigation and its waiting once for every page
//! that has one of its own.

use std::{future::Future, pin::Pin, sync::Arc};

use leptos::{prelude::*, tachys::view::iterators::StaticVec};
use leptos_router::{
    ChooseView, LazyRoute, NestedRoute, PossibleRouteMatch, SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
};

use super::styles::sheet_of_pages;

/// Some routes, the first that matches first.
pub type Table = StaticVec<AnyNestedRoute>;

/// What a route shows.
#[derive(Clone, Copy)]
pub enum Shown {
    /// What is in the main chunk.
    Here(fn() -> AnyView),
    /// What comes with a chunk of its own: what fetches it, and what shows it then.
    Fetched { fetch: fn() -> Soon<()>, view: fn() -> Soon<AnyView>, in_main_style: bool },
}

/// What is there soon.
pub type Soon<T> = Pin<Box<dyn Future<Output = T>>>;

impl Shown {
    /// A page of `pages.rs`.
    pub fn lazy<P: LazyRoute>() -> Self {
        Self::Fetched { fetch: || Box::pin(P::preload()), view: || Box::pin(P::view(P::data())), in_main_style: false }
    }

    /// The same page, which needs no other style sheet than the frame.
    pub fn in_main_style(self) -> Self {
        match self {
            Self::Fetched { fetch, view, .. } => Self::Fetched { fetch, view, in_main_style: true },
            here @ Self::Here(_) => here,
        }
    }
}

impl ChooseView for Shown {
    async fn choose(self) -> AnyView {
        match self {
            Self::Here(view) => view(),
            Self::Fetched { view, in_main_style: true, .. } => view().await,
            Self::Fetched { view, in_main_style: false, .. } => {
                let sheet = sheet_of_pages();
                let view = view().await;
                sheet.await;
                view
            }
        }
    }

    async fn preload(&self) {
        if let Self::Fetched { fetch, .. } = self {
            fetch().await;
        }
    }
}

/// The route of a page.
pub fn route(path: impl PossibleRouteMatch + Send + Sync + 'static, shown: Shown) -> AnyNestedRoute {
    NestedRoute::new(forgotten(path), shown).into_any_nested_route()
}

/// The routes of pages in a layout. In order, so that a page is complete without scripts however long its data takes.
pub fn within(
    path: impl PossibleRouteMatch + Send + Sync + 'static,
    layout: fn() -> AnyView,
    pages: Vec<AnyNestedRoute>,
) -> AnyNestedRoute {
    let route = NestedRoute::new(forgotten(path), Shown::Here(layout)).ssr_mode(SsrMode::InOrder);
    route.child(Table::from(pages)).into_any_nested_route()
}

/// A path of whatever segments.
fn forgotten(path: impl PossibleRouteMatch + Send + Sync + 'static) -> Arc<dyn PossibleRouteMatch + Send + Sync> {
    Arc::new(path)
}
