//! The transactions of a call, killed at every write and every sync of SQLite: strace kills the process on entering its Nth
//! system call, for every N until it comes through unharmed.
//!
//! The killed process runs the product's own router in one thread over one connection, so that N means the same each time. Its
//! journal is a file, written after each answer; what a killed process has written is the system's and is not lost.

use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions},
    io::Write,
    os::unix::process::ExitStatusExt,
    path::Path,
};

use axum::{Router, body::Body, http::Request};
use ringfare::{
    serve,
    server::{
        clock::Clock,
        config::{Config, Variables},
        database::{Database, Engine},
        router,
    },
};
use serde_json::json;
use tempfile::TempDir;
use tower::Service;

use super::{
    calls::{Call, Deed},
    check::{self, Demand},
    dice::Dice,
    post::Post,
    server::account,
    strace,
    world::{Caller, World, look},
};
use crate::frame::{self, Proof, Run};

/// The calls that SQLite changes a file with.
const CALLS: &str = "pwrite64,pwritev,fdatasync,fsync,ftruncate,fallocate,unlink,unlinkat";
/// Calls that a killed process plays.
const SCRIPT: usize = 4;
const PUBLIC_URL: &str = "http://localhost:3000";
/// Two processes are killed at once: there are two cores at least.
const AT_ONCE: u64 = 2;

#[tokio::test(flavor = "multi_thread")]
async fn a_call_killed_at_any_write_is_charged_once_or_not_yet() {
    if frame::engine() != "SQLite" {
        return;
    }
    Run::of("killed at every write", 4).prove_async(async |run| kill_at_each(run, None).await).await;
}

/// Kills at `run.size` points of each system call at most, evenly spread; ends at the first violation.
pub async fn kill_at_each(run: &Run, sabotage: Option<&'static str>) -> Proof {
    strace::permitted()?;
    let stage = Stage::set(run.seed, sabotage).await;
    let counts = stage.count();
    let (mut points, mut acknowledged, mut figures) = (0_u64, 0_u64, Vec::new());
    for (call, &(from, to)) in &counts {
        let step = (to + 1 - from).div_ceil(run.size).max(1);
        let (mut at, mut killed) = (from, 0);
        loop {
            let batch = (0..AT_ONCE).map(|n| stage.kill(call, at + n * step));
            let ends: Vec<End> = futures_util::future::try_join_all(batch).await?;
            killed += ends.iter().filter(|end| end.killed).count() as u64;
            acknowledged += ends.iter().map(|end| end.acknowledged).sum::<u64>();
            at += AT_ONCE * step;
            if !ends.iter().any(|end| end.killed) {
                break;
            }
        }
        // The ids are drawn anew each time, so that a page more or less may be written.
        assert!(killed * step + to / 10 >= to - from, "{call} was made up to {to} times, but only {killed} kills hit one");
        points += killed;
        figures.push(format!("{killed} {call}"));
    }
    Ok(
        json!({ "kill_points": points, "of_which": figures.join(", "), "acknowledged_posts_checked": acknowledged, "trials": points, "violations": 0 }),
    )
}

/// What became of one process.
struct End {
    killed: bool,
    acknowledged: u64,
}

/// A database to copy for each process, and what each plays on it.
struct Stage {
    world: World,
    script: Vec<Call>,
    seed: u64,
    sabotage: Option<&'static str>,
}

impl Stage {
    async fn set(seed: u64, sabotage: Option<&'static str>) -> Self {
        let world = World::on_sqlite(None).await;
        let script = script(seed, &world.callers[0]);
        Self { world, script, seed, sabotage }
    }

