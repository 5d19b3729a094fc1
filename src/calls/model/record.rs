//! What a caller keeps of a call: a note, how the line was, a report of a bad call.

use serde::{Deserialize, Serialize};

use crate::domain::time::EpochMs;

/// The longest note and the longest report, in characters.
pub const NOTE_MOST: usize = 4_000;

crate::wire_enum! {
    /// Trouble on the line, in the words of the Voice SDK where it has one. The worst comes first. The thresholds are the SDK's:
    /// round trip over 400 ms, jitter over 30 ms, loss over 3 %, opinion score under 3.5.
    pub enum LineTrouble {
        Offline = "offline",
        Reconnecting = "reconnecting",
        NoPath = "ice-connectivity-lost",
        NothingArrives = "low-bytes-received",
        NothingLeaves = "low-bytes-sent",
        Loss = "high-packet-loss",
        LossOnAverage = "high-packets-lost-fraction",
        Opinion = "low-mos",
        Delay = "high-rtt",
        Jitter = "high-jitter",
        Microphone = "constant-audio-input-level",
    }
}

/// How good a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quality {
    Poor,
    Fair,
    Good,
}

impl Quality {
    /// Of three.
    pub const fn bars(self) -> usize {
        self as usize + 1
    }
}

impl LineTrouble {
    /// How good a line with this trouble is.
    pub const fn quality(self) -> Quality {
        match self {
            // It is said beside the line, which may be excellent.
            Self::Microphone => Quality::Good,
            Self::Delay | Self::Jitter => Quality::Fair,
            _ => Quality::Poor,
        }
    }
}

/// The troubles that there are now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Troubles(u16);

impl Troubles {
    /// With this trouble, or without it.
    #[must_use]
    pub const fn with(self, trouble: LineTrouble, there: bool) -> Self {
        let bit = 1 << trouble as u16;
        Self(if there { self.0 | bit } else { self.0 & !bit })
    }

    /// The worst one.
    pub fn worst(self) -> Option<LineTrouble> {
        LineTrouble::ALL.iter().copied().find(|trouble| self.0 & (1 << *trouble as u16) != 0)
    }

    /// How good the line is with them.
    pub fn quality(self) -> Quality {
        self.worst().map_or(Quality::Good, LineTrouble::quality)
    }
}

/// The average and the worst of what was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Spread {
    pub average: i64,
    pub worst: i64,
}

/// A trouble of the line while it lasted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct LineEvent {
    pub what: LineTrouble,
    /// When it began, in seconds after the answer as the browser heard it.
    pub at_seconds: i64,
    /// How long it lasted; absent when it lasted to the end.
    pub lasted_seconds: Option<i64>,
}

/// How the line was, as the browser's Voice SDK measured it; never a guess. Absent figures were not measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct LineRecord {
    /// How many seconds were measured.
    pub seconds: i64,
    /// Mean opinion score in hundredths: 100 is bad, 450 as good as it gets.
    pub mos: Option<Spread>,
    /// Round trip in milliseconds.
    pub rtt: Option<Spread>,
    /// Milliseconds.
    pub jitter: Option<Spread>,
    /// Packets that were lost, in hundredths of a per cent.
    pub loss: Option<Spread>,
    pub troubles: Vec<LineEvent>,
}

impl LineRecord {
    /// The quality of the whole call; `None` when nothing was measured.
    pub fn quality(&self) -> Option<Quality> {
        let worst = self.troubles.iter().map(|event| event.what.quality()).min();
        let mean = |spread: Option<Spread>| spread.map(|spread| spread.average);
        let measured = if mean(self.mos).is_some_and(|mos| mos < 350) || mean(self.loss) > Some(300) {
            Quality::Poor
        } else if mean(self.rtt) > Some(400) || mean(self.jitter) > Some(30) || worst.is_some_and(|worst| worst < Quality::Good) {
            Quality::Fair
        } else {
            Quality::Good
        };
        (self.seconds > 0 || worst.is_some()).then_some(measured)
    }

    /// Whether it can be what a browser measured in a call that began `age_seconds` ago.
    ///
    /// # Errors
    /// A sentence that says what cannot be.
    pub fn check(&self, age_seconds: i64) -> Result<(), &'static str> {
        const EVENTS_MOST: usize = 60;
        /// Browser and server do not have the same clock.
        const SLACK_SECONDS: i64 = 60;

