//! What the calls of a stretch of time add up to, in memory and as it is kept.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    iter::Sum,
    ops::{Add, AddAssign},
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    analytics::store::Counted,
    calls::{model::CallStatus, store::sums::WIDTHS_MS},
    domain::{money::Micros, phone::E164},
};

/// How many rows the lists of the top have.
pub const TOP: usize = 10;
/// Milliseconds of the quarters of an hour in which calls are counted.
pub const QUARTER_MS: i64 = WIDTHS_MS[0];

/// Calls, talk time and charges of some group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    pub calls: i64,
    /// Talk time.
    pub seconds: i64,
    pub spent: Micros,
}

impl Add for Sums {
    type Output = Self;
    fn add(self, more: Self) -> Self {
        Self { calls: self.calls + more.calls, seconds: self.seconds + more.seconds, spent: self.spent + more.spent }
    }
}

impl AddAssign for Sums {
    fn add_assign(&mut self, more: Self) {
        *self = *self + more;
    }
}

impl Sum for Sums {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Add::add)
    }
}

/// One outcome in one quarter of an hour. Every zone's midnight is on a quarter of an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarter {
    /// Quarters of an hour since 1970-01-01T00:00:00Z.
    pub index: i64,
    pub status: CallStatus,
    pub sums: Sums,
}

/// The digits of a number, at most 15, as one number.
pub fn digits(number: &E164) -> u64 {
    number.digits().bytes().fold(0, |digits, digit| digits * 10 + u64::from(digit - b'0'))
}

/// How sums are kept: the first byte of each. postcard writes fields and variants by their places, so that another order, a field or a
/// [`CallStatus`] more is another form.
const FORM: u8 = 1;

/// What calls add up to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// One for each outcome in each quarter of an hour that has one.
    pub times: Vec<Quarter>,
    /// By ISO 3166-1 alpha-2.
    pub countries: BTreeMap<Option<String>, Sums>,
    /// By [`digits`].
    pub numbers: HashMap<u64, Sums>,
    /// [`TOP`] of them, the dearest first; none that was free of charge.
    pub dearest: Vec<Counted>,
}

/// The parts of [`Found`] that are kept beside the times; maps as the lists of their pairs, which read alike.
type Whom = (Vec<(Option<String>, Sums)>, Vec<(u64, Sums)>, Vec<Counted>);

impl Found {
    /// All calls.
    pub fn sums(&self) -> Sums {
        self.times.iter().map(|quarter| quarter.sums).sum()
    }

    /// Adds a call; calls come in the order of their beginning.
    pub fn add(&mut self, call: Counted) {
        let sums = Sums { calls: 1, seconds: call.seconds, spent: call.charged_micros };
        let index = call.created_at.0.div_euclid(QUARTER_MS);
        let same = self.times.iter_mut().rev().take_while(|known| known.index == index).find(|known| known.status == call.status);
        match same {
            Some(known) => known.sums += sums,
            None => self.times.push(Quarter { index, status: call.status, sums }),
        }
        *self.countries.entry(call.country.clone()).or_default() += sums;
        *self.numbers.entry(digits(&call.to_e164)).or_default() += sums;
        if !call.charged_micros.is_zero() {
            self.add_dear(call);
        }
    }

    /// Puts a call among the dearest if it is one of them; among equals the newest is.
    fn add_dear(&mut self, call: Counted) {
        let rank = |call: &Counted| (Reverse(call.charged_micros), Reverse(call.created_at), call.id.clone());
        let place = self.dearest.partition_point(|dearer| rank(dearer) < rank(&call));
        if place < TOP {
            self.dearest.insert(place, call);
            self.dearest.truncate(TOP);
        }
    }

    /// Adds the sums of another stretch.
    pub fn merge(&mut self, more: Self) {
        self.times.extend(more.times);
        self.merge_whom(more.countries, more.numbers, more.dearest);
    }

