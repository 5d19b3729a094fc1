//! Authorising: what the carrier is told when a browser's leg asks to dial. One transaction freezes the rate and takes the
//! hold that pays for the whole permitted time, so that the carrier ends the call even if we are down.

use super::{
    store::lifecycle::{self, NewCall, OpenCall},
    webhooks::adopt,
};
use crate::{
    contacts,
    domain::{
        ids::{CallId, UserId},
        phone::{E164, PhoneNumber},
        time::EpochMs,
    },
    error::AppError,
    ledger::store::{HoldOutcome, hold},
    limits::{
        alarms,
        room::{Attempt, breach, room},
        words::{Refusal, SERVER_DAY},
    },
    rates::{charge::Allowance, model::Rate, quote, store::rate_for},
    server::{ids, numbering, state::AppState},
    users::caller_id,
};

/// How long the called party's telephone may ring, in seconds; Twilio adds five.
pub const RING_SECONDS: i64 = 30;
/// After ringing, talking and this, a call that nobody ended is the reconciler's, in seconds.
const SLACK_SECONDS: i64 = 60;
/// How often a call is planned anew when another one took what was free in between.
const TRIES_MOST: usize = 4;

/// What a browser's leg asks for. All but the identity is the caller's input.
#[derive(Debug, Clone)]
pub struct Request {
    /// From the access token, so it is who they say.
    pub user: UserId,
    pub parent_sid: String,
    /// As dialled.
    pub to: String,
    /// The id that the page chose, if it is one.
    pub call_id: Option<CallId>,
}

/// What to tell the carrier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Dial {
        to: String,
        caller_id: String,
        time_limit_seconds: i64,
    },
    /// A sentence that the caller hears.
    Refuse(String),
}

/// Authorises a call, or says in words why not. A repeated request gets the same answer and takes no second hold.
///
/// # Errors
/// When the database fails: then nothing is held.
pub async fn authorise(state: &AppState, request: &Request) -> Result<Verdict, AppError> {
    match prepare(state, request).await {
        Ok(dialled) => open(state, request, &dialled).await,
        Err(refusal @ (AppError::Invalid { .. } | AppError::Refused { .. } | AppError::NotFound { .. })) => {
            Ok(Verdict::Refuse(refusal.to_string()))
        }
        Err(fault) => Err(fault),
    }
}

/// What is called, at which rate, and which number the other end sees.
struct Dialled {
    to: PhoneNumber,
    rate: Rate,
    from: E164,
}

async fn prepare(state: &AppState, request: &Request) -> Result<Dialled, AppError> {
    let to = numbering::normalise(&request.to, None)?;
    let from = caller_id::shown(state, &request.user).await?;
    let rate = rate_for(&state.db, &to.e164, &from).await?;
    let rate = rate.ok_or_else(|| {
        AppError::refused("no_rate", "This number has no price here, so it cannot be called. Nothing was charged.")
    })?;
    if rate.blocked {
        let message = format!("Calls to {} are off on this server. Nothing was charged.", rate.destination);
        return Err(AppError::refused("blocked", message));
    }
    Ok(Dialled { to, rate, from })
}

async fn open(state: &AppState, request: &Request, dialled: &Dialled) -> Result<Verdict, AppError> {
    let wanted = quote::attempt(&dialled.to, &dialled.rate);
    // The page asks for its call under this id.
    let mut pages_id = request.call_id.clone();
    for _ in 0..TRIES_MOST {
        if let Some(answer) = known(state, request).await? {
            return Ok(answer);
        }
        let id = pages_id.clone().unwrap_or_else(ids::call_id);
        let allowance = match room(state, &request.user).await?.allowance(wanted) {
            Ok(allowance) => allowance,
            // The same request may have come twice at once, and the other one holds the credit that this one misses.
            Err(refusal) => return Ok(known(state, request).await?.unwrap_or_else(|| refuse(request, refusal))),
        };
        let call = plan(state, request, id, dialled, allowance).await?;
        match try_open(state, &call, wanted).await? {
            Opening::Opened => {
                adopt::waiting_events(state, &call.id, &request.parent_sid).await?;
                alarms::look(state, &request.user).await;
            }
            // It serves once; if it is taken, the call gets one of ours.
            Opening::Repeated => pages_id = None,
            Opening::NoRoom => {
                tracing::debug!(call.id = %call.id, "what was free when the call was planned is not; planning anew");
            }
        }
    }
    // The last try may have opened it.
    let refusal = || {
        Verdict::Refuse("Other calls of your account are beginning just now. Try again in a moment. Nothing was charged.".into())
    };
    Ok(known(state, request).await?.unwrap_or_else(refusal))
}

