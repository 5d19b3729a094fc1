//! The hourly verification of a running server, and its alarm.

use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::{Examination, Finding, Scope, rules};
use crate::{
    domain::time::EpochMs,
    server::{metrics::figure, state::AppState},
};

/// From the start to the first verification: what was broken while the server was down shows soon.
const FIRST_AFTER: Duration = Duration::from_secs(3);
/// Between two verifications.
const EVERY: Duration = Duration::from_hours(1);

/// Verifies soon after the start and every hour, until told to stop: sets the alarm metrics, and writes an error line for
/// every rule that is broken.
pub async fn watch(state: AppState, mut stopped: watch::Receiver<bool>) {
    describe();
    let mut wait = FIRST_AFTER;
    loop {
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
        wait = EVERY;
        let started = Instant::now();
        match look(&state, &stopped).await {
            Ok(Some(findings)) => tell(state.clock.now(), &findings, started.elapsed()),
            Ok(None) => return,
            Err(error) => {
                metrics::counter!("ringfare_ledger_verify_failures_total").increment(1);
                tracing::error!(%error, "the books could not be verified");
            }
        }
    }
}

/// Every rule; `None` when the server is told to stop in between.
async fn look(state: &AppState, stopped: &watch::Receiver<bool>) -> sqlx::Result<Option<Vec<Finding>>> {
    let mut examination = Examination::begin(&state.db, Scope::Everybody, state.clock.now()).await?;
    let mut findings = Vec::new();
    for rule in rules::all() {
        if *stopped.borrow() {
            return Ok(None);
        }
        findings.push(examination.check(rule).await?);
    }
    findings.extend(examination.check_storage().await?);
    examination.end().await?;
    Ok(Some(findings))
}

fn tell(now: EpochMs, findings: &[Finding], took: Duration) {
    for finding in findings {
        let (rule, broken) = (finding.rule.name, finding.broken);
        metrics::gauge!("ringfare_ledger_violations", "rule" => rule).set(figure(broken));
        if let Some(first) = &finding.first {
            let (sentence, expected, found) = (finding.rule.sentence, &first.expected, &first.found);
            tracing::error!(rule, broken, ids = ?finding.ids, expected, found, "the books are wrong: it does not hold that {sentence}");
        }
    }
    let seconds = now.0 / 1_000;
    metrics::gauge!("ringfare_ledger_verified_timestamp_seconds").set(figure(seconds));
    metrics::gauge!("ringfare_ledger_verify_duration_seconds").set(took.as_secs_f64());
    if findings.iter().all(Finding::holds) {
        tracing::info!(rules = findings.len(), ms = took.as_millis(), "the books are right");
    }
}

fn describe() {
    metrics::describe_gauge!("ringfare_ledger_violations", "Rows that break a rule of the books; anything but 0 is an alarm");
    metrics::describe_gauge!("ringfare_ledger_verified_timestamp_seconds", "When all rules were verified last");
    metrics::describe_gauge!("ringfare_ledger_verify_duration_seconds", "How long the last verification took");
    metrics::describe_counter!("ringfare_ledger_verify_failures_total", "Verifications that the database cut short");
}

#[cfg(test)]
mod tests {
    use metrics_exporter_prometheus::PrometheusBuilder;

    use super::*;

    #[test]
    fn a_broken_rule_raises_its_own_alarm() {
        let recorder = PrometheusBuilder::new().build_recorder();
        let mut findings: Vec<Finding> = rules::all().map(|rule| Finding::of(rule, 3)).collect();
        for number in 0..2 {
            findings[0].add(format!("u_{number}"), "1".into(), "2".into());
        }
        metrics::with_local_recorder(&recorder, || {
            describe();
            tell(EpochMs(1_795_341_670_123), &findings, Duration::from_millis(250));
        });
        let told = recorder.handle().render();
        for line in [
            "ringfare_ledger_violations{rule=\"balance_is_the_sum_of_its_lines\"} 2",
            "ringfare_ledger_violations{rule=\"lines_have_no_gaps\"} 0",
            "ringfare_ledger_verified_timestamp_seconds 1795341670",
            "ringfare_ledger_verify_duration_seconds 0.25",
            "# HELP ringfare_ledger_violations Rows that break",
        ] {
            assert!(told.contains(line), "{line} in {told}");
        }
    }
}
