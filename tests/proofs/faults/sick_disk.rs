//! A disk that is full, fails or is slow, and somebody else who holds SQLite's lock. A post is acknowledged when it is durable
//! and answered 503 when it is not; when the fault is lifted the same process goes on.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use ringfare::server::database::Engine;
use serde_json::json;
use tempfile::TempDir;

use super::{
    calls::Call,
    check::{self, Demand},
    dice::Dice,
    killed_server::agree,
    outages::{REPAIR_WITHIN, repair},
    sender::{Load, Patience, Senders},
    server::{Plan, Server, log},
    strace::{self, Injection},
    truth::Truth,
    world::World,
};
use crate::frame::{self, Proof, Run};

const SENDERS: usize = 8;
/// A database serves so many faults.
const FAULTS_PER_DATABASE: u64 = 25;
/// Statements wait ten seconds for a lock; who waited for one and then for a connection needs twice that.
const HEALS_WITHIN: Duration = Duration::from_secs(21);

#[tokio::test(flavor = "multi_thread")]
async fn a_sick_disk_never_makes_an_acknowledgement_that_is_not_durable() {
    if frame::engine() != "SQLite" {
        return;
    }
    Run::of("sick disk", 6).prove_async(async |run| strike_often(run, None).await).await;
}

/// What befalls the server.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fault {
    /// System calls that fail or take their time, as strace takes it.
    Calls(&'static str, String),
    /// Another process begins to write and takes its time.
    Lock(Duration),
    /// The database's own file system is filled to the last byte.
    FullDisk,
}

impl Fault {
    /// Of two hundred four are locks of ten seconds and eight a really full disk, where one can be mounted.
    fn throw(dice: &mut Dice, nth: u64, can_fill: bool) -> Self {
        let first = dice.between(1, 15);
        let when = format!("when={first}..{}", first + dice.between(0, 25));
        let slow = dice.between(20, 400) * 1_000;
        match (nth % 50, dice.between(0, 99)) {
            (7, _) => Self::Lock(Duration::from_secs(10)),
            (3 | 13, _) if can_fill => Self::FullDisk,
            (_, 0..30) => Self::Calls("disk full", format!("pwrite64:error=ENOSPC:{when}")),
            (_, 30..50) => Self::Calls("write error", format!("pwrite64:error=EIO:{when}")),
            (_, 50..70) => Self::Calls("sync error", format!("fsync,fdatasync:error=EIO:{when}")),
            (_, 70..82) => Self::Calls("slow sync", format!("fsync,fdatasync:delay_enter={slow}:{when}")),
            (_, 82..92) => Self::Calls("slow write", format!("pwrite64:delay_enter={}:{when}", slow / 20)),
            _ => Self::Lock(dice.millis(500, 2_000)),
        }
    }

    fn word(&self) -> &'static str {
        match self {
            Self::Calls(word, _) => word,
            Self::Lock(time) if time.as_secs() >= 10 => "foreign lock of 10 s",
            Self::Lock(_) => "foreign lock",
            Self::FullDisk => "file system full",
        }
    }
}

#[derive(Debug, Default)]
struct Sum {
    faults: u64,
    by_word: BTreeMap<&'static str, u64>,
    calls_hit: u64,
    kills: u64,
    healed: Vec<Duration>,
    calls: usize,
    acknowledged: u64,
    repaired: i64,
    statuses: BTreeMap<u16, u64>,
}

pub async fn strike_often(run: &Run, sabotage: Option<&'static str>) -> Proof {
    strace::permitted()?;
    let (mut dice, mut sum) = (Dice::new(run.seed), Sum::default());
    let disk = SmallDisk::mount();
    while sum.faults < run.size {
        let faults = FAULTS_PER_DATABASE.min(run.size - sum.faults);
        // Every other database lives on the small disk, the rest on a real one.
        let disk = disk.as_ref().filter(|_| (sum.faults / FAULTS_PER_DATABASE).is_multiple_of(2));
        strike_one_database(faults, &mut dice, &mut sum, (sabotage, disk)).await?;
    }
    if let Some((status, times)) = sum.statuses.iter().find(|(status, _)| ![0, 200, 204, 503].contains(*status)) {
        return Err(format!("{times} posts were answered {status}"));
    }
    sum.healed.sort();
    let of_which: Vec<String> = sum.by_word.iter().map(|(word, times)| format!("{times} {word}")).collect();
    Ok(json!({
        "faults": sum.faults, "of_which": of_which.join(", "), "system_calls_hit": sum.calls_hit, "kills_behind_an_answer": sum.kills,
        "calls": sum.calls, "acknowledged_posts_checked": sum.acknowledged, "answers_503": sum.statuses.get(&503),
        "calls_repaired_by_the_reconciler": sum.repaired, "healed_ms_median": sum.healed[sum.healed.len() / 2].as_millis(),
        "healed_ms_most": sum.healed[sum.healed.len() - 1].as_millis(), "small_disk_mounted": disk.is_some(), "violations": 0,
    }))
}

/// A server and what has been played on it.
struct Patient<'a> {
    world: World,
    plan: Plan,
    server: Server,
    load: Arc<Load>,
    disk: Option<&'a SmallDisk>,
}

