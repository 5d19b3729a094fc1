//! Clients that hang up in the middle of a webhook: part of a request or all of it, then the line is cut at a random moment.
//! Afterwards every connection to the database must be good, and what is sent again is booked once.

use std::{
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use ringfare::server::database::{Database, Engine};
use serde_json::json;
use tokio::{io::AsyncWriteExt, net::TcpStream, task::JoinSet};

use super::{
    calls::{Call, Deed},
    check::{self, Demand},
    dice::Dice,
    killed_server::{agree, world},
    post::{Line, Post},
    sender::{Load, Patience},
    server::{Plan, Server, log, log_says},
    world::World,
};
use crate::frame::{Proof, Run};

/// More than either pool has connections.
const SENDERS: u64 = 20;
/// After so many aborts everybody waits, and the connections are looked at from outside.
const ROUND: u64 = 500;
/// A transaction that nobody waits for ends by itself within this.
const QUIET_WITHIN: Duration = Duration::from_secs(5);
/// PostgreSQL's warning about a transaction that begins within another. The next transaction on a poisoned connection draws it,
/// and takes the poison away before anybody looks; SQLite refuses it, and its post has no good answer.
const REUSED: &str = "there is already a transaction in progress";

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_hangs_up_leaves_no_connection_poisoned() {
    let world = world().await;
    Run::of("clients that hang up", 500).prove_async(async |run| hang_up_often(&world, run, None).await).await;
}

pub async fn hang_up_often(world: &World, run: &Run, sabotage: Option<&'static str>) -> Proof {
    let (plan, mut dice) = (Plan::new(sabotage), Dice::new(run.seed));
    let (_server, _) = Server::start(world, &plan).await;
    let load = Load::new(world, &plan, Patience::NextRound, None);
    let watcher = world.look().await.map_err(|error| error.to_string())?;
    let (mut calls, mut aborts, mut whole) = (Vec::new(), 0, 0);
    while aborts < run.size {
        let share = ROUND.min(run.size - aborts).div_ceil(SENDERS);
        let mut tasks = JoinSet::new();
        for _ in 0..SENDERS {
            tasks.spawn(annoy(load.clone(), share, dice.fork()));
        }
        for played in tasks.join_all().await {
            let (played, sent_whole) = played.map_err(|wrong| format!("after {aborts} aborts: {wrong}; {}", log(world)))?;
            calls.extend(played);
            whole += sent_whole;
        }
        aborts += share * SENDERS;
        quiet(&watcher).await.map_err(|wrong| format!("after {aborts} aborts: {wrong}"))?;
        if log_says(world, REUSED) {
            return Err(format!("after {aborts} aborts: a connection was poisoned, and used again: \"{REUSED}\""));
        }
    }
    watcher.close().await;
    agree(world, &calls, &[], Demand::Settled).await.map_err(|wrong| format!("after {aborts} aborts: {wrong}"))?;
    if let Some(said) = check::verify_by_command(world) {
        return Err(format!("ringfare ledger verify: {said}"));
    }
    Ok(json!({
        "aborts": aborts, "of_whole_posts": whole, "calls": calls.len(), "posts_sent_again": load.acknowledged.load(Ordering::Relaxed),
        "poisoned_connections": 0, "violations": 0,
    }))
}

/// Plays calls to their end; each post is first sent and cut off up to four times.
async fn annoy(load: Arc<Load>, aborts: u64, mut dice: Dice) -> Result<(Vec<Call>, u64), String> {
    let (mut calls, mut made, mut whole) = (Vec::new(), 0, 0);
    let mut line = Line::to(load.plan.address);
    while made < aborts {
        let caller = load.callers[usize::try_from(dice.bits() % load.callers.len() as u64).expect("a few")].clone();
        let mut call = Call::invent(&mut dice, &caller, &load.plan.public_url());
        for step in &mut call.steps {
            for _ in 0..dice.between(0, 4).min(aborts - made) {
                made += 1;
                whole += u64::from(hang_up(&load, &step.post, &mut dice).await);
            }
            let answer = line.send(&step.post).await.map_err(|error| format!("a post got no answer: {error}"))?;
            let dials = step.deed != Deed::Opens || answer.body.contains("<Dial");
            if !answer.is_good() || !dials {
                return Err(format!("a post was answered {} {}", answer.status, answer.body));
            }
            step.acknowledged = true;
            load.acknowledged.fetch_add(1, Ordering::Relaxed);
        }
        call.next = call.steps.len();
        calls.push(call);
    }
    Ok((calls, whole))
}

/// Sends a part of a post, or all of it, and cuts the line within five milliseconds; `true` when all was sent.
async fn hang_up(load: &Load, post: &Post, dice: &mut Dice) -> bool {
    let bytes = post.bytes();
    let whole = dice.percent(70);
    let length = if whole { bytes.len() } else { usize::try_from(dice.bits() % bytes.len() as u64).expect("short") };
    let Ok(mut stream) = TcpStream::connect(load.plan.address).await else { return false };
    let sent = stream.write_all(&bytes[..length]).await.is_ok();
    tokio::time::sleep(Duration::from_micros(dice.between(0, 5_000))).await;
    if dice.percent(50) {
        // A reset instead of a farewell.
        drop(stream.set_zero_linger());
    }
    whole && sent
}

/// No transaction is left open: on PostgreSQL none idles in one, on SQLite an outsider may write.
async fn quiet(db: &Database) -> Result<(), String> {
    const IDLE: &str =
        "select count(*) from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'";

    let started = Instant::now();
    loop {
        let open = match db {
            Engine::Sqlite(pool) => sqlx::raw_sql("pragma busy_timeout = 100; begin immediate; rollback")
                .execute(pool)
                .await
                .err()
                .map(|error| error.to_string()),
            Engine::Postgres(pool) => {
                let idle: i64 = sqlx::query_scalar(IDLE).fetch_one(pool).await.map_err(|error| error.to_string())?;
                (idle > 0).then(|| format!("{idle} connections idle in a transaction"))
            }
        };
        match open {
            None => return Ok(()),
            Some(open) if started.elapsed() > QUIET_WITHIN => return Err(format!("a connection is poisoned: {open}")),
            Some(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}
