//! The arithmetic of an axis: whole numbers in, round ticks out.

/// A scale from zero to a round number not below the largest value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// The value at the top.
    pub top: i64,
    /// The distance between two ticks.
    pub step: i64,
}

impl Scale {
    /// A scale with three to five ticks in steps of 1, 2 or 5 times a power of ten.
    pub fn up_to(largest: i64) -> Self {
        let largest = largest.max(1);
        let mut power: i64 = 1;
        while power.saturating_mul(50) <= largest {
            power = power.saturating_mul(10);
        }
        let step = [1, 2, 5, 10, 20, 50]
            .into_iter()
            .map(|factor| power.saturating_mul(factor))
            .find(|step| step.saturating_mul(4) >= largest)
            .unwrap_or(largest);
        Self { top: largest.div_euclid(step).saturating_add(i64::from(largest % step > 0)).saturating_mul(step), step }
    }

    /// The ticks from the top down to zero.
    pub fn ticks(self) -> Vec<i64> {
        let steps = self.top / self.step;
        (0..=steps).rev().map(|index| index * self.step).collect()
    }

    /// Where a value stands, in `height` whole parts from the bottom; a value above zero is never invisible.
    pub fn height_of(self, value: i64, height: i64) -> i64 {
        let parts = i128::from(value.max(0)) * i128::from(height) / i128::from(self.top);
        i64::try_from(parts).unwrap_or(height).max(i64::from(value > 0)).min(height)
    }
}

#[cfg(test)]
mod tests {
    use super::Scale;

    #[test]
    fn ticks_are_round_and_cover_the_largest_value() {
        for largest in [0, 1, 3, 4, 7, 12, 49, 50, 99, 1_234, 999_999, 4_200_000, i64::MAX / 4] {
            let scale = Scale::up_to(largest);
            assert!(scale.top >= largest, "{largest}: {scale:?}");
            assert!((2..=6).contains(&scale.ticks().len()), "{largest}: {:?}", scale.ticks());
            assert_eq!(scale.ticks().last(), Some(&0));
        }
        assert_eq!(Scale::up_to(7).ticks(), [8, 6, 4, 2, 0]);
        assert_eq!(Scale::up_to(1_234).ticks(), [1_500, 1_000, 500, 0]);
    }

    #[test]
    fn a_small_value_is_still_seen() {
        let scale = Scale::up_to(1_000_000);
        assert_eq!(scale.height_of(1, 200), 1);
        assert_eq!(scale.height_of(0, 200), 0);
        assert_eq!(scale.height_of(1_000_000, 200), 200);
    }
}
