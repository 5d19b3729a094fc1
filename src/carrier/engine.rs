//! Follows the TwiML of a call, verb by verb, to its end.

use std::{collections::VecDeque, time::Duration};

use tokio::time::Instant;

use super::{
    call::Call,
    dial,
    messages::Refusal,
    orders::{Over, Wake},
    post::{Letter, Method},
    reports, sids,
};
use crate::twilio::twiml::{self, RejectReason, Verb};

/// Nobody can speak faster: one character of a `<Say>`.
const PER_CHARACTER: Duration = Duration::from_millis(60);
const LONGEST_SAY: Duration = Duration::from_secs(8);

/// How the browser's leg ends.
#[derive(Debug, Clone, Copy)]
struct Farewell {
    status: &'static str,
    why: Option<Refusal>,
}

/// Runs a call from the question what to do to the last post.
pub async fn run(mut call: Call) {
    let question =
        Letter { address: call.exchange.application.voice_url.clone(), method: Method::Post, form: reports::voice(&call) };
    let answer = call.exchange.poster.send(&question, &sids::idempotency_token()).await;
    let farewell = match verbs(answer) {
        Ok(verbs) => follow(&mut call, verbs).await,
        Err(why) => Farewell { status: "failed", why: Some(why) },
    };
    finish(&mut call, farewell);
}

fn finish(call: &mut Call, farewell: Farewell) {
    let status = if call.answered.is_some() { "completed" } else { farewell.status };
    let why = if call.over == Some(Over::NoSound) { Some(Refusal::NO_SOUND) } else { farewell.why };
    let seconds = call.close(status, why);
    let told = call.habits.hides_duration.is_none().then_some(seconds.unwrap_or(0));
    let form = reports::browser_ended(call, status, told);
    let address = call.exchange.application.status_url.clone();
    call.letterbox.post(Letter { address, method: Method::Post, form });
}

/// Reads TwiML; what cannot be had or read is the application's error, and the caller hears of it.
fn verbs(answer: Result<String, String>) -> Result<VecDeque<Verb>, Refusal> {
    let document = answer.map_err(|problem| {
        tracing::warn!(problem, "the application did not say what to do with a call (Twilio error 11200)");
        Refusal::APPLICATION
    })?;
    let verbs = twiml::parse(&document).map_err(|problem| {
        tracing::warn!(%problem, document, "the application's TwiML cannot be read (Twilio error 12100)");
        Refusal::APPLICATION
    })?;
    Ok(verbs.into())
}

async fn follow(call: &mut Call, mut verbs: VecDeque<Verb>) -> Farewell {
    let mut farewell = Farewell { status: "no-answer", why: None };
    while let Some(verb) = verbs.pop_front() {
        if call.over.is_some() {
            break;
        }
        match verb {
            Verb::Hangup => break,
            Verb::Reject(reason) => return reject(call, reason),
            Verb::Say(text) => {
                call.answer().await;
                let length = PER_CHARACTER * u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
                pause(call, length.min(LONGEST_SAY)).await;
            }
            Verb::Dial(dial) => {
                let dialed = dial::dial(call, &dial).await;
                farewell.why = dialed.why;
                match dialed.next.map(self::verbs) {
                    None => {}
                    Some(Ok(next)) => verbs = next,
                    Some(Err(why)) => return Farewell { why: Some(why), ..farewell },
                }
            }
        }
    }
    farewell
}

/// Only a call that was not answered can be rejected.
fn reject(call: &Call, reason: RejectReason) -> Farewell {
    if call.answered.is_some() {
        return Farewell { status: "completed", why: None };
    }
    match reason {
        RejectReason::Busy => Farewell { status: "busy", why: Some(Refusal::BUSY) },
        RejectReason::Rejected => Farewell { status: "no-answer", why: Some(Refusal::DECLINED) },
    }
}

async fn pause(call: &mut Call, time: Duration) {
    let due = Instant::now() + time;
    while !matches!(call.wait(due).await, Wake::Due | Wake::Over(_)) {}
}
