//! The lines of the statement, day by day.

use leptos::{ev::KeyboardEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{
    labels::{label, reason},
    model::{Day, StatementFilter, Transaction, TransactionKind},
};
use crate::{
    domain::money::Micros,
    ui::{
        erase::Erase,
        icon::{Glyph, Icon},
        moment::{Detail, Moment},
        money::{Amount, Decimals},
    },
    words,
};

/// The lines, newest first, under the days that the server counted.
#[component]
pub fn Lines(
    /// The lines.
    lines: Vec<Transaction>,
    /// Their days, in the same order.
    days: Vec<Day>,
) -> impl IntoView {
    let t = words::ledger();
    let mut lines = lines.iter();
    let days = days
        .into_iter()
        .map(|day| {
            let rows = lines.by_ref().take(day.lines).map(row).collect_view();
            view! {
                <tbody role="rowgroup">
                    <tr role="row" class="statement-day">
                        <th role="rowheader" scope="rowgroup" colspan="4">{day.name}</th>
                    </tr>
                    {rows}
                </tbody>
            }
        })
        .collect_view();
    let head = |name: &'static str, class: &'static str| view! { <th scope="col" role="columnheader" class=class>{name}</th> };
    view! {
        <div class="statement" on:keydown=|event| move_on(&event)>
            <table class="table" role="table" data-testid="transactions">
                <caption class="visually-hidden">{t.newest_first()}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        {head(t.what(), "")}
                        {head(t.when(), "")}
                        {head(t.amount(), "numeric")}
                        {head(t.balance(), "numeric")}
                    </tr>
                </thead>
                {days}
            </table>
        </div>
    }
    .erase()
}

fn row(line: &Transaction) -> impl IntoView + use<> {
    let t = words::ledger();
    let receipt = line.call_id.as_ref().map(|call| format!("/dashboard/call-history?call={call}"));
    let leads_to = if line.is_refund() { t.the_call() } else { t.receipt() };
    let tone = if line.amount_micros > Micros::ZERO { "line-picture is-credit" } else { "line-picture" };
    view! {
        <tr role="row">
            <td role="cell">
                <span class="line-what">
                    <span class=tone><Icon glyph=picture(line)/></span>
                    <span class="line-words">
                        <span class="line-kind">{label(line)}</span>
                        <span class="line-note">
                            <span>{reason(line)}</span>
                            {receipt.map(|href| view! { <a href=href>{leads_to}</a> })}
                        </span>
                    </span>
                </span>
            </td>
            <td role="cell" data-label=t.when()><Moment at=line.created_at detail=Detail::Time/></td>
            <td role="cell" class="numeric" data-label=t.amount()>
                <Amount micros=line.amount_micros decimals=Decimals::Exact movement=true/>
            </td>
            <td role="cell" class="numeric" data-label=t.balance()>
                <Amount micros=line.balance_after_micros decimals=Decimals::Exact/>
            </td>
        </tr>
    }
}

const fn picture(line: &Transaction) -> Glyph {
    match line.kind {
        TransactionKind::Adjust if line.is_refund() => Glyph::ArrowIn,
        TransactionKind::Call => Glyph::Phone,
        TransactionKind::Topup => Glyph::Plus,
        TransactionKind::Refund => Glyph::ArrowIn,
        TransactionKind::Chargeback => Glyph::ArrowOut,
        TransactionKind::Adjust => Glyph::Edit,
    }
}

/// The arrow keys lead from a row's link to the next or the last one before it.
fn move_on(event: &KeyboardEvent) {
    let step: fn(&Element) -> Option<Element> = match event.key().as_str() {
        "ArrowDown" => Element::next_element_sibling,
        "ArrowUp" => Element::previous_element_sibling,
        _ => return,
    };
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let mut row = target.and_then(|element| element.closest("tr").ok().flatten());
    while let Some(here) = row {
        row = step(&here).or_else(|| {
            let group = step(&here.parent_element()?)?;
            if event.key() == "ArrowDown" { group.first_element_child() } else { group.last_element_child() }
        });
        let link = row.as_ref().and_then(|row| row.query_selector("a").ok().flatten());
        if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
            event.prevent_default();
            drop(link.focus());
            return;
        }
    }
}

/// Where the same lines are to be had as CSV.
pub fn csv_href(filter: &StatementFilter) -> String {
    let parts = [
        filter.kind.map(|kind| format!("kind={kind}")),
        filter.from.map(|from| format!("from={}", from.rfc3339())),
        filter.to.map(|to| format!("to={}", to.rfc3339())),
    ];
    let query: Vec<String> = parts.into_iter().flatten().collect();
    let path = "/api/user/transactions.csv";
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::EpochMs;

    #[test]
    fn the_csv_holds_what_the_page_shows() {
        assert_eq!(csv_href(&StatementFilter::default()), "/api/user/transactions.csv");
        let filter = StatementFilter { kind: Some(TransactionKind::Call), from: Some(EpochMs(0)), to: None };
        assert_eq!(csv_href(&filter), "/api/user/transactions.csv?kind=call&from=1970-01-01T00:00:00.000Z");
    }
}
