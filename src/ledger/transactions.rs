//! The statement page: what the wallet holds, and every line that made it so.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    api::my_statement,
    balance::BalanceDisplay,
    labels::kinds,
    listener::use_balance_listener,
    model::{Statement, TransactionKind},
    month_page::MonthPicker,
    statement::{Lines, csv_href},
    warning::Warning,
};
use crate::{
    analytics::zone::use_zone_change,
    domain::money::Micros,
    rates::{api::what_credit_buys, model::Bought},
    ui::{
        button::{Kind, LinkButton},
        empty::EmptyState,
        erase::Erase,
        fetched::fetched,
        icon::{Glyph, Icon},
        layout::{Card, PageHeader},
        load::Load,
        title::Title,
    },
    words,
};

/// Where the page is.
pub const PATH: &str = "/dashboard/transactions";
/// What somebody may begin with.
const FIVE: Micros = Micros(5_000_000);
/// The periods on offer: so many days back from now; the first is all time.
const PERIODS: [Option<i64>; 5] = [None, Some(1), Some(7), Some(30), Some(90)];
/// The kinds on offer, as `labels::kinds` names them.
const KINDS: [TransactionKind; 5] = [
    TransactionKind::Topup,
    TransactionKind::Call,
    TransactionKind::Refund,
    TransactionKind::Adjust,
    TransactionKind::Chargeback,
];

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
    let t = words::ledger();
    let asked = use_asked();
    let zone = use_zone_change();
    // Whatever moves the balance is a line more.
    let change = use_balance_listener().change;
    let statement = fetched(
        move || (asked.get(), zone.get(), change.with(|change| change.as_ref().map(|change| change.at))),
        |(asked, ..)| my_statement(asked.kind, asked.days, asked.cursor),
    );
    view! {
        <Title text=t.transactions()/>
        <PageHeader title=t.transactions() text=t.transactions_mean()/>
        <div class="wallet card">
            <BalanceDisplay/>
            <Warning/>
        </div>
        {move || filters(&asked.get())}
        <Card flush=true>
            <Load
                resource=statement
                rows=8
                view=move |statement| view! { <Shown statement asked=asked.get_untracked()/> }
            />
        </Card>
    }
}

/// A page of the statement with what leads on from it.
#[component]
fn Shown(
    statement: Statement,
    /// What was asked for.
    asked: Asked,
) -> impl IntoView {
    let t = words::ledger();
    let Statement { filter, days, months, page } = statement;
    let older = page.next_cursor.map(|cursor| Asked { cursor: Some(cursor), ..asked.clone() }.href());
    let newest = asked.cursor.is_some().then(|| Asked { cursor: None, ..asked.clone() }.href());
    let step = |href: Option<String>, label: &'static str| {
        href.map(|href| view! { <a class="button button-plain" href=href>{label}</a> })
    };
    let lines =
        if page.items.is_empty() { view! { <NoLines asked/> }.erase() } else { view! { <Lines lines=page.items days/> }.erase() };
    view! {
        <div class="statement-tools">
            <MonthPicker months chosen=months.last/>
            <a class="button button-quiet" href="/dashboard/proof">{t.prove()}</a>
        </div>
        {lines}
        <nav class="pager" aria-label=t.pages()>
            <a class="button button-quiet" href=csv_href(&filter) download="" rel="external">
                <Icon glyph=Glyph::Download/>
                {t.csv()}
            </a>
            <span class="pager-steps">{step(newest, t.newest())} {step(older, t.older())}</span>
        </nav>
    }
    .erase()
}

/// Chips for kind and period; links, so that they work without script and can be shared.
fn filters(asked: &Asked) -> impl IntoView + use<> {
    let t = words::ledger();
    let chip = |label: String, leads_to: Asked| {
        let chosen = leads_to.kind == asked.kind && leads_to.days == asked.days;
        view! { <a class="chip" href=leads_to.href() aria-current=chosen.then_some("true")>{label}</a> }
    };
    let kind = |kind: Option<TransactionKind>, name: &str| chip(name.to_owned(), Asked { kind, days: asked.days, cursor: None });
    let kinds = KINDS.into_iter().zip(kinds()).map(|(of, name)| kind(Some(of), name)).collect_view();
    let periods = PERIODS
        .into_iter()
        .map(|days| {
            let name = days.map_or_else(|| t.all_time().to_owned(), |days| t.days(days));
            chip(name, Asked { kind: asked.kind, days, cursor: None })
        })
        .collect_view();
    view! {
        <div class="filters">
            <nav class="chips" aria-label=t.kind()>{kind(None, t.all())} {kinds}</nav>
            <nav class="chips" aria-label=t.period()>{periods}</nav>
        </div>
    }
}

/// What five dollars buy, where a rate is known.
#[component]
fn Buys() -> impl IntoView {
    let (t, language) = (words::ledger(), words::language());
    let bought = fetched(|| (), |()| what_credit_buys(FIVE.0));
    let list = move |bought: Vec<Bought>| {
        let row = |of: Bought| view! { <div><dt>{of.destination}</dt><dd>{t.about(&language.duration(of.seconds))}</dd></div> };
        (!bought.is_empty()).then(|| {
            view! {
                <section class="buys" data-testid="buys">
                    <h2>{t.buys(&language.brief(FIVE))}</h2>
                    <dl>{bought.into_iter().map(row).collect_view()}</dl>
                </section>
            }
        })
    };
    view! { <Load resource=bought rows=1 view=list/> }
}

/// Why there is nothing, and what to do about it.
#[component]
fn NoLines(
    /// What was asked for.
    asked: Asked,
) -> impl IntoView {
    let t = words::ledger();
    if asked == Asked::default() {
        let call = move || view! { <LinkButton href="/dashboard/dialer">{t.open_dialer()}</LinkButton> };
        return view! {
            <EmptyState title=t.nothing_yet() text=t.nothing_yet_means() glyph=Glyph::Wallet action=call/>
            <Buys/>
        }
        .erase();
    }
    let text = if asked.cursor.is_some() { t.no_more() } else { t.nothing_of_this_kind() };
    let all = move || view! { <LinkButton href=PATH kind=Kind::Plain>{t.show_all()}</LinkButton> };
    view! { <EmptyState title=t.nothing_here() text glyph=Glyph::Search action=all/> }.erase()
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
