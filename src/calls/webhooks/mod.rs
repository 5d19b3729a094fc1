//! The carrier's door. Who speaks is decided by the signature, before anything is read into meaning; 2xx is said after the
//! commit, never before.

pub(super) mod adopt;
mod carrier_events;
mod receive;
mod report;

use axum::{
    Router,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};

use self::report::Report;
use super::authorise::{self, RING_SECONDS, Request, Verdict};
use crate::{
    domain::ids::UserId,
    error::AppError,
    server::{signed_request::SignedRequest, state::AppState, unit_of_work::to_its_end},
    twilio::{
        twiml::{self, Dial, StatusEvent, Verb},
        webhook::{DialAction, StatusCallback, VoiceRequest},
    },
};

/// Three tries, also after a 5xx or a time-out: by default Twilio tries again only when it cannot connect
/// (twilio.com/docs/usage/webhooks/webhooks-connection-overrides). The fragment is neither sent nor signed.
const RETRIES: &str = "#rc=3&rp=5xx,ct,rt";

/// What a caller hears when the fault is ours.
const OUR_FAULT: &str = "Ringfare cannot place calls at the moment. Nothing was charged. Please try again later.";

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/api/twilio/voice", post(voice))
        .route("/api/twilio/status", post(status).get(status))
        .route("/api/twilio/dial", post(dial))
        .route("/api/twilio/events", post(carrier_events::receive))
        .route("/api/twilio/voice-fallback", get(fallback).post(fallback))
}

/// What to do with a browser's leg. Always TwiML: an error code would be an "application error" in the caller's ear.
async fn voice(axum::extract::State(state): axum::extract::State<AppState>, signed: SignedRequest) -> Response {
    let asked = signed.form().ok().and_then(VoiceRequest::read).and_then(|voice| request_of(&voice));
    let verdict = match asked {
        Some(request) => {
            let state = state.clone();
            to_its_end(async move { authorise::authorise(&state, &request).await }).await
        }
        None => Ok(Verdict::Refuse("This device does not belong to an account here.".into())),
    };
    let verdict = verdict.unwrap_or_else(|fault| {
        tracing::error!(%fault, "a call could not be authorised");
        Verdict::Refuse(OUR_FAULT.into())
    });
    twiml(&answer(&state, verdict))
}

fn request_of(voice: &VoiceRequest) -> Option<Request> {
    Some(Request {
        user: UserId::parse(voice.identity.as_deref()?)?,
        parent_sid: voice.call_sid.clone(),
        to: voice.to.clone().unwrap_or_default(),
        call_id: voice.call_id.clone(),
    })
}

fn answer(state: &AppState, verdict: Verdict) -> Vec<Verb> {
    let (to, caller_id, time_limit_seconds) = match verdict {
        Verdict::Refuse(sentence) => return vec![Verb::Say(sentence), Verb::Hangup],
        Verdict::Dial { to, caller_id, time_limit_seconds } => (to, caller_id, time_limit_seconds),
    };
    let status_callback = twiml::StatusCallback {
        url: format!("{}{RETRIES}", state.config.url("/api/twilio/status")),
        events: StatusEvent::ALL.to_vec(),
        get: false,
    };
    vec![Verb::Dial(Dial {
        caller_id: Some(caller_id),
        answer_on_bridge: true,
        time_limit_seconds,
        timeout_seconds: RING_SECONDS,
        action: Some(format!("{}{RETRIES}", state.config.url("/api/twilio/dial"))),
        status_callback: Some(status_callback),
        ..Dial::to(to)
    })]
}

/// A status callback of either leg, by POST or GET.
async fn status(
    axum::extract::State(state): axum::extract::State<AppState>,
    signed: SignedRequest,
) -> Result<StatusCode, AppError> {
    let callback = StatusCallback::read(signed.form()?).ok_or_else(|| missing("CallSid and CallStatus"))?;
    receive::receive(&state, Report::of_status(&callback), signed.idempotency_token, signed.raw).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The result of dialling; the empty answer ends the browser's leg.
async fn dial(axum::extract::State(state): axum::extract::State<AppState>, signed: SignedRequest) -> Result<Response, AppError> {
    let action = DialAction::read(signed.form()?).ok_or_else(|| missing("CallSid and DialCallStatus"))?;
    receive::receive(&state, Report::of_dial(&action), signed.idempotency_token, signed.raw).await?;
    Ok(twiml(&[]))
}

/// For the TwiML App's fallback URL: asked when the voice URL fails.
async fn fallback(_signed: SignedRequest) -> Response {
    twiml(&[Verb::Say(OUR_FAULT.into()), Verb::Hangup])
}

fn missing(fields: &str) -> AppError {
    AppError::invalid(fields, format!("The fields {fields} are not both there, so it is not clear which call is meant."))
}

fn twiml(answer: &[Verb]) -> Response {
    ([(header::CONTENT_TYPE, "text/xml; charset=utf-8")], twiml::render(answer)).into_response()
}
