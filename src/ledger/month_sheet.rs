//! A month's statement as it is printed: who, which period, what it began with, every entry, what it ended with.
//! Plain text in UTC, the same on paper as on the screen.

use leptos::prelude::*;

use super::{
    model::Transaction,
    month_page::month_href,
    proof_model::grouped,
    statement::reason,
    statement_model::{MonthStatement, Total},
};
use crate::domain::{money::Micros, time::EpochMs};

/// The statement.
#[component]
pub fn Sheet(
    /// Whose it is.
    email: String,
    statement: MonthStatement,
) -> impl IntoView {
    let running = format!("Ringfare statement · {email} · {} · made {}", period(&statement), statement.made_at.utc_label());
    let unfinished = (!statement.complete).then_some("The month is not over: this is how it stands.");
    view! {
        <article class="sheet card" data-testid="statement">
            <header class="sheet-head">
                <div>
                    <h2 class="sheet-month">{statement.month.label()}</h2>
                    <p>{email}</p>
                </div>
                <dl class="sheet-facts">
                    <div><dt>"Period"</dt><dd>{period(&statement)}</dd></div>
                    <div><dt>"Made"</dt><dd>{statement.made_at.utc_label()}</dd></div>
                    <div><dt>"Currency"</dt><dd>{statement.currency.clone()}</dd></div>
                </dl>
            </header>
            {sums(&statement)}
            {unfinished.map(|words| view! { <p class="sheet-note">{words}</p> })}
            {entries(&statement, running)}
            {pager(&statement)}
        </article>
    }
    .into_any()
}

/// First and last day, in UTC.
fn period(statement: &MonthStatement) -> String {
    let last = EpochMs(statement.month.end().0 - 1);
    format!("{} to {} (UTC)", statement.month.begin().utc_day(), last.utc_day())
}

/// Opening balance, the totals by kind, closing balance: the sum of the page.
fn sums(statement: &MonthStatement) -> impl IntoView + use<> {
    let row = |name: String, amount: String, class: &'static str| {
        view! { <div class=class><dt>{name}</dt><dd>{amount}</dd></div> }
    };
    let kind = |(name, total): (&'static str, Total)| {
        (total.lines > 0).then(|| row(format!("{name} ({})", grouped(total.lines)), movement(total.amount_micros), ""))
    };
    let kinds = statement.totals.each().into_iter().filter_map(kind).collect_view();
    let closing = if statement.complete { "Closing balance" } else { "Balance so far" };
    view! {
        <dl class="sheet-sums" data-testid="statement-sums">
            {row("Opening balance".into(), statement.opening_micros.exact(), "is-edge")}
            {kinds}
            {row(closing.into(), statement.closing_micros.exact(), "is-edge")}
        </dl>
    }
}

/// The lines between the balance brought forward and the one carried forward, or why there are none.
fn entries(statement: &MonthStatement, running: String) -> impl IntoView + use<> {
    let Some(first) = statement.lines.first() else {
        let note = statement.note.clone().unwrap_or_else(|| "There are no more entries.".into());
        return view! { <p class="sheet-note" data-testid="statement-note">{note}</p> }.into_any();
    };
    let before = first.balance_after_micros - first.amount_micros;
    let after = statement.lines.last().map_or(before, |line| line.balance_after_micros);
    let (ends, complete) = (statement.next_cursor.is_none(), statement.complete);
    let carried = if !ends {
        "Carried forward"
    } else if complete {
        "Closing balance"
    } else {
        "Balance so far"
    };
    let brought = if before == statement.opening_micros { "Opening balance" } else { "Brought forward" };
    let lines = statement.lines.iter().map(line).collect_view();
    view! {
        <table class="sheet-lines">
            <caption class="visually-hidden">{format!("Entries of {}, oldest first", statement.month.label())}</caption>
            <thead>
                <tr class="sheet-running" aria-hidden="true"><td colspan="5">{running}</td></tr>
                <tr>
                    <th scope="col">"No."</th>
                    <th scope="col">"When (UTC)"</th>
                    <th scope="col">"What"</th>
                    <th scope="col" class="numeric">"Amount"</th>
                    <th scope="col" class="numeric">"Balance"</th>
                </tr>
            </thead>
            <tbody>
                {edge(brought, before)}
                {lines}
                {edge(carried, after)}
            </tbody>
        </table>
    }
    .into_any()
}

fn edge(what: &'static str, balance: Micros) -> impl IntoView {
    view! {
        <tr class="is-edge">
            <td></td>
            <td></td>
            <td>{what}</td>
            <td></td>
            <td class="numeric">{balance.exact()}</td>
        </tr>
    }
}

fn line(line: &Transaction) -> impl IntoView + use<> {
    let call = line.call_id.as_ref().map(|call| format!("/dashboard/call-history?call={call}"));
    let why = (line.note.is_some() || line.operator.is_some()).then(|| reason(line));
    view! {
        <tr>
            <td>{line.seq}</td>
            <td>{line.created_at.utc_label().trim_end_matches(" UTC").to_owned()}</td>
            <td>
                {match call {
                    Some(href) => view! { <a href=href>{line.label()}</a> }.into_any(),
                    None => line.label().into_any(),
                }}
                {why.map(|why| view! { <span class="sheet-why">{why}</span> })}
            </td>
            <td class="numeric">{movement(line.amount_micros)}</td>
            <td class="numeric">{line.balance_after_micros.exact()}</td>
        </tr>
    }
}

/// An amount with its sign, also where it comes in.
fn movement(amount: Micros) -> String {
    if amount > Micros::ZERO { format!("+{}", amount.exact()) } else { amount.exact() }
}

/// To the next lines of a long month, and back to the first.
fn pager(statement: &MonthStatement) -> impl IntoView + use<> {
    let (month, first) = (month_href(statement.month), statement.lines.first().map_or(0, |line| line.seq));
    let begun =
        statement.lines.first().is_some_and(|line| line.balance_after_micros - line.amount_micros != statement.opening_micros);
    let next = statement.next_cursor.clone().map(|cursor| format!("{month}?cursor={cursor}"));
    let last = statement.lines.last().map_or(0, |line| line.seq);
    (next.is_some() || begun).then(|| {
        let shown =
            format!("Lines no. {} to {}, of {} in this month.", grouped(first), grouped(last), grouped(statement.line_count));
        view! {
            <nav class="pager sheet-pager" aria-label="Pages">
                <span class="muted">{shown}</span>
                <span class="pager-steps">
                    {begun.then(|| view! { <a class="button button-plain" href=month>"From the start"</a> })}
                    {next.map(|href| view! { <a class="button button-plain" href=href>"Next lines"</a> })}
                </span>
            </nav>
        }
    })
}
