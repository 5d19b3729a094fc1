//! Numbers called lately, for suggestions.

use sqlx::FromRow;

use crate::{
    domain::{ids::UserId, phone::E164},
    server::database::{Database, on_engine},
};

/// How many of the newest calls are looked at.
const LOOKED_AT: i64 = 100;

/// A number that was called, with its contact's name.
#[derive(Debug, Clone, FromRow)]
pub struct Dialled {
    pub to_e164: E164,
    pub name: Option<String>,
}

/// The numbers of the newest calls, newest first, each once.
///
/// # Errors
/// When the database fails.
pub async fn dialled(db: &Database, user: &UserId) -> sqlx::Result<Vec<Dialled>> {
    const SELECT: &str = "
        select c.to_e164, n.name from calls c left join contacts n on n.id = c.contact_id
         where c.user_id = $1 order by c.created_at desc, c.id desc limit $2";

    let rows: Vec<Dialled> = on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).bind(LOOKED_AT).fetch_all(pool).await)?;
    let mut numbers: Vec<Dialled> = Vec::new();
    for row in rows {
        if numbers.iter().all(|known| known.to_e164 != row.to_e164) {
            numbers.push(row);
        }
    }
    Ok(numbers)
}
