//! A PostgreSQL cluster of a proof's own, to be stopped and started at will. It touches no other cluster.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use sqlx::Connection;
use tempfile::TempDir;

/// Where Debian keeps what is not in PATH.
const DEBIAN: &str = "/usr/lib/postgresql";

/// Stopped and removed when dropped.
#[derive(Debug)]
pub struct Cluster {
    folder: TempDir,
    port: u16,
    bin: PathBuf,
}

impl Cluster {
    pub fn start() -> Self {
        let bin = binaries();
        let folder = tempfile::Builder::new().prefix("ringfare-proof-pg-").tempdir().expect("a folder for the cluster");
        if is_root() {
            let owner = Command::new("chown").arg("postgres").arg(folder.path()).status().expect("chown runs");
            assert!(owner.success(), "the user postgres is missing: PostgreSQL does not run as root");
        }
        let port = TcpListener::bind("127.0.0.1:0").and_then(|probe| probe.local_addr()).expect("a free port").port();
        let cluster = Self { folder, port, bin };
        let data = cluster.data();
        cluster.run("initdb", &["-D", &data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"]);
        cluster.up();
        cluster
    }

    /// `postgres://HOST/postgres`.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Starts it and waits until it takes connections.
    pub fn up(&self) {
        let socket = self.folder.path().display().to_string();
        // fsync stays on: that what is acknowledged is on the disk is the claim.
        let settings = format!("-p {} -c listen_addresses=127.0.0.1 -k {socket} -c max_connections=200", self.port);
        let log = self.folder.path().join("log").display().to_string();
        self.run("pg_ctl", &["-D", &self.data(), "-o", &settings, "-l", &log, "-w", "-t", "60", "start"]);
    }

    /// Starts it; gives the moment at which the first outsider was served.
    pub async fn up_and_watched(&self) -> Instant {
        let url = self.url();
        let watcher = tokio::spawn(async move {
            loop {
                if let Ok(mut connection) = sqlx::PgConnection::connect(&url).await
                    && sqlx::query("select 1").execute(&mut connection).await.is_ok()
                {
                    return Instant::now();
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        });
        tokio::task::block_in_place(|| self.up());
        watcher.await.expect("the watcher ends")
    }

    /// `pg_ctl stop -m immediate`: no checkpoint, no good-bye; the next start recovers from the log.
    pub fn crash(&self) {
        self.run("pg_ctl", &["-D", &self.data(), "-m", "immediate", "-w", "stop"]);
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        assert!(self.try_run(program, arguments), "{program} {arguments:?} failed: {}", self.log());
    }

    fn try_run(&self, program: &str, arguments: &[&str]) -> bool {
        let program = self.bin.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        let quiet = command.args(arguments).current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        quiet.status().is_ok_and(|status| status.success())
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.try_run("pg_ctl", &["-D", &self.data(), "-m", "immediate", "-w", "stop"]);
    }
}

fn is_root() -> bool {
    our_user() == 0
}

fn our_user() -> u32 {
    use std::os::unix::fs::MetadataExt;
    Path::new("/proc/self").metadata().map_or(1, |of_us| of_us.uid())
}

fn binaries() -> PathBuf {
    let mut versions: Vec<PathBuf> =
        std::fs::read_dir(DEBIAN).map(|list| list.flatten().map(|entry| entry.path().join("bin")).collect()).unwrap_or_default();
    versions.retain(|bin| bin.join("initdb").exists());
    versions.sort();
    versions.pop().unwrap_or_default()
}
