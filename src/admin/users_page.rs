//! All accounts: the page an operator begins on.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    api::list_users,
    model::UserLine,
    parts::{Head, standing},
};
use crate::{
    domain::{page::Page, query},
    ui::{
        empty::EmptyState,
        erase::Erase,
        fetched::fetched,
        field::SearchField,
        icon::Glyph,
        layout::Card,
        load::Load,
        moment::{Detail, Moment},
        money::Amount,
        table::{Cell, Column, Row, Table},
    },
    words,
};

/// Accounts, newest first, found by address or number.
#[component]
pub fn UsersPage() -> impl IntoView {
    let t = words::admin();
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| (query.get("q").unwrap_or_default(), query.get("cursor"))));
    let found = fetched(move || asked.get(), |(q, cursor)| list_users(q, cursor));
    let typed = RwSignal::new(asked.get_untracked().0);
    view! {
        <Head path="/admin" title=t.accounts() text=t.accounts_text()/>
        <form method="get" action="/admin" class="admin-search">
            <SearchField label=t.search_accounts() value=typed/>
            <button class="button button-plain">{t.search()}</button>
        </form>
        <Card flush=true>
            <Load resource=found rows=8 view=move |page| view! { <Found page q=asked.get_untracked().0/> }/>
        </Card>
    }
}

#[component]
fn Found(
    page: Page<UserLine>,
    /// What was searched.
    q: String,
) -> impl IntoView {
    let t = words::admin();
    if page.items.is_empty() {
        return view! { <EmptyState title=t.nobody() text=t.nobody_text() glyph=Glyph::Search/> }.erase();
    }
    let columns = vec![
        Column::words(t.account()),
        Column::words(t.state()),
        Column::figures(t.balance()),
        Column::figures(t.held()),
        Column::words(t.since()),
    ];
    let rows = page.items.into_iter().map(row).collect_view();
    let next = page.next_cursor.map(|cursor| {
        let query = query::joined([("q", q.as_str()), ("cursor", cursor.as_str())]);
        view! {
            <nav class="pager" aria-label=t.pages()>
                <span class="pager-steps"><a class="button button-plain" href=format!("/admin?{}", query)>{t.more()}</a></span>
            </nav>
        }
    });
    view! {
        <Table caption=t.accounts() columns>{rows}</Table>
        {next}
    }
    .erase()
}

fn row(user: UserLine) -> impl IntoView {
    let t = words::admin();
    let role = user.is_admin.then(|| view! { <span class="badge tone-info">{t.operator()}</span> });
    view! {
        <Row>
            <Cell label=t.account()>
                <span class="admin-who">
                    <a href=format!("/admin/users/{}", user.id)>{user.email}</a>
                    {role}
                    <span class="muted small">{user.number}</span>
                </span>
            </Cell>
            <Cell label=t.state()>{standing(user.status)}</Cell>
            <Cell label=t.balance() numeric=true><Amount micros=user.balance_micros/></Cell>
            <Cell label=t.held() numeric=true><Amount micros=user.held_micros/></Cell>
            <Cell label=t.since()><Moment at=user.created_at detail=Detail::Day/></Cell>
        </Row>
    }
}
