//! Values that change. All are kept in signals of one type, whatever they are, because each other type compiles its keeping, its
//! following and its telling anew; they are typed again where they are read. For flags and text, which are signals everywhere, the
//! framework's own do as well.

use std::{any::Any, fmt, marker::PhantomData, sync::Arc};

use leptos::prelude::*;

/// Some value.
#[derive(Clone)]
pub(super) struct Parcel(Arc<dyn Any + Send + Sync>);

impl Parcel {
    pub(super) fn of<T: Send + Sync + 'static>(value: T) -> Self {
        Self(Arc::new(value))
    }

    /// What it was made of.
    pub(super) fn open<T: 'static>(&self) -> &T {
        self.0.downcast_ref().expect("what was put there")
    }

    fn open_mut<T: Clone + Send + Sync + 'static>(&mut self) -> &mut T {
        if Arc::get_mut(&mut self.0).is_none() {
            *self = Self::of(self.open::<T>().clone());
        }
        Arc::get_mut(&mut self.0).and_then(|value| value.downcast_mut()).expect("what was put there")
    }
}

impl fmt::Debug for Parcel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Parcel")
    }
}

/// A value that whoever has this may change; cheap to copy.
#[derive(Debug)]
pub struct State<T> {
    parcel: RwSignal<Parcel>,
    content: PhantomData<fn() -> T>,
}

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for State<T> {}

impl<T: Default + Send + Sync + 'static> Default for State<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: Send + Sync + 'static> State<T> {
    #[track_caller]
    pub fn new(value: T) -> Self {
        Self { parcel: RwSignal::new(Parcel::of(value)), content: PhantomData }
    }

    /// Looks at the value, and follows it.
    #[track_caller]
    pub fn with<O>(self, look: impl FnOnce(&T) -> O) -> O {
        look(self.parcel.read().open())
    }

    /// Looks at the value as it is now.
    #[track_caller]
    pub fn with_untracked<O>(self, look: impl FnOnce(&T) -> O) -> O {
        look(self.parcel.read_untracked().open())
    }

    /// The same, unless the part of the page that this belongs to is gone.
    pub fn try_with_untracked<O>(self, look: impl FnOnce(&T) -> O) -> Option<O> {
        self.parcel.try_read_untracked().map(|parcel| look(parcel.open()))
    }

    /// Puts a value in place of what is there.
    #[track_caller]
    pub fn set(self, value: T) {
        self.parcel.set(Parcel::of(value));
    }

    /// The same, unless the part of the page that this belongs to is gone.
    pub fn try_set(self, value: T) {
        drop(self.parcel.try_set(Parcel::of(value)));
    }
}

impl<T: Clone + Send + Sync + 'static> State<T> {
    /// The value; follows it.
    #[track_caller]
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value, unless the part of the page that this belongs to is gone; follows it.
    pub fn try_get(self) -> Option<T> {
        self.parcel.try_read().map(|parcel| parcel.open::<T>().clone())
    }

    /// The value as it is now.
    #[track_caller]
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }

    /// The same, unless the part of the page that this belongs to is gone.
    pub fn try_get_untracked(self) -> Option<T> {
        self.try_with_untracked(T::clone)
    }

    /// Changes the value in its place.
    #[track_caller]
    pub fn update(self, change: impl FnOnce(&mut T)) {
        change(self.parcel.write().open_mut());
    }

    /// The same, unless the part of the page that this belongs to is gone.
    pub fn try_update(self, change: impl FnOnce(&mut T)) {
        if let Some(mut parcel) = self.parcel.try_write() {
            change(parcel.open_mut());
        }
    }
}

/// A value that others change; cheap to copy.
#[derive(Debug)]
pub struct Known<T> {
    parcel: Signal<Parcel>,
    content: PhantomData<fn() -> T>,
}

impl<T> Clone for Known<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Known<T> {}

impl<T> From<State<T>> for Known<T> {
    fn from(state: State<T>) -> Self {
        Self { parcel: state.parcel.into(), content: PhantomData }
    }
}

/// One that nobody changes.
impl<T: Send + Sync + 'static> From<T> for Known<T> {
    fn from(value: T) -> Self {
        Self { parcel: Signal::stored(Parcel::of(value)), content: PhantomData }
    }
}