    fn merge_whom(
        &mut self,
        countries: impl IntoIterator<Item = (Option<String>, Sums)>,
        numbers: impl IntoIterator<Item = (u64, Sums)>,
        dearest: Vec<Counted>,
    ) {
        for (country, sums) in countries {
            *self.countries.entry(country).or_default() += sums;
        }
        for (number, sums) in numbers {
            *self.numbers.entry(number).or_default() += sums;
        }
        for call in dearest {
            self.add_dear(call);
        }
    }

    /// As they are kept: times, and whom was called.
    ///
    /// # Errors
    /// Never with these types.
    pub fn encode(&self) -> postcard::Result<(Vec<u8>, Vec<u8>)> {
        let whom = (&self.countries, &self.numbers, &self.dearest);
        Ok((postcard::to_extend(&self.times, vec![FORM])?, postcard::to_extend(&whom, vec![FORM])?))
    }

    /// Adds sums that were kept; `false` when they do not read as sums, and nothing was added.
    pub fn merge_kept(&mut self, times: &[u8], whom: Option<&[u8]>) -> bool {
        let whom = whom.map_or_else(|| Some(Whom::default()), decode);
        let Some((times, (countries, numbers, dearest))) = decode::<Vec<Quarter>>(times).zip(whom) else { return false };
        self.times.extend(times);
        self.merge_whom(countries, numbers, dearest);
        true
    }
}

fn decode<T: DeserializeOwned>(kept: &[u8]) -> Option<T> {
    let (form, rest) = kept.split_first()?;
    postcard::from_bytes(rest).ok().filter(|_| *form == FORM)
}

/// The groups on which most was spent, most first.
pub fn top<K: Ord>(groups: impl IntoIterator<Item = (K, Sums)>) -> Vec<(K, Sums)> {
    let order = |(one, a): &(K, Sums), (other, b): &(K, Sums)| (b.spent, b.calls, one).cmp(&(a.spent, a.calls, other));
    let mut groups: Vec<_> = groups.into_iter().collect();
    if groups.len() > TOP {
        groups.select_nth_unstable_by(TOP, order);
        groups.truncate(TOP);
    }
    groups.sort_by(order);
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ids::CallId, time::EpochMs};

    fn call(status: CallStatus, charged: i64) -> Counted {
        Counted {
            id: CallId::parse("call_0123456789abcdef0123456789abcdef").expect("an id"),
            created_at: EpochMs(QUARTER_MS * 3),
            to_e164: E164::parse("+447911123456").expect("E.164"),
            country: Some("GB".into()),
            status,
            seconds: 60,
            charged_micros: Micros(charged),
        }
    }

    #[test]
    fn what_is_kept_reads_back_and_what_another_release_kept_does_not() {
        let mut found = Found::default();
        found.add(call(CallStatus::Completed, 21_000));
        let (times, whom) = found.encode().expect("bytes");
        let mut read = Found::default();
        assert!(read.merge_kept(&times, Some(&whom)));
        assert_eq!(read, found);
        for (times, whom) in [(&[2, 0][..], &whom[..]), (&times, &[]), (&[], &whom), (&times[..3], &whom)] {
            assert!(!read.merge_kept(times, Some(whom)));
        }
        assert_eq!(read, found);
    }

    /// If this fails, what earlier releases kept reads as something else: count `FORM` up.
    #[test]
    fn this_form_is_kept_for_ever() {
        let mut found = Found::default();
        for status in CallStatus::ALL {
            found.add(call(*status, 0));
        }
        let (times, whom) = found.encode().expect("bytes");
        let quarters = (0..9).flat_map(|status| [6, status, 2, 120, 0]);
        assert_eq!(times, [FORM, 9].into_iter().chain(quarters).collect::<Vec<u8>>());
        assert_eq!(whom, [FORM, 1, 1, 2, b'G', b'B', 18, 184, 8, 0, 1, 128, 180, 213, 204, 132, 13, 18, 184, 8, 0, 0]);
    }
}
