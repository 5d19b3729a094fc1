//! Values the server makes once and must find again, by name.

use super::database::{Database, on_engine};

/// The value of a name; the first caller's `fresh` value stays for ever.
///
/// # Errors
/// When the database fails.
pub async fn get_or_insert(db: &Database, name: &str, fresh: &str) -> sqlx::Result<String> {
    const INSERT: &str = "insert into settings (name, value) values ($1, $2) on conflict (name) do nothing";
    const SELECT: &str = "select value from settings where name = $1";

    // Read first: commands must work while somebody else holds SQLite's write lock.
    let known: Option<String> = on_engine!(db, |pool| sqlx::query_scalar(SELECT).bind(name).fetch_optional(pool).await)?;
    if let Some(known) = known {
        return Ok(known);
    }
    on_engine!(db, |pool| sqlx::query(INSERT).bind(name).bind(fresh).execute(pool).await.map(drop))?;
    on_engine!(db, |pool| sqlx::query_scalar(SELECT).bind(name).fetch_one(pool).await)
}

/// Sets the value of a name.
///
/// # Errors
/// When the database fails or takes no writes.
pub async fn put(db: &Database, name: &str, value: &str) -> sqlx::Result<()> {
    const UPSERT: &str = "
        insert into settings (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value";

    on_engine!(db, |pool| sqlx::query(UPSERT).bind(name).bind(value).execute(pool).await.map(drop))
}
