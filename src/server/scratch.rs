//! A fresh database for a test of a store: SQLite in a folder of its own or, with `TEST_DATABASE_URL`, PostgreSQL.

use super::{database::Database, ids};

/// Gone when dropped; it dereferences to its database.
pub(crate) struct Scratch {
    db: Database,
    /// Held for its `Drop`.
    _place: Place,
}

enum Place {
    Folder { _folder: tempfile::TempDir },
    Postgres { server: String, name: String },
}

impl std::ops::Deref for Scratch {
    type Target = Database;
    fn deref(&self) -> &Database {
        &self.db
    }
}

/// An empty database with all tables.
#[expect(clippy::disallowed_methods, reason = "the runner says by this variable which engine to test")]
pub(crate) async fn database() -> Scratch {
    let (url, place) = if let Ok(server) = std::env::var("TEST_DATABASE_URL") {
        let name = format!("ringfare_unit_{}", ids::hex32());
        administer(&server, format!("create database {name}")).await;
        let (address, _) = server.rsplit_once('/').expect("postgres://HOST/DATABASE");
        (format!("{address}/{name}"), Place::Postgres { server, name })
    } else {
        let folder = tempfile::tempdir().expect("a folder for the test");
        (format!("sqlite://{}", folder.path().join("ringfare.db").display()), Place::Folder { _folder: folder })
    };
    Scratch { db: Database::connect(&url).await.expect("a database for the test"), _place: place }
}

async fn administer(server: &str, sql: String) {
    use sqlx::Connection;

    let mut connection = sqlx::PgConnection::connect(server).await.expect("TEST_DATABASE_URL names a server that answers");
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await.expect("databases may be created there");
}

impl Drop for Place {
    /// On a thread of its own, because a test's runtime may be ending.
    fn drop(&mut self) {
        let Self::Postgres { server, name } = self else { return };
        let (server, sql) = (server.clone(), format!("drop database if exists {name} with (force)"));
        let work = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(administer(&server, sql));
        });
        drop(work.join());
    }
}