    /// How often the thread that writes makes each system call when nobody is killed. strace counts per thread: where another
    /// one makes the same call before, the first ones of the writer cannot be hit and are left out (they open files).
    fn count(&self) -> BTreeMap<String, (u64, u64)> {
        let folder = self.copy();
        let trace = folder.path().join("trace");
        let status = self.command(folder.path(), None, &trace).status().expect("strace runs");
        assert!(status.success(), "the calls cannot be played: {}", said(folder.path()));
        let mut threads: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
        for line in fs::read_to_string(&trace).expect("a trace").lines() {
            let Some((thread, rest)) = line.split_once(' ') else { continue };
            let Some((call, _)) = rest.trim_start().split_once('(') else { continue };
            *threads.entry(thread.to_owned()).or_default().entry(call.to_owned()).or_default() += 1;
        }
        let syncs = |calls: &BTreeMap<String, u64>| calls.contains_key("fsync") || calls.contains_key("fdatasync");
        let writers: Vec<&String> = threads.iter().filter(|(_, calls)| syncs(calls)).map(|(thread, _)| thread).collect();
        assert!(writers.len() == 1, "one thread must write, or one Nth call hides another: {threads:?}");
        let writer = writers[0].clone();
        let others = |call: &str| {
            let others = threads.iter().filter(|(thread, _)| **thread != writer);
            others.filter_map(|(_, calls)| calls.get(call)).max().copied().unwrap_or(0)
        };
        threads[&writer]
            .iter()
            .map(|(call, &count)| (call.clone(), (others(call) + 1, count)))
            .filter(|(_, (from, to))| from <= to)
            .collect()
    }

    /// Kills a process at its Nth call, compares what it left with its journal, and plays everything again.
    async fn kill(&self, call: &str, nth: u64) -> Result<End, String> {
        let folder = self.copy();
        let inject = format!("{call}:signal=SIGKILL:when={nth}");
        let mut command = self.command(folder.path(), Some(&inject), Path::new("/dev/null"));
        let status = tokio::task::spawn_blocking(move || command.status()).await.expect("a thread").expect("strace runs");
        let killed = status.signal() == Some(9) || status.code() == Some(137);
        assert!(killed || status.success(), "at {inject} the process ended by itself ({status}): {}", said(folder.path()));
        let url = format!("sqlite://{}", folder.path().join("ringfare.db").display());
        let mut script = self.script.clone();
        let acknowledged = read_journal(folder.path(), &mut script);
        let demand = if killed { Demand::Acknowledged } else { Demand::Settled };
        compare(&url, &script, demand).await.map_err(|wrong| format!("killed at {inject}: {wrong}"))?;
        let unanswered = play(&url, &mut script, &mut |_, _| ()).await;
        if let Some(unanswered) = unanswered {
            return Err(format!("killed at {inject}, then started again: {unanswered}"));
        }
        compare(&url, &script, Demand::Settled)
            .await
            .map_err(|wrong| format!("killed at {inject}, then played again: {wrong}"))?;
        Ok(End { killed, acknowledged })
    }

    fn copy(&self) -> TempDir {
        let folder = TempDir::new().expect("a folder");
        fs::copy(self.world.file(), folder.path().join("ringfare.db")).expect("the database is copied");
        folder
    }

    /// This program again, playing the calls in `folder`, under strace.
    fn command(&self, folder: &Path, inject: Option<&str>, trace: &Path) -> std::process::Command {
        let mut command = strace::around(CALLS, inject, trace);
        let log = fs::File::create(folder.join("log")).expect("a log");
        command.arg(std::env::current_exe().expect("this program"));
        command.args(["--exact", "faults::kill_points::the_process_that_is_killed", "--ignored", "--nocapture"]);
        command.current_dir(folder).env("PROOF_KILLED_IN", folder).env("PROOF_SEED", self.seed.to_string());
        command.env("PROOF_CALLER", format!("{} {}", self.world.callers[0].id, self.world.callers[0].number));
        command.env("SABOTAGE", self.sabotage.unwrap_or_default());
        command.stdout(log.try_clone().expect("a log")).stderr(log);
        command
    }
}

fn said(folder: &Path) -> String {
    fs::read_to_string(folder.join("log")).unwrap_or_default()
}

async fn compare(url: &str, script: &[Call], demand: Demand) -> Result<(), String> {
    let db = look(url).await.map_err(|error| format!("the database cannot be opened again: {error}"))?;
    let calls: Vec<&Call> = script.iter().collect();
    let wrong =
        check::compare(&db, &calls, demand).await.map_err(|error| format!("the database cannot be read again: {error}"))?;
    db.close().await;
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
}