async fn strike_one_database(
    faults: u64,
    dice: &mut Dice,
    sum: &mut Sum,
    (sabotage, disk): (Option<&'static str>, Option<&SmallDisk>),
) -> Result<(), String> {
    let world = World::on_sqlite(disk.map(|disk| disk.0.path())).await;
    let (truth, carrier) = Truth::serve().await;
    let plan = Plan { carrier_url: format!("http://{carrier}"), ..Plan::new(sabotage) };
    let (server, _) = Server::start(&world, &plan).await;
    let load = Load::new(&world, &plan, Patience::ThreeTries, Some(truth.clone()));
    let mut patient = Patient { world, plan, server, load, disk };
    let (mut over, mut unfinished): (Vec<Call>, Vec<Call>) = (Vec::new(), Vec::new());
    for _ in 0..faults {
        let fault = Fault::throw(dice, sum.faults, disk.is_some());
        let senders = Senders::start(&patient.load, SENDERS, std::mem::take(&mut unfinished), dice);
        let outcome = patient.suffer(&fault, dice, sum).await;
        for call in senders.stop().await {
            if call.is_over() { over.push(call) } else { unfinished.push(call) }
        }
        let named = |wrong: String| format!("fault {} ({fault:?}): {wrong}; {}", sum.faults + 1, log(&patient.world));
        outcome.map_err(named)?;
        agree(&patient.world, &over, &unfinished, Demand::Acknowledged).await.map_err(named)?;
        sum.faults += 1;
        *sum.by_word.entry(fault.word()).or_default() += 1;
    }
    over.extend(unfinished);
    sum.repaired += repair(&patient.world, &over, &truth, REPAIR_WITHIN).await?;
    if let Some(said) = check::verify_by_command(&patient.world) {
        return Err(format!("ringfare ledger verify: {said}"));
    }
    sum.calls += over.len();
    sum.acknowledged += patient.load.acknowledged.load(Ordering::Relaxed);
    for (status, times) in patient.load.statuses() {
        *sum.statuses.entry(status).or_default() += times;
    }
    Ok(())
}

impl Patient<'_> {
    /// One fault under load, until posts are taken in again; now and then the server is killed right behind an answer.
    async fn suffer(&mut self, fault: &Fault, dice: &mut Dice, sum: &mut Sum) -> Result<(), String> {
        tokio::time::sleep(dice.millis(50, 150)).await;
        match fault {
            Fault::Calls(_, inject) => sum.calls_hit += self.inject(inject, dice).await,
            Fault::Lock(time) => self.lock(*time).await,
            Fault::FullDisk => self.fill(dice).await,
        }
        let lifted = Instant::now();
        self.served_after(lifted).await?;
        sum.healed.push(lifted.elapsed());
        if !self.server.lives() {
            return Err("the server ended".into());
        }
        if dice.percent(15) {
            self.served_after(Instant::now()).await?;
            self.server.kill();
            sum.kills += 1;
            let (server, _) = Server::start(&self.world, &self.plan).await;
            self.server = server;
        }
        Ok(())
    }

    /// Gives how many system calls were hit; waits until one was, because under little load none may be made.
    async fn inject(&self, inject: &str, dice: &mut Dice) -> u64 {
        let trace = self.world.folder.path().with_extension("trace");
        let injection = tokio::task::block_in_place(|| Injection::into(self.server.pid(), inject, &trace));
        tokio::time::sleep(dice.millis(150, 400)).await;
        let hits = || {
            let text = fs::read_to_string(&trace).unwrap_or_default();
            text.lines().filter(|line| line.contains("INJECTED") || line.contains("DELAYED")).count() as u64
        };
        let started = Instant::now();
        while hits() == 0 && started.elapsed() < Duration::from_secs(5) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        tokio::task::block_in_place(|| injection.lift());
        let hits = hits();
        drop(fs::remove_file(&trace));
        hits
    }

    async fn lock(&self, time: Duration) {
        let db = self.world.look().await.expect("the database opens");
        let Engine::Sqlite(pool) = &db else { return };
        let mut connection = pool.acquire().await.expect("a connection");
        // It waits its turn among the server's own writers.
        while sqlx::raw_sql("begin immediate").execute(&mut *connection).await.is_err() {}
        tokio::time::sleep(time).await;
        sqlx::raw_sql("rollback").execute(&mut *connection).await.expect("the lock is given back");
        drop(connection);
        db.close().await;
    }

    async fn fill(&self, dice: &mut Dice) {
        let Some(disk) = self.disk else { return };
        let filler = disk.0.path().join("filler");
        // What is left behind the last byte, SQLite uses up; so it is filled as long as the fault lasts.
        let until = Instant::now() + dice.millis(300, 800);
        let mut file = fs::OpenOptions::new().create(true).append(true).open(&filler).expect("a filler");
        while Instant::now() < until {
            while file.write_all(&[0; 4096]).is_ok() {}
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        fs::remove_file(&filler).expect("the filler is removed");
    }

    async fn served_after(&self, moment: Instant) -> Result<(), String> {
        while self.load.last_acknowledged().is_none_or(|last| last <= moment) {
            if moment.elapsed() > HEALS_WITHIN {
                return Err(format!("no post was taken in within {} s of the fault's end", HEALS_WITHIN.as_secs()));
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Ok(())
    }
}

/// A file system in memory, of a few megabytes; `None` where mounting is not permitted.
struct SmallDisk(TempDir);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let folder = TempDir::new().expect("a folder");
        let mounted = on(folder.path(), &["mount", "-t", "tmpfs", "-o", "size=48m", "none"]);
        mounted.then_some(Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        on(self.0.path(), &["umount", "-l"]);
    }
}

fn on(folder: &Path, command: &[&str]) -> bool {
    let folder: PathBuf = folder.into();
    let output = Command::new(command[0]).args(&command[1..]).arg(folder).output();
    output.is_ok_and(|output| output.status.success())
}
