//! Whether the log is as it was written.

use serde::Serialize;

use super::store::{self, Head};
use crate::server::database::Database;

/// Entries read at once.
const ROWS: i64 = 500;

/// What came of reading the whole chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Entries that are as they were written.
    pub good: i64,
    /// The first that is not, and what is wrong with it.
    pub broken: Option<String>,
}

/// Recomputes every hash of one state of the log.
///
/// # Errors
/// When the database fails.
pub async fn verify(db: &Database) -> sqlx::Result<Verdict> {
    let mut tx = db.begin_read().await?;
    let end = store::head(&mut tx).await?;
    let mut last = Head { seq: 0, hash: String::new() };
    loop {
        let rows = store::after(&mut tx, last.seq, ROWS).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            let problem = if row.link.seq != last.seq + 1 {
                Some(format!("entry {} is missing", last.seq + 1))
            } else if row.link.previous_hash != last.hash {
                Some(format!("entry {} does not follow the one before it", row.link.seq))
            } else if row.link.hash() != row.hash {
                Some(format!("entry {} was changed after it was written", row.link.seq))
            } else {
                None
            };
            if problem.is_some() {
                return Ok(Verdict { good: last.seq, broken: problem });
            }
            last = Head { seq: row.link.seq, hash: row.hash };
        }
    }
    let cut = (last != end).then(|| format!("the log ends at entry {}, but its last was {}", last.seq, end.seq));
    Ok(Verdict { good: last.seq, broken: cut })
}
