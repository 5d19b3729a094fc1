//! The demo caller: credit, contacts and 90 days of calls that went through the ledger like any other.

mod people;
mod refunded;

use crate::{
    calls::{
        authorise::hold_expiry,
        model::CallStatus,
        settle::{Ending, settle},
        store::{
            lifecycle::{self, NewCall},
            price::{self, KnownPrice},
            settlement::SettledBy,
        },
    },
    contacts,
    domain::{
        ids::UserId,
        money::Micros,
        phone::E164,
        time::{EpochMs, MS_PER_DAY},
    },
    error::AppError,
    ledger::store::{Adjustment, HoldOutcome, adjust, balance, hold},
    rates::{charge::CALL_MOST_SECONDS, store::rate_for},
    server::{config::Carrier, ids, numbering, state::AppState},
    users::{self, model::Email, store::NewUser},
};

const EMAIL: &str = "demo@ringfare.test";
const PASSWORD: &str = "ringfare-demo";
const OWN_NUMBER: &str = "+14155552671";
/// What the demo caller can spend after `ringfare demo`.
const CREDIT: Micros = Micros(25_000_000);
/// What the history is paid from: more than it ever costs, so that no call is refused.
const HISTORY_CREDIT: Micros = Micros(100_000_000);
const DAYS: i64 = 90;

/// Creates the demo caller, or tops it up to its known state; the text to print.
///
/// # Errors
/// A sentence with the remedy.
pub async fn create(state: &AppState) -> Result<String, String> {
    // Everybody knows its password, and calls by Twilio cost money.
    if state.config.carrier != Carrier::Local {
        return Err("the demo caller is for the built-in carrier only: set RINGFARE_CARRIER=local, or open an account with \
                    `ringfare user add EMAIL`"
            .to_owned());
    }
    let user = find_or_create(state).await.map_err(|error| error.to_string())?;
    let contacts = people::seed(state, &user).await.map_err(|error| error.to_string())?;
    let calls = seed_history(state, &user).await.map_err(|error| error.to_string())?;
    if calls > 0 {
        refunded::refund_one(state, &user).await.map_err(|error| error.to_string())?;
    }
    top_up(state, &user).await.map_err(|error| error.to_string())?;
    Ok(format!(
        "The demo caller is ready: sign in as {EMAIL} with the password {PASSWORD}.\n\
         Credit {}, {contacts} contacts, {calls} new calls in the history.",
        CREDIT.as_balance()
    ))
}

async fn find_or_create(state: &AppState) -> Result<UserId, AppError> {
    let email = Email::parse(EMAIL).ok_or_else(|| AppError::internal(&"the demo's e-mail address is none"))?;
    if let Some(account) = users::store::by_email(&state.db, &email).await? {
        return Ok(account.me.id);
    }
    let number = E164::parse(OWN_NUMBER);
    let password_hash = users::password::hash(PASSWORD).await?;
    let at = EpochMs(state.clock.now().0 - DAYS * MS_PER_DAY);
    let new = NewUser {
        email: &email,
        password_hash: &password_hash,
        number: number.as_ref(),
        is_admin: false,
        is_verified: true,
        language: None,
        at,
    };
    users::store::create(&state.db, new).await
}

/// The same history every time, if there is none yet.
async fn seed_history(state: &AppState, user: &UserId) -> Result<usize, AppError> {
    let wallet = balance(&state.db, user).await?.ok_or_else(|| AppError::not_found("account"))?;
    if wallet.last_change.is_some() {
        return Ok(0);
    }
    let now = state.clock.now();
    let begin = EpochMs(now.0 - DAYS * MS_PER_DAY);
    credit(state, user, HISTORY_CREDIT, "Demo credit", begin).await?;
    let mut dice = Dice(0x5EED);
    let mut calls = 0;
    for day in 0..DAYS {
        // In the order of their times, so that the statement reads like one.
        let mut seconds_of_day: Vec<i64> = (0..dice.roll(6)).map(|_| 8 * 3_600 + dice.roll(13 * 3_600)).collect();
        seconds_of_day.sort_unstable();
        for second in seconds_of_day {
            let at = EpochMs(begin.0 + day * MS_PER_DAY).plus_seconds(second);
            let (number, outcome, seconds) = (dice.person(), dice.roll(100), dice.talk_seconds());
            if at.0 < now.0 - 600_000 {
                one_call(state, user, number, (outcome, seconds), at).await?;
                calls += 1;
            }
        }
    }
    Ok(calls)
}