/// Each kind of call once.
fn script(seed: u64, caller: &Caller) -> Vec<Call> {
    let mut dice = Dice::new(seed);
    let mut calls: Vec<Call> = Vec::new();
    let is_new = |calls: &[Call], call: &Call| {
        let shape = |call: &Call| {
            (call.parent.is_some(), call.seconds > 0, call.steps.iter().position(|step| step.deed == Deed::Settles))
        };
        calls.iter().all(|known| shape(known) != shape(call))
    };
    while calls.len() < SCRIPT {
        let mut call = Call::invent(&mut dice, caller, PUBLIC_URL);
        if is_new(&calls, &call) || (calls.len() == 3 && call.parent.is_some()) {
            call.next = 0;
            calls.push(call);
        }
    }
    calls
}

/// The process that is killed: plays the script and journals each acknowledged post.
#[test]
#[ignore = "the proof itself starts it, under strace"]
fn the_process_that_is_killed() {
    let (Some(folder), Some(seed), Some(caller)) =
        (frame::text("PROOF_KILLED_IN"), frame::text("PROOF_SEED"), frame::text("PROOF_CALLER"))
    else {
        return;
    };
    let (id, number) = caller.split_once(' ').expect("an id and a number");
    let caller = Caller { id: ringfare::domain::ids::UserId::parse(id).expect("a caller"), number: number.to_owned() };
    let mut script = script(seed.parse().expect("a seed"), &caller);
    let folder = Path::new(&folder);
    let mut journal = OpenOptions::new().create(true).append(true).open(folder.join("journal")).expect("a journal");
    let mut enter = |call: usize, step: usize| journal.write_all(format!("{call} {step}\n").as_bytes()).expect("the journal");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let url = format!("sqlite://{}", folder.join("ringfare.db").display());
    assert_eq!(runtime.block_on(play(&url, &mut script, &mut enter)), None);
}

fn read_journal(folder: &Path, script: &mut [Call]) -> u64 {
    let journal = fs::read_to_string(folder.join("journal")).unwrap_or_default();
    for line in journal.lines() {
        let (call, step) = line.split_once(' ').expect("two numbers");
        let (call, step): (usize, usize) = (call.parse().expect("a number"), step.parse().expect("a number"));
        script[call].steps[step].acknowledged = true;
    }
    journal.lines().count() as u64
}

/// Plays every post twice through the product's router; gives the first that was not acknowledged.
async fn play(url: &str, script: &mut [Call], enter: &mut dyn FnMut(usize, usize)) -> Option<String> {
    let mut variables: Variables = account().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    variables.insert("DATABASE_URL".into(), url.to_owned());
    variables.insert("RINGFARE_PUBLIC_URL".into(), PUBLIC_URL.into());
    let config = Config::read(&variables).expect("a good configuration");
    let mut state = serve::open(config, Clock::default()).await.expect("the database opens");
    state.db = over_one_connection(state.db).await;
    let mut app = router::build(state.clone(), Router::new());
    let mut unanswered = None;
    for (c, call) in script.iter_mut().enumerate() {
        for (s, step) in call.steps.iter_mut().enumerate() {
            for _ in 0..2 {
                let answer = app.call(request(&step.post)).await.expect("a router always answers");
                let status = answer.status();
                let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
                let dials = step.deed != Deed::Opens || String::from_utf8_lossy(&body).contains("<Dial");
                if status.is_success() && dials {
                    step.acknowledged = true;
                    enter(c, s);
                } else {
                    unanswered.get_or_insert(format!("{} was answered {status}", step.post.body));
                }
            }
        }
    }
    checkpoint(&state.db).await;
    state.db.close().await;
    unanswered
}

/// Left to the close, it would be made by whichever thread lets go last.
async fn checkpoint(db: &Database) {
    let Engine::Sqlite(pool) = db else { return };
    sqlx::raw_sql("pragma wal_checkpoint(truncate)").execute(pool).await.expect("a checkpoint");
}

/// The same options, but one connection: one thread, whose calls can be counted.
async fn over_one_connection(db: Database) -> Database {
    let Engine::Sqlite(pool) = &db else { return db };
    let (pool_options, options) = (pool.options().clone().max_connections(1), (*pool.connect_options()).clone());
    db.close().await;
    Engine::Sqlite(pool_options.connect_with(options).await.expect("the database opens"))
}

fn request(post: &Post) -> Request<Body> {
    Request::post(post.path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("x-twilio-signature", &post.signature)
        .header("i-twilio-idempotency-token", &post.token)
        .body(Body::from(post.body.clone()))
        .expect("a request")
}
