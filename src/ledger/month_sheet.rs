//! A month's statement as it is printed: who, which period, what it began with, every entry, what it ended with.
//! Plain text in UTC, the same on paper as on the screen.

use leptos::prelude::*;

use super::{
    labels::{kinds, label, reason},
    model::Transaction,
    month_page::month_href,
    statement_model::{MonthStatement, Total},
};
use crate::{
    domain::{money::Micros, time::EpochMs},
    ui::erase::Erase,
    words,
};

/// The statement.
#[component]
pub fn Sheet(
    /// Whose it is.
    email: String,
    statement: MonthStatement,
) -> impl IntoView {
    let (t, language) = (words::statement(), words::language());
    let made = language.utc(statement.made_at);
    let running = t.running(&email, &period(&statement), &made);
    let unfinished = (!statement.complete).then(|| t.not_over());
    let fact = |name: &'static str, value: String| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    view! {
        <article class="sheet card" data-testid="statement">
            <header class="sheet-head">
                <div>
                    <h2 class="sheet-month">{language.month(statement.month)}</h2>
                    <p>{email}</p>
                </div>
                <dl class="sheet-facts">
                    {fact(t.period(), period(&statement))}
                    {fact(t.made(), made)}
                    {fact(t.currency(), statement.currency.clone())}
                </dl>
            </header>
            {sums(&statement)}
            {unfinished.map(|words| view! { <p class="sheet-note">{words}</p> })}
            {entries(&statement, running)}
            {pager(&statement)}
        </article>
    }
    .erase()
}

/// First and last day, in UTC.
fn period(statement: &MonthStatement) -> String {
    let (language, last) = (words::language(), EpochMs(statement.month.end().0 - 1));
    words::statement().from_to(&language.day(statement.month.begin()), &language.day(last))
}

/// Opening balance, the totals by kind, closing balance: the sum of the page.
fn sums(statement: &MonthStatement) -> impl IntoView + use<> {
    let (t, language) = (words::statement(), words::language());
    let row = |name: String, amount: String, class: &'static str| {
        view! { <div class=class><dt>{name}</dt><dd>{amount}</dd></div> }
    };
    let kind = |(name, total): (&'static str, Total)| {
        (total.lines > 0).then(|| row(format!("{name} ({})", language.number(total.lines)), movement(total.amount_micros), ""))
    };
    let kinds = kinds().into_iter().zip(statement.totals.each()).filter_map(kind).collect_view();
    view! {
        <dl class="sheet-sums" data-testid="statement-sums">
            {row(t.opening().into(), language.exact(statement.opening_micros), "is-edge")}
            {kinds}
            {row(closing(statement).into(), language.exact(statement.closing_micros), "is-edge")}
        </dl>
    }
}

/// The name of what the month ends with.
fn closing(statement: &MonthStatement) -> &'static str {
    let t = words::statement();
    if statement.complete { t.closing() } else { t.so_far() }
}

/// The lines between the balance brought forward and the one carried forward, or why there are none.
fn entries(statement: &MonthStatement, running: String) -> impl IntoView + use<> {
    let (t, language) = (words::statement(), words::language());
    let Some(first) = statement.lines.first() else {
        let note = statement.note.clone().unwrap_or_else(|| t.no_more().into());
        return view! { <p class="sheet-note" data-testid="statement-note">{note}</p> }.erase();
    };
    let before = first.balance_after_micros - first.amount_micros;
    let after = statement.lines.last().map_or(before, |line| line.balance_after_micros);
    let carried = if statement.next_cursor.is_some() { t.carried() } else { closing(statement) };
    let brought = if before == statement.opening_micros { t.opening() } else { t.brought() };
    let lines = statement.lines.iter().map(line).collect_view();
    let ledger = words::ledger();
    view! {
        <table class="sheet-lines">
            <caption class="visually-hidden">{t.entries_of(&language.month(statement.month))}</caption>
            <thead>
                <tr class="sheet-running" aria-hidden="true"><td colspan="5">{running}</td></tr>
                <tr>
                    <th scope="col">{t.no()}</th>
                    <th scope="col">{t.when()}</th>
                    <th scope="col">{ledger.what()}</th>
                    <th scope="col" class="numeric">{ledger.amount()}</th>
                    <th scope="col" class="numeric">{ledger.balance()}</th>
                </tr>
            </thead>
            <tbody>
                {edge(brought, before)}
                {lines}
                {edge(carried, after)}
            </tbody>
        </table>
    }
    .erase()
}

fn edge(what: &'static str, balance: Micros) -> impl IntoView {
    view! {
        <tr class="is-edge">
            <td></td>
            <td></td>
            <td>{what}</td>
            <td></td>
            <td class="numeric">{words::language().exact(balance)}</td>
        </tr>
    }
}

fn line(line: &Transaction) -> impl IntoView + use<> {
    let language = words::language();
    let call = line.call_id.as_ref().map(|call| format!("/dashboard/call-history?call={call}"));
    let why = (line.note.is_some() || line.operator.is_some()).then(|| reason(line));
    view! {
        <tr>
            <td>{line.seq}</td>
            <td>{format!("{}, {}", language.day(line.created_at), language.time(line.created_at))}</td>
            <td>
                {match call {
                    Some(href) => view! { <a href=href>{label(line)}</a> }.erase(),
                    None => label(line).erase(),
                }}
                {why.map(|why| view! { <span class="sheet-why">{why}</span> })}
            </td>
            <td class="numeric">{movement(line.amount_micros)}</td>
            <td class="numeric">{language.exact(line.balance_after_micros)}</td>
        </tr>
    }
}

/// An amount with its sign, also where it comes in.
fn movement(amount: Micros) -> String {
    let sign = if amount > Micros::ZERO { "+" } else { "" };
    format!("{sign}{}", words::language().exact(amount))
}

/// To the next lines of a long month, and back to the first.
fn pager(statement: &MonthStatement) -> impl IntoView + use<> {
    let (t, language) = (words::statement(), words::language());
    let (month, first) = (month_href(statement.month), statement.lines.first());
    let begun = first.is_some_and(|line| line.balance_after_micros - line.amount_micros != statement.opening_micros);
    let next = statement.next_cursor.clone().map(|cursor| format!("{month}?cursor={cursor}"));
    let number = |line: Option<&Transaction>| language.number(line.map_or(0, |line| line.seq));
    let shown = t.lines(&number(first), &number(statement.lines.last()), &language.number(statement.line_count));
    (next.is_some() || begun).then(|| {
        view! {
            <nav class="pager sheet-pager" aria-label=words::ledger().pages()>
                <span class="muted">{shown}</span>
                <span class="pager-steps">
                    {begun.then(|| view! { <a class="button button-plain" href=month>{t.from_start()}</a> })}
                    {next.map(|href| view! { <a class="button button-plain" href=href>{t.next_lines()}</a> })}
                </span>
            </nav>
        }
    })
}