/// One past call: held, ended, settled, by the same functions as a real one.
async fn one_call(
    state: &AppState,
    user: &UserId,
    number: &str,
    (outcome, seconds): (i64, i64),
    at: EpochMs,
) -> Result<(), AppError> {
    let to = numbering::normalise(number, None)?;
    let Some(rate) = rate_for(&state.db, &to.e164, &state.config.caller_id).await? else { return Ok(()) };
    let wallet = balance(&state.db, user).await?.ok_or_else(|| AppError::not_found("account"))?;
    let Some(allowance) = rate.tariff.allowance(wallet.available_micros, CALL_MOST_SECONDS) else { return Ok(()) };
    let call = NewCall {
        id: ids::call_id(),
        user: user.clone(),
        contact: contacts::store::id_of_number(&state.db, user, &to.e164).await?,
        parent_sid: Some(format!("CA{}", ids::hex32())),
        child_sid: Some(format!("CA{}", ids::hex32())),
        to: to.e164,
        from: state.config.caller_id.clone(),
        country: to.country,
        rate,
        allowance,
        hold_expires_at: hold_expiry(at, allowance.time_limit_seconds),
        at,
    };
    let status = match outcome {
        0..=77 => CallStatus::Completed,
        78..=87 => CallStatus::NoAnswer,
        88..=94 => CallStatus::Busy,
        95..=97 => CallStatus::Canceled,
        _ => CallStatus::Failed,
    };
    let talked = if status == CallStatus::Completed { seconds } else { 0 };
    let ending = Ending { status, duration_seconds: Some(talked), by: SettledBy::Status, at: at.plus_seconds(9 + talked) };
    let mut tx = state.db.begin().await?;
    if !lifecycle::insert(&mut tx, &call).await? || hold(&mut tx, user, call.allowance.hold_micros).await? != HoldOutcome::Held {
        return Ok(());
    }
    if let Some(open) = lifecycle::by_id(&mut tx, &call.id).await? {
        settle(&mut tx, &open, &ending, 0).await?;
    }
    tx.commit().await?;
    let price = price_of(talked);
    Ok(price::keep(&state.db, &call.id, &price, ending.at).await?)
}

/// What the local carrier would have asked for the call: a cent and four tenths a minute for the called leg, four tenths for
/// the browser's.
fn price_of(seconds: i64) -> KnownPrice {
    let minutes = (seconds + 59) / 60;
    let (parent, child) = (Micros(4_000 * minutes), Micros(14_000 * minutes));
    let known = |price: Micros| (minutes > 0).then_some(price);
    KnownPrice {
        parent: known(parent),
        child: known(child),
        sum: known(parent + child),
        currency: known(parent).map(|_| "USD".into()),
        tries: 1,
        due_at: None,
    }
}

async fn top_up(state: &AppState, user: &UserId) -> Result<(), AppError> {
    let wallet = balance(&state.db, user).await?.ok_or_else(|| AppError::not_found("account"))?;
    let missing = CREDIT - wallet.available_micros;
    if missing.is_zero() {
        return Ok(());
    }
    credit(state, user, missing, "Demo credit, brought to its known state", state.clock.now()).await
}

async fn credit(state: &AppState, user: &UserId, amount: Micros, reason: &str, at: EpochMs) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    if !adjust(&mut tx, Adjustment { user, amount, operator: "demo", reason, at }).await? {
        return Err(AppError::refused("insufficient_credit", "The demo's credit is held by open calls: end them first."));
    }
    Ok(tx.commit().await?)
}

/// A small generator with a fixed seed (Knuth's MMIX constants): the demo looks the same everywhere.
struct Dice(u64);

impl Dice {
    /// 0 to `sides` − 1.
    fn roll(&mut self, sides: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap_or(0) % sides.max(1)
    }

    fn person(&mut self) -> &'static str {
        let mut left = self.roll(100);
        for (number, share) in people::CALLED {
            left -= share;
            if left < 0 {
                return number;
            }
        }
        people::CALLED[0].0
    }

    /// Mostly short, sometimes long.
    fn talk_seconds(&mut self) -> i64 {
        let long = self.roll(5) == 0;
        20 + self.roll(if long { 1_800 } else { 300 })
    }
}
