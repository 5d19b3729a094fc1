//! What a call would cost this caller, before anything is dialled or held.

use super::{
    charge::{CALL_MOST_SECONDS, GUARD_SECONDS},
    countries,
    model::{Quote, Rate, Tariff},
    store,
};
use crate::{
    domain::{money::Micros, phone::PhoneNumber},
    error::AppError,
    ledger,
    server::{numbering, state::AppState},
    users::Caller,
};

/// Whose call is priced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asking {
    /// ISO 3166-1 alpha-2: how numbers without a `+` are read.
    pub home: Option<String>,
    /// What the wallet has free; absent for a price that is nobody's, which credit never limits.
    pub available: Option<Micros>,
}

/// The price of calling a number as the caller typed it, and how long their credit lasts.
///
/// # Errors
/// [`AppError::Invalid`] on the field `to` when it is no number, or when the database fails.
pub async fn quote(caller: &Caller, typed: &str) -> Result<Quote, AppError> {
    let phone = numbering::normalise(typed, caller.home().as_deref())?;
    let balance = ledger::store::balance(&caller.state.db, &caller.me.id).await?.ok_or(AppError::NotSignedIn)?;
    price(&caller.state, phone, Some(balance.available_micros)).await
}

/// The same for whoever asks on the command line.
///
/// # Errors
/// As [`quote`].
pub async fn quote_for(state: &AppState, asking: &Asking, typed: &str) -> Result<Quote, AppError> {
    price(state, numbering::normalise(typed, asking.home.as_deref())?, asking.available).await
}

async fn price(state: &AppState, phone: PhoneNumber, available: Option<Micros>) -> Result<Quote, AppError> {
    let rate = store::rate_for(&state.db, &phone.e164, &state.config.caller_id).await?;
    Ok(answer(phone, rate, available.unwrap_or(Micros(i64::MAX))))
}

/// Why a call may not be placed: a stable code, and a sentence for people.
struct Refusal {
    code: &'static str,
    reason: String,
}

fn answer(phone: PhoneNumber, rate: Option<Rate>, available: Micros) -> Quote {
    let allowance = rate.as_ref().and_then(|rate| rate.tariff.allowance(available, CALL_MOST_SECONDS));
    let refusal = match &rate {
        None => Some(no_rate(&phone)),
        Some(rate) if rate.blocked => Some(blocked(rate)),
        Some(rate) if allowance.is_none() => Some(insufficient_credit(&rate.tariff, available)),
        Some(_) => None,
    };
    let allowance = allowance.filter(|_| refusal.is_none());
    let country = phone.country.clone();
    let (destination, prefix, tariff) = match rate {
        Some(rate) => (rate.destination, rate.prefix, rate.tariff),
        None => (String::new(), String::new(), NO_TARIFF),
    };
    let iso = country.as_deref().unwrap_or_default();
    Quote {
        to: phone.e164.to_string(),
        country_name: countries::country_name(iso).to_owned(),
        time_zones: countries::zones_of(&phone),
        phone,
        country,
        destination,
        prefix,
        tariff,
        affordable_seconds: allowance.map_or(0, |allowance| allowance.affordable_seconds),
        hold_micros: allowance.map_or(Micros::ZERO, |allowance| allowance.hold_micros),
        allowed: refusal.is_none(),
        reason_code: refusal.as_ref().map(|refusal| refusal.code.to_owned()),
        reason: refusal.map(|refusal| refusal.reason),
    }
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
    let number = &phone.international;
    let reason = format!(
        "There is no price for {number}, so it cannot be called. Check the number, or ask the operator to add its \
         destination. Nothing is charged."
    );
    Refusal { code: "no_rate", reason }
}

fn blocked(rate: &Rate) -> Refusal {
    let destination = &rate.destination;
    let reason = format!(
        "Calls to {destination} (+{prefix}…) are blocked here. Use another number of the same party, or ask the operator to \
         open the destination. Nothing is charged.",
        prefix = rate.prefix
    );
    Refusal { code: "blocked", reason }
}

fn insufficient_credit(tariff: &Tariff, available: Micros) -> Refusal {
    let least = tariff.initial_seconds.max(GUARD_SECONDS + 1);
    let needed = tariff.price_of_billed(least);
    let reason = format!(
        "The first {least} s of this call cost {}, but only {} of your credit is free. Add credit, or end a call that holds \
         some. Nothing is charged.",
        needed.as_price(),
        available.as_balance()
    );
    Refusal { code: "insufficient_credit", reason }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::phone::E164;

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

    fn answer_for(rate: Option<Rate>, available: i64) -> Quote {
        let number = E164::parse("+447400123456").expect("a number");
        answer(numbering::describe(&number), rate, Micros(available))
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
