//! A database of a proof's own, with a tariff and callers who have credit, and looks at it from outside the server.

use std::path::{Path, PathBuf};

use ringfare::{
    domain::{ids::UserId, money::Micros},
    ledger::store::{Adjustment, adjust},
    rates,
    server::{
        clock::Clock,
        database::{Database, Engine},
        ids,
    },
};
use sqlx::{Connection, postgres::PgPoolOptions, sqlite::SqlitePoolOptions};
use tempfile::TempDir;

use super::calls::{CONNECT_MICROS, INCREMENT_SECONDS, INITIAL_SECONDS, RATE_MICROS_PER_MINUTE};

/// Runs one body against whichever engine is connected.
macro_rules! on_either {
    ($db:expr, |$pool:ident| $body:expr) => {
        match $db {
            ringfare::server::database::Engine::Sqlite($pool) => $body,
            ringfare::server::database::Engine::Postgres($pool) => $body,
        }
    };
}
pub(crate) use on_either;

/// Who calls.
#[derive(Debug, Clone)]
pub struct Caller {
    pub id: UserId,
    pub number: String,
}

/// So many callers share the load.
const CALLERS: usize = 8;
/// Enough for every call of a proof: $1,000 each.
const CREDIT: Micros = Micros(1_000_000_000);

/// A database on one engine.
#[derive(Debug)]
pub struct World {
    pub url: String,
    pub callers: Vec<Caller>,
    /// Also the server's working directory: no `.env` is in it.
    pub folder: TempDir,
}

impl World {
    /// A fresh SQLite database, in a folder under `parent` or where temporary folders are.
    pub async fn on_sqlite(parent: Option<&Path>) -> Self {
        let folder = parent.map_or_else(TempDir::new, TempDir::new_in).expect("a folder for the proof");
        let url = format!("sqlite://{}", folder.path().join("ringfare.db").display());
        Self::fill(url, folder).await
    }

    /// A fresh database of a PostgreSQL server (`postgres://HOST/postgres`).
    pub async fn on_postgres(server: &str) -> Self {
        let name = format!("proof_{}", ids::hex32());
        let mut connection = sqlx::PgConnection::connect(server).await.expect("the cluster answers");
        let create = sqlx::AssertSqlSafe(format!("create database {name}"));
        sqlx::raw_sql(create).execute(&mut connection).await.expect("the database is made");
        let (address, _) = server.rsplit_once('/').expect("postgres://HOST/DATABASE");
        Self::fill(format!("{address}/{name}"), TempDir::new().expect("a folder for the proof")).await
    }

    async fn fill(url: String, folder: TempDir) -> Self {
        let db = Database::connect(&url).await.expect("the database opens");
        let now = Clock::default().now();
        rates::deck::ensure_default(&db, now).await.expect("the default deck");
        put_deck(&db, now.0 + 1).await;
        let mut callers = Vec::new();
        for n in 0..CALLERS {
            callers.push(open_account(&db, n).await);
        }
        db.close().await;
        Self { url, callers, folder }
    }

    pub fn is_sqlite(&self) -> bool {
        self.url.starts_with("sqlite:")
    }

    /// The file of a SQLite database.
    pub fn file(&self) -> PathBuf {
        self.folder.path().join("ringfare.db")
    }

    /// A look from outside the server, over one connection; close it before the server is killed, or the next one finds its
    /// shared memory alive and has less to recover.
    pub async fn look(&self) -> sqlx::Result<Database> {
        look(&self.url).await
    }
}

impl Drop for World {
    /// On a thread of its own, because a test's runtime may be ending.
    fn drop(&mut self) {
        let Some((address, name)) = self.url.rsplit_once('/').filter(|_| !self.is_sqlite()) else { return };
        let (server, sql) = (format!("{address}/postgres"), format!("drop database if exists {name} with (force)"));
        let work = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let Ok(mut connection) = sqlx::PgConnection::connect(&server).await else { return };
                drop(sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await);
            });
        });
        drop(work.join());
    }
}

/// One connection to a database, as an outsider has it.
pub async fn look(url: &str) -> sqlx::Result<Database> {
    Ok(if url.starts_with("sqlite:") {
        Engine::Sqlite(SqlitePoolOptions::new().max_connections(1).connect(url).await?)
    } else {
        Engine::Postgres(PgPoolOptions::new().max_connections(1).connect(url).await?)
    })
}

async fn put_deck(db: &Database, at: i64) {
    const DECK: &str = "insert into decks (id, name, created_at, activated_at) values ('proof', 'proof', $1, $1)";
    const RATE: &str = "
        insert into rates (deck_id, prefix, destination, blocked, rate_micros_per_min, connect_micros, initial_s, increment_s)
        values ('proof', '447', 'Proofs', $1, $2, $3, $4, $5)";

    on_either!(db, |pool| sqlx::query(DECK).bind(at).execute(pool).await.map(drop)).expect("the deck");
    on_either!(db, |pool| sqlx::query(RATE)
        .bind(false)
        .bind(RATE_MICROS_PER_MINUTE)
        .bind(CONNECT_MICROS)
        .bind(INITIAL_SECONDS)
        .bind(INCREMENT_SECONDS)
        .execute(pool)
        .await
        .map(drop))
    .expect("the rate");
}

async fn open_account(db: &Database, n: usize) -> Caller {
    const INSERT: &str = "
        insert into users (id, email, password_hash, e164, max_calls, created_at) values ($1, $2, 'none', $3, 1000000, $4)";

    let (id, number, at) = (ids::user_id(), format!("+1415555{:04}", 2000 + n), Clock::default().now());
    let email = format!("caller{n}@ringfare.test");
    on_either!(db, |pool| sqlx::query(INSERT).bind(&id).bind(&email).bind(&number).bind(at).execute(pool).await.map(drop))
        .expect("the account");
    let mut tx = db.begin().await.expect("a transaction");
    let credit = Adjustment { user: &id, amount: CREDIT, operator: "proof", reason: "credit for a proof", at };
    assert!(adjust(&mut tx, credit).await.expect("the ledger answers"), "the credit was refused");
    tx.commit().await.expect("the credit is stored");
    Caller { id, number }
}
