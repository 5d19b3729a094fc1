//! What a call would cost this caller, before anything is dialled or held.

use super::{
    charge::Allowance,
    countries,
    model::{DEAR_TIMES, Quote, Rate, Tariff},
    store,
};
use crate::{
    calls::store::habit::{Habit, habit},
    domain::{
        ids::UserId,
        money::Micros,
        phone::{E164, PhoneNumber},
    },
    error::AppError,
    limits::{
        room::{Attempt, Room, room},
        words::Refusal,
    },
    server::{numbering, state::AppState},
    users::{Caller, caller_id},
    words,
};

/// Whose call is priced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asking {
    /// ISO 3166-1 alpha-2: how numbers without a `+` are read.
    pub home: Option<String>,
    /// Absent for a price that is nobody's, which neither credit nor limits of an account end.
    pub user: Option<UserId>,
}

/// The price of calling a number as the caller typed it, and how long their credit and limits let them talk.
///
/// # Errors
/// [`AppError::Invalid`] on the field `to` when it is no number, or when the database fails.
pub async fn quote(caller: &Caller, typed: &str) -> Result<Quote, AppError> {
    let asking = Asking { home: caller.home(), user: Some(caller.me.id.clone()) };
    quote_for(&caller.state, &asking, typed).await
}

/// The same for whoever asks on the command line.
///
/// # Errors
/// As [`quote`].
pub async fn quote_for(state: &AppState, asking: &Asking, typed: &str) -> Result<Quote, AppError> {
    let phone = numbering::normalise(typed, asking.home.as_deref())?;
    let caller = known(state, asking, &phone).await?;
    let rate = store::rate_for(&state.db, &phone.e164, &caller.caller_id).await?;
    let answered = judge(&phone, rate.as_ref(), caller.room.as_ref(), state.config.spending.call_seconds_most);
    Ok(answer(phone, rate, answered, caller))
}

/// What a quote needs to know of its caller.
struct Known {
    caller_id: E164,
    /// Absent for a price that is nobody's.
    room: Option<Room>,
    habit: Habit,
}

async fn known(state: &AppState, asking: &Asking, phone: &PhoneNumber) -> Result<Known, AppError> {
    let Some(user) = &asking.user else {
        return Ok(Known { caller_id: state.config.caller_id.clone(), room: None, habit: Habit::default() });
    };
    Ok(Known {
        caller_id: caller_id::shown(state, user).await?,
        room: Some(room(state, user).await?),
        habit: habit(&state.db, user, phone.country.as_deref()).await?,
    })
}

/// The call to a number at a rate, as limits look at it.
pub fn attempt<'a>(phone: &'a PhoneNumber, rate: &'a Rate) -> Attempt<'a> {
    let country = phone.country.as_deref();
    let name = countries::country_name(country.unwrap_or_default());
    Attempt { country, place: if name.is_empty() { &rate.destination } else { name }, tariff: &rate.tariff }
}

/// Whether the call may be placed. A stranger's call, without a room, may be as long as the server's default.
fn judge(phone: &PhoneNumber, rate: Option<&Rate>, room: Option<&Room>, longest: i64) -> Result<Allowance, Refusal> {
    let rate = rate.ok_or_else(|| no_rate(phone))?;
    if rate.blocked {
        return Err(blocked(rate));
    }
    match room {
        Some(room) => room.allowance(attempt(phone, rate)),
        None => rate.tariff.allowance(Micros(i64::MAX), longest).ok_or_else(|| no_rate(phone)),
    }
}