impl<T: Send + Sync + 'static> Known<T> {
    /// What `tell` says, each time it is asked.
    #[track_caller]
    pub fn derive(tell: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self { parcel: derived(Box::new(move || Parcel::of(tell()))), content: PhantomData }
    }

    /// What `tell` says; asked again when something that it follows has changed, and told further when that is another value.
    #[track_caller]
    pub fn memo(tell: impl Fn() -> T + Send + Sync + 'static) -> Self
    where
        T: PartialEq,
    {
        let same = |one: &Parcel, other: &Parcel| one.open::<T>() == other.open::<T>();
        Self { parcel: compared(Box::new(move || Compared { parcel: Parcel::of(tell()), same })), content: PhantomData }
    }

    /// Looks at the value, and follows it.
    #[track_caller]
    pub fn with<O>(self, look: impl FnOnce(&T) -> O) -> O {
        look(self.parcel.read().open())
    }

    /// Looks at the value as it is now.
    #[track_caller]
    pub fn with_untracked<O>(self, look: impl FnOnce(&T) -> O) -> O {
        look(self.parcel.read_untracked().open())
    }

    /// The same, unless the part of the page that this belongs to is gone.
    pub fn try_with_untracked<O>(self, look: impl FnOnce(&T) -> O) -> Option<O> {
        self.parcel.try_read_untracked().map(|parcel| look(parcel.open()))
    }
}

impl<T: Clone + Send + Sync + 'static> Known<T> {
    /// The value; follows it.
    #[track_caller]
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value as it is now.
    #[track_caller]
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }

    /// The same; none if the part of the page that this belongs to is gone.
    pub fn try_get_untracked(self) -> Option<T> {
        self.try_with_untracked(T::clone)
    }
}

/// A value that says whether another one is the same.
struct Compared {
    parcel: Parcel,
    same: fn(&Parcel, &Parcel) -> bool,
}

impl PartialEq for Compared {
    fn eq(&self, other: &Self) -> bool {
        (self.same)(&self.parcel, &other.parcel)
    }
}

#[track_caller]
fn derived(tell: Box<dyn Fn() -> Parcel + Send + Sync>) -> Signal<Parcel> {
    Signal::derive(tell)
}

#[track_caller]
fn compared(tell: Box<dyn Fn() -> Compared + Send + Sync>) -> Signal<Parcel> {
    let memo = Memo::new(move |_| tell());
    Signal::derive(move || memo.read().parcel.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_what_was_put_there() {
        Owner::new().with(|| {
            let calls = State::new(vec!["one"]);
            let told = Known::<Vec<_>>::from(calls);
            calls.update(|calls| calls.push("two"));
            assert_eq!((calls.get(), told.with(Vec::len)), (vec!["one", "two"], 2));
            let kept = told.get();
            calls.set(Vec::new());
            assert_eq!((kept.len(), told.try_get_untracked()), (2, Some(Vec::new())));
        });
    }

    #[test]
    fn a_change_leaves_what_somebody_still_reads() {
        Owner::new().with(|| {
            let count = State::new(1_u32);
            let before = count.parcel.get_untracked();
            count.try_update(|count| *count += 1);
            assert_eq!((before.open::<u32>(), count.get_untracked()), (&1, 2));
        });
    }

    #[test]
    fn a_memo_tells_only_what_is_another_value() {
        Owner::new().with(|| {
            let (number, told) = (State::new(2_u32), Arc::new(std::sync::Mutex::new(0)));
            let half = Known::memo(move || number.get() / 2);
            let counted = told.clone();
            let reader = Memo::new(move |_| {
                *counted.lock().expect("one thread") += 1;
                half.get()
            });
            for (next, half, asked) in [(2, 1, 1), (3, 1, 1), (4, 2, 2)] {
                number.set(next);
                assert_eq!((reader.get(), *told.lock().expect("one thread")), (half, asked));
            }
        });
    }

    #[test]
    fn what_is_gone_is_not_changed() {
        Owner::new().with(|| {
            let part = Owner::new();
            let (state, known) = part.with(|| {
                let state = State::new(1_u32);
                (state, Known::<u32>::from(state))
            });
            part.cleanup();
            state.try_set(2);
            state.try_update(|value| *value += 1);
            assert_eq!((state.try_get_untracked(), known.try_with_untracked(|value| *value)), (None, None));
        });
    }
}
