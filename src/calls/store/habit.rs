//! How a caller usually calls: what a quote is compared with.

use crate::{
    domain::{ids::UserId, money::Micros},
    server::database::{Database, on_engine},
};

/// How many of the last answered calls make up the habit.
const LOOKED_AT: i64 = 20;
/// Fewer answered calls are no habit.
const FEWEST: usize = 3;

/// What somebody usually pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Habit {
    /// The median rate of the last answered calls; absent for someone who has hardly called.
    pub usual_rate: Option<Micros>,
    /// Whether they have a habit, and none of their calls went to this country.
    pub new_country: bool,
}

/// The habit of a caller, before they call `country` (ISO 3166-1 alpha-2).
///
/// # Errors
/// When the database fails.
pub async fn habit(db: &Database, user: &UserId, country: Option<&str>) -> sqlx::Result<Habit> {
    const RATES: &str = "
        select rate_micros_per_min from calls where user_id = $1 and duration_s > 0 order by created_at desc, id desc limit $2";
    const CALLED: &str = "select exists (select 1 from calls where user_id = $1 and country = $2)";

    let rates: Vec<Micros> = on_engine!(db, |pool| sqlx::query_scalar(RATES).bind(user).bind(LOOKED_AT).fetch_all(pool).await)?;
    let Some(usual_rate) = median(rates) else { return Ok(Habit::default()) };
    let called: bool = match country {
        Some(country) => on_engine!(db, |pool| sqlx::query_scalar(CALLED).bind(user).bind(country).fetch_one(pool).await)?,
        None => true,
    };
    Ok(Habit { usual_rate: Some(usual_rate), new_country: !called })
}

/// The lower of the two in the middle: a habit is a rate that was really paid.
fn median(mut rates: Vec<Micros>) -> Option<Micros> {
    rates.sort_unstable();
    rates.get(rates.len().checked_sub(1)? / 2).copied().filter(|_| rates.len() >= FEWEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_rate_is_the_median_of_three_calls_or_more() {
        let of = |rates: &[i64]| median(rates.iter().copied().map(Micros).collect());
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[10, 20]), None);
        assert_eq!(of(&[30, 10, 900]), Some(Micros(30)));
        assert_eq!(of(&[40, 10, 900, 30]), Some(Micros(30)));
    }
}
