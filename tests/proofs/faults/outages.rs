//! PostgreSQL stopped without a good-bye under load. The server is never restarted; what Twilio's three tries cannot bring
//! home, the reconciler repairs from the carrier's REST API.

use std::{
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use serde_json::json;

use super::{
    calls::Call,
    check::{self, Demand},
    cluster::Cluster,
    dice::Dice,
    killed_server::{agree, under_load},
    sender::{Load, Patience, Senders},
    server::{Plan, Server, log},
    truth::Truth,
    world::{World, on_either},
};
use crate::frame::{self, Proof, Run};

const SENDERS: usize = 8;
/// From PostgreSQL's first answer to an outsider until the server has taken a post in.
const BACK_WITHIN: Duration = Duration::from_secs(5);
/// The reconciler asks every few seconds about a hundred calls.
pub const REPAIR_WITHIN: Duration = Duration::from_secs(90);

/// Of fifty outages forty last one second, eight ten, two sixty; a small run has short ones.
fn length(outage: u64) -> Duration {
    Duration::from_secs(match outage % 25 {
        24 => 60,
        5 | 11 | 17 | 23 => 10,
        _ => 1,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_gone_for_a_while_costs_nobody_anything() {
    if frame::engine() != "PostgreSQL" {
        return;
    }
    Run::of("PostgreSQL stopped under load", 1).prove_async(async |run| stop_often(run, None).await).await;
}

pub async fn stop_often(run: &Run, sabotage: Option<&'static str>) -> Proof {
    let cluster = tokio::task::block_in_place(Cluster::start);
    let world = World::on_postgres(&cluster.url()).await;
    let (truth, carrier) = Truth::serve().await;
    let plan = Plan { carrier_url: format!("http://{carrier}"), ..Plan::new(sabotage) };
    let mut dice = Dice::new(run.seed);
    let (mut server, _) = Server::start(&world, &plan).await;
    let load = Load::new(&world, &plan, Patience::ThreeTries, Some(truth.clone()));
    let senders = Senders::start(&load, SENDERS, Vec::new(), &mut dice);
    let mut back: Vec<Duration> = Vec::new();
    for outage in 0..run.size {
        under_load(&load).await?;
        tokio::time::sleep(dice.millis(100, 900)).await;
        tokio::task::block_in_place(|| cluster.crash());
        tokio::time::sleep(length(outage)).await;
        let up = cluster.up_and_watched().await;
        back.push(served_again(&load, up).await.map_err(|wrong| format!("outage {}: {wrong}; {}", outage + 1, log(&world)))?);
        if !server.lives() {
            return Err(format!("the server ended in outage {}: {}", outage + 1, log(&world)));
        }
    }
    let calls = senders.stop().await;
    let patience = if sabotage.is_some() { REPAIR_WITHIN / 6 } else { REPAIR_WITHIN };
    let repaired = repair(&world, &calls, &truth, patience).await?;
    if let Some(said) = check::verify_by_command(&world) {
        return Err(format!("ringfare ledger verify: {said}"));
    }
    let statuses = load.statuses();
    // 500 would say that the fault is ours; a post that got no answer in Twilio's fifteen seconds counts as 0.
    if let Some((status, times)) = statuses.iter().find(|(status, _)| ![200, 204, 503].contains(*status)) {
        return Err(format!("{times} posts were answered {status}: {}", log(&world)));
    }
    back.sort();
    Ok(json!({
        "outages": run.size, "calls": calls.len(), "acknowledged_posts_checked": load.acknowledged.load(Ordering::Relaxed),
        "posts_lost_for_good": load.lost.load(Ordering::Relaxed), "calls_repaired_by_the_reconciler": repaired,
        "answers_503": statuses.get(&503).copied().unwrap_or(0), "back_ms_median": back[back.len() / 2].as_millis(),
        "back_ms_most": back[back.len() - 1].as_millis(), "restarts": 0, "violations": 0,
    }))
}

/// How long after `up` a post was taken in.
async fn served_again(load: &Load, up: Instant) -> Result<Duration, String> {
    loop {
        if let Some(last) = load.last_acknowledged().filter(|last| *last > up) {
            return Ok(last - up);
        }
        if up.elapsed() > BACK_WITHIN {
            return Err(format!("no post was taken in within {} s of PostgreSQL's return", BACK_WITHIN.as_secs()));
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Ends every call at the carrier, lets the holds run out, and waits until the reconciler has settled them all; gives how
/// many it settled.
pub async fn repair(world: &World, calls: &[Call], truth: &Arc<Truth>, patience: Duration) -> Result<i64, String> {
    const EXPIRE: &str = "update calls set hold_expires_at = $1, reconcile_at = null where settled_at is null";
    const OPEN: &str = "select count(*) from calls where settled_at is null";
    const REPAIRED: &str = "select count(*) from calls where settled_by = 'reconciler'";

    let unreadable = |error: sqlx::Error| format!("the database cannot be read: {error}");
    // One that was stopped before its first post never was.
    let end = |call: &Call| Call { refused: call.refused || call.next == 0, next: call.steps.len(), ..call.clone() };
    let ended: Vec<Call> = calls.iter().map(end).collect();
    for call in &ended {
        truth.tell(call);
    }
    let db = world.look().await.map_err(unreadable)?;
    let past = ringfare::server::clock::Clock::default().now().0 - 1_000;
    on_either!(&db, |pool| sqlx::query(EXPIRE).bind(past).execute(pool).await.map(drop)).map_err(unreadable)?;
    let started = Instant::now();
    loop {
        let open: i64 = on_either!(&db, |pool| sqlx::query_scalar(OPEN).fetch_one(pool).await).map_err(unreadable)?;
        if open == 0 {
            break;
        }
        if started.elapsed() > patience {
            return Err(format!("{open} calls are open {} s after their holds ran out", patience.as_secs()));
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let repaired: i64 = on_either!(&db, |pool| sqlx::query_scalar(REPAIRED).fetch_one(pool).await).map_err(unreadable)?;
    db.close().await;
    agree(world, &ended, &[], Demand::Settled).await?;
    Ok(repaired)
}
