//! `kill -9` of the server under load, again and again on one database. The journal is the senders'.

use std::{
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use serde_json::json;

use super::{
    calls::Call,
    check::{self, Demand},
    dice::Dice,
    sender::{Load, Patience, Senders, finish},
    server::{Plan, Server, log},
    world::World,
};
use crate::frame::{self, Proof, Run};

const SENDERS: usize = 8;
/// A database serves so many kills; then everything is played to its end and the next one begins.
const KILLS_PER_DATABASE: u64 = 50;

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_under_load_loses_nothing_it_acknowledged() {
    Run::of("server killed under load", 5).prove_async(async |run| kill_often(run, None).await).await;
}

/// An empty database on the engine under test.
pub async fn world() -> World {
    match frame::text("TEST_DATABASE_URL") {
        Some(server) => World::on_postgres(&server).await,
        None => World::on_sqlite(None).await,
    }
}

#[derive(Debug, Default)]
struct Sum {
    kills: u64,
    acknowledged: u64,
    calls: usize,
    starts: Vec<Duration>,
}

pub async fn kill_often(run: &Run, sabotage: Option<&'static str>) -> Proof {
    let (mut dice, mut sum) = (Dice::new(run.seed), Sum::default());
    let started = Instant::now();
    while sum.kills < run.size {
        let kills = KILLS_PER_DATABASE.min(run.size - sum.kills);
        kill_one_database(kills, &mut dice, &mut sum, sabotage).await?;
    }
    let cycle = started.elapsed() / u32::try_from(sum.kills.max(1)).unwrap_or(u32::MAX);
    sum.starts.sort();
    Ok(json!({
        "kills": sum.kills, "acknowledged_posts_checked": sum.acknowledged, "calls": sum.calls,
        "start_ms_median": sum.starts[sum.starts.len() / 2].as_millis(), "start_ms_most": sum.starts[sum.starts.len() - 1].as_millis(),
        "cycle_ms": cycle.as_millis(), "violations": 0,
    }))
}

async fn kill_one_database(kills: u64, dice: &mut Dice, sum: &mut Sum, sabotage: Option<&'static str>) -> Result<(), String> {
    let (world, plan) = (world().await, Plan::new(sabotage));
    let load = Load::new(&world, &plan, Patience::NextRound, None);
    let (mut server, _) = Server::start(&world, &plan).await;
    let mut over: Vec<Call> = Vec::new();
    let mut unfinished: Vec<Call> = Vec::new();
    for kill in 1..=kills {
        let senders = Senders::start(&load, SENDERS, std::mem::take(&mut unfinished), dice);
        under_load(&load).await?;
        tokio::time::sleep(dice.millis(50, 400)).await;
        server.kill();
        for call in senders.stop().await {
            if call.is_over() { over.push(call) } else { unfinished.push(call) }
        }
        // The server itself must find its way: nobody else opens the database before it.
        let (again, start) = Server::start(&world, &plan).await;
        server = again;
        sum.starts.push(start);
        agree(&world, &over, &unfinished, Demand::Acknowledged).await.map_err(|wrong| format!("after kill {kill}: {wrong}"))?;
    }
    let finished = finish(&load, std::mem::take(&mut unfinished), dice).await;
    if let Some(open) = finished.iter().find(|call| !call.is_over()) {
        return Err(format!("the call of {} cannot be finished: {}", open.child, log(&world)));
    }
    over.extend(finished);
    agree(&world, &over, &[], Demand::Settled).await?;
    if let Some(said) = check::verify_by_command(&world) {
        return Err(format!("ringfare ledger verify: {said}"));
    }
    sum.kills += kills;
    sum.acknowledged += load.acknowledged.load(Ordering::Relaxed);
    sum.calls += over.len();
    Ok(())
}

/// Waits until a post is acknowledged from now on: a server that has just started first reads its numbering plans.
pub async fn under_load(load: &Load) -> Result<(), String> {
    let began = Instant::now();
    while load.last_acknowledged().is_none_or(|last| last < began) {
        if began.elapsed() > Duration::from_secs(20) {
            return Err("a server that has just started takes no post in for 20 s".into());
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    Ok(())
}

/// Compares everything played so far with the rows.
pub async fn agree(world: &World, over: &[Call], unfinished: &[Call], demand: Demand) -> Result<(), String> {
    let unreadable = |error: sqlx::Error| format!("the database cannot be read: {error}");
    let db = world.look().await.map_err(unreadable)?;
    let calls: Vec<&Call> = over.iter().chain(unfinished).collect();
    let wrong = check::compare(&db, &calls, demand).await.map_err(unreadable)?;
    db.close().await;
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(format!("{} violations, such as {}", wrong.len(), wrong[..wrong.len().min(3)].join("; ")))
    }
}
