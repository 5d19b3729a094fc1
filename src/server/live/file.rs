//! Whether anybody wrote to a SQLite file: the command line beside a server that runs.

use sqlx::{Connection, SqliteConnection};

use crate::server::database::{Database, Engine};

/// A connection that only asks for the file's version. SQLite answers from shared memory, in microseconds.
#[derive(Debug)]
pub struct FileWatch {
    connection: SqliteConnection,
    version: i64,
}

impl FileWatch {
    /// Begins to watch; `None` on PostgreSQL, which tells by itself.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub async fn begin(db: &Database) -> sqlx::Result<Option<Self>> {
        let Engine::Sqlite(pool) = db else { return Ok(None) };
        let mut connection = SqliteConnection::connect_with(&pool.connect_options()).await?;
        let version = version(&mut connection).await?;
        Ok(Some(Self { connection, version }))
    }

    /// Whether anything was committed since the last look, by whatever connection of whatever process.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn has_changed(&mut self) -> sqlx::Result<bool> {
        let now = version(&mut self.connection).await?;
        Ok(std::mem::replace(&mut self.version, now) != now)
    }
}

/// Changes with every commit of another connection (<https://sqlite.org/pragma.html#pragma_data_version>).
async fn version(connection: &mut SqliteConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar("pragma data_version").fetch_one(connection).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::{database::on_engine, scratch};

    #[tokio::test]
    async fn a_write_is_seen_once() {
        let test = scratch::database().await;
        let Some(mut watch) = FileWatch::begin(&test).await.expect("it can be read") else { return };
        assert!(!watch.has_changed().await.expect("an answer"));
        let write = "insert into settings (name, value) values ('a', 'b')";
        on_engine!(&*test, |pool| sqlx::query(write).execute(pool).await.map(drop)).expect("written");
        assert!(watch.has_changed().await.expect("an answer"));
        assert!(!watch.has_changed().await.expect("an answer"));
    }
}
