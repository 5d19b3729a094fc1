//! What the carrier's records say of a call, and how far that can be trusted.

use std::time::Duration;

use crate::{
    calls::{
        model::{CallStatus, RANK_PARKED},
        store::lifecycle::OpenCall,
    },
    domain::time::EpochMs,
    twilio::client::{Client, ClientError, RemoteCall},
};

use super::schedule::SOON_TRIES;

/// An answer that takes longer is asked for again later: one that hangs must not keep the others waiting.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the carrier says of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// It rings or runs.
    Runs,
    /// It has ended, for all that the carrier knows. Without a duration, a completed call is not settled.
    Ended { status: CallStatus, duration_seconds: Option<i64>, child_sid: Option<String> },
    /// The browser's leg has ended, and no other is to be found.
    NobodyCalled,
    /// The carrier has no record of the legs we know.
    NotFound,
}

/// Asks about the called leg; without one, the browser's leg tells whether there will be.
///
/// # Errors
/// [`ClientError`]; a slow answer counts as none.
pub async fn ask(twilio: &Client, call: &OpenCall) -> Result<News, ClientError> {
    let slow = |_| Err(ClientError::Unreachable(format!("no answer in {} s", PATIENCE.as_secs())));
    tokio::time::timeout(PATIENCE, news_of(twilio, call)).await.unwrap_or_else(slow)
}

async fn news_of(twilio: &Client, call: &OpenCall) -> Result<News, ClientError> {
    if let Some(child) = &call.child_sid
        && let Some(remote) = twilio.fetch_call(child).await?
    {
        return Ok(read(&remote));
    }
    let Some(parent) = &call.parent_sid else { return Ok(News::NotFound) };
    if call.child_sid.is_none()
        && let Some(child) = twilio.children_of(parent).await?.into_iter().next()
    {
        return Ok(read(&child));
    }
    let Some(browser) = twilio.fetch_call(parent).await? else { return Ok(News::NotFound) };
    Ok(match read(&browser) {
        // A called leg that is gone from the records has a price that nobody knows.
        News::Ended { .. } if call.child_sid.is_some() => News::NotFound,
        // The browser's leg is answered with the called one: a completed one without the other is a record that lags.
        News::Ended { status: CallStatus::Completed, .. } => News::NobodyCalled,
        News::Ended { status, .. } => News::Ended { status, duration_seconds: None, child_sid: None },
        other => other,
    })
}

fn read(remote: &RemoteCall) -> News {
    match CallStatus::from_word(&remote.status) {
        Some(status) if status.is_final() => News::Ended {
            status,
            duration_seconds: remote.duration.seconds(),
            child_sid: remote.parent_sid.is_some().then(|| remote.sid.clone()),
        },
        _ => News::Runs,
    }
}

/// How a call stands when the answer comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// It was said to have ended, without a duration.
    pub parked: bool,
    /// Its hold has run out.
    pub overdue: bool,
    /// Askings so far.
    pub tries: i64,
}

impl Standing {
    pub fn of(call: &OpenCall, now: EpochMs) -> Self {
        Self { parked: call.status_rank == RANK_PARKED, overdue: call.hold_expires_at <= now, tries: call.reconcile_tries }
    }
}

/// What to do about the news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Settle {
        status: CallStatus,
        duration_seconds: Option<i64>,
        child_sid: Option<String>,
    },
    /// Ended, for how long is not known.
    Park {
        child_sid: Option<String>,
    },
    /// It runs past everything it may.
    End,
    AskAgain,
}

/// The step that follows from the news. Nothing is settled at zero on a guess: a record that is missing counts only when
/// nobody told of a conversation that has ended and the hold has run out.
pub fn step(news: News, standing: Standing) -> Step {
    let sure = standing.overdue && !standing.parked;
    let free = |status| Step::Settle { status, duration_seconds: None, child_sid: None };
    match news {
        News::Ended { status: CallStatus::Completed, duration_seconds: None, child_sid } => Step::Park { child_sid },
        // Somebody signed for a conversation that has ended; a record of another kind cannot make it free.
        News::Ended { status, child_sid: None, .. } if standing.parked && status != CallStatus::Completed => Step::AskAgain,
        News::Ended { status, duration_seconds, child_sid } => Step::Settle { status, duration_seconds, child_sid },
        News::NobodyCalled if sure || (standing.tries >= SOON_TRIES && !standing.parked) => free(CallStatus::Canceled),
        News::NotFound if sure => free(CallStatus::Failed),
        News::Runs if standing.overdue => Step::End,
        News::Runs | News::NobodyCalled | News::NotFound => Step::AskAgain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUNNING: Standing = Standing { parked: false, overdue: false, tries: 0 };
    const OVERDUE: Standing = Standing { overdue: true, ..RUNNING };
    const PARKED: Standing = Standing { parked: true, overdue: true, tries: 9 };

    fn ended(status: CallStatus, duration_seconds: Option<i64>) -> News {
        News::Ended { status, duration_seconds, child_sid: Some("CAchild".into()) }
    }

    #[test]
    fn a_completed_call_without_a_duration_is_never_settled() {
        for standing in [RUNNING, OVERDUE, PARKED] {
            assert!(matches!(step(ended(CallStatus::Completed, None), standing), Step::Park { .. }));
            let known = step(ended(CallStatus::Completed, Some(61)), standing);
            assert!(matches!(known, Step::Settle { duration_seconds: Some(61), .. }));
        }
    }

    #[test]
    fn a_missing_record_frees_a_call_only_after_its_hold_and_only_when_no_end_was_told() {
        assert_eq!(step(News::NotFound, RUNNING), Step::AskAgain);
        assert!(matches!(step(News::NotFound, OVERDUE), Step::Settle { status: CallStatus::Failed, .. }));
        for news in [News::NotFound, News::NobodyCalled] {
            assert_eq!(step(news, PARKED), Step::AskAgain);
        }
    }

    #[test]
    fn a_browsers_leg_alone_is_free_once_the_records_had_time_to_follow() {
        assert_eq!(step(News::NobodyCalled, RUNNING), Step::AskAgain);
        let later = Standing { tries: SOON_TRIES, ..RUNNING };
        assert!(matches!(step(News::NobodyCalled, later), Step::Settle { status: CallStatus::Canceled, .. }));
    }

    #[test]
    fn a_call_is_ended_only_past_its_hold() {
        assert_eq!(step(News::Runs, RUNNING), Step::AskAgain);
        assert_eq!(step(News::Runs, OVERDUE), Step::End);
    }

    #[test]
    fn an_unanswered_called_leg_is_free_at_once() {
        assert!(matches!(step(ended(CallStatus::Busy, None), RUNNING), Step::Settle { status: CallStatus::Busy, .. }));
    }
}
