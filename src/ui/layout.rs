//! The frames of a page: its header, its cards, its key figures.

use leptos::prelude::*;

use super::erase::{Erase, Kids};

/// The head of a page: its name, and what one can do with the page as a whole.
#[component]
pub fn PageHeader(
    /// The page's name; the only `h1`.
    #[prop(into)]
    title: String,
    /// One line under the name.
    #[prop(optional, into)]
    text: Option<String>,
    /// Buttons at the end of the line.
    #[prop(optional, into)]
    actions: ViewFnOnce,
) -> impl IntoView {
    view! {
        <header class="page-header">
            <div class="page-header-words">
                <h1>{title}</h1>
                {text.map(|text| view! { <p class="muted">{text}</p> })}
            </div>
            <div class="page-header-actions">{actions.run()}</div>
        </header>
    }
    .erase()
}

/// A surface that holds one thing.
#[component]
pub fn Card(
    /// What it holds; an `h2`. Without it the card has no head.
    #[prop(optional, into)]
    title: Option<String>,
    /// Buttons or links at the end of the title's line.
    #[prop(optional, into)]
    actions: ViewFnOnce,
    /// Whether the content brings its own padding, as tables and lists do.
    #[prop(optional)]
    flush: bool,
    /// The content.
    children: Kids,
) -> impl IntoView {
    view! {
        <section class="card" class:is-flush=flush>
            {title
                .map(|title| {
                    view! {
                        <header class="card-header">
                            <h2>{title}</h2>
                            <div class="card-actions">{actions.run()}</div>
                        </header>
                    }
                })}
            <div class="card-body">{children.view()}</div>
        </section>
    }
    .erase()
}

/// A key figure with its name, and how it moved.
#[component]
pub fn Stat(
    /// What is counted.
    #[prop(into)]
    label: String,
    /// The figure as people read it.
    #[prop(into)]
    value: Signal<String>,
    /// A small line below, such as the change against the period before.
    #[prop(optional, into)]
    note: Option<String>,
    /// How it is counted; shown on hover.
    #[prop(optional, into)]
    meaning: Option<String>,
) -> impl IntoView {
    view! {
        <div class="stat" title=meaning>
            <dt class="stat-label">{label}</dt>
            <dd class="stat-value">{value}</dd>
            {note.map(|note| view! { <dd class="stat-note">{note}</dd> })}
        </div>
    }
}

/// A row of key figures: [`Stat`]s as children.
#[component]
pub fn Stats(
    /// The figures.
    children: Kids,
) -> impl IntoView {
    view! { <dl class="stats">{children.view()}</dl> }
}
