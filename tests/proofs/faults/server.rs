//! The product's own binary as a process of its own, that can be killed and started again at the same address.

use std::{
    fs::{File, OpenOptions},
    net::{SocketAddr, TcpListener},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use super::{
    post::{DIGITS, Line},
    world::World,
};

/// A debug build on a busy machine takes a second; one that took thirty will never be ready.
const START_PATIENCE: Duration = Duration::from_secs(30);

/// How a server is started.
#[derive(Debug, Clone)]
pub struct Plan {
    pub address: SocketAddr,
    /// The carrier's REST API; a port where nobody listens when the proof needs none.
    pub carrier_url: String,
    /// `SABOTAGE`: a deliberate fault.
    pub sabotage: Option<&'static str>,
}

impl Plan {
    pub fn new(sabotage: Option<&'static str>) -> Self {
        Self { address: free_address(), carrier_url: "http://127.0.0.1:9".into(), sabotage }
    }

    pub fn public_url(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// Below the ports that the system gives to clients: while nobody listens on one of those, a client can end up talking to
/// itself. Never the same twice: the port of a server that has just been killed looks free.
fn free_address() -> SocketAddr {
    static TAKEN: AtomicU32 = AtomicU32::new(0);

    let start = std::process::id() * 20 % 10_000;
    loop {
        let nth = TAKEN.fetch_add(1, Ordering::Relaxed);
        let port = u16::try_from(20_000 + (start + nth) % 12_000).expect("a port");
        if let Ok(probe) = TcpListener::bind(("127.0.0.1", port)) {
            return probe.local_addr().expect("an address");
        }
    }
}

/// A running server; killed when dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
}

impl Server {
    /// Starts the server and waits until it answers; gives how long that took as well.
    pub async fn start(world: &World, plan: &Plan) -> (Self, Duration) {
        let started = Instant::now();
        let mut server = Self { child: spawn(world, plan) };
        let mut line = Line::to(plan.address);
        while !line.get("/healthz").await.is_ok_and(|answer| answer.is_good()) {
            let ended = server.child.try_wait().expect("a process can be asked");
            assert!(ended.is_none(), "the server ended: {}", log(world));
            assert!(started.elapsed() < START_PATIENCE, "the server is not ready: {}", log(world));
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        (server, started.elapsed())
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.child.kill().expect("the process can be killed");
        self.child.wait().expect("the process ends");
    }

    /// Whether it is the same process still: a proof of healing without a restart ends with this.
    pub fn lives(&mut self) -> bool {
        self.child.try_wait().expect("a process can be asked").is_none()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn spawn(world: &World, plan: &Plan) -> Child {
    let log: File =
        OpenOptions::new().create(true).append(true).open(world.folder.path().join("server.log")).expect("a log is opened");
    let mut command = Command::new(env!("CARGO_BIN_EXE_ringfare"));
    command.env_clear().current_dir(world.folder.path()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
    command.env("DATABASE_URL", &world.url).env("LEPTOS_SITE_ADDR", plan.address.to_string());
    command.env("RINGFARE_PUBLIC_URL", plan.public_url()).env("RINGFARE_LOG", "error,sqlx::postgres::notice=warn");
    for (name, value) in account() {
        command.env(name, value);
    }
    command.env("TWILIO_API_URL", &plan.carrier_url);
    if let Some(fault) = plan.sabotage {
        command.env("SABOTAGE", fault);
    }
    command.spawn().expect("the server starts")
}

/// The account that `post` signs for.
pub fn account() -> [(&'static str, String); 6] {
    [
        ("TWILIO_ACCOUNT_SID", format!("AC{DIGITS}")),
        ("TWILIO_AUTH_TOKEN", DIGITS.to_owned()),
        ("TWILIO_API_KEY_SID", format!("SK{DIGITS}")),
        ("TWILIO_API_KEY_SECRET", DIGITS.to_owned()),
        ("TWILIO_TWIML_APP_SID", format!("AP{DIGITS}")),
        ("TWILIO_CALLER_ID", "+14155550100".to_owned()),
    ]
}

/// The end of what the server wrote to its log.
pub fn log(world: &World) -> String {
    let text = whole_log(world);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}

/// Whether the server, or its database through it, has said so.
pub fn log_says(world: &World, words: &str) -> bool {
    whole_log(world).contains(words)
}

fn whole_log(world: &World) -> String {
    std::fs::read_to_string(world.folder.path().join("server.log")).unwrap_or_default()
}
