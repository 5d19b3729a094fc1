//! The statement page: what the wallet holds, and every line that made it so.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::{
    api::my_statement,
    balance::BalanceDisplay,
    model::TransactionKind,
    month_page::MonthPicker,
    statement::{Lines, csv_href},
};
use crate::ui::{
    button::{Kind, LinkButton},
    icon::{Glyph, Icon},
    layout::{Card, PageHeader},
    load::Load,
};

/// Where the page is.
const PATH: &str = "/dashboard/transactions";
/// The periods on offer: days back from now, and their names.
const PERIODS: [(Option<i64>, &str); 4] = [(None, "All time"), (Some(7), "7 days"), (Some(30), "30 days"), (Some(90), "90 days")];

/// What the address asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Asked {
    kind: Option<TransactionKind>,
    days: Option<i64>,
    cursor: Option<String>,
}

impl Asked {
    /// The address that asks for this.
    fn href(&self) -> String {
        let parts = [
            self.kind.map(|kind| format!("kind={kind}")),
            self.days.map(|days| format!("days={days}")),
            self.cursor.as_ref().map(|cursor| format!("cursor={cursor}")),
        ];
        let query: Vec<String> = parts.into_iter().flatten().collect();
        if query.is_empty() { PATH.to_owned() } else { format!("{PATH}?{}", query.join("&")) }
    }
}

fn use_asked() -> Memo<Asked> {
    let query = use_query_map();
    Memo::new(move |_| {
        query.with(|query| Asked {
            kind: query.get("kind").and_then(|word| TransactionKind::from_word(&word)),
            days: query.get("days").and_then(|days| days.parse().ok()),
            cursor: query.get("cursor").filter(|cursor| cursor.bytes().all(|byte| byte.is_ascii_digit())),
        })
    })
}

/// The statement page.
#[component]
pub fn TransactionsPage() -> impl IntoView {
    let asked = use_asked();
    let statement = Resource::new(move || asked.get(), |asked| my_statement(asked.kind, asked.days, asked.cursor));
    view! {
        <Title text="Transactions"/>
        <PageHeader title="Transactions" text="Every movement of your balance, each with the balance after it."/>
        <div class="wallet card">
            <BalanceDisplay/>
        </div>
        <Filters asked/>
        <Card flush=true>
            <Load
                resource=statement
                rows=8
                view=move |statement| {
                    let now = asked.get_untracked();
                    let older = statement.page.next_cursor.clone().map(|cursor| Asked { cursor: Some(cursor), ..now.clone() }.href());
                    let newest = now.cursor.is_some().then(|| Asked { cursor: None, ..now.clone() }.href());
                    let filtered = now.kind.is_some() || now.days.is_some();
                    let csv = csv_href(&statement.filter);
                    let months = statement.months;
                    view! {
                        <div class="statement-tools">
                            <MonthPicker months chosen=months.last/>
                            <a class="button button-quiet" href="/dashboard/proof">"Prove my balance"</a>
                        </div>
                        <Lines lines=statement.page.items filtered/>
                        <Pager newest older csv/>
                    }
                }
            />
        </Card>
    }
}

/// Chips for kind and period; links, so that they work without script and can be shared.
#[component]
fn Filters(asked: Memo<Asked>) -> impl IntoView {
    let kinds = std::iter::once(None).chain(TransactionKind::ALL.iter().copied().map(Some));
    let kinds = kinds
        .map(|kind| {
            let label = kind.map_or("All", TransactionKind::label);
            chip(label, asked, move |now| now.kind == kind, move |now| Asked { kind, days: now.days, cursor: None })
        })
        .collect_view();
    let periods = PERIODS
        .into_iter()
        .map(|(days, label)| {
            chip(label, asked, move |now| now.days == days, move |now| Asked { kind: now.kind, days, cursor: None })
        })
        .collect_view();
    view! {
        <div class="filters">
            <nav class="chips" aria-label="Kind">{kinds}</nav>
            <nav class="chips" aria-label="Period">{periods}</nav>
        </div>
    }
}

fn chip(
    label: &'static str,
    asked: Memo<Asked>,
    chosen: impl Fn(&Asked) -> bool + Send + Sync + 'static,
    leads_to: impl Fn(&Asked) -> Asked + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <a
            class="chip"
            href=move || asked.with(|asked| leads_to(asked).href())
            aria-current=move || asked.with(&chosen).then_some("true")
        >
            {label}
        </a>
    }
}

/// Leads to older lines, back to the newest, and to all of them as CSV.
#[component]
fn Pager(
    /// The first page, when this is another.
    newest: Option<String>,
    /// The next page, if there is one.
    older: Option<String>,
    /// The same lines as CSV.
    csv: String,
) -> impl IntoView {
    let step = |href: String, label: &'static str| view! { <LinkButton href kind=Kind::Plain>{label}</LinkButton> };
    view! {
        <nav class="pager" aria-label="Pages">
            <a class="button button-quiet" href=csv download="" rel="external">
                <Icon glyph=Glyph::Download/>
                "Download CSV"
            </a>
            <span class="pager-steps">
                {newest.map(|href| step(href, "Newest"))}
                {older.map(|href| step(href, "Older"))}
            </span>
        </nav>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_keeps_what_was_asked() {
        assert_eq!(Asked::default().href(), PATH);
        let asked = Asked { kind: Some(TransactionKind::Call), days: Some(30), cursor: Some("12".into()) };
        assert_eq!(asked.href(), "/dashboard/transactions?kind=call&days=30&cursor=12");
    }
}
