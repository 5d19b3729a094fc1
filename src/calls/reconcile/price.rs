//! What a settled call cost the operator: the carrier's price of both legs, asked for until it is known. It never touches
//! what the caller was charged.

use std::{collections::BTreeMap, time::Duration};

use futures_util::{StreamExt, stream};

use super::{AT_ONCE, CALLS_MOST, Silence};
use crate::{
    calls::store::price::{self, DuePrice, KnownPrice},
    domain::{money::Micros, time::EpochMs},
    error::AppError,
    server::state::AppState,
    twilio::client::{Client, ClientError},
};

/// An answer that takes longer is asked for again later.
const PATIENCE: Duration = Duration::from_secs(5);
/// After the first asking, a minute after the settlement: 5 min, 1 h, three days; in seconds. No delay is published for
/// the prices of calls.
const ASK_AGAIN_AFTER_SECONDS: [i64; 5] = [300, 3_600, 86_400, 86_400, 86_400];
/// When the carrier did not answer, in seconds; no try is counted.
const SILENT_SECONDS: i64 = 300;

/// What a pass found out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Priced {
    pub asked: usize,
    /// Calls whose price is known now.
    pub known: usize,
    /// By prefix: how many of them cost more than they brought, and how much more.
    pub losses: BTreeMap<String, (usize, Micros)>,
}

/// Asks for the prices that are due.
///
/// # Errors
/// When the database fails.
pub async fn pass(state: &AppState) -> Result<Priced, AppError> {
    let silence = Silence::default();
    let due = price::due(&state.db, state.clock.now(), CALLS_MOST).await?;
    let work = due.into_iter().map(|call| one(state.clone(), call, silence.clone()));
    let outcomes: Vec<_> = stream::iter(work).buffer_unordered(AT_ONCE).collect().await;
    let mut priced = Priced::default();
    for outcome in outcomes {
        let Some((call, known)) = outcome? else { continue };
        priced.count(&call, &known);
    }
    if !priced.losses.is_empty() {
        let prefixes: Vec<String> =
            priced.losses.iter().map(|(prefix, (calls, loss))| format!("{prefix}: {calls} calls, {}", loss.exact())).collect();
        tracing::warn!(prefixes = prefixes.join("; "), "calls cost more than they brought; see `ringfare ledger margin`");
    }
    Ok(priced)
}

impl Priced {
    fn count(&mut self, call: &DuePrice, known: &KnownPrice) {
        self.asked += 1;
        let Some(cost) = known.sum else { return };
        self.known += 1;
        // Another currency is never compared with the wallet's.
        if known.currency.as_ref().is_some_and(|currency| *currency == call.currency) && cost > call.charged_micros {
            let entry = self.losses.entry(call.prefix.clone()).or_default();
            *entry = (entry.0 + 1, entry.1 + cost - call.charged_micros);
        }
    }
}

async fn one(state: AppState, call: DuePrice, silence: Silence) -> Result<Option<(DuePrice, KnownPrice)>, AppError> {
    if silence.is_long() {
        return Ok(None);
    }
    let slow = |_| Err(ClientError::Unreachable(format!("no answer in {} s", PATIENCE.as_secs())));
    let legs = tokio::time::timeout(PATIENCE, legs(&state.twilio, &call)).await.unwrap_or_else(slow);
    let now = state.clock.now();
    let legs = match legs {
        Ok(legs) => legs,
        Err(error @ (ClientError::Unreachable(_) | ClientError::Denied)) => {
            tracing::debug!(call.id = %call.id, %error, "the carrier could not be asked for a price");
            silence.heard(false);
            price::put_off(&state.db, &call.id, now.plus_seconds(SILENT_SECONDS)).await?;
            return Ok(None);
        }
        Err(error) => {
            tracing::warn!(call.id = %call.id, %error, "the carrier's answer about a price cannot be used");
            [Leg::Unknown, Leg::Unknown]
        }
    };
    silence.heard(true);
    let known = known(&call, legs, now);
    price::keep(&state.db, &call.id, &known, now).await?;
    Ok(Some((call, known)))
}

/// The price of a leg.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Leg {
    /// The call has no such leg.
    None,
    /// The carrier does not tell (yet).
    Unknown,
    Known(Micros, Option<String>),
}

async fn legs(twilio: &Client, call: &DuePrice) -> Result<[Leg; 2], ClientError> {
    Ok([leg(twilio, call.parent_sid.as_deref()).await?, leg(twilio, call.child_sid.as_deref()).await?])
}

