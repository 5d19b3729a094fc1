//! What `RINGFARE_CARRIER_*` say: how the far end behaves, where media goes, how bad the posts travel.

use std::{collections::BTreeMap, net::IpAddr, str::FromStr, time::Duration};

/// UDP ports that browsers refuse without a word, besides all below 1024 (Chromium's list of unsafe ports, read in 2026).
const REFUSED_PORTS: [u16; 14] = [1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6679, 6697, 10080];

/// How the local carrier behaves.
#[derive(Debug, Clone)]
pub struct Settings {
    /// From ringing to the answer.
    pub ring: Duration,
    /// A number that never answers is given up after this or the TwiML's timeout, whichever is shorter.
    pub no_answer: Duration,
    /// From the end of a call until REST knows its price.
    pub price: Duration,
    /// From the answer until sound must flow, and for how long it may stay away.
    pub media: Duration,
    /// The UDP port of the media; 0: the system picks one.
    pub media_port: u16,
    /// The address that browsers send their media to, when it is not this machine's own: behind a relay, in a container.
    pub media_address: Option<IpAddr>,
    /// Whether `POST /carrier/test-calls` starts calls without a browser.
    pub scripted: bool,
    pub faults: Faults,
}

/// How badly posts travel: rates from 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Faults {
    /// Posts that come twice.
    pub duplicate: f64,
    /// Posts that come after their successor.
    pub reorder: f64,
    /// Posts that never come.
    pub loss: f64,
    /// Posts that come with a forged sibling: a wrong signature and a duration of four hours.
    pub forged: f64,
    /// Posts come up to this much later.
    pub delay: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            ring: Duration::from_millis(1_500),
            no_answer: Duration::from_secs(15),
            price: Duration::from_secs(10),
            media: Duration::from_secs(9),
            media_port: 0,
            media_address: None,
            scripted: false,
            faults: Faults::default(),
        }
    }
}

impl Settings {
    /// Reads the settings from the variables that start with `RINGFARE_CARRIER_`.
    ///
    /// # Errors
    /// Every problem, one sentence each, with its remedy.
    pub fn read(variables: &BTreeMap<String, String>) -> Result<Self, Vec<String>> {
        let mut reader = Reader { left: variables.clone(), problems: Vec::new() };
        reader.left.retain(|name, value| is_ours(name) && !value.trim().is_empty());
        let usual = Self::default();
        let settings = Self {
            ring: reader.seconds("RINGFARE_CARRIER_RING_SECONDS", usual.ring),
            no_answer: reader.seconds("RINGFARE_CARRIER_NO_ANSWER_SECONDS", usual.no_answer),
            price: reader.seconds("RINGFARE_CARRIER_PRICE_SECONDS", usual.price),
            media: usual.media,
            media_port: reader.media_port(),
            media_address: reader
                .read("RINGFARE_CARRIER_MEDIA_ADDRESS", "an IP address that browsers can reach, such as 192.0.2.7"),
            scripted: reader.switch("RINGFARE_CARRIER_SCRIPTED"),
            faults: Faults {
                duplicate: reader.rate("RINGFARE_CARRIER_DUPLICATE"),
                reorder: reader.rate("RINGFARE_CARRIER_REORDER"),
                loss: reader.rate("RINGFARE_CARRIER_LOSS"),
                forged: reader.rate("RINGFARE_CARRIER_FORGED"),
                delay: Duration::from_millis(
                    reader.read("RINGFARE_CARRIER_DELAY_MS", "whole milliseconds, such as 800").unwrap_or(0),
                ),
            },
        };
        for name in reader.left.keys() {
            reader.problems.push(format!("{name} is not a setting of the local carrier: remove it, or mend its spelling"));
        }
        if reader.problems.is_empty() { Ok(settings) } else { Err(reader.problems) }
    }
}

/// `RINGFARE_CARRIER` itself says whether this carrier is on the line at all.
fn is_ours(name: &str) -> bool {
    name.strip_prefix("RINGFARE_CARRIER").is_some_and(|rest| rest.starts_with('_'))
}

