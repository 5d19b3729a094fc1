//! Adopting: reports that came before their call was known, and calls first heard of at their end.

use super::{
    super::{
        authorise::hold_expiry,
        gauges,
        model::CallStatus,
        refund,
        settle::{self, Ending},
        store::{
            events::{self, EventSource},
            lifecycle::{self, NewCall, OpenCall},
            locked,
            settlement::{self, SettledBy},
        },
    },
    carrier_events,
    report::{Report, apply},
};
use crate::{
    contacts,
    domain::{
        ids::{CallId, UserId},
        money::Micros,
        phone::E164,
        time::EpochMs,
    },
    error::AppError,
    ledger,
    rates::{charge::Allowance, store::rate_for},
    server::{
        database::Transaction,
        ids, numbering,
        sabotage::{self, Fault},
        state::AppState,
    },
    twilio::{
        signature::Params,
        webhook::{DialAction, StatusCallback},
    },
    users,
};

/// Applies the reports that waited for a call's legs. Runs after the call's row is committed and after an unknown report
/// is: under READ COMMITTED the two can miss each other, so both look again.
///
/// # Errors
/// When the database fails: then the reports go on waiting.
pub async fn waiting_events(state: &AppState, id: &CallId, parent_sid: &str) -> Result<(), AppError> {
    if sabotage::on(Fault::DeafToWaiting) {
        return Ok(());
    }
    let mut tx = state.db.begin().await?;
    if locked::by_id(&mut tx, id).await?.is_none() {
        return Ok(());
    }
    for waiting in events::waiting_for(&mut tx, parent_sid).await? {
        let Some(call) = lifecycle::by_id(&mut tx, id).await? else { return Ok(()) };
        let at = state.clock.now();
        events::adopt(&mut tx, &waiting.id, id, at).await?;
        let conclusion = match read_again(waiting.source, &waiting.body) {
            Some(report) => apply(state, &mut tx, &call, &report, at).await?,
            None => carrier_events::apply_again(state, &mut tx, &call, &waiting.body).await?,
        };
        events::conclude(&mut tx, &waiting.id, &conclusion).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// A stored report, from the body it came with.
fn read_again(source: EventSource, body: &str) -> Option<Report> {
    let params = Params::parse(body.as_bytes());
    match source {
        EventSource::Status => StatusCallback::read(&params).map(|callback| Report::of_status(&callback)),
        EventSource::Dial => DialAction::read(&params).map(|action| Report::of_dial(&action)),
        EventSource::Voice | EventSource::Events | EventSource::Reconciler => None,
    }
}

/// A completed call that Ringfare never saw begin, with all that is needed to charge it.
#[derive(Debug, Clone)]
pub struct Orphan {
    call: NewCall,
    duration_seconds: i64,
}

/// Reads a report of an unknown call as an orphan: it is completed with a known duration, it is not a leg of another
/// call, its `From` is an identity or an account's own number, and the deck prices its `To`. `None` leaves it waiting.
///
/// # Errors
/// When the database fails.
pub async fn orphan_of(state: &AppState, report: &Report, now: EpochMs) -> Result<Option<Orphan>, AppError> {
    let ended = report.status() == Some(CallStatus::Completed) && report.source == EventSource::Status;
    if !ended || report.parent_sid.is_some() || report.is_browser_leg(None) {
        return Ok(None);
    }
    let Some(duration_seconds) = report.duration_seconds else { return Ok(None) };
    if events::is_leg(&state.db, &report.sid).await? {
        return Ok(None);
    }
    let Some(user) = owner(state, &report.from).await? else { return Ok(None) };
    orphan(state, &user, report, (duration_seconds, now)).await
}

/// The account behind a `From`.
async fn owner(state: &AppState, from: &str) -> Result<Option<UserId>, AppError> {
    if let Some(identity) = from.strip_prefix("client:") {
        let Some(user) = UserId::parse(identity) else { return Ok(None) };
        return Ok(users::store::exists(&state.db, &user).await?.then_some(user));
    }
    let Some(number) = E164::parse(from) else { return Ok(None) };
    Ok(users::store::id_of_number(&state.db, &number).await?)
}

/// Prepares the charge of a completed call of a known user, which ended now.
async fn orphan(
    state: &AppState,
    user: &UserId,
    report: &Report,
    (duration_seconds, now): (i64, EpochMs),
) -> Result<Option<Orphan>, AppError> {
    let Ok(to) = numbering::normalise(&report.to, None) else { return Ok(None) };
    let Some(rate) = rate_for(&state.db, &to.e164, &state.config.caller_id).await? else {
        tracing::error!(call.sid = report.sid, "a completed call has no rate and cannot be charged: import one and replay it");
        return Ok(None);
    };
    let allowance =
        Allowance { affordable_seconds: duration_seconds, time_limit_seconds: duration_seconds, hold_micros: Micros::ZERO };
    let call = NewCall {
        id: ids::call_id(),
        user: user.clone(),
        contact: contacts::store::id_of_number(&state.db, user, &to.e164).await?,
        parent_sid: report.parent_sid.clone(),
        child_sid: Some(report.sid.clone()),
        to: to.e164,
        from: E164::parse(&report.from).unwrap_or_else(|| state.config.caller_id.clone()),
        country: to.country,
        rate,
        allowance,
        hold_expires_at: hold_expiry(now, 0),
        at: now.plus_seconds(-duration_seconds),
    };
    Ok(Some(Orphan { call, duration_seconds }))
}

/// Opens, holds and settles an orphan in the transaction that records its report; `None` when somebody else just did.
///
/// # Errors
/// When the database fails: then nothing has changed.
pub async fn settle_orphan(
    state: &AppState,
    tx: &mut Transaction,
    orphan: &Orphan,
    now: EpochMs,
) -> sqlx::Result<Option<CallId>> {
    if !lifecycle::insert(tx, &orphan.call).await? {
        return Ok(None);
    }
    let Some(call) = lifecycle::by_id(tx, &orphan.call.id).await? else { return Ok(None) };
    let ending = Ending {
        status: CallStatus::Completed,
        duration_seconds: Some(orphan.duration_seconds),
        by: SettledBy::Adoption,
        at: now,
    };
    charge_unheld(tx, &call, &ending, state.config.refund_under_seconds).await?;
    Ok(Some(call.id))
}

async fn charge_unheld(tx: &mut Transaction, call: &OpenCall, ending: &Ending, refund_under_seconds: i64) -> sqlx::Result<()> {
    let Some(figures) = settle::figures(call, ending) else { return Ok(()) };
    let taken = ledger::store::take(tx, &call.user_id, &call.id, figures.rated, ending.at).await?;
    if let Some(won) = settlement::settle_adopted(tx, &call.id, &figures, taken).await? {
        gauges::settled(ending.by, figures.rated, won.charged_micros);
        refund::after_settlement(tx, call, &won, refund_under_seconds, ending.at).await?;
    }
    settle::touch_contact(tx, call, &figures).await
}
