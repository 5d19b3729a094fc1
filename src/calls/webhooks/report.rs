//! A report of the carrier about a leg, and what it changes: the status moves forward, an ending settles.

use super::super::{
    model::{CallStatus, EventEffect},
    settle::{Ending, Settlement, settle},
    store::{
        events::{Conclusion, EventSource},
        lifecycle::{self, OpenCall},
        settlement::{self, SettledBy},
    },
};
use crate::{
    domain::time::{EpochMs, duration_words},
    rates::charge::GUARD_SECONDS,
    server::{
        database::Transaction,
        sabotage::{self, Fault},
        state::AppState,
    },
    twilio::webhook::{CallDuration, DialAction, StatusCallback},
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
    /// What it says that cannot be used, in words, such as `its duration 'soon' is no number of seconds`.
    pub remark: Option<String>,
    /// When it happened by the carrier's clock.
    pub carrier_at: Option<EpochMs>,
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
            remark: remark_on(callback),
            carrier_at: callback.timestamp,
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
            remark: match action.dial_call_duration {
                CallDuration::Unknown => action.duration_text.as_deref().map(no_duration),
                CallDuration::Seconds(_) => None,
            },
            carrier_at: action.timestamp,
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
        let claimed = self.duration_seconds.filter(|seconds| *seconds > 0);
        let free = claimed.map(|seconds| format!("; the {seconds} s it names cost nothing")).unwrap_or_default();
        let remark = self.remark.as_deref().map(|remark| format!("; {remark}")).unwrap_or_default();
        let words = match (self.status(), self.duration_seconds) {
            (Some(CallStatus::Queued | CallStatus::Initiated), _) => "The carrier started dialling".into(),
            (Some(CallStatus::Ringing), _) => "The telephone rings".into(),
            (Some(CallStatus::InProgress), _) => "The call was answered".into(),
            (Some(CallStatus::Completed), Some(seconds)) => format!("The call ended after {seconds} s"),
            (Some(CallStatus::Completed), None) => "The call ended; the carrier has not said yet how long it was".into(),
            (Some(CallStatus::Busy), _) => format!("The line was busy{free}"),
            (Some(CallStatus::NoAnswer), _) => format!("Nobody answered{free}"),
            (Some(CallStatus::Canceled), _) => format!("The call was cancelled before it was answered{free}"),
            (Some(CallStatus::Failed), _) => format!("The call could not be put through{free}"),
            (None, _) => format!("The carrier reported '{}', a word not known here", self.word),
        };
        let dial = if self.source == EventSource::Dial { " (result of dialling)" } else { "" };
        format!("{words}{dial}{remark}")
    }

    /// Whether it speaks of the leg to the browser.
    pub fn is_browser_leg(&self, call: Option<&OpenCall>) -> bool {
        let of_call = call.is_some_and(|call| call.parent_sid.as_deref() == Some(&self.sid));
        let by_words = self.direction.as_deref() == Some("inbound") && self.parent_sid.is_none();
        self.source == EventSource::Status && (of_call || by_words)
    }
}

/// What a status callback says that cannot be used. Prices are the deck's: what a post says of them is never read.
fn remark_on(callback: &StatusCallback) -> Option<String> {
    let is_over = CallStatus::from_word(&callback.call_status).is_some_and(CallStatus::is_final);
    let duration = match (callback.call_duration, &callback.duration_text, &callback.minutes) {
        (CallDuration::Unknown, None, Some(minutes)) if is_over => {
            Some(format!("it names minutes alone (Duration={minutes}), which are never charged"))
        }
        (CallDuration::Unknown, Some(text), _) => Some(no_duration(text)),
        _ => None,
    };
    let price = callback.price_unit.as_ref().map(|unit| format!("a price in {unit} stands in it and was not read"));
    let remarks: Vec<String> = duration.into_iter().chain(price).collect();
    (!remarks.is_empty()).then(|| remarks.join("; "))
}

fn no_duration(text: &str) -> String {
    let text: String = text.chars().take(24).collect();
    if text.is_empty() { "its duration is empty".into() } else { format!("its duration '{text}' is no number of seconds") }
}

/// Applies a report to its call; what it changed.
///
/// # Errors
/// When the database fails: then nothing has changed.
pub async fn apply(
    state: &AppState,
    tx: &mut Transaction,
    call: &OpenCall,
    report: &Report,
    at: EpochMs,
) -> sqlx::Result<Conclusion> {
    let Some(status) = report.status() else { return Ok(EventEffect::Noted.into()) };
    let unchanged = if call.settled_at.is_some() { EventEffect::Late } else { EventEffect::Nothing };
    if report.is_browser_leg(Some(call)) && !sabotage::on(Fault::ChargeEachLeg) {
        if status.is_final() {
            settlement::nudge(tx, &call.id, at.plus_seconds(CHILD_REPORT_SECONDS)).await?;
        }
        let summary = Some(format!("{} (the browser's side, which is never charged)", report.summary()));
        return Ok(Conclusion { effect: EventEffect::Noted, summary });
    }
    if !report.sid.is_empty() && call.child_sid.is_none() {
        lifecycle::set_child(tx, &call.id, &report.sid).await?;
    }
    if !status.is_final() {
        let moved = lifecycle::forward(tx, &call.id, status, at).await?;
        return Ok(if moved { EventEffect::Moved } else { unchanged }.into());
    }
    let by = if report.source == EventSource::Dial { SettledBy::DialAction } else { SettledBy::Status };
    let (duration_seconds, summary) = believed(call, status, report);
    let ending = Ending { status, duration_seconds, by, at };
    let effect = match settle(tx, call, &ending, state.config.refund_under_seconds).await? {
        // Parking is refused to a call that is parked or settled already.
        Settlement::Already if duration_seconds.is_none() && status == CallStatus::Completed => unchanged,
        settlement => settlement.effect(),
    };
    Ok(Conclusion { effect, summary })
}

/// The duration to settle by, and a sentence when it is not the reported one: the carrier ends a call at its limit, so that one
/// that ran longer is a fault of somebody's, and the carrier's own records decide.
fn believed(call: &OpenCall, status: CallStatus, report: &Report) -> (Option<i64>, Option<String>) {
    let permitted = call.time_limit_s + GUARD_SECONDS;
    match report.duration_seconds {
        Some(seconds) if status == CallStatus::Completed && seconds > permitted => {
            let (said, most) = (duration_words(seconds), duration_words(permitted));
            let why = format!("{said} is more than the {most} it was permitted, so the carrier's records are asked");
            (None, Some(format!("{}; {why}", report.summary())))
        }
        seconds => (seconds, None),
    }
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
            remark: None,
            carrier_at: None,
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
