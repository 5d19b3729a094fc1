//! What the pages show, put together.

use super::{
    acts::decks,
    audit::{Actor, verify::verify},
    model::{AlarmLine, Books, DeckPreview, DoorLine, Lookout, RuleLine, UserDetail},
    read, store,
    typed::DeckTyped,
};
use crate::{
    domain::ids::UserId,
    error::AppError,
    ledger::verify::examine,
    limits,
    rates::{
        deck_fields::Markup,
        deck_file::{self, Row},
    },
    server::{ids, state::AppState, unit_of_work::to_its_end},
    words,
};

const ALARMS: i64 = 50;
const LAST_CALLS: i64 = 10;
const SAMPLE: usize = 8;
const PROBLEMS: usize = 50;

/// One account.
///
/// # Errors
/// [`AppError::NotFound`], or when the database fails.
pub async fn user(state: &AppState, id: &UserId) -> Result<UserDetail, AppError> {
    let user = store::user(&state.db, id).await?.ok_or_else(|| AppError::not_found("account"))?;
    let counts = store::counts(&state.db, id, state.clock.now()).await?;
    let rows = limits::store::rows(&state.db, id).await?;
    Ok(UserDetail {
        user,
        status_reason: counts.status_reason,
        sessions: counts.sessions,
        tokens: counts.tokens,
        calls: counts.calls,
        spent_micros: counts.spent_micros,
        last_calls: store::last_calls(&state.db, id, LAST_CALLS).await?,
        limits: read::shown(&rows.operator),
        form_key: ids::hex32(),
    })
}

/// The newest alarms, and how the doors of this process stand.
///
/// # Errors
/// When the database fails.
pub async fn out(state: &AppState) -> Result<Lookout, AppError> {
    let alarms = limits::store::alarms(&state.db, ALARMS).await?.into_iter().map(|alarm| AlarmLine {
        user: alarm.user_id,
        email: alarm.email,
        what: alarm.kind,
        counted: alarm.counted,
        threshold: alarm.threshold,
        at: alarm.created_at,
    });
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let doors = state.throttle.standing().into_iter().map(|standing| DoorLine {
        name: standing.door.name().to_owned(),
        accounts: count(standing.accounts),
        addresses: count(standing.addresses),
        refused: i64::try_from(standing.refused).unwrap_or(i64::MAX),
    });
    Ok(Lookout { alarms: alarms.collect(), doors: doors.collect() })
}

/// A price list as it is typed or pasted: what it would put in force.
///
/// # Errors
/// [`AppError::Invalid`] on `markup` or `name`.
pub fn preview(deck: &DeckTyped) -> Result<DeckPreview, AppError> {
    let read = read_deck(deck)?;
    let none = DeckPreview {
        deck: None,
        rates: 0,
        blocked: 0,
        sample: Vec::new(),
        problems: Vec::new(),
        problem_count: 0,
        form_key: ids::hex32(),
    };
    Ok(match read {
        Ok(rows) => DeckPreview {
            deck: Some(deck.clone()),
            rates: rows.len(),
            blocked: rows.iter().filter(|row| row.blocked).count(),
            sample: rows.iter().take(SAMPLE).map(sampled).collect(),
            ..none
        },
        Err(problems) => DeckPreview {
            problem_count: problems.len(),
            problems: problems.iter().take(PROBLEMS).map(ToString::to_string).collect(),
            ..none
        },
    })
}

fn sampled(row: &Row) -> (String, String, crate::domain::money::Micros) {
    (row.prefix.clone(), row.destination.clone(), row.tariff.rate_micros_per_minute)
}

/// The rows of a price list, or what is wrong with it.
///
/// # Errors
/// [`AppError::Invalid`] on `markup` or `name`.
pub fn read_deck(deck: &DeckTyped) -> Result<Result<Vec<Row>, Vec<deck_file::Problem>>, AppError> {
    let name = deck.name.trim();
    if name.is_empty() || name.chars().count() > 80 || name.chars().any(char::is_control) {
        return Err(AppError::invalid("name", words::admin().deck_name()));
    }
    let markup = match deck.markup.trim() {
        "" => Markup::default(),
        percent => Markup::parse(percent).map_err(|problem| AppError::invalid("markup", problem))?,
    };
    Ok(deck_file::read(deck.list.as_bytes(), markup))
}

/// Puts a price list in force; its id.
///
/// # Errors
/// [`AppError::Invalid`] when a line of it is wrong, or when the database fails: the old prices stay.
pub async fn import(state: &AppState, actor: Actor, deck: &DeckTyped, reference: Option<String>) -> Result<String, AppError> {
    let rows = read_deck(deck)?
        .map_err(|problems| AppError::invalid("list", problems.first().map(ToString::to_string).unwrap_or_default()))?;
    let name = deck.name.trim().to_owned();
    decks::import(state, actor, decks::Import { name, rows, reference }).await
}

/// Recomputes the books and the log, now.
///
/// # Errors
/// When the database fails.
pub async fn books(state: &AppState) -> Result<Books, AppError> {
    let state = state.clone();
    to_its_end(async move {
        let at = state.clock.now();
        let report = examine(&state.db, at).await?;
        let log = verify(&state.db).await?;
        let rules = report.findings.iter().map(|finding| RuleLine {
            name: finding.rule.name.to_owned(),
            rows: finding.rows,
            broken: finding.broken,
            first: finding.first.as_ref().map(|first| format!("{}: {} ≠ {}", first.id, first.expected, first.found)),
        });
        Ok(Books { at, holds: report.holds(), rules: rules.collect(), entries: log.good, log_broken: log.broken })
    })
    .await
}
