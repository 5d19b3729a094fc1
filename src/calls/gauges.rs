//! The figures of calls that are read when somebody asks, not counted as they happen; and what all of them mean.

use super::store::{gauges::open_calls, settlement::SettledBy};
use crate::{
    domain::money::Micros,
    server::{metrics::figure, state::AppState},
};

/// Sets the gauges from the database; after a failure the old values stay and the failure is counted.
pub async fn refresh(state: AppState) {
    match open_calls(&state.db, state.clock.now()).await {
        Ok(calls) => {
            metrics::gauge!("ringfare_calls_open").set(figure(calls.open));
            metrics::gauge!("ringfare_calls_parked").set(figure(calls.parked));
            metrics::gauge!("ringfare_calls_overdue").set(figure(calls.overdue));
            metrics::gauge!("ringfare_calls_given_up").set(figure(calls.given_up));
            metrics::gauge!("ringfare_calls_held_micros").set(figure(calls.held_micros));
        }
        Err(error) => {
            metrics::counter!("ringfare_metrics_failures_total").increment(1);
            tracing::error!(%error, "the open calls could not be counted for the metrics");
        }
    }
}

/// Counts a settlement. It is counted where it is decided: a commit that fails and is tried again counts twice.
pub fn settled(by: SettledBy, rated: Micros, charged: Micros) {
    let count = |micros: Micros| u64::try_from(micros.0).unwrap_or(0);
    metrics::counter!("ringfare_calls_settled_total", "by" => by.word()).increment(1);
    metrics::counter!("ringfare_charged_micros_total").increment(count(charged));
    metrics::counter!("ringfare_shortfall_micros_total").increment(count(rated - charged));
}

/// Says what each figure of calls means, for whoever reads them.
pub fn describe() {
    metrics::describe_gauge!("ringfare_calls_open", "Calls that are not settled");
    metrics::describe_gauge!("ringfare_calls_parked", "Calls that have ended for a time that the carrier has not told yet");
    metrics::describe_gauge!("ringfare_calls_overdue", "Open calls past the end of their hold: the reconciler's");
    metrics::describe_gauge!("ringfare_calls_given_up", "Open calls that the reconciler has given up: the operator's");
    metrics::describe_gauge!("ringfare_calls_held_micros", "What is set aside for open calls, in micro-units");
    metrics::describe_counter!("ringfare_calls_settled_total", "Settled calls by who brought the news");
    metrics::describe_counter!("ringfare_charged_micros_total", "What settled calls were charged, in micro-units");
    metrics::describe_counter!("ringfare_shortfall_micros_total", "What settled calls outran their holds by: the house's loss");
    metrics::describe_counter!("ringfare_webhook_posts_total", "Posts of the carrier about calls, by what they changed");
    metrics::describe_counter!("ringfare_reconciler_passes_total", "Passes of the reconciler, by whether they came to their end");
    metrics::describe_counter!("ringfare_reconciler_calls_total", "Calls that the reconciler looked at, by what became of them");
    metrics::describe_gauge!("ringfare_streams_open", "Streams of changes that somebody listens to");
    metrics::describe_counter!("ringfare_metrics_failures_total", "Times that the database did not answer for these figures");
}
