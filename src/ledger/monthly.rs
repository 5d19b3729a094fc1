//! Making a month's statement: the opening balance and the entries are the closing balance, or it says that they are not.

use std::sync::Arc;

use axum::response::Response;

use super::{
    model::Transaction,
    statement_model::{MonthPage, MonthStatement, Months},
    store::{self, MonthSums},
};
use crate::{
    domain::{
        ids::UserId,
        money::{Micros, Rounding},
        month::Month,
        page::WRONG_CURSOR,
        time::EpochMs,
    },
    error::AppError,
    server::{csv, state::AppState, unit_of_work::to_its_end},
    users::Caller,
    words,
};

/// Lines on a page of the statement for people; as many fit on about eight printed sheets.
const LINES_ON_A_PAGE: i64 = 250;
/// Lines that the CSV file fetches at once.
const LINES_AT_ONCE: i64 = 500;

/// Reads a month as somebody wrote it; nothing written means the one that runs.
///
/// # Errors
/// [`AppError::Invalid`] for what is no month, and for one that has not begun.
pub fn read_month(text: Option<&str>, now: EpochMs) -> Result<Month, AppError> {
    let running = Month::of(now);
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(running) };
    let (t, language) = (words::statement(), words::language());
    let month = Month::parse(text).ok_or_else(|| AppError::invalid("month", t.no_month(text, &running.to_string())))?;
    if month > running {
        return Err(AppError::invalid("month", t.not_begun(&language.month(month), &language.month(running))));
    }
    Ok(month)
}

/// A page of a month's statement: `cursor` is the number of the last line seen, `most` the lines wanted.
///
/// # Errors
/// [`AppError::Invalid`] for a wrong cursor, [`AppError::Refused`] when the books do not add up, or when the database fails.
pub async fn statement(
    state: &AppState,
    user: &UserId,
    month: Month,
    cursor: Option<&str>,
    most: i64,
) -> Result<MonthStatement, AppError> {
    let after = cursor.map(str::parse::<i64>).transpose();
    let after = after.map_err(|_| AppError::invalid("cursor", WRONG_CURSOR))?;
    let sums = checked_sums(state, user, month).await?;
    let made_at = state.clock.now();
    let complete = month.end() <= made_at;
    let after = after.unwrap_or(0).max(sums.first - 1);
    let mut lines = store::lines_between(&state.db, user, (after, sums.end), most.saturating_add(1)).await?;
    let more = lines.len() > usize::try_from(most).unwrap_or(usize::MAX);
    lines.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    let next_cursor = if more { lines.last().map(|line| line.seq.to_string()) } else { None };
    let note = (sums.totals.lines() == 0).then(|| why_empty(month, &sums, complete));
    Ok(MonthStatement {
        month,
        currency: sums.currency,
        made_at,
        complete,
        opening_micros: sums.opening,
        closing_micros: sums.closing,
        line_count: sums.totals.lines(),
        totals: sums.totals,
        lines,
        next_cursor,
        note,
    })
}

fn why_empty(month: Month, sums: &MonthSums, complete: bool) -> String {
    let (t, language) = (words::statement(), words::language());
    let (name, opened) = (language.month(month), Month::of(sums.opened_at));
    let balance = language.exact(sums.closing);
    if month < opened {
        t.opened_later(&language.month(opened), &name)
    } else if complete {
        t.nothing_moved(&name, &balance)
    } else {
        t.nothing_so_far(&name, &balance)
    }
}

/// A month's sums, when they add up.
async fn checked_sums(state: &AppState, user: &UserId, month: Month) -> Result<MonthSums, AppError> {
    let (db, of) = (state.db.clone(), user.clone());
    let sums = to_its_end(async move { Ok(store::month_sums(&db, &of, month).await?) }).await?;
    let sums = sums.ok_or(AppError::NotSignedIn)?;
    match disagreement(&sums) {
        None => Ok(sums),
        Some(what) => {
            tracing::error!(account = %user, %month, what, "a statement does not add up");
            let name = words::language().month(month);
            let message = words::statement().contradiction(&name, &what, &user.to_string());
            Err(AppError::refused("books_do_not_add_up", message))
        }
    }
}

/// What does not add up, in words.
fn disagreement(sums: &MonthSums) -> Option<String> {
    let (t, language) = (words::statement(), words::language());
    let added = Micros(sums.opening.0.saturating_add(sums.totals.amount().0));
    if sums.opening != sums.opening_by_sum {
        return Some(t.opening_differs(&language.exact(sums.opening), &language.exact(sums.opening_by_sum)));
    }
    if sums.end - sums.first != sums.totals.lines() {
        return Some(t.numbers_differ(sums.end - sums.first, sums.totals.lines()));
    }
    let differs = || t.closing_differs(&language.exact(sums.opening), &language.exact(added), &language.exact(sums.closing));
    (sums.closing != added).then(differs)
}

/// What the page of a month shows; a month that cannot be shown is a sentence there.
///
/// # Errors
/// When the books do not add up, or the database fails.
pub async fn page(caller: &Caller, month: Option<&str>, cursor: Option<&str>) -> Result<MonthPage, AppError> {
    let (state, me) = (&caller.state, &caller.me);
    let now = state.clock.now();
    let made = match read_month(month, now) {
        Ok(month) => statement(state, &me.id, month, cursor, LINES_ON_A_PAGE).await,
        Err(error) => Err(error),
    };
    let (statement, sentence) = match made {
        Ok(statement) => (Some(statement), None),
        Err(AppError::Invalid { message, .. }) => (None, Some(message)),
        Err(error) => return Err(error),
    };
    Ok(MonthPage { email: me.email.clone(), months: months(state, &me.id).await?, statement, sentence })
}

