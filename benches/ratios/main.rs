//! `make bench`: what Ringfare costs beside the least that would do, as ratios of one run on one machine.
//!
//! The servers run as processes of their own, so that their CPU time is theirs; this process is their client.

mod analytics;

use std::{
    error::Error,
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use ringfare::{
    domain::money::Micros,
    ledger::store::{Adjustment, adjust},
    serve,
    server::{
        clock::Clock,
        config::{Config, Variables},
        database::Engine,
        ids,
    },
    twilio::signature,
};
use sha2::Digest;
use sqlx::SqlitePool;

/// Calls to settle.
const CALLS: usize = 600;
/// Requests under way at once.
const AT_ONCE: usize = 16;
/// How long each polling server is asked.
const POLLING: Duration = Duration::from_secs(4);
const SECRET: &str = "ringfare_bench";

type Fault = Box<dyn Error + Send + Sync>;

fn main() -> Result<(), Fault> {
    let words: Vec<String> = std::env::args().collect();
    let runtime = tokio::runtime::Runtime::new()?;
    match words.iter().skip(1).map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["serve", database] => runtime.block_on(serve_ringfare(database)),
        ["analytics", database] => runtime.block_on(analytics::serve(database)),
        ["bare", body] => runtime.block_on(serve_bytes((*body).to_owned())),
        _ => runtime.block_on(measure()),
    }
}

/// Says where it listens, and waits to be killed.
fn ready(line: &str) -> Result<(), Fault> {
    let mut out = std::io::stdout();
    writeln!(out, "{line}")?;
    out.flush()?;
    Ok(())
}

async fn start(database: &str) -> Result<serve::Running, Fault> {
    let pairs = [("DATABASE_URL", database), ("LEPTOS_SITE_ADDR", "127.0.0.1:0"), ("RINGFARE_LOG", "error")];
    let variables: Variables = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let config = Config::read(&variables).map_err(|problems| problems.join("; "))?;
    Ok(serve::start(config, &variables, Clock::default()).await?)
}

async fn serve_ringfare(database: &str) -> Result<(), Fault> {
    let running = start(database).await?;
    let users = open_accounts(&running).await?;
    ready(&format!("{} {} {}", running.address, running.state.twilio.account().auth_token, users.join(",")))?;
    std::future::pending::<()>().await;
    Ok(())
}

/// One caller for each call, because a caller has few calls at once; the first has a token.
async fn open_accounts(running: &serve::Running) -> Result<Vec<String>, Fault> {
    let db = &running.state.db;
    let Engine::Sqlite(pool) = db else { return Err("the bench runs on SQLite".into()) };
    let mut users = Vec::with_capacity(CALLS);
    for number in 0..CALLS {
        let user = ids::user_id();
        let email = format!("caller-{number}@ringfare.test");
        let at = running.state.clock.now();
        sqlx::query("insert into users (id, email, password_hash, created_at) values ($1, $2, '-', $3)")
            .bind(&user)
            .bind(email)
            .bind(at)
            .execute(pool)
            .await?;
        let mut tx = db.begin().await?;
        let adjustment = Adjustment { user: &user, amount: Micros(5_000_000), operator: "bench", reason: "bench", at };
        adjust(&mut tx, adjustment).await?;
        tx.commit().await?;
        users.push(user.to_string());
    }
    add_token(pool, &users[0], SECRET).await?;
    Ok(users)
}

async fn add_token(pool: &SqlitePool, user: &str, secret: &str) -> Result<(), Fault> {
    sqlx::query("insert into tokens (id, user_id, name, secret_hash, created_at) values ($1, $2, 'bench', $3, 0)")
        .bind(format!("token_{}", ids::hex32()))
        .bind(user)
        .bind(hex::encode(sha2::Sha256::digest(secret.as_bytes())))
        .execute(pool)
        .await?;
    Ok(())
}

async fn serve_bytes(body: String) -> Result<(), Fault> {
    let answer = move || std::future::ready(([("content-type", "application/json")], body.clone()));
    let app = axum::Router::new().route("/api/user/balance", axum::routing::get(answer));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    ready(&listener.local_addr()?.to_string())?;
    axum::serve(listener, app).await?;
    Ok(())
}