struct Reader {
    /// Taken out as they are read; what is left is misspelt.
    left: BTreeMap<String, String>,
    problems: Vec<String>,
}

impl Reader {
    fn read<T: FromStr>(&mut self, name: &str, remedy: &str) -> Option<T> {
        let text = self.left.remove(name)?;
        let value = text.trim().parse().ok();
        if value.is_none() {
            self.problems.push(format!("{name} is '{text}': write {remedy}"));
        }
        value
    }

    fn seconds(&mut self, name: &str, usual: Duration) -> Duration {
        const REMEDY: &str = "seconds from 0 to 600, such as 1.5";
        let Some(seconds) = self.read::<f64>(name, REMEDY) else { return usual };
        if (0.0..=600.0).contains(&seconds) {
            return Duration::from_secs_f64(seconds);
        }
        self.problems.push(format!("{name} is {seconds}: write {REMEDY}"));
        usual
    }

    fn rate(&mut self, name: &str) -> f64 {
        const REMEDY: &str = "a rate from 0 to 1, such as 0.1";
        let rate = self.read::<f64>(name, REMEDY).unwrap_or(0.0);
        if !(0.0..=1.0).contains(&rate) {
            self.problems.push(format!("{name} is {rate}: write {REMEDY}"));
        }
        rate
    }

    fn switch(&mut self, name: &str) -> bool {
        let value = self.read::<u8>(name, "0 or 1").unwrap_or(0);
        if value > 1 {
            self.problems.push(format!("{name} is {value}: write 0 or 1"));
        }
        value == 1
    }

    fn media_port(&mut self) -> u16 {
        let port = self.read::<u16>("RINGFARE_CARRIER_MEDIA_PORT", "a UDP port from 1024 to 65535, such as 3478").unwrap_or(0);
        if port != 0 && (port < 1024 || REFUSED_PORTS.contains(&port) || (6665..=6669).contains(&port)) {
            self.problems.push(format!(
                "RINGFARE_CARRIER_MEDIA_PORT is {port}, which browsers refuse without a word: take another, such as 3478 or 10000"
            ));
        }
        port
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Settings, Vec<String>> {
        Settings::read(&pairs.iter().map(|(name, value)| (format!("RINGFARE_CARRIER_{name}"), (*value).to_owned())).collect())
    }

    #[test]
    fn nothing_set_means_a_far_end_that_answers_soon_and_posts_that_travel_well() {
        let settings = read(&[]).expect("defaults are good");
        assert_eq!(settings.ring, Duration::from_millis(1_500));
        assert_eq!(settings.faults, Faults::default());
        assert!(!settings.scripted);
    }

    #[test]
    fn what_is_set_is_read() {
        let settings = read(&[
            ("RING_SECONDS", "0.2"),
            ("MEDIA_PORT", "3478"),
            ("MEDIA_ADDRESS", "192.0.2.7"),
            ("DELAY_MS", "800"),
            ("LOSS", "0.25"),
            ("SCRIPTED", "1"),
        ])
        .expect("all good");
        assert_eq!(settings.ring, Duration::from_millis(200));
        assert_eq!(settings.media_port, 3478);
        assert_eq!(settings.faults, Faults { loss: 0.25, delay: Duration::from_millis(800), ..Faults::default() });
        assert!(settings.scripted);
    }

    #[test]
    fn every_problem_is_reported_at_once() {
        let problems = read(&[
            ("RING_SECONDS", "soon"),
            ("NO_ANSWER_SECONDS", "-1"),
            ("MEDIA_PORT", "5060"),
            ("MEDIA_ADDRESS", "here"),
            ("LOSS", "2"),
            ("FORGED", "NaN"),
            ("SCRIPTED", "2"),
            ("RINGS", "3"),
        ])
        .expect_err("eight are wrong");
        assert_eq!(problems.len(), 8, "{problems:#?}");
    }
}