/// The months that an account has statements of.
///
/// # Errors
/// When the database fails.
pub async fn months(state: &AppState, user: &UserId) -> Result<Months, AppError> {
    let last = Month::of(state.clock.now());
    let first = store::first_month(&state.db, user).await?.ok_or(AppError::NotSignedIn)?;
    Ok(Months { first: first.min(last), last })
}

const HEADER: [&str; 9] = ["line", "created_at", "what", "amount", "balance", "call_id", "payment_id", "operator", "reason"];

/// The month as a CSV file with a line for the opening balance before the entries and one for the closing balance behind
/// them. Every line is checked against the balance before it while it goes out: a file that ends well adds up.
///
/// # Errors
/// [`AppError::Refused`] when the books do not add up, or when the database fails.
pub async fn csv_file(caller: Caller, month: Month) -> Result<Response, AppError> {
    let sums = checked_sums(&caller.state, &caller.me.id, month).await?;
    let (state, user) = (caller.state, Arc::new(caller.me.id));
    let ends_at = month.end().min(state.clock.now());
    let rows = async_stream::try_stream! {
        yield edge("opening balance", month.begin(), sums.opening);
        let (mut after, mut balance) = (sums.first - 1, sums.opening);
        loop {
            let lines = store::lines_between(&state.db, &user, (after, sums.end), LINES_AT_ONCE).await?;
            let Some(last) = lines.last().map(|line| line.seq) else { break };
            for line in lines {
                balance = next_balance(balance, &line)?;
                let what = line.label().to_lowercase();
                yield cells(line, what);
            }
            after = last;
        }
        if balance != sums.closing {
            Err(sqlx::Error::Protocol(format!("the statement of {month} ends with another balance than its last line")))?;
        }
        yield edge("closing balance", ends_at, balance);
    };
    Ok(csv::stream(&format!("statement-{month}.csv"), &HEADER, rows))
}

/// The balance after a line, which must be what the line says.
fn next_balance(before: Micros, line: &Transaction) -> sqlx::Result<Micros> {
    let after = before.0.checked_add(line.amount_micros.0).map(Micros);
    after
        .filter(|after| *after == line.balance_after_micros)
        .ok_or_else(|| sqlx::Error::Protocol(format!("line {} does not continue the balance before it", line.seq)))
}

fn edge(what: &str, at: EpochMs, balance: Micros) -> Vec<String> {
    let mut cells = vec![String::new(); HEADER.len()];
    cells[1] = at.rfc3339();
    what.clone_into(&mut cells[2]);
    cells[4] = balance.decimal(6, Rounding::Down);
    cells
}

/// The cells of a line of a statement in a CSV file; `what` it is, in the words of that file.
pub fn cells(line: Transaction, what: String) -> Vec<String> {
    vec![
        line.seq.to_string(),
        line.created_at.rfc3339(),
        what,
        line.amount_micros.decimal(6, Rounding::Down),
        line.balance_after_micros.decimal(6, Rounding::Down),
        line.call_id.map(|id| id.to_string()).unwrap_or_default(),
        line.payment_id.map(|id| id.to_string()).unwrap_or_default(),
        line.operator.unwrap_or_default(),
        line.note.unwrap_or_default(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{model::TransactionKind, statement_model::Totals};

    const NOW: EpochMs = EpochMs(1_795_341_670_123);

    #[test]
    fn a_month_is_read_or_a_sentence_says_why_not() {
        let running = Month::parse("2026-11").expect("a month");
        assert_eq!(read_month(None, NOW), Ok(running));
        assert_eq!(read_month(Some("2026-11"), NOW), Ok(running));
        assert_eq!(read_month(Some("1999-01"), NOW).map(|month| month.to_string()), Ok("1999-01".into()));
        let sentence = |text| read_month(Some(text), NOW).expect_err("refused").to_string();
        assert!(sentence("2026-13").contains("write it like 2026-11"));
        assert!(sentence("2026-12").starts_with("December 2026 has not begun"));
    }

    fn sums() -> MonthSums {
        let mut totals = Totals::default();
        totals.add(TransactionKind::Adjust, false, 1, Micros(50));
        totals.add(TransactionKind::Call, true, 2, Micros(-20));
        let (opening, closing) = (Micros(100), Micros(130));
        let opening_by_sum = opening;
        MonthSums { currency: "USD".into(), opened_at: NOW, first: 4, end: 7, opening, opening_by_sum, closing, totals }
    }

    #[test]
    fn what_does_not_add_up_is_said_in_words() {
        assert_eq!(disagreement(&sums()), None);
        let says = |sums: MonthSums| disagreement(&sums).unwrap_or_default();
        assert!(
            says(MonthSums { opening_by_sum: Micros(99), ..sums() }).contains("$0.000100, while all lines before it come to")
        );
        assert!(says(MonthSums { end: 8, ..sums() }).contains("4 numbers, but there are 3 lines"));
        assert!(says(MonthSums { closing: Micros(131), ..sums() }).contains("while its last line says $0.000131"));
    }

    #[test]
    fn a_line_that_does_not_continue_the_balance_breaks_the_file_off() {
        let line = Transaction {
            seq: 3,
            kind: TransactionKind::Adjust,
            amount_micros: Micros(5),
            balance_after_micros: Micros(15),
            call_id: None,
            payment_id: None,
            operator: None,
            note: None,
            created_at: NOW,
        };
        assert!(matches!(next_balance(Micros(10), &line), Ok(Micros(15))));
        assert!(next_balance(Micros(11), &line).is_err());
    }
}
