//! When the carrier is asked again about a call that has not ended for the money.

/// After a nudge or an ending without a duration, in seconds: the carrier's records lag by a moment, and somebody looks at
/// the page.
const SOON: [i64; 3] = [5, 15, 60];
/// The same tries, as a count: the call's `reconcile_tries` counts on from here.
pub const SOON_TRIES: i64 = 3;
/// From then on: 5 min, 1 h, five days (Kill Bill's schedule for payments of unknown state).
const LATER: [i64; 7] = [300, 3_600, 86_400, 86_400, 86_400, 86_400, 86_400];

/// What follows an asking that did not settle a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Ask again after so many seconds; so many tries are counted then.
    Again { after_seconds: i64, tries: i64 },
    /// It runs, and may: the end of its hold is soon enough.
    AtExpiry,
    /// The carrier was asked often enough: the call is the operator's.
    GiveUp,
}

/// The next step of a call after `tries` askings. A call past the end of its hold has no use for quick tries.
pub fn next(tries: i64, parked: bool, overdue: bool) -> Next {
    let tries = if overdue && !parked { tries.max(SOON_TRIES) } else { tries.max(0) };
    let delay = |delays: &[i64], index: i64| usize::try_from(index).ok().and_then(|index| delays.get(index).copied());
    if let Some(after_seconds) = delay(&SOON, tries) {
        return Next::Again { after_seconds, tries: tries + 1 };
    }
    if !parked && !overdue {
        return Next::AtExpiry;
    }
    delay(&LATER, tries - SOON_TRIES).map_or(Next::GiveUp, |after_seconds| Next::Again { after_seconds, tries: tries + 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The delays between the askings until the call is given up.
    fn delays(parked: bool, overdue: bool) -> (Vec<i64>, Next) {
        let (mut tries, mut delays) = (0, Vec::new());
        loop {
            match next(tries, parked, overdue) {
                Next::Again { after_seconds, tries: counted } => {
                    assert!(counted > tries, "every asking counts");
                    delays.push(after_seconds);
                    tries = counted;
                }
                end => return (delays, end),
            }
        }
    }

    #[test]
    fn a_call_past_its_hold_is_asked_about_after_5_minutes_an_hour_and_five_days_then_given_up() {
        let day = 86_400;
        assert_eq!(delays(false, true), (vec![300, 3_600, day, day, day, day, day], Next::GiveUp));
    }

    #[test]
    fn a_parked_call_is_asked_about_quickly_first() {
        let (delays, end) = delays(true, false);
        assert_eq!((&delays[..5], delays.len(), end), (&[5, 15, 60, 300, 3_600][..], 10, Next::GiveUp));
    }

    #[test]
    fn a_nudged_call_that_runs_waits_for_the_end_of_its_hold() {
        assert_eq!(delays(false, false), (vec![5, 15, 60], Next::AtExpiry));
    }
}
