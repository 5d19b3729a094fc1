//! A report of the carrier about a leg, and what it changes: the status moves forward, an ending settles.

use super::super::{
    model::CallStatus,
    settle::{Ending, settle},
    store::{
        events::EventSource,
        lifecycle::{self, OpenCall},
        settlement::{self, SettledBy},
    },
};
use crate::{
    domain::time::EpochMs,
    server::{
        database::Transaction,
        sabotage::{self, Fault},
    },
    twilio::webhook::{DialAction, StatusCallback},
};

/// After the browser's leg has ended, so many seconds are left to the called leg's own report.
const CHILD_REPORT_SECONDS: i64 = 3;

/// What the carrier says of one leg.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub source: EventSource,
    pub sid: String,
    pub parent_sid: Option<String>,
    /// As it came: the set is open.
    pub word: String,
    pub duration_seconds: Option<i64>,
    pub sequence_number: Option<i64>,
    pub from: String,
    pub to: String,
    /// `inbound` is the browser's leg, whose duration is never a price.
    pub direction: Option<String>,
}

impl Report {
    pub fn of_status(callback: &StatusCallback) -> Self {
        Self {
            source: EventSource::Status,
            sid: callback.call_sid.clone(),
            parent_sid: callback.parent_call_sid.clone(),
            word: callback.call_status.clone(),
            duration_seconds: callback.call_duration.seconds(),
            sequence_number: callback.sequence_number,
            from: callback.from.clone().unwrap_or_default(),
            to: callback.to.clone().unwrap_or_default(),
            direction: callback.direction.clone(),
        }
    }

    /// The Dial action speaks of the called leg, which it names `DialCallSid`.
    pub fn of_dial(action: &DialAction) -> Self {
        Self {
            source: EventSource::Dial,
            sid: action.dial_call_sid.clone().unwrap_or_default(),
            parent_sid: Some(action.call_sid.clone()),
            word: action.dial_call_status.clone(),
            duration_seconds: action.dial_call_duration.seconds(),
            sequence_number: None,
            from: String::new(),
            to: String::new(),
            direction: None,
        }
    }

    /// `None` for a word we do not know: it is kept and moves nothing. Both `answered` and `in-progress` are seen.
    pub fn status(&self) -> Option<CallStatus> {
        match self.word.as_str() {
            "answered" if self.source == EventSource::Dial => Some(CallStatus::Completed),
            "answered" => Some(CallStatus::InProgress),
            word => CallStatus::from_word(word),
        }
    }

    /// Equal for deliveries of one thing. The duration is part of it: a report without one may be followed by one with it.
    pub fn dedupe_key(&self, idempotency_token: Option<&str>) -> String {
        let source = self.source;
        idempotency_token.map_or_else(
            || {
                let part = |number: Option<i64>| number.map(|n| n.to_string()).unwrap_or_default();
                let leg = if self.sid.is_empty() { self.parent_sid.as_deref().unwrap_or_default() } else { &self.sid };
                format!("{source}|{leg}|{}|{}|{}", self.word, part(self.sequence_number), part(self.duration_seconds))
            },
            |token| format!("{source}|{token}"),
        )
    }

    /// One sentence for the call's timeline.
    pub fn summary(&self) -> String {
        let words = match (self.status(), self.duration_seconds) {
            (Some(CallStatus::Queued | CallStatus::Initiated), _) => "The carrier started dialling".into(),
            (Some(CallStatus::Ringing), _) => "The telephone rings".into(),
            (Some(CallStatus::InProgress), _) => "The call was answered".into(),
            (Some(CallStatus::Completed), Some(seconds)) => format!("The call ended after {seconds} s"),
            (Some(CallStatus::Completed), None) => "The call ended; the carrier has not said yet how long it was".into(),
            (Some(CallStatus::Busy), _) => "The line was busy".into(),
            (Some(CallStatus::NoAnswer), _) => "Nobody answered".into(),
            (Some(CallStatus::Canceled), _) => "The call was cancelled before it was answered".into(),
            (Some(CallStatus::Failed), _) => "The call could not be put through".into(),
            (None, _) => format!("The carrier reported '{}'", self.word),
        };
        if self.source == EventSource::Dial { format!("{words} (result of dialling)") } else { words }
    }

    /// Whether it speaks of the leg to the browser.
    pub fn is_browser_leg(&self, call: Option<&OpenCall>) -> bool {
        let of_call = call.is_some_and(|call| call.parent_sid.as_deref() == Some(&self.sid));
        let by_words = self.direction.as_deref() == Some("inbound") && self.parent_sid.is_none();
        self.source == EventSource::Status && (of_call || by_words)
    }
}

/// Applies a report to its call.
///
/// # Errors
/// When the database fails: then nothing has changed.
pub async fn apply(tx: &mut Transaction, call: &OpenCall, report: &Report, at: EpochMs) -> sqlx::Result<()> {
    let Some(status) = report.status() else { return Ok(()) };
    if report.is_browser_leg(Some(call)) && !sabotage::on(Fault::ChargeEachLeg) {
        let soon = at.plus_seconds(CHILD_REPORT_SECONDS);
        return if status.is_final() { settlement::nudge(tx, &call.id, soon).await } else { Ok(()) };
    }
    if !report.sid.is_empty() {
        lifecycle::set_child(tx, &call.id, &report.sid).await?;
    }
    if !status.is_final() {
        return lifecycle::forward(tx, &call.id, status, at).await.map(drop);
    }
    let by = if report.source == EventSource::Dial { SettledBy::DialAction } else { SettledBy::Status };
    settle(tx, call, &Ending { status, duration_seconds: report.duration_seconds, by, at }).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(word: &str) -> Report {
        Report {
            source: EventSource::Status,
            sid: "CAchild".into(),
            parent_sid: Some("CAparent".into()),
            word: word.into(),
            duration_seconds: None,
            sequence_number: Some(3),
            from: "+14155550100".into(),
            to: "+447911123456".into(),
            direction: Some("outbound-dial".into()),
        }
    }

    #[test]
    fn answered_means_in_progress_and_unknown_words_move_nothing() {
        assert_eq!(report("answered").status(), Some(CallStatus::InProgress));
        assert_eq!(report("in-progress").status(), Some(CallStatus::InProgress));
        assert_eq!(report("daydreaming").status(), None);
        let dial = Report { source: EventSource::Dial, ..report("answered") };
        assert_eq!(dial.status(), Some(CallStatus::Completed));
    }

    #[test]
    fn a_report_with_a_duration_is_not_a_duplicate_of_one_without() {
        let late = Report { duration_seconds: Some(125), ..report("completed") };
        assert_ne!(report("completed").dedupe_key(None), late.dedupe_key(None));
        assert_eq!(late.dedupe_key(Some("token")), "status|token");
    }

    #[test]
    fn the_browsers_leg_is_known_by_its_direction() {
        let browser = Report { parent_sid: None, direction: Some("inbound".into()), ..report("completed") };
        assert!(browser.is_browser_leg(None));
        assert!(!report("completed").is_browser_leg(None));
    }
}
