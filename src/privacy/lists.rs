//! The long lists of the archive: calls, the ledger, its months, what operators did.

use std::convert::identity;

use futures_util::{Stream, StreamExt};
use serde::Serialize;

use super::{
    archive::Entry,
    tables::{Cell, Table},
};
use crate::{
    admin::{
        audit::{self, Filter},
        model::{Action, Entry as LogEntry},
    },
    calls::{
        export,
        model::{Call, CallEvent, CallFilter},
        store::{self as calls_store, events, record, record::KeptNote},
    },
    domain::{
        money::Micros,
        month::Month,
        page::{Limit, Page},
        time::EpochMs,
    },
    error::AppError,
    ledger::{model::Transaction, monthly, statement_model::MonthStatement, store::lines_between},
    server::csv,
    users::Caller,
};

/// Lines of the ledger that are fetched at once.
const LINES_AT_ONCE: i64 = 500;

const LINE: [&str; 9] = ["seq", "created_at", "kind", "amount", "balance_after", "call_id", "payment_id", "operator", "note"];
const NOTE: [&str; 7] = ["call_id", "note", "noted_at", "line", "line_seconds", "report", "reported_at"];
const ACT: [&str; 6] = ["at", "action", "object", "before", "after", "reason"];
const EVENT: [&str; 9] = ["id", "call_id", "kind", "status", "summary", "at", "carrier_at", "deliveries", "effect"];

/// Calls, what their caller kept of them, and what the carrier told of them.
pub fn calls(caller: &Caller) -> Vec<Entry> {
    vec![
        Entry::of("calls.csv", export::calls(caller.clone(), CallFilter::default())),
        Entry::json("calls.json", pages(caller, calls_page)),
        Entry::of("call-notes.csv", csv::stream("call-notes.csv", &NOTE, pages(caller, notes_page).map(|it| it.map(note_row)))),
        Entry::json("call-notes.json", pages(caller, notes_page)),
        Entry::of(
            "call-events.csv",
            csv::stream("call-events.csv", &EVENT, pages(caller, events_page).map(|it| it.map(event_row))),
        ),
        Entry::json("call-events.json", pages(caller, events_page)),
    ]
}

/// Every item of a list that comes in pages.
fn pages<T: Send + 'static, P>(
    caller: &Caller,
    page: fn(Caller, Option<String>, Limit) -> P,
) -> impl Stream<Item = sqlx::Result<T>> + Send + use<T, P>
where
    P: Future<Output = Result<Page<T>, AppError>> + Send + 'static,
{
    let caller = caller.clone();
    csv::pages(move |cursor, limit| page(caller.clone(), cursor, limit), identity)
}

async fn calls_page(caller: Caller, cursor: Option<String>, limit: Limit) -> Result<Page<Call>, AppError> {
    calls_store::page(&caller.state.db, &caller.me.id, &CallFilter::default(), cursor.as_deref(), limit).await
}

async fn notes_page(caller: Caller, cursor: Option<String>, limit: Limit) -> Result<Page<KeptNote>, AppError> {
    Ok(record::kept(&caller.state.db, &caller.me.id, &cursor.unwrap_or_default(), limit).await?)
}

async fn events_page(caller: Caller, cursor: Option<String>, limit: Limit) -> Result<Page<CallEvent>, AppError> {
    Ok(events::since(&caller.state.db, &caller.me.id, &cursor.unwrap_or_default(), limit).await?)
}

fn note_row(note: KeptNote) -> Vec<String> {
    let moment = |at: Option<EpochMs>| at.map(EpochMs::rfc3339).unwrap_or_default();
    vec![
        note.call_id.to_string(),
        note.note,
        moment(note.noted_at),
        note.line.unwrap_or_default(),
        note.line_seconds.map(|seconds| seconds.to_string()).unwrap_or_default(),
        note.report.unwrap_or_default(),
        moment(note.reported_at),
    ]
}

fn event_row(event: CallEvent) -> Vec<String> {
    vec![
        event.id.to_string(),
        event.call_id.map(|id| id.to_string()).unwrap_or_default(),
        event.kind,
        event.status.unwrap_or_default(),
        event.summary,
        event.at.rfc3339(),
        event.carrier_at.map(EpochMs::rfc3339).unwrap_or_default(),
        event.deliveries.to_string(),
        event.effect.map(|effect| effect.to_string()).unwrap_or_default(),
    ]
}

