//! SQL of the table `letters`.

use sqlx::FromRow;

use super::Letter;
use crate::{
    domain::{fold, time::EpochMs},
    server::{
        database::{Database, Transaction, on_engine},
        ids,
    },
};

/// A letter that waits.
#[derive(Clone, FromRow)]
pub struct Waiting {
    pub id: String,
    pub recipient: String,
    pub subject: String,
    pub body: String,
    pub created_at: EpochMs,
    /// How often it was tried.
    pub tries: i64,
    pub(super) next_try_at: EpochMs,
}

/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut Transaction, letter: Letter<'_>) -> sqlx::Result<()> {
    const INSERT: &str = "
        insert into letters (id, recipient, subject, body, created_at, expires_at, next_try_at) values ($1, $2, $3, $4, $5, $6, $5)";

    let id = format!("letter_{}_{}", letter.at.0, ids::hex32());
    on_engine!(tx, |tx| {
        let insert = sqlx::query(INSERT).bind(id).bind(letter.recipient).bind(letter.subject).bind(letter.body);
        insert.bind(letter.at).bind(letter.expires_at).execute(&mut **tx).await.map(drop)
    })
}

/// The letters to be sent now, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn due(db: &Database, now: EpochMs) -> sqlx::Result<Vec<Waiting>> {
    const SELECT: &str = "
        select id, recipient, subject, body, created_at, tries, next_try_at from letters
         where next_try_at <= $1 order by id limit 100";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(now).fetch_all(pool).await)
}

/// Takes a letter to send it, unless somebody else did.
///
/// # Errors
/// When the database fails.
pub async fn claim(db: &Database, letter: &Waiting, until: EpochMs) -> sqlx::Result<bool> {
    const UPDATE: &str = "update letters set next_try_at = $3, tries = tries + 1 where id = $1 and next_try_at = $2";

    let rows = on_engine!(db, |pool| {
        let update = sqlx::query(UPDATE).bind(&letter.id).bind(letter.next_try_at).bind(until);
        update.execute(pool).await?.rows_affected()
    });
    Ok(rows == 1)
}

/// # Errors
/// When the database fails.
pub async fn put_off(db: &Database, id: &str, until: EpochMs) -> sqlx::Result<()> {
    const UPDATE: &str = "update letters set next_try_at = $2 where id = $1";

    on_engine!(db, |pool| sqlx::query(UPDATE).bind(id).bind(until).execute(pool).await.map(drop))
}

/// # Errors
/// When the database fails.
pub async fn delete(db: &Database, id: &str) -> sqlx::Result<()> {
    const DELETE: &str = "delete from letters where id = $1";

    on_engine!(db, |pool| sqlx::query(DELETE).bind(id).execute(pool).await.map(drop))
}

/// Deletes the letters that are of no use any more; which they were.
///
/// # Errors
/// When the database fails.
pub async fn delete_expired(db: &Database, now: EpochMs) -> sqlx::Result<Vec<String>> {
    const SELECT: &str = "select id from letters where expires_at <= $1 limit 100";

    let expired: Vec<String> = on_engine!(db, |pool| sqlx::query_scalar(SELECT).bind(now).fetch_all(pool).await)?;
    for id in &expired {
        delete(db, id).await?;
    }
    Ok(expired)
}

/// A letter that waits, without what it says: its links are secrets.
#[derive(Clone, FromRow)]
pub struct Outgoing {
    pub subject: String,
    pub created_at: EpochMs,
    pub expires_at: EpochMs,
    pub tries: i64,
}

/// The letters that wait for a recipient, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn waiting_for(db: &Database, recipient: &str) -> sqlx::Result<Vec<Outgoing>> {
    const SELECT: &str = "select subject, created_at, expires_at, tries from letters where recipient = $1 order by id";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(recipient).fetch_all(pool).await)
}

/// Takes back the letters to an address, and those that name it to somebody else: a former address is told of the new one.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &mut Transaction, address: &str) -> sqlx::Result<()> {
    const NAMING: &str = r"select id, body from letters where body like '%' || $1 || '%' escape '\'";
    const TO: &str = "delete from letters where recipient = $1";
    const ONE: &str = "delete from letters where id = $1";

    on_engine!(tx, |tx| {
        sqlx::query(TO).bind(address).execute(&mut **tx).await?;
        let letters: Vec<(String, String)> = sqlx::query_as(NAMING).bind(fold::literal(address)).fetch_all(&mut **tx).await?;
        for (id, _) in letters.into_iter().filter(|(_, body)| names(body, address)) {
            sqlx::query(ONE).bind(id).execute(&mut **tx).await?;
        }
        Ok(())
    })
}

/// Whether an address stands in a text, and not as a part of a longer one: who deletes `a@x.test` takes back nothing that was written to
/// somebody about `anna-a@x.test`.
fn names(body: &str, address: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(letter);
    body.match_indices(address).any(|(at, _)| {
        let (before, after) = (&body[..at], &body[at + address.len()..]);
        let mut following = after.chars();
        let goes_on = match following.next() {
            Some('.') => following.next().is_some_and(is_part),
            next => next.is_some_and(is_part),
        };
        !before.ends_with(|letter: char| is_part(letter) || letter == '.') && !goes_on
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::scratch;

    #[tokio::test]
    async fn the_letters_of_one_address_are_taken_back_and_not_those_of_one_alike() {
        let db = scratch::database().await;
        let mut tx = db.begin().await.expect("a transaction");
        for (recipient, body) in [
            ("a_b%@x.test", "for you"),
            ("axbyz@x.test", "for you"),
            ("old@x.test", "you moved to a_b%@x.test"),
            ("other@x.test", "you moved to axbyz@x.test"),
            ("ann@x.test", "you moved to anna-a_b%@x.test."),
            ("ben@x.test", "you moved to a_b%@x.test.example"),
            ("cat@x.test", "you moved to <a_b%@x.test>."),
            ("dan@x.test", "you moved to a_b%@x.test."),
        ] {
            let letter = Letter { recipient, subject: "s", body, at: EpochMs(1), expires_at: EpochMs(9) };
            insert(&mut tx, letter).await.expect("written");
        }
        forget(&mut tx, "a_b%@x.test").await.expect("taken back");
        tx.commit().await.expect("committed");
        let mut left: Vec<_> = due(&db, EpochMs(2)).await.expect("read").into_iter().map(|letter| letter.recipient).collect();
        left.sort();
        assert_eq!(left, ["ann@x.test", "axbyz@x.test", "ben@x.test", "other@x.test"]);
        assert_eq!(waiting_for(&db, "axbyz@x.test").await.expect("read").len(), 1);
    }
}
