//! A list whose rows keep their elements for as long as they keep their keys.

use std::sync::Arc;

use leptos::prelude::*;

use super::erase::Erase;

/// A row that may be shown.
struct Row {
    key: String,
    show: Box<dyn FnOnce() -> AnyView + Send>,
}

/// Shows each of `items` by `row`, which is run once for each key. Lists of all types are of one: `<For>` compiles its comparing and
/// moving for each type of item, key and row.
pub fn each<T, V>(
    items: impl Fn() -> Vec<T> + Send + Sync + 'static,
    key: impl Fn(&T) -> String + Send + Sync + 'static,
    row: impl Fn(T) -> V + Send + Sync + 'static,
) -> AnyView
where
    T: Send + 'static,
    V: IntoView + 'static,
{
    let row = Arc::new(row);
    let made = move |item: T| {
        let (key, row) = (key(&item), Arc::clone(&row));
        Row { key, show: Box::new(move || row(item).erase()) }
    };
    list(Box::new(move || items().into_iter().map(&made).collect()))
}

fn list(rows: Box<dyn Fn() -> Vec<Row> + Send + Sync>) -> AnyView {
    view! { <For each=rows key=|row| row.key.clone() children=|row: Row| (row.show)()/> }.erase()
}