/// Every line of the ledger with its running balance, oldest first.
pub fn ledger(caller: &Caller) -> [Entry; 2] {
    let rows = ledger_lines(caller).map(|line| {
        line.map(|line| {
            let kind = line.kind.to_string();
            monthly::cells(line, kind)
        })
    });
    [
        Entry::of("transactions.csv", csv::stream("transactions.csv", &LINE, rows)),
        Entry::json("transactions.json", ledger_lines(caller)),
    ]
}

fn ledger_lines(caller: &Caller) -> impl Stream<Item = sqlx::Result<Transaction>> + Send + use<> {
    let (state, user) = (caller.state.clone(), caller.me.id.clone());
    async_stream::try_stream! {
        let mut after = 0;
        loop {
            let lines = lines_between(&state.db, &user, (after, i64::MAX), LINES_AT_ONCE).await?;
            let Some(last) = lines.last().map(|line| line.seq) else { break };
            after = last;
            for line in lines {
                yield line;
            }
        }
    }
}

/// What an operator did with the account, without who they are and whence they came.
#[derive(Serialize)]
struct Act {
    at: EpochMs,
    action: Action,
    object: String,
    before: String,
    after: String,
    reason: String,
}

/// What operators did with the account, newest first.
pub fn operators_acts(caller: &Caller) -> [Entry; 2] {
    let acts = || pages(caller, acts_page);
    let rows =
        acts().map(|act| act.map(|it| vec![it.at.rfc3339(), it.action.to_string(), it.object, it.before, it.after, it.reason]));
    [Entry::of("operators-acts.csv", csv::stream("operators-acts.csv", &ACT, rows)), Entry::json("operators-acts.json", acts())]
}

async fn acts_page(caller: Caller, cursor: Option<String>, limit: Limit) -> Result<Page<Act>, AppError> {
    let about = Filter { action: None, subject: Some(caller.me.id.clone()) };
    let page = audit::page(&caller.state.db, &about, cursor.as_deref(), limit).await?;
    let acts = page.items.into_iter().map(|entry| {
        let LogEntry { at, action, object, before, after, reason, .. } = entry;
        Act { at, action, object, before, after, reason }
    });
    Ok(Page { items: acts.collect(), next_cursor: page.next_cursor })
}

/// A month that is in the archive.
pub struct MonthMade {
    pub month: Month,
    /// Absent when its lines contradict each other; then `problem` says how.
    pub sums: Option<MonthStatement>,
    problem: Option<String>,
}

/// Every month's sums.
///
/// # Errors
/// When the database fails.
pub async fn statements(caller: &Caller, months: Vec<Month>) -> Result<Vec<MonthMade>, AppError> {
    let mut all = Vec::with_capacity(months.len());
    for month in months {
        let (sums, problem) = match monthly::statement(&caller.state, &caller.me.id, month, None, 0).await {
            Ok(sums) => (Some(sums), None),
            // What is wrong in the books must not keep their owner from having them.
            Err(AppError::Refused { message, .. }) => (None, Some(message)),
            Err(error) => return Err(error),
        };
        all.push(MonthMade { month, sums, problem });
    }
    Ok(all)
}

pub fn statement_table(made: Vec<MonthMade>) -> Table<12> {
    let row = |MonthMade { month, sums, problem }| {
        let money = |of: fn(&MonthStatement) -> Micros| Cell::money(sums.as_ref().map(of));
        [
            Cell::text(month),
            Cell::of(sums.as_ref(), |sums: &MonthStatement| Cell::text(&sums.currency)),
            Cell::of(sums.as_ref(), |sums: &MonthStatement| Cell::Flag(sums.complete)),
            money(|sums| sums.opening_micros),
            money(|sums| sums.totals.top_ups.amount_micros),
            money(|sums| sums.totals.calls.amount_micros),
            money(|sums| sums.totals.refunds.amount_micros),
            money(|sums| sums.totals.adjustments.amount_micros),
            money(|sums| sums.totals.chargebacks.amount_micros),
            money(|sums| sums.closing_micros),
            Cell::of(sums.as_ref(), |sums: &MonthStatement| Cell::Count(sums.line_count)),
            Cell::of(problem, Cell::Text),
        ]
    };
    Table {
        name: "statements",
        columns: [
            "month",
            "currency",
            "complete",
            "opening",
            "top_ups",
            "calls",
            "refunds",
            "adjustments",
            "chargebacks",
            "closing",
            "lines",
            "problem",
        ],
        rows: made.into_iter().map(row).collect(),
    }
}
