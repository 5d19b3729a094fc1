//! The state of the books and of the log, recomputed while the operator waits.

use leptos::prelude::*;

use super::{
    api::examine_books,
    model::{Books, RuleLine},
    parts::Head,
};
use crate::{
    ui::{
        alert::Alert,
        badge::Tone,
        erase::Erase,
        fetched::fetched,
        layout::Card,
        load::Load,
        table::{Cell, Column, Row, Table},
    },
    words,
};

/// Ledger and log.
#[component]
pub fn BooksPage() -> impl IntoView {
    let t = words::admin();
    let books = fetched(|| (), |()| examine_books());
    view! {
        <Head path="/admin/books" title=t.books() text=t.books_text()/>
        <Load resource=books rows=10 view=|books| view! { <Shown books/> }/>
    }
}

#[component]
fn Shown(books: Books) -> impl IntoView {
    let (t, language) = (words::admin(), words::language());
    let at = language.utc(books.at);
    let (tone, title) = if books.holds { (Tone::Success, t.books_hold()) } else { (Tone::Danger, t.books_broken()) };
    let log = match books.log_broken {
        None => view! { <Alert tone=Tone::Success title=t.log_holds()>{t.entries_good(books.entries)}</Alert> }.erase(),
        Some(broken) => view! { <Alert tone=Tone::Danger title=t.log_broken()>{broken}</Alert> }.erase(),
    };
    let columns = vec![Column::words(t.rule()), Column::figures(t.rows()), Column::figures(t.broken_rows())];
    let row = move |rule: RuleLine| {
        view! {
            <Row>
                <Cell label=t.rule()><code>{rule.name}</code> <span class="muted small">{rule.first}</span></Cell>
                <Cell label=t.rows() numeric=true>{language.number(rule.rows)}</Cell>
                <Cell label=t.broken_rows() numeric=true>{language.number(rule.broken)}</Cell>
            </Row>
        }
    };
    let rows = books.rules.into_iter().map(row).collect_view();
    view! {
        <div class="stack">
            <Alert tone title>{t.looked_at(&at)}</Alert>
            {log}
            <Card title=t.rules() flush=true>
                <Table caption=t.rules() columns>{rows}</Table>
            </Card>
            <p><a class="button button-plain" href="/admin/books" rel="external">{t.look_again()}</a></p>
        </div>
    }
    .erase()
}
