//! The lines of the statement.

use leptos::prelude::*;

use super::model::{StatementFilter, Transaction, TransactionKind};
use crate::{
    domain::money::Micros,
    ui::{
        button::{Kind, LinkButton},
        empty::EmptyState,
        icon::{Glyph, Icon},
        moment::Moment,
        money::{Amount, Decimals},
        table::{Cell, Column, Row, Table},
    },
};

/// The lines, or why there are none.
#[component]
pub fn Lines(
    /// The lines, newest first.
    lines: Vec<Transaction>,
    /// Whether a filter may have hidden some.
    filtered: bool,
) -> impl IntoView {
    if lines.is_empty() {
        return view! { <NoLines filtered/> }.into_any();
    }
    let columns = vec![Column::words("What"), Column::words("When"), Column::figures("Amount"), Column::figures("Balance")];
    let rows = lines.into_iter().map(|line| view! { <Line line/> }).collect_view();
    view! { <div class="statement"><Table caption="Transactions, newest first" columns>{rows}</Table></div> }.into_any()
}

#[component]
fn Line(line: Transaction) -> impl IntoView {
    let (words, picture, label) = (note(&line), picture(&line), line.label());
    let tone = if line.amount_micros > Micros::ZERO { "line-picture is-credit" } else { "line-picture" };
    view! {
        <Row>
            <Cell>
                <span class="line-what">
                    <span class=tone><Icon glyph=picture/></span>
                    <span class="line-words">
                        <span class="line-kind">{label}</span>
                        <span class="line-note">{words}</span>
                    </span>
                </span>
            </Cell>
            <Cell label="When"><Moment at=line.created_at/></Cell>
            <Cell label="Amount" numeric=true>
                <Amount micros=line.amount_micros decimals=Decimals::Exact movement=true/>
            </Cell>
            <Cell label="Balance" numeric=true>
                <Amount micros=line.balance_after_micros decimals=Decimals::Exact/>
            </Cell>
        </Row>
    }
}

/// What is said of a line: its reason and who gave it, and the way to the receipt of its call.
fn note(line: &Transaction) -> impl IntoView + use<> {
    let receipt = line.call_id.as_ref().map(|call| format!("/dashboard/call-history?call={call}"));
    let leads_to = if line.is_refund() { "The call" } else { "Receipt" };
    view! {
        <span>{reason(line)}</span>
        {receipt.map(|href| view! { <a href=href>{leads_to}</a> })}
    }
}

/// Why, and by whom; a line without a reason of its own has its number.
pub(super) fn reason(line: &Transaction) -> String {
    let note = line.note.as_deref().filter(|note| !note.is_empty());
    match (note, line.operator.as_deref()) {
        (Some(note), Some(operator)) => format!("{note} (by {operator})"),
        (Some(note), None) => note.to_owned(),
        (None, Some(operator)) => format!("No. {}, by {operator}", line.seq),
        (None, None) => format!("No. {}", line.seq),
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

#[component]
fn NoLines(filtered: bool) -> impl IntoView {
    if filtered {
        let all = || view! { <LinkButton href="/dashboard/transactions" kind=Kind::Plain>"Show all"</LinkButton> };
        let text = "Nothing of this kind happened in this period.";
        view! { <EmptyState title="No transactions here" text glyph=Glyph::Search action=all/> }.into_any()
    } else {
        let call = || view! { <LinkButton href="/dashboard/dialer">"Open the dialer"</LinkButton> };
        let text = "Credit that comes in and calls that take from it are listed here, each with the balance after it.";
        view! { <EmptyState title="No transactions yet" text glyph=Glyph::Wallet action=call/> }.into_any()
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
