//! Spans as stretches of time whose sums are kept, and as made up of them.

use crate::{analytics::period::Span, calls::store::sums::WIDTHS_MS, domain::time::EpochMs};

impl Span {
    /// In milliseconds.
    pub const fn width(self) -> i64 {
        self.to.0 - self.from.0
    }

    /// Whether its sums may be kept.
    pub fn is_keepable(self) -> bool {
        WIDTHS_MS.contains(&self.width()) && self.from.0 % self.width() == 0
    }

    /// Whether to add it up call by call is less work than to do so for its parts and to keep the sums of each.
    pub fn is_narrow(self) -> bool {
        self.width() <= WIDTHS_MS[0] || self.width() == WIDTHS_MS[1] && self.is_keepable()
    }

    /// The widest stretches that make it up, oldest first; what is left at its ends is no wider than the narrowest.
    pub fn parts(self) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut from = self.from.0;
        while from < self.to.0 {
            let fits = |width: &&i64| from % **width == 0 && **width <= self.to.0 - from && **width < self.width();
            let to = WIDTHS_MS
                .iter()
                .rev()
                .find(fits)
                .map_or_else(|| (from - from.rem_euclid(WIDTHS_MS[0]) + WIDTHS_MS[0]).min(self.to.0), |width| from + width);
            parts.push(Self { from: EpochMs(from), to: EpochMs(to) });
            from = to;
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MINUTE: i64 = 60_000;
    const DAY: i64 = 86_400_000;

    const fn span(from: i64, to: i64) -> Span {
        Span { from: EpochMs(from), to: EpochMs(to) }
    }

    #[test]
    fn thirty_days_are_few_stretches_and_a_year_is_not_many_more() {
        let now = 1_795_341_670_123;
        let parts = |days: i64| span((now / DAY - days) * DAY, now).parts().len();
        assert!(parts(30) <= 70 && parts(366) <= 90, "{} {}", parts(30), parts(366));
    }

    #[test]
    fn a_stretch_is_made_up_of_narrower_ones() {
        for width in WIDTHS_MS {
            let parts = span(width * 9, width * 10).parts();
            assert_eq!(parts.len(), if width == WIDTHS_MS[0] { 1 } else { 16 }, "{width}");
        }
        assert_eq!(span(MINUTE, 2 * MINUTE).parts(), [span(MINUTE, 2 * MINUTE)]);
    }

    proptest! {
        #[test]
        fn parts_are_the_whole_without_gap_or_overlap(from in 0..2_000 * DAY, length in 1..400 * DAY) {
            let whole = span(from, from + length);
            let parts = whole.parts();
            prop_assert_eq!((parts[0].from, parts[parts.len() - 1].to), (whole.from, whole.to));
            prop_assert!(parts.windows(2).all(|two| two[0].to == two[1].from));
            let (first, last) = (parts[0], parts[parts.len() - 1]);
            prop_assert!(parts.iter().all(|part| part.is_keepable() || *part == first || *part == last));
        }
    }
}