/// This program again, in another part; killed when dropped.
struct Server {
    child: Child,
    /// What it said when it was ready.
    words: Vec<String>,
}

impl Server {
    fn start(arguments: &[&str]) -> Result<Self, Fault> {
        let mut child = Command::new(std::env::current_exe()?).args(arguments).stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        if words.is_empty() {
            return Err(format!("the server '{}' did not start", arguments[0]).into());
        }
        Ok(Self { child, words })
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.words[0])
    }

    /// User and system time so far, in seconds: fields 14 and 15 of /proc/PID/stat, in hundredths.
    fn cpu_seconds(&self) -> Result<f64, Fault> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let behind_name = stat.rsplit_once(") ").ok_or("no stat")?.1;
        let ticks: Vec<f64> = behind_name.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse().ok()).collect();
        Ok(ticks.iter().sum::<f64>() / 100.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[expect(clippy::print_stdout, reason = "the figures are the answer")]
async fn measure() -> Result<(), Fault> {
    let folder = tempfile::tempdir()?;
    let file = |name: &str| format!("sqlite://{}", folder.path().join(name).display());
    eprintln!("preparing {CALLS} callers and calls");
    let ringfare = Server::start(&["serve", &file("ringfare.db")])?;
    let settled = settle_all(&ringfare).await?;
    let bare = bare_loop(&file("bare.db")).await?;
    println!("settled webhooks/s           {:>8.0}   CPU ms each {:.2}", settled.per_second, settled.cpu_ms);
    println!("bare SQL transactions/s      {bare:>8.0}   same engine, same durability");
    println!("  ratio                      {:>8.2}   target 0.7", settled.per_second / bare);

    let body = reqwest::Client::new().get(ringfare.url("/api/user/balance")).bearer_auth(SECRET).send().await?.text().await?;
    let polls = poll(&ringfare).await?;
    let least = poll(&Server::start(&["bare", &body])?).await?;
    println!("balance polls/CPU-second     {polls:>8.0}");
    println!("bare axum, the same bytes    {least:>8.0}");
    println!("  ratio                      {:>8.2}   target 0.5", polls / least);
    drop(ringfare);

    eprintln!("preparing a caller of a million calls");
    analytics::measure(&Server::start(&["analytics", &file("analytics.db")])?).await?;
    Ok(())
}

struct Settled {
    per_second: f64,
    cpu_ms: f64,
}

/// Opens a call for every caller, then reports the end of all of them, some at once.
async fn settle_all(server: &Server) -> Result<Settled, Fault> {
    let users: Vec<&str> = server.words[2].split(',').collect();
    let voices = users.iter().map(|user| {
        let fields = [("CallSid", sid_of(user)), ("From", format!("client:{user}")), ("To", "+447911123456".to_owned())];
        ("/api/twilio/voice", fields.to_vec())
    });
    post_all(server, voices.collect(), "timeLimit").await?;
    let ends = users.iter().map(|user| {
        let child = format!("CA{}", ids::hex32());
        let fields = [
            ("CallSid", child),
            ("ParentCallSid", sid_of(user)),
            ("CallStatus", "completed".to_owned()),
            ("CallDuration", "61".to_owned()),
        ];
        ("/api/twilio/status", fields.to_vec())
    });
    let (began, cpu) = (Instant::now(), server.cpu_seconds()?);
    post_all(server, ends.collect(), "").await?;
    let (seconds, cpu) = (began.elapsed().as_secs_f64(), server.cpu_seconds()? - cpu);
    let calls = f64::from(u32::try_from(CALLS)?);
    Ok(Settled { per_second: calls / seconds, cpu_ms: cpu * 1_000.0 / calls })
}

/// The browser's leg of a caller: the digits of the caller's id serve as its own.
fn sid_of(user: &str) -> String {
    format!("CA{}", user.trim_start_matches("u_"))
}

type Post = (&'static str, Vec<(&'static str, String)>);

