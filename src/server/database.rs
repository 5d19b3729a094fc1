//! One database, two engines. Stores write one SQL text and never name an engine.

use std::{str::FromStr, time::Duration};

use sqlx::{
    Connection, PgPool, Postgres, Sqlite, SqlitePool,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{
    live::{self, Noted},
    sabotage::{self, Fault},
    turn::turn,
};
use crate::domain::ids::UserId;

#[derive(Debug, Clone)]
pub enum Engine<S, P> {
    Sqlite(S),
    Postgres(P),
}

/// A pool of connections.
pub type Database = Engine<SqlitePool, PgPool>;

/// A transaction; dropped without [`Transaction::commit`], it is rolled back.
pub type Transaction = Engine<Noted<Sqlite>, Noted<Postgres>>;

/// Runs one body against whichever engine is connected; the compiler checks it for both.
macro_rules! on_engine {
    ($target:expr, |$connection:ident| $body:expr) => {
        match $target {
            $crate::server::database::Engine::Sqlite($connection) => $body,
            $crate::server::database::Engine::Postgres($connection) => $body,
        }
    };
}
pub(crate) use on_engine;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();

/// How long a statement waits for a lock or a connection before it fails.
const PATIENCE: Duration = Duration::from_secs(10);

/// The first SQLite without the WAL-reset race that loses commits (sqlite.org/changes.html).
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

/// What keeps the database from being used, with the remedy.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    #[error("DATABASE_URL starts with neither sqlite:// nor postgres://: correct it")]
    UnknownEngine,
    #[error("the database cannot be opened ({0}): check DATABASE_URL, that its folder or server exists and is writable")]
    Open(#[source] sqlx::Error),
    #[error("the bundled SQLite is {0}, but at least 3.51.3 is needed (older ones can lose commits): rebuild Ringfare")]
    OldSqlite(String),
    #[error("the database's tables cannot be brought up to date ({0}): restore a backup or ask for help before you go on")]
    Migrate(#[source] sqlx::migrate::MigrateError),
}

impl Database {
    /// Opens the database that a URL names and brings its tables up to date.
    ///
    /// # Errors
    /// [`ConnectError`], with the remedy.
    pub async fn connect(url: &str) -> Result<Self, ConnectError> {
        let database = if url.starts_with("sqlite:") {
            Self::Sqlite(open_sqlite(url).await?)
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Self::Postgres(open_postgres(url).await?)
        } else {
            return Err(ConnectError::UnknownEngine);
        };
        database.migrate().await?;
        Ok(database)
    }

    /// Waits as long as it takes: another server may be bringing the tables up to date just now.
    async fn migrate(&self) -> Result<(), ConnectError> {
        let done = match self {
            Self::Sqlite(pool) => MIGRATIONS.run(pool).await,
            Self::Postgres(pool) => {
                let mut connection = pool.acquire().await.map_err(ConnectError::Open)?.detach();
                sqlx::raw_sql("set lock_timeout = 0").execute(&mut connection).await.map_err(ConnectError::Open)?;
                MIGRATIONS.run(&mut connection).await
            }
        };
        done.map_err(ConnectError::Migrate)
    }

    /// Begins a transaction that may write. On SQLite it takes the write lock at once: a deferred one that reads and then
    /// writes fails instead of waiting.
    ///
    /// # Errors
    /// When no connection or lock is to be had in time.
    pub async fn begin(&self) -> sqlx::Result<Transaction> {
        Ok(match self {
            Self::Sqlite(pool) => {
                let turn = turn(pool, PATIENCE).await?;
                Engine::Sqlite(Noted::new(pool, pool.begin_with("BEGIN IMMEDIATE").await?).in_turn(turn))
            }
            Self::Postgres(pool) => Engine::Postgres(Noted::new(pool, begin_whole(pool, "begin").await?)),
        })
    }

    /// Begins a transaction that reads one state of the whole database, however much is written meanwhile: SQLite's snapshot
    /// of its log, PostgreSQL's `repeatable read`.
    ///
    /// # Errors
    /// When no connection is to be had in time.
    pub async fn begin_read(&self) -> sqlx::Result<Transaction> {
        Ok(match self {
            Self::Sqlite(pool) => Engine::Sqlite(Noted::new(pool, pool.begin_with("BEGIN DEFERRED").await?)),
            Self::Postgres(pool) => {
                let tx = begin_whole(pool, "begin isolation level repeatable read read only").await?;
                Engine::Postgres(Noted::new(pool, tx))
            }
        })
    }

    /// The engine's name, for people.
    pub fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// The engine's version, for people.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn version(&self) -> sqlx::Result<String> {
        match self {
            Self::Sqlite(pool) => sqlx::query_scalar("select sqlite_version()").fetch_one(pool).await,
            Self::Postgres(pool) => sqlx::query_scalar("show server_version").fetch_one(pool).await,
        }
    }

    pub async fn close(&self) {
        live::tell_the_rest(self).await;
        on_engine!(self, |pool| pool.close().await);
    }
}

/// What an engine's check of its own file came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorageCheck {
    /// Pages of the file.
    pub pages: i64,
    /// What is wrong, in the engine's words; empty when nothing is.
    pub problems: Vec<String>,
}

