//! A state machine against a model: many calls at once, their posts lost, repeated, shuffled and delivered by many senders,
//! before and after the voice request, while reconcilers race, REST answers late, clocks jump and decks change.

pub mod carrier;
pub mod judge;
pub mod plan;
mod round;
mod small;
pub mod world;

use std::sync::Arc;

use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::json;

use self::{
    judge::{Account, Purse},
    round::{Order, Round, Tally, play},
    world::World,
};
use crate::frame::{Proof, Run};

/// Calls in a round.
const ROUND: u64 = 500;
/// Calls in a sample that is played again in order.
const SAMPLE: u64 = 120;
/// Every so many rounds the books are verified while posts arrive, and a sample is played again.
const NOW_AND_THEN: u64 = 8;

#[tokio::test(flavor = "multi_thread")]
async fn any_delivery_of_any_calls_costs_what_the_model_says() {
    crate::frame::quiet();
    Run::of("model", 160).prove_async(async |run| proof(run).await).await;
}

/// `run.size` calls, in rounds on one database.
pub async fn proof(run: &Run) -> Proof {
    let mut rng = run.rng();
    let world = Arc::new(World::open(run.seed).await);
    let mut residents = round::residents(&world, &mut rng).await;
    let (mut tally, mut done, mut rounds, mut samples) = (Tally::default(), 0, 0_u64, 0_u64);
    while done < run.size {
        let calls = ROUND.min(run.size - done);
        let seed: u64 = rng.random();
        let round = Round::draw(seed, calls, &residents, true);
        let watched = rounds % NOW_AND_THEN == 0;
        let order = Order::Shuffled { watched, traced: run.size <= 1_000 || watched };
        let (played, accounts) =
            play(&world, round, order).await.map_err(|error| format!("round {rounds} (seed {seed}): {error}"))?;
        residents = accounts.into_iter().filter(|account| account.purse == Purse::Plenty).collect();
        tally.add(&played);
        if watched {
            replay(rng.random(), SAMPLE.min(run.size)).await.map_err(|error| format!("sample {samples}: {error}"))?;
            samples += 1;
        }
        done += calls;
        rounds += 1;
        if rounds % 10 == 0 {
            eprintln!("model: {done} of {} calls, {} deliveries", run.size, tally.deliveries);
        }
    }
    world.verify().await?;
    world.integrity().await?;
    let asked = world.carrier.asked();
    if let Some(world) = Arc::into_inner(world) {
        world.close().await;
    }
    Ok(json!({ "trials": tally.deliveries, "deliveries": tally.deliveries, "calls": done, "repeated": tally.repeated,
        "before_the_voice_request": tally.early, "refused": tally.refused, "settled_by_reconciler": tally.reconciled,
        "rest_questions": asked, "answers_5xx_repeated": tally.retried, "traced_after_2xx": tally.traced,
        "samples_replayed_in_order": samples, "violations": 0 }))
}

/// The same posts, shuffled and repeated on one database, in order and once each on another: the states are equal.
async fn replay(seed: u64, calls: u64) -> Result<(), String> {
    let mut states = Vec::new();
    let mut cast: Option<Vec<Account>> = None;
    for order in [Order::Shuffled { watched: false, traced: false }, Order::Sorted] {
        let world = Arc::new(World::open(seed).await);
        let residents: Vec<Account> = match &cast {
            None => round::residents(&world, &mut StdRng::seed_from_u64(seed)).await,
            Some(residents) => round::settle_in(&world, residents).await,
        };
        cast = Some(residents.clone());
        let round = Round::draw(seed, calls, &residents, false);
        play(&world, round, order).await?;
        states.push(judge::state(&world.calls(0).await, &world.wallets().await));
        if let Some(world) = Arc::into_inner(world) {
            world.close().await;
        }
    }
    if states[0] == states[1] {
        return Ok(());
    }
    let differing = states[0].lines().zip(states[1].lines()).find(|(one, other)| one != other);
    Err(format!("another order of the same posts leads to another state (seed {seed}): {differing:?}"))
}