/// Signs and posts them all, some at once; each answer must be good and hold some words.
async fn post_all(server: &Server, posts: Vec<Post>, words: &'static str) -> Result<(), Fault> {
    let client = reqwest::Client::new();
    let (base, token) = (server.url(""), server.words[1].clone());
    let mut parts: Vec<Vec<Post>> = (0..AT_ONCE).map(|_| Vec::new()).collect();
    for (at, post) in posts.into_iter().enumerate() {
        parts[at % AT_ONCE].push(post);
    }
    let mut workers = Vec::new();
    for part in parts {
        let (client, base, token) = (client.clone(), base.clone(), token.clone());
        workers.push(tokio::spawn(async move {
            for (path, fields) in part {
                let url = format!("{base}{path}");
                let signature = signature::sign(&token, &url, &fields);
                let answer = client.post(url).header("X-Twilio-Signature", signature).form(&fields).send().await?;
                let (status, text) = (answer.status(), answer.text().await?);
                if !status.is_success() || !text.contains(words) {
                    return Err(Fault::from(format!("{path} answered {status}: {text}")));
                }
            }
            Ok(())
        }));
    }
    for worker in workers {
        worker.await??;
    }
    Ok(())
}

/// The statements of a settlement and nothing else, one transaction after the other, as durable as Ringfare's.
async fn bare_loop(url: &str) -> Result<f64, Fault> {
    let db = ringfare::server::database::Database::connect(url).await?;
    let Engine::Sqlite(pool) = &db else { return Err("the bench runs on SQLite".into()) };
    sqlx::raw_sql("create table bare_calls (id integer primary key, settled_at bigint, charged bigint); insert into users (id, email, password_hash, balance_micros, created_at) values ('u', 'u', '-', 1000000000, 0);")
        .execute(pool)
        .await?;
    for number in 0..i64::try_from(CALLS)? {
        sqlx::query("insert into bare_calls (id) values ($1)").bind(number).execute(pool).await?;
    }
    let began = Instant::now();
    for number in 0..i64::try_from(CALLS)? {
        settle_bare(pool, number).await?;
    }
    Ok(f64::from(u32::try_from(CALLS)?) / began.elapsed().as_secs_f64())
}

async fn settle_bare(pool: &SqlitePool, number: i64) -> Result<(), Fault> {
    let mut tx = pool.begin_with("begin immediate").await?;
    sqlx::query(
        "insert into webhook_events (id, dedupe_key, source, kind, body, received_at) values ($1, $1, 'status', 'status', $2, 0)",
    )
    .bind(format!("event-{number}"))
    .bind("CallSid=CA0123456789abcdef0123456789abcdef&CallStatus=completed&CallDuration=61")
    .execute(&mut *tx)
    .await?;
    sqlx::query("select id from bare_calls where id = $1").bind(number).execute(&mut *tx).await?;
    sqlx::query("update bare_calls set settled_at = 1, charged = 42000 where id = $1 and settled_at is null")
        .bind(number)
        .execute(&mut *tx)
        .await?;
    sqlx::query("update users set balance_micros = balance_micros - 1000, txn_seq = txn_seq + 1 where id = 'u'")
        .execute(&mut *tx)
        .await?;
    sqlx::query("insert into transactions (user_id, seq, kind, amount_micros, balance_after_micros, operator, created_at) values ('u', $1, 'adjust', -1000, 0, 'bench', 0)")
        .bind(number + 1)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Asks for the balance for a while; gives requests per second of the server's CPU time.
async fn poll(server: &Server) -> Result<f64, Fault> {
    let client = reqwest::Client::new();
    let (url, cpu, until) = (server.url("/api/user/balance"), server.cpu_seconds()?, Instant::now() + POLLING);
    let workers: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            let (client, url) = (client.clone(), url.clone());
            tokio::spawn(async move {
                let mut answered = 0_u32;
                while Instant::now() < until {
                    client.get(&url).bearer_auth(SECRET).send().await?.error_for_status()?.bytes().await?;
                    answered += 1;
                }
                Ok::<_, reqwest::Error>(answered)
            })
        })
        .collect();
    let mut answered = 0;
    for worker in workers {
        answered += worker.await??;
    }
    Ok(f64::from(answered) / (server.cpu_seconds()? - cpu))
}