async fn leg(twilio: &Client, sid: Option<&str>) -> Result<Leg, ClientError> {
    let Some(sid) = sid else { return Ok(Leg::None) };
    let remote = twilio.fetch_call(sid).await?;
    Ok(remote.map_or(Leg::Unknown, |remote| match remote.price_micros {
        Some(price) => Leg::Known(price, remote.price_currency),
        None => Leg::Unknown,
    }))
}

/// What the legs' prices come to, and whether more is to be asked. A call without a conversation is asked about once: an
/// attempt may cost, but what is not billed has no price for ever.
fn known(call: &DuePrice, legs: [Leg; 2], now: EpochMs) -> KnownPrice {
    let price = |leg: &Leg| if let Leg::Known(price, _) = leg { Some(*price) } else { None };
    let currencies: Vec<&String> =
        legs.iter().filter_map(|leg| if let Leg::Known(_, currency) = leg { currency.as_ref() } else { None }).collect();
    let one_currency = currencies.windows(2).all(|pair| pair[0] == pair[1]);
    if !one_currency {
        tracing::warn!(call.id = %call.id, ?currencies, "the legs of a call are priced in different currencies; they are not added up");
    }
    let (parent, child) = (price(&legs[0]), price(&legs[1]));
    let (anything, everything) = (parent.or(child).is_some(), !legs.contains(&Leg::Unknown));
    let last = call.duration_s == 0 || !one_currency;
    let sum = (anything && one_currency && (everything || call.duration_s == 0))
        .then(|| parent.unwrap_or_default() + child.unwrap_or_default());
    let step = usize::try_from(call.carrier_tries).unwrap_or(usize::MAX);
    let due_at = ASK_AGAIN_AFTER_SECONDS.get(step).filter(|_| sum.is_none() && !last).map(|after| now.plus_seconds(*after));
    let currency = currencies.first().map(|currency| (*currency).clone());
    KnownPrice { parent, child, sum, currency, tries: call.carrier_tries + 1, due_at }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::CallId;

    const NOW: EpochMs = EpochMs(1_000_000);

    fn call(duration_s: i64, carrier_tries: i64) -> DuePrice {
        DuePrice {
            id: CallId::parse("call_0123456789abcdef0123456789abcdef").expect("an id"),
            prefix: "447".into(),
            parent_sid: Some("CAa".into()),
            child_sid: Some("CAb".into()),
            duration_s,
            charged_micros: Micros(35_000),
            currency: "USD".into(),
            carrier_tries,
        }
    }

    fn usd(micros: i64) -> Leg {
        Leg::Known(Micros(micros), Some("USD".into()))
    }

    #[test]
    fn both_legs_are_added_up_and_the_asking_stops() {
        let known = known(&call(61, 0), [usd(8_000), usd(28_000)], NOW);
        assert_eq!((known.sum, known.due_at, known.tries), (Some(Micros(36_000)), None, 1));
    }

    #[test]
    fn a_missing_leg_is_asked_for_again_and_never_counted_as_nothing() {
        let delays: Vec<Option<i64>> = (0..7)
            .map(|tries| {
                let known = known(&call(61, tries), [usd(8_000), Leg::Unknown], NOW);
                assert_eq!((known.parent, known.sum), (Some(Micros(8_000)), None));
                known.due_at.map(|at| at.seconds_since(NOW))
            })
            .collect();
        let day = 86_400;
        assert_eq!(delays, [Some(300), Some(3_600), Some(day), Some(day), Some(day), None, None]);
    }

    #[test]
    fn a_call_without_a_conversation_is_asked_about_once() {
        assert_eq!(known(&call(0, 0), [Leg::Unknown, Leg::Unknown], NOW).due_at, None);
        assert_eq!(known(&call(0, 0), [usd(4_000), Leg::Unknown], NOW).sum, Some(Micros(4_000)));
    }

    #[test]
    fn different_currencies_are_not_added_up() {
        let known = known(&call(61, 0), [usd(8_000), Leg::Known(Micros(3_000_000), Some("JPY".into()))], NOW);
        assert_eq!((known.sum, known.due_at), (None, None));
    }

    #[test]
    fn a_loss_is_counted_in_the_wallets_currency_alone() {
        let mut priced = Priced::default();
        let dear =
            |currency: &str| KnownPrice { sum: Some(Micros(36_000)), currency: Some(currency.into()), ..KnownPrice::default() };
        priced.count(&call(61, 0), &dear("USD"));
        priced.count(&call(61, 0), &dear("JPY"));
        assert_eq!(priced.losses.get("447"), Some(&(1, Micros(1_000))));
    }
}