fn answer(phone: PhoneNumber, rate: Option<Rate>, judged: Result<Allowance, Refusal>, caller: Known) -> Quote {
    let (allowance, refusal) = judged.map_or_else(|refusal| (None, Some(refusal)), |allowance| (Some(allowance), None));
    let country = phone.country.clone();
    let (destination, prefix, tariff) = match rate {
        Some(rate) => (rate.destination, rate.prefix, rate.tariff),
        None => (String::new(), String::new(), NO_TARIFF),
    };
    let iso = country.as_deref().unwrap_or_default();
    let Tariff { rate_micros_per_minute, connect_micros, initial_seconds, increment_seconds, free_under_seconds } = tariff;
    Quote {
        to: phone.e164.to_string(),
        country_name: countries::name_for_reader(iso).to_owned(),
        time_zones: countries::zones_of(&phone),
        phone,
        country,
        destination,
        prefix,
        rate_micros_per_minute,
        connect_micros,
        initial_seconds,
        increment_seconds,
        free_under_seconds,
        affordable_seconds: allowance.map_or(0, |allowance| allowance.affordable_seconds),
        hold_micros: allowance.map_or(Micros::ZERO, |allowance| allowance.hold_micros),
        caller_id: caller.caller_id,
        usual_rate_micros_per_minute: caller.habit.usual_rate,
        times_usual: caller.habit.usual_rate.and_then(|usual| times_usual(rate_micros_per_minute, usual)),
        first_call_to_country: caller.habit.new_country,
        allowed: refusal.is_none(),
        reason_code: refusal.as_ref().map(|refusal| refusal.code.to_owned()),
        reason: refusal.map(|refusal| refusal.reason),
    }
}

/// How many times `usual` a rate is, if that is worth a question. Of a free rate nothing is a multiple.
fn times_usual(rate: Micros, usual: Micros) -> Option<i64> {
    rate.0.checked_div(usual.0).filter(|times| *times >= DEAR_TIMES)
}

/// Stands in a quote that has no rate, and is not allowed for that.
const NO_TARIFF: Tariff = Tariff {
    rate_micros_per_minute: Micros::ZERO,
    connect_micros: Micros::ZERO,
    initial_seconds: 60,
    increment_seconds: 60,
    free_under_seconds: 0,
};

fn no_rate(phone: &PhoneNumber) -> Refusal {
    Refusal { code: "no_rate", reason: words::rates().no_rate(&phone.international) }
}

