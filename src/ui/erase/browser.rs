//! In the browser a view whose type is forgotten is a trait object, and so is what it has put on the page.

use std::any::{Any, TypeId};

use leptos::{
    prelude::*,
    tachys::{
        html::attribute::{Attribute, any_attribute::AnyAttribute},
        hydration::Cursor,
        renderer::types,
        view::{Mountable, Position, PositionState, Render, RenderHtml, add_attr::AddAnyAttr},
    },
};

pub fn forget<V: IntoView + 'static>(view: V) -> AnyView {
    // What is not on the page has a placeholder there, which is `AnyView`'s matter.
    if V::EXISTS { Forgotten(Box::new(Changing(view))).into_any() } else { view.into_any() }
}

pub fn forget_for_good<V: IntoView + 'static>(view: V) -> AnyView {
    if V::EXISTS { Forgotten(Box::new(Fixed(view))).into_any() } else { view.into_any() }
}

/// A view of some type.
struct Forgotten(Box<dyn View>);

trait View: Send {
    fn build(self: Box<Self>) -> Shown;
    fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Shown;
    fn rebuild(self: Box<Self>, shown: &mut Shown);
}

/// A view that the next one of its type changes in its place.
struct Changing<V>(V);

impl<V: IntoView + 'static> View for Changing<V> {
    fn build(self: Box<Self>) -> Shown {
        Shown::new::<V>(self.0.build())
    }

    fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Shown {
        Shown::new::<V>(self.0.hydrate::<true>(cursor, position))
    }

    fn rebuild(self: Box<Self>, shown: &mut Shown) {
        let state: &mut dyn Any = &mut *shown.state;
        match state.downcast_mut::<V::State>() {
            // Views of two types may have states of one.
            Some(state) if shown.of == TypeId::of::<V>() => self.0.rebuild(state),
            _ => shown.replace(self.build()),
        }
    }
}

/// A view that stays what it is.
struct Fixed<V>(V);

impl<V: IntoView + 'static> View for Fixed<V> {
    fn build(self: Box<Self>) -> Shown {
        Shown::new::<Self>(self.0.build())
    }

    fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Shown {
        Shown::new::<Self>(self.0.hydrate::<true>(cursor, position))
    }

    fn rebuild(self: Box<Self>, shown: &mut Shown) {
        shown.replace(self.build());
    }
}

/// What a view of some type has put on the page.
struct Shown {
    of: TypeId,
    state: Box<dyn State>,
}

trait State: Mountable + Any {}

impl<S: Mountable + Any> State for S {}

impl Shown {
    fn new<V: 'static>(state: impl Mountable + 'static) -> Self {
        Self { of: TypeId::of::<V>(), state: Box::new(state) }
    }

    fn replace(&mut self, mut other: Self) {
        self.insert_before_this(&mut other);
        self.unmount();
        *self = other;
    }
}

impl Mountable for Shown {
    fn unmount(&mut self) {
        self.state.unmount();
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        self.state.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.state.insert_before_this(child)
    }

    fn elements(&self) -> Vec<types::Element> {
        self.state.elements()
    }
}

impl Render for Forgotten {
    type State = Shown;

    fn build(self) -> Shown {
        self.0.build()
    }

    fn rebuild(self, shown: &mut Shown) {
        self.0.rebuild(shown);
    }
}

/// `AnyView` adds attributes to the elements that are shown, and asks no view to do it.
impl AddAnyAttr for Forgotten {
    type Output<A: Attribute> = Self;

    fn add_any_attr<A: Attribute>(self, _attribute: A) -> Self {
        self
    }
}

impl RenderHtml for Forgotten {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    /// Nothing: no HTML is made in the browser.
    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Shown {
        self.0.hydrate(cursor, position)
    }

    fn into_owned(self) -> Self {
        self
    }
}
