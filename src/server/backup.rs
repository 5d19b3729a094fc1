//! A consistent copy of the database while it serves.

use std::path::Path;

use super::database::Database;

/// Copies the database to a file that must not exist yet; the text to print.
///
/// # Errors
/// A sentence with the remedy.
pub async fn write(db: &Database, file: &Path) -> Result<String, String> {
    let Database::Sqlite(pool) = db else {
        return Err("this is PostgreSQL: take its backups with pg_dump or your provider's snapshots".into());
    };
    if file.exists() {
        return Err(format!("{} exists already: give the name of a new file", file.display()));
    }
    let name = file.to_str().ok_or("the file's name is not UTF-8: choose another")?;
    let copied = sqlx::query("vacuum into $1").bind(name).execute(pool).await;
    copied.map_err(|error| format!("{} cannot be written ({error}): check the folder and the free space", file.display()))?;
    Ok(format!("Wrote {}.", file.display()))
}
