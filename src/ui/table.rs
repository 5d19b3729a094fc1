//! Tables whose rows become cards where there is no room: each cell carries the name of its column.
//! Roles are spelled out, because `display: block` takes them away in browsers.

use leptos::prelude::*;

use super::erase::{Erase, Kids};
use crate::words;

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub label: String,
    /// Whether it holds figures, which are set flush right.
    pub numeric: bool,
}

impl Column {
    /// A column of words.
    pub fn words(label: &str) -> Self {
        Self { label: label.to_owned(), numeric: false }
    }

    /// A column of figures.
    pub fn figures(label: &str) -> Self {
        Self { label: label.to_owned(), numeric: true }
    }
}

/// A table; its children are [`Row`]s.
#[component]
pub fn Table(
    /// What the table shows; read out, not seen.
    #[prop(into)]
    caption: String,
    /// The heads of the columns.
    columns: Vec<Column>,
    /// The rows.
    children: Kids,
) -> impl IntoView {
    let t = words::widgets();
    let heads = columns
        .into_iter()
        .map(|column| {
            // A column of buttons has no head to be seen, but one to be heard.
            let unnamed = column.label.is_empty().then(|| view! { <span class="visually-hidden">{t.actions()}</span> });
            view! { <th scope="col" role="columnheader" class:numeric=column.numeric>{column.label} {unnamed}</th> }
        })
        .collect_view();
    view! {
        <table class="table" role="table">
            <caption class="visually-hidden">{caption}</caption>
            <thead role="rowgroup">
                <tr role="row">{heads}</tr>
            </thead>
            <tbody role="rowgroup">{children.view()}</tbody>
        </table>
    }
    .erase()
}

/// A row; its children are [`Cell`]s.
#[component]
pub fn Row(
    /// The cells.
    children: Kids,
) -> impl IntoView {
    view! { <tr role="row">{children.view()}</tr> }
}

/// A cell.
#[component]
pub fn Cell(
    /// The name of its column, shown beside it where the row is a card; empty for none.
    #[prop(optional)]
    label: &'static str,
    /// Whether it holds a figure.
    #[prop(optional)]
    numeric: bool,
    /// The content.
    children: Kids,
) -> impl IntoView {
    view! {
        <td role="cell" class:numeric=numeric data-label=label>
            {children.view()}
        </td>
    }
}
