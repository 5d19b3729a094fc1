//! `<Dial>`: the called leg, from its first post to its last.

use std::time::Duration;

use tokio::time::Instant;

use super::{
    call::{Call, seconds_since},
    form::Form,
    insights,
    messages::Refusal,
    numbers::{self, Answer},
    orders::{Over, Wake},
    post::{Letter, Method},
    postman::send_copies,
    records::Leg,
    reports::{self, Finish, Named},
    sids, wall_clock,
};
use crate::twilio::twiml::{Dial, StatusEvent};

/// From the first post until the called network rings.
const DIALING: Duration = Duration::from_millis(150);
/// Twilio gives a called party these seconds on top of the timeout.
const TIMEOUT_EXTRA: Duration = Duration::from_secs(5);

/// How a called leg ended.
#[derive(Debug, Clone, Copy)]
struct Ended {
    status: &'static str,
    sip_response: u16,
    /// What the browser is told when nothing else follows.
    why: Option<Refusal>,
}

const COMPLETED: Ended = Ended { status: "completed", sip_response: 200, why: None };
const BUSY: Ended = Ended { status: "busy", sip_response: 486, why: Some(Refusal::BUSY) };
const DECLINED: Ended = Ended { status: "busy", sip_response: 603, why: Some(Refusal::DECLINED) };
const UNREACHABLE: Ended = Ended { status: "failed", sip_response: 404, why: Some(Refusal::NOT_FOUND) };
const NO_ANSWER: Ended = Ended { status: "no-answer", sip_response: 487, why: Some(Refusal::NO_ANSWER) };
const CANCELED: Ended = Ended { status: "canceled", sip_response: 487, why: None };

/// What the application is to be asked next.
#[derive(Debug)]
pub struct Dialed {
    /// What the browser is told when no more TwiML follows.
    pub why: Option<Refusal>,
    /// The answer to the Dial action: TwiML that takes over, empty when the answer did not come. `None` without an action.
    pub next: Option<Result<String, String>>,
}

/// Dials the number of a `<Dial>` and sees it through.
pub async fn dial(call: &mut Call, dial: &Dial) -> Dialed {
    let Some(caller_id) = dial.caller_id.as_deref() else {
        tracing::warn!("a <Dial> without callerId: Twilio refuses it with error 13214");
        let next = action(call, dial, "failed", None).await;
        return Dialed { why: Some(Refusal::APPLICATION), next };
    };
    call.habits = numbers::of(&dial.number);
    call.letterbox.learn(call.habits);
    let mut leg = Called::new(call, dial, caller_id);
    let ended = leg.see_through(call).await;
    let seconds = leg.close(call, ended);
    let next = action(call, dial, ended.status, Some((&leg.sid, seconds))).await;
    Dialed { why: ended.why, next }
}

/// Asks the Dial action, if there is one and its post is not to be lost.
async fn action(call: &Call, dial: &Dial, status: &str, called: Option<(&str, Option<u64>)>) -> Option<Result<String, String>> {
    let address = dial.action.clone()?;
    if call.habits.loses_the_end {
        return None;
    }
    let letter = Letter { address, method: Method::Post, form: reports::dial_action(call, status, called) };
    if call.habits.copies > 1 {
        let (poster, letter, copies) = (call.exchange.poster.clone(), letter.clone(), call.habits.copies - 1);
        tokio::spawn(async move { send_copies(&poster, &letter, copies).await });
    }
    Some(call.exchange.poster.send(&letter, &sids::idempotency_token()).await)
}

/// The called leg.
struct Called<'a> {
    sid: String,
    dial: &'a Dial,
    from: &'a str,
    /// Counts every step, also those that nobody asked to be told of.
    sequence: u32,
    answered: Option<Instant>,
}

impl<'a> Called<'a> {
    fn new(call: &Call, dial: &'a Dial, from: &'a str) -> Self {
        let leg = Self { sid: sids::sid("CA"), dial, from, sequence: 0, answered: None };
        call.exchange.records.insert(Leg {
            sid: leg.sid.clone(),
            parent_sid: Some(call.sid.clone()),
            from: from.to_owned(),
            to: dial.number.clone(),
            direction: "outbound-dial",
            status: "queued",
            created: wall_clock::now(),
            started: None,
            ended: None,
        });
        leg
    }

    async fn see_through(&mut self, call: &mut Call) -> Ended {
        self.report(call, StatusEvent::Initiated, "initiated", None);
        if !self.dial.answer_on_bridge {
            call.answer().await;
        }
        match self.ring(call).await {
            Ok(()) => self.talk(call).await,
            Err(ended) => ended,
        }
    }