fn blocked(rate: &Rate) -> Refusal {
    Refusal { code: "blocked", reason: words::rates().blocked(&rate.destination, &rate.prefix) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        limits::model::{Bound, Effective, Limits, Owner, Purse, Spent},
        rates::charge::CALL_MOST_SECONDS,
        users::model::AccountStatus,
    };

    fn rate(rate_micros: i64) -> Rate {
        let tariff = Tariff { rate_micros_per_minute: Micros(rate_micros), ..NO_TARIFF };
        Rate {
            deck_id: "deck_1".into(),
            prefix: "447".into(),
            origin: String::new(),
            destination: "United Kingdom, mobile".into(),
            blocked: false,
            tariff,
        }
    }

    fn room(available: i64, operator: &Limits, active_calls: i64) -> Room {
        Room {
            spendable: Micros(available),
            purse: Purse::Credit,
            call_seconds_most: CALL_MOST_SECONDS,
            status: AccountStatus::Active,
            status_reason: None,
            is_unverified: false,
            active_calls,
            effective: Effective::tighter(operator, &Limits::default()),
            spent: Spent::default(),
        }
    }

    fn quote_in(room: &Room, rate: Option<Rate>) -> Quote {
        let phone = numbering::describe(&E164::parse("+447400123456").expect("a number"));
        let judged = judge(&phone, rate.as_ref(), Some(room), CALL_MOST_SECONDS);
        let caller_id = E164::parse("+14155550100").expect("a number");
        answer(phone, rate, judged, Known { caller_id, room: None, habit: Habit::default() })
    }

    fn answer_for(rate: Option<Rate>, available: i64) -> Quote {
        quote_in(&room(available, &Limits::default(), 0), rate)
    }

    #[test]
    fn each_limit_refuses_with_its_code_and_says_whose_it_is() {
        let none = Limits::default();
        let frozen = Room {
            status: AccountStatus::Frozen,
            status_reason: Some("a card was reported stolen.".into()),
            ..room(100_000, &none, 0)
        };
        let one_call = Limits { calls_most: Some(1), ..none.clone() };
        let cheap = Limits { rate_micros_per_min_most: Some(Micros(34_999)), ..none.clone() };
        let no_gb = Limits { blocked_countries: vec!["GB".into()], ..none.clone() };
        let day = Bound { most: Micros(5_000_000), by: Owner::Caller };
        let month = Bound { most: Micros(5_000_000), by: Owner::Operator };
        let table = [
            (frozen, "account_not_active", "frozen: a card was reported stolen. It places no calls"),
            (room(100_000, &one_call, 1), "too_many_calls", "The operator's limit is one call at once"),
            (room(100_000, &cheap, 0), "rate_limit", "costs $0.0350. The operator's limit is $0.034999 a minute"),
            (room(100_000, &no_gb, 0), "country_blocked", "blocks calls to United Kingdom"),
            (
                Room { purse: Purse::Day(day), ..room(20_000, &none, 0) },
                "day_limit",
                "but your own limit of $5.00 a day leaves $0.02 until",
            ),
            (
                Room { purse: Purse::Month(month), ..room(0, &none, 0) },
                "month_limit",
                "but the operator's limit of $5.00 a month leaves $0.00",
            ),
            (room(20_000, &none, 0), "insufficient_credit", "only $0.02 of your credit is free"),
        ];
        for (room, code, words) in table {
            let quote = quote_in(&room, Some(rate(35_000)));
            assert_eq!((quote.allowed, quote.reason_code.as_deref()), (false, Some(code)));
            let reason = quote.reason.unwrap_or_default();
            assert!(reason.contains(words) && reason.ends_with("Nothing is charged."), "{code}: {reason}");
        }
        assert!(
            quote_in(&room(100_000, &Limits { rate_micros_per_min_most: Some(Micros(35_000)), ..none }, 3), Some(rate(35_000)))
                .allowed
        );
    }

    #[test]
    fn a_quote_tells_price_time_and_hold() {
        let quote = answer_for(Some(rate(35_000)), 100_000);
        assert!(quote.allowed && quote.reason.is_none() && quote.reason_code.is_none());
        assert_eq!((quote.affordable_seconds, quote.hold_micros), (120, Micros(70_000)));
        assert_eq!((quote.country.as_deref(), quote.country_name.as_str()), (Some("GB"), "United Kingdom"));
        assert_eq!(quote.time_zones, ["Europe/London"]);
    }

    #[test]
    fn a_number_without_a_rate_is_refused_and_not_free() {
        let quote = answer_for(None, 100_000);
        assert_eq!((quote.allowed, quote.reason_code.as_deref()), (false, Some("no_rate")));
        assert_eq!((quote.affordable_seconds, quote.hold_micros), (0, Micros::ZERO));
    }

    #[test]
    fn a_blocked_destination_is_refused_however_rich_the_caller() {
        let quote = answer_for(Some(Rate { blocked: true, ..rate(0) }), 1_000_000_000);
        assert_eq!((quote.allowed, quote.reason_code.as_deref()), (false, Some("blocked")));
        assert_eq!(quote.affordable_seconds, 0);
    }

    #[test]
    fn credit_below_the_first_interval_is_refused_with_both_amounts() {
        let quote = answer_for(Some(rate(40_000)), 10_000);
        assert_eq!((quote.allowed, quote.reason_code.as_deref()), (false, Some("insufficient_credit")));
        let reason = quote.reason.unwrap_or_default();
        assert!(reason.contains("$0.0400") && reason.contains("$0.01") && reason.contains("Nothing is charged"), "{reason}");
    }

    #[test]
    fn a_free_destination_is_allowed_on_an_empty_wallet() {
        let quote = answer_for(Some(rate(0)), 0);
        assert!(quote.allowed);
        assert_eq!((quote.affordable_seconds, quote.hold_micros), (CALL_MOST_SECONDS, Micros::ZERO));
    }

    #[test]
    fn a_multiple_of_the_usual_rate_is_told_from_three_on() {
        let table = [(60_000, 10_000, Some(6)), (29_999, 10_000, None), (30_000, 10_000, Some(3)), (5, 0, None), (0, 10, None)];
        for (rate, usual, times) in table {
            assert_eq!(times_usual(Micros(rate), Micros(usual)), times, "{rate} against {usual}");
        }
    }

    #[test]
    fn the_json_has_the_published_names() {
        let json = serde_json::to_value(answer_for(Some(rate(35_000)), 100_000)).unwrap_or_default();
        for name in [
            "to",
            "country",
            "destination",
            "prefix",
            "rate_micros_per_minute",
            "connect_micros",
            "initial_seconds",
            "increment_seconds",
            "affordable_seconds",
            "allowed",
            "reason",
        ] {
            assert!(json.get(name).is_some(), "{name}");
        }
    }
}