impl Transaction {
    /// Lets the engine check its file; `None` where it has no such check (PostgreSQL: `pg_amcheck` is its operator's tool).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn check_storage(&mut self) -> sqlx::Result<Option<StorageCheck>> {
        let Self::Sqlite(tx) = self else { return Ok(None) };
        let pages = sqlx::query_scalar("pragma page_count").fetch_one(&mut **tx).await?;
        let mut problems: Vec<String> = sqlx::query_scalar("pragma integrity_check(20)").fetch_all(&mut **tx).await?;
        problems.retain(|problem| problem != "ok");
        Ok(Some(StorageCheck { pages, problems }))
    }

    /// Notes that a wallet or calls of this account change, so that its open pages look again once this is committed. Every
    /// function of a store that writes such a thing says so.
    pub fn note(&mut self, user: &UserId) {
        on_engine!(self, |tx| tx.note(user));
    }

    /// Has a statement whose `$1` is this id run right before the commit, once however often it is asked for. What many
    /// transactions write is locked last and for the shortest time.
    pub fn at_end(&mut self, statement: &'static str, id: &str) {
        on_engine!(self, |tx| tx.at_end(statement, id));
    }

    /// # Errors
    /// When the commit fails: nothing was written.
    pub async fn commit(mut self) -> sqlx::Result<()> {
        on_engine!(&mut self, |tx| for (statement, id) in tx.take_last() {
            sqlx::query(statement).bind(id).execute(&mut **tx).await?;
        });
        on_engine!(self, |tx| tx.commit().await)
    }
}

/// Begins in a task of its own. sqlx counts a transaction of PostgreSQL only once its `begin` is answered: whoever asked may be gone by
/// then, such as a client that hung up, and the connection would go back to the pool in the middle of a transaction that nobody ends
/// (transact-rs/sqlx#4385). SQLite's pool looks for that before it lends a connection.
async fn begin_whole(pool: &PgPool, statement: &'static str) -> sqlx::Result<sqlx::Transaction<'static, Postgres>> {
    let pool = pool.clone();
    let beginning = async move { pool.begin_with(statement).await };
    if sabotage::on(Fault::CutShort) {
        return beginning.await;
    }
    tokio::spawn(beginning).await.map_err(|_| sqlx::Error::WorkerCrashed)?
}

async fn open_postgres(url: &str) -> Result<PgPool, ConnectError> {
    // By a statement: poolers in between refuse it among the settings of a connection.
    let lock_timeout = format!("set lock_timeout = {}", PATIENCE.as_millis());
    let options = PgPoolOptions::new().max_connections(16).acquire_timeout(PATIENCE).after_connect(move |connection, _| {
        let statement = sqlx::AssertSqlSafe(lock_timeout.clone());
        Box::pin(async move { sqlx::raw_sql(statement).execute(connection).await.map(drop) })
    });
    options.connect(url).await.map_err(ConnectError::Open)
}

async fn open_sqlite(url: &str) -> Result<SqlitePool, ConnectError> {
    let options = SqliteConnectOptions::from_str(url)
        .map_err(ConnectError::Open)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(PATIENCE);
    if let Some(folder) = options.get_filename().parent() {
        std::fs::create_dir_all(folder).map_err(|error| ConnectError::Open(sqlx::Error::Io(error)))?;
    }
    let pool = SqlitePoolOptions::new().max_connections(8).acquire_timeout(PATIENCE);
    // A file does not hang up. Each ping is a trip to the connection's thread, as dear as a small query, and sqlx makes one whenever a
    // connection comes back, behind what is queued, such as a rollback.
    let pool = pool.test_before_acquire(false).before_acquire(|connection, _| {
        // SQLite itself rolls back a commit that the disk refuses; sqlx goes on counting that transaction and could begin no other
        // on this connection.
        Box::pin(async move { Ok(!connection.is_in_transaction()) })
    });
    let pool = pool.connect_with(options).await.map_err(ConnectError::Open)?;
    let version: String = sqlx::query_scalar("select sqlite_version()").fetch_one(&pool).await.map_err(ConnectError::Open)?;
    if version_numbers(&version) < OLDEST_SQLITE {
        return Err(ConnectError::OldSqlite(version));
    }
    Ok(pool)
}

fn version_numbers(version: &str) -> (u32, u32, u32) {
    let mut numbers = version.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || numbers.next().unwrap_or(0);
    (next(), next(), next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_transaction_that_the_engine_ended_by_itself_spoils_no_connection() {
        let db = crate::server::scratch::database().await;
        for _ in 0..20 {
            let mut tx = db.begin().await.expect("a connection that can begin");
            // What SQLite does when the disk is full; PostgreSQL only warns of a commit that is none.
            on_engine!(&mut tx, |tx| sqlx::raw_sql("rollback").execute(&mut **tx).await.map(drop)).expect("an end");
            drop(tx.commit().await);
        }
    }

    #[tokio::test]
    async fn whoever_waits_to_write_keeps_nobody_from_reading() {
        let db = crate::server::scratch::database().await;
        let first = db.begin().await.expect("its turn");
        let waiting: Vec<_> = (0..20)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(async move { db.begin().await?.commit().await })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(100)).await;
        let look = tokio::time::timeout(Duration::from_secs(5), db.begin_read()).await;
        look.expect("no connection is held by who waits").expect("a look").commit().await.expect("read");
        first.commit().await.expect("written");
        for write in waiting {
            write.await.expect("no panic").expect("written in turn");
        }
    }

    #[test]
    fn versions_compare_by_number() {
        assert!(version_numbers("3.51.3") >= OLDEST_SQLITE);
        assert!(version_numbers("3.51.10") >= OLDEST_SQLITE);
        assert!(version_numbers("3.9.20") < OLDEST_SQLITE);
    }
}