    /// Until the answer, or an end without one.
    async fn ring(&mut self, call: &mut Call) -> Result<(), Ended> {
        unanswered(call, DIALING).await?;
        if call.habits.answer == Answer::Unreachable {
            return Err(UNREACHABLE);
        }
        self.set_status(call, "ringing");
        self.report(call, StatusEvent::Ringing, "ringing", None);
        call.ringing();
        let ring = call.exchange.settings.ring;
        let timeout = seconds(self.dial.timeout_seconds) + TIMEOUT_EXTRA;
        match call.habits.answer {
            Answer::Never => {
                unanswered(call, timeout.min(call.exchange.settings.no_answer)).await?;
                Err(NO_ANSWER)
            }
            Answer::Busy => unanswered(call, ring / 2).await.and(Err(BUSY)),
            Answer::Declines => unanswered(call, ring).await.and(Err(DECLINED)),
            _ if timeout < ring => unanswered(call, timeout).await.and(Err(NO_ANSWER)),
            _ => unanswered(call, ring).await,
        }
    }

    /// Until someone hangs up or the time limit is reached.
    async fn talk(&mut self, call: &mut Call) -> Ended {
        let answer = Instant::now();
        self.answered = Some(answer);
        self.set_status(call, "in-progress");
        call.exchange.records.change(&self.sid, |leg| leg.started = Some(wall_clock::now()));
        self.report(call, StatusEvent::Answered, "in-progress", None);
        call.answer().await;
        loop {
            let limit = call.time_limit.unwrap_or(seconds(self.dial.time_limit_seconds));
            let limit = call.habits.hangs_up_after.map_or(limit, |hangs_up| hangs_up.min(limit));
            if call.wait(answer + limit).await != Wake::Limit {
                return COMPLETED;
            }
        }
    }

    /// Writes the end down and tells it; the seconds that the posts tell.
    fn close(&mut self, call: &Call, ended: Ended) -> Option<u64> {
        let seconds = self.answered.map(seconds_since);
        let end = call.end_now(seconds);
        call.exchange.records.change(&self.sid, |leg| (leg.status, leg.ended) = (ended.status, Some(end)));
        let told = call.habits.hides_duration.is_none().then_some(seconds.unwrap_or(0));
        self.report(
            call,
            StatusEvent::Completed,
            ended.status,
            Some(Finish { seconds: told, sip_response: Some(ended.sip_response) }),
        );
        if let Some(silence) = seconds.and_then(|seconds| insights::of_silence(call, &self.sid, seconds)) {
            let address = call.exchange.application.events_url.clone();
            call.letterbox.post(Letter { address, method: Method::Json(silence), form: Form::default() });
        }
        told
    }

    fn set_status(&self, call: &Call, status: &'static str) {
        call.exchange.records.change(&self.sid, |leg| leg.status = status);
    }

    /// Posts a step to whoever asked for it.
    fn report(&mut self, call: &Call, event: StatusEvent, status: &str, finish: Option<Finish>) {
        let sequence = self.sequence;
        self.sequence += 1;
        let Some(callback) = self.dial.status_callback.as_ref().filter(|callback| asked_for(&callback.events, event)) else {
            return;
        };
        let named = Named {
            sid: &self.sid,
            parent_sid: Some(&call.sid),
            from: self.from,
            to: &self.dial.number,
            direction: "outbound-dial",
        };
        let mut form = reports::progress(call, &named, status, sequence);
        if let Some(finish) = finish {
            form = reports::finished(form, finish);
        } else if event != StatusEvent::Initiated {
            form = form.with("StirStatus", "B");
        }
        let method = if callback.get { Method::Get } else { Method::Post };
        call.letterbox.post(Letter { address: callback.url.clone(), method, form });
    }
}

/// Waits in a leg that nobody answered yet.
async fn unanswered(call: &mut Call, time: Duration) -> Result<(), Ended> {
    let due = Instant::now() + time;
    loop {
        match call.wait(due).await {
            Wake::Due => return Ok(()),
            Wake::Limit => {}
            Wake::CalledEnded | Wake::Over(Over::Caller | Over::Rest | Over::NoSound) => return Err(CANCELED),
        }
    }
}

/// Without a list Twilio tells of the end alone.
fn asked_for(events: &[StatusEvent], event: StatusEvent) -> bool {
    if events.is_empty() { event == StatusEvent::Completed } else { events.contains(&event) }
}

fn seconds(count: i64) -> Duration {
    Duration::from_secs(count.try_into().unwrap_or(0))
}
