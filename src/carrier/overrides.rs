//! Connection overrides: the fragment of a callback URL says how Twilio retries it. It is neither sent nor signed
//! (twilio.com/docs/usage/webhooks/webhooks-connection-overrides).

use std::time::Duration;

/// Twilio never waits longer for one request, whatever the fragment says.
const CEILING: Duration = Duration::from_secs(15);

/// How a request is tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Retries after the first attempt, 0 to 5.
    pub retries: u32,
    on: Vec<Cause>,
    /// For one attempt, connecting and reading together.
    pub attempt: Duration,
    /// For all attempts together.
    pub total: Duration,
}

/// Why an attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    Status4xx,
    Status5xx,
    Connect,
    Read,
}

impl Policy {
    /// Whether a failure of this kind is worth a retry.
    pub fn retries_on(&self, cause: Cause) -> bool {
        self.on.contains(&cause)
    }
}

/// Splits a configured address into what is requested and how. What cannot be read stays as Twilio has it by default.
pub fn split(address: &str) -> (&str, Policy) {
    let (url, fragment) = address.split_once('#').unwrap_or((address, ""));
    let mut policy = Policy { retries: 1, on: vec![Cause::Connect], attempt: CEILING, total: CEILING };
    let (mut connect, mut read) = (Duration::from_secs(5), CEILING);
    for (name, value) in fragment.split('&').filter_map(|pair| pair.split_once('=')) {
        match name {
            "rc" => policy.retries = value.parse().unwrap_or(policy.retries).min(5),
            "rp" => policy.on = value.split(',').flat_map(causes).collect(),
            "ct" => connect = milliseconds(value).unwrap_or(connect),
            "rt" => read = milliseconds(value).unwrap_or(read),
            "tt" => policy.total = milliseconds(value).unwrap_or(policy.total),
            _ => {}
        }
    }
    policy.attempt = (connect + read).min(CEILING);
    (url, policy)
}

fn causes(word: &str) -> Vec<Cause> {
    match word {
        "4xx" => vec![Cause::Status4xx],
        "5xx" => vec![Cause::Status5xx],
        "ct" => vec![Cause::Connect],
        "rt" => vec![Cause::Read],
        "all" => vec![Cause::Status4xx, Cause::Status5xx, Cause::Connect, Cause::Read],
        _ => Vec::new(),
    }
}

fn milliseconds(text: &str) -> Option<Duration> {
    text.parse().ok().map(|ms: u64| Duration::from_millis(ms.max(100)).min(CEILING))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_fragment_only_a_failed_connection_is_tried_again_once() {
        let (url, policy) = split("https://h.example/s?a=1");
        assert_eq!((url, policy.retries), ("https://h.example/s?a=1", 1));
        assert!(policy.retries_on(Cause::Connect) && !policy.retries_on(Cause::Status5xx));
    }

    #[test]
    fn the_fragment_is_obeyed_and_cut_off() {
        let (url, policy) = split("https://h.example/s#rc=3&rp=5xx,ct,rt&tt=2000");
        assert_eq!((url, policy.retries, policy.total), ("https://h.example/s", 3, Duration::from_secs(2)));
        assert!(policy.retries_on(Cause::Status5xx) && policy.retries_on(Cause::Read) && !policy.retries_on(Cause::Status4xx));
        assert_eq!(split("h#rc=99&rp=all").1.retries, 5);
    }
}
