//! Forgetting a view's type at a smaller price than [`AnyView`] asks.
//!
//! `into_any` compiles every view several times over: for hydration now, for hydration of what is fetched meanwhile, for being built,
//! replaced, moved and taken away, each with a copy of what surrounds it. In the browser [`Erase::erase`] keeps a view as a trait object
//! instead, so that there is one `AnyView` for all of them, which hydrates at once. Only what stands *around* a lazily loaded page is
//! hydrated otherwise, by `into_any`; inside pages `erase` is used wherever that would be. Children of our widgets come through [`Kids`].

#[cfg(not(feature = "ssr"))]
mod browser;
#[cfg(not(feature = "ssr"))]
use self::browser::{forget, forget_for_good};
#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "ssr")]
use self::server::{forget, forget_for_good};

use leptos::{
    children::{ChildrenOptContainer, ToChildren},
    prelude::*,
};

/// For every view.
pub trait Erase: IntoView + 'static {
    /// The view without its type.
    fn erase(self) -> AnyView;

    /// The same for what is made once where it stands, such as a page or its frame: nothing is compiled to turn it into another one
    /// of its type. One that came nevertheless would take its place whole.
    fn erase_for_good(self) -> AnyView;
}

impl<V: IntoView + 'static> Erase for V {
    fn erase(self) -> AnyView {
        forget(self)
    }

    fn erase_for_good(self) -> AnyView {
        forget_for_good(self)
    }
}

/// The children of a widget.
pub struct Kids(Box<dyn FnOnce() -> AnyView + Send>);

impl Kids {
    /// Makes the children; once.
    pub fn view(self) -> AnyView {
        (self.0)()
    }
}

impl<F, V> ToChildren<F> for Kids
where
    F: FnOnce() -> V + Send + 'static,
    V: IntoView + 'static,
{
    fn to_children(children: F) -> Self {
        Self(Box::new(move || children().erase()))
    }
}

impl<V: IntoView + 'static> ToChildren<ChildrenOptContainer<V>> for Kids {
    fn to_children(child: ChildrenOptContainer<V>) -> Self {
        Self(Box::new(move || child.0.erase()))
    }
}
