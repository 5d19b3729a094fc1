//! Keeps what a caller writes about a call and what the browser measured of it. Nothing here moves money.

use super::{
    model::{CallNow, LineRecord, NOTE_MOST},
    store::{events, lifecycle, record},
};
use crate::{domain::ids::CallId, error::AppError, users::Caller, words};

/// So long after its end a call may still be measured: the last record may come late, never a new one.
const MEASURED_FOR_SECONDS: i64 = 300;
/// A record of the line is some hundred bytes, and at most a few thousand.
const RECORD_BYTES_MOST: usize = 16 * 1024;

/// Keeps a note on a call, in place of the one before.
///
/// # Errors
/// [`AppError::Invalid`] for one that is too long, [`AppError::NotFound`] for another caller's call.
pub async fn note(caller: &Caller, id: &CallId, note: &str) -> Result<(), AppError> {
    let note = plain("note", note)?;
    let (state, me) = (&caller.state, &caller.me.id);
    found(record::note(&state.db, me, id, &note, state.clock.now()).await?)
}

/// Keeps how the line was, as JSON of a [`LineRecord`].
///
/// # Errors
/// [`AppError::Invalid`] for what no browser can have measured, [`AppError::NotFound`] for another caller's call and for one that
/// ended a while ago.
pub async fn measure(caller: &Caller, id: &CallId, json: &str) -> Result<(), AppError> {
    let (state, me) = (&caller.state, &caller.me.id);
    let now = state.clock.now();
    let unreadable = |why: &str| AppError::invalid("record", format!("record: {why}"));
    if json.len() > RECORD_BYTES_MOST {
        return Err(unreadable("it is too long"));
    }
    let line: LineRecord = serde_json::from_str(json).map_err(|error| unreadable(&error.to_string()))?;
    let began = record::measured_call(&state.db, me, id, now.plus_seconds(-MEASURED_FOR_SECONDS)).await?;
    let began = began.ok_or_else(|| AppError::not_found("running call"))?;
    line.check(now.seconds_since(began)).map_err(unreadable)?;
    record::measure(&state.db, id, &serde_json::json!(line).to_string(), line.seconds).await?;
    Ok(())
}

/// Tells the operator that a call was bad; the record of its line stands beside it.
///
/// # Errors
/// [`AppError::Invalid`] for too many words, [`AppError::NotFound`] for another caller's call and for one that has not ended.
pub async fn report(caller: &Caller, id: &CallId, words: &str) -> Result<(), AppError> {
    let words = plain("words", words)?;
    let (state, me) = (&caller.state, &caller.me.id);
    found(record::report(&state.db, me, id, &words, state.clock.now()).await?)?;
    tracing::info!(call.id = %id, "a caller reported a bad call");
    Ok(())
}

/// The server's clock and what is known of a call.
///
/// # Errors
/// When the database fails.
pub async fn pulse(caller: &Caller, id: &CallId) -> Result<CallNow, AppError> {
    let state = &caller.state;
    let events = match lifecycle::of_user(&state.db, &caller.me.id, id).await? {
        Some(_) => events::of_call(&state.db, id).await?,
        None => Vec::new(),
    };
    Ok(CallNow { now: state.clock.now(), events })
}

/// A text without control characters, which nobody types and PostgreSQL does not take.
fn plain(field: &str, text: &str) -> Result<String, AppError> {
    let text: String = text.trim().chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    if text.chars().count() > NOTE_MOST {
        return Err(AppError::invalid(field, words::calls().write_less(NOTE_MOST)));
    }
    Ok(text)
}

fn found(found: bool) -> Result<(), AppError> {
    if found { Ok(()) } else { Err(AppError::not_found("call")) }
}
