//! Logging: lines for people, or JSON for machines.

use tracing_subscriber::{EnvFilter, fmt};

/// Starts logging to standard error. A wrong `filter` is reported and `info` used instead.
pub fn start(filter: &str, json: bool) {
    let parsed = EnvFilter::try_new(filter);
    let wrong = parsed.as_ref().err().map(ToString::to_string);
    let subscriber = fmt().with_env_filter(parsed.unwrap_or_else(|_| EnvFilter::new("info"))).with_writer(std::io::stderr);
    let started = if json { subscriber.json().try_init() } else { subscriber.compact().try_init() };
    if let (Ok(()), Some(wrong)) = (started, wrong) {
        tracing::warn!(filter, wrong, "RINGFARE_LOG is not a filter that tracing knows; using info");
    }
}