        let lasts = 0..=age_seconds + SLACK_SECONDS;
        let fits = |spread: Option<Spread>, most: i64| {
            spread.is_none_or(|spread| (0..=most).contains(&spread.average) && (0..=most).contains(&spread.worst))
        };
        if !lasts.contains(&self.seconds) {
            return Err("it was measured for longer than the call lasts");
        }
        if !(fits(self.mos, 500) && fits(self.rtt, 60_000) && fits(self.jitter, 60_000) && fits(self.loss, 10_000)) {
            return Err("a figure is out of its range");
        }
        if self.troubles.len() > EVENTS_MOST {
            return Err("it has too many troubles");
        }
        let good = |event: &LineEvent| lasts.contains(&event.at_seconds) && lasts.contains(&event.lasted_seconds.unwrap_or(0));
        if self.troubles.iter().all(good) { Ok(()) } else { Err("a trouble lies outside of the call") }
    }
}

/// What a caller told the operator of a bad call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct BadCall {
    /// In the caller's words; may be empty.
    pub words: String,
    pub at: EpochMs,
}

/// What the caller keeps of a call.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CallRecord {
    /// The caller's own; empty when there is none.
    pub note: String,
    /// How the line was; absent when nothing was measured, as for a call without a browser.
    pub line: Option<LineRecord>,
    /// Absent unless the caller reported the call.
    pub report: Option<BadCall>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> LineRecord {
        let spread = |average| Some(Spread { average, worst: average });
        LineRecord { seconds: 60, mos: spread(440), rtt: spread(20), jitter: spread(2), loss: spread(0), troubles: Vec::new() }
    }

    fn trouble(what: LineTrouble) -> LineEvent {
        LineEvent { what, at_seconds: 12, lasted_seconds: Some(9) }
    }

    #[test]
    fn the_worst_trouble_names_the_reason_and_a_silent_microphone_leaves_the_line_good() {
        let none = Troubles::default();
        assert_eq!((none.worst(), none.quality()), (None, Quality::Good));
        let silent = none.with(LineTrouble::Microphone, true);
        assert_eq!((silent.worst(), silent.quality()), (Some(LineTrouble::Microphone), Quality::Good));
        let both = silent.with(LineTrouble::Jitter, true).with(LineTrouble::Loss, true);
        assert_eq!((both.worst(), both.quality()), (Some(LineTrouble::Loss), Quality::Poor));
        let better = both.with(LineTrouble::Loss, false);
        assert_eq!((better.worst(), better.quality()), (Some(LineTrouble::Jitter), Quality::Fair));
    }

    #[test]
    fn every_trouble_has_a_bit_of_its_own_and_its_name_at_the_sdk() {
        for trouble in LineTrouble::ALL {
            assert_eq!(Troubles::default().with(*trouble, true).worst(), Some(*trouble));
            assert_eq!(LineTrouble::from_word(trouble.word()), Some(*trouble));
        }
    }

    #[test]
    fn a_call_is_judged_by_its_averages_and_then_by_its_troubles() {
        let worse = |average| Some(Spread { average, worst: average });
        assert_eq!(record().quality(), Some(Quality::Good));
        assert_eq!(LineRecord { mos: worse(349), ..record() }.quality(), Some(Quality::Poor));
        assert_eq!(LineRecord { loss: worse(301), ..record() }.quality(), Some(Quality::Poor));
        assert_eq!(LineRecord { rtt: worse(401), ..record() }.quality(), Some(Quality::Fair));
        assert_eq!(LineRecord { jitter: worse(31), ..record() }.quality(), Some(Quality::Fair));
        assert_eq!(LineRecord { troubles: vec![trouble(LineTrouble::Loss)], ..record() }.quality(), Some(Quality::Fair));
        assert_eq!(LineRecord { troubles: vec![trouble(LineTrouble::Microphone)], ..record() }.quality(), Some(Quality::Good));
        let nothing = LineRecord { seconds: 0, mos: None, rtt: None, jitter: None, loss: None, troubles: Vec::new() };
        assert_eq!(nothing.quality(), None);
    }

    #[test]
    fn what_no_browser_can_have_measured_is_refused() {
        let worse = |worst| Some(Spread { average: 1, worst });
        assert_eq!(record().check(60), Ok(()));
        assert!(LineRecord { seconds: 121, ..record() }.check(60).is_err());
        assert!(LineRecord { seconds: -1, ..record() }.check(60).is_err());
        assert!(LineRecord { mos: worse(501), ..record() }.check(60).is_err());
        assert!(LineRecord { loss: worse(10_001), ..record() }.check(60).is_err());
        assert!(LineRecord { troubles: vec![trouble(LineTrouble::Loss); 61], ..record() }.check(60).is_err());
        let late = LineEvent { at_seconds: 500, ..trouble(LineTrouble::Loss) };
        assert!(LineRecord { troubles: vec![late], ..record() }.check(60).is_err());
    }
}
