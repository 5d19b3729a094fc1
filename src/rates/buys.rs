//! What an amount buys: a few destinations that people know, with the time it pays for at the rates in force.

use super::{model::Bought, store::rate_for_digits};
use crate::{
    domain::{money::Micros, phone::E164},
    server::database::Database,
};

/// The beginnings of numbers that stand for many: a landline in California, mobiles in Britain, Germany, India and Mexico.
const EXAMPLES: [&str; 5] = ["1415", "447911", "4915", "9198", "5255"];

/// The examples that have a rate; half a minute more or less counts for nothing here.
///
/// # Errors
/// When the database fails.
pub async fn examples(db: &Database, caller_id: &E164, amount: Micros) -> sqlx::Result<Vec<Bought>> {
    let mut bought = Vec::new();
    for digits in EXAMPLES {
        let Some(rate) = rate_for_digits(db, digits, caller_id.digits()).await?.filter(|rate| !rate.blocked) else { continue };
        let left = i128::from((amount - rate.tariff.connect_micros).0.max(0));
        let seconds = (left * 60).checked_div(i128::from(rate.tariff.rate_micros_per_minute.0));
        if let Some(seconds) = seconds.and_then(|seconds| i64::try_from(seconds).ok()).filter(|seconds| *seconds >= 60) {
            bought.push(Bought { destination: rate.destination, seconds: seconds / 60 * 60 });
        }
    }
    Ok(bought)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::scratch;

    #[tokio::test]
    async fn without_a_deck_nothing_is_promised() {
        let db = scratch::database().await;
        let caller_id = E164::parse("+14155550100").expect("a number");
        assert_eq!(examples(&db, &caller_id, Micros(5_000_000)).await.expect("an answer"), []);
    }
}