/// The answer to a request whose call is there already.
async fn known(state: &AppState, request: &Request) -> Result<Option<Verdict>, AppError> {
    let call = lifecycle::by_parent(&state.db, &request.parent_sid).await?;
    let answer = |call: OpenCall| {
        let is_theirs = call.user_id == request.user;
        if is_theirs { dial(&call) } else { Verdict::Refuse("This call belongs to another account.".into()) }
    };
    Ok(call.map(answer))
}

fn refuse(request: &Request, refusal: Refusal) -> Verdict {
    if refusal.code == SERVER_DAY {
        tracing::error!("the server's limit of a day is reached: calls are refused until midnight UTC");
    }
    tracing::info!(user.id = %request.user, code = refusal.code, "a call was refused");
    metrics::counter!("ringfare_calls_refused_total", "code" => refusal.code).increment(1);
    Verdict::Refuse(refusal.reason)
}

/// The call as it is to be opened now.
async fn plan(
    state: &AppState,
    request: &Request,
    id: CallId,
    Dialled { to, rate, from }: &Dialled,
    allowance: Allowance,
) -> Result<NewCall, AppError> {
    let at = state.clock.now();
    Ok(NewCall {
        id,
        user: request.user.clone(),
        contact: contacts::store::id_of_number(&state.db, &request.user, &to.e164).await?,
        parent_sid: Some(request.parent_sid.clone()),
        child_sid: None,
        to: to.e164.clone(),
        from: from.clone(),
        country: to.country.clone(),
        rate: rate.clone(),
        allowance,
        hold_expires_at: hold_expiry(at, allowance.time_limit_seconds),
        at,
    })
}

/// When a call that nobody ended becomes the reconciler's.
pub fn hold_expiry(at: EpochMs, time_limit_seconds: i64) -> EpochMs {
    at.plus_seconds(RING_SECONDS + 5 + time_limit_seconds + SLACK_SECONDS)
}

#[derive(Debug, PartialEq, Eq)]
enum Opening {
    Opened,
    /// The carrier asked twice at once, or the page's call id is taken: look again.
    Repeated,
    /// Credit, a limit or the account changed since the call was planned: the next plan says what.
    NoRoom,
}

/// The call's row first, then the wallet's: the other order deadlocks with a settlement on PostgreSQL. The hold locks the
/// wallet, so the limits are asked behind it: two calls cannot both take what only one may have.
async fn try_open(state: &AppState, call: &NewCall, attempt: Attempt<'_>) -> Result<Opening, AppError> {
    let mut tx = state.db.begin().await?;
    if !lifecycle::insert(&mut tx, call).await? {
        return Ok(Opening::Repeated);
    }
    let outcome = hold(&mut tx, &call.user, call.allowance.hold_micros).await?;
    let is_open = outcome == HoldOutcome::Held && breach(&mut tx, state, &call.user, attempt, call.allowance).await?.is_none();
    if is_open {
        tx.commit().await?;
    }
    Ok(if is_open { Opening::Opened } else { Opening::NoRoom })
}

fn dial(call: &OpenCall) -> Verdict {
    Verdict::Dial { to: call.to_e164.to_string(), caller_id: call.from_e164.to_string(), time_limit_seconds: call.time_limit_s }
}
