//! SQL of the audit log. There is no update and no delete of an entry here or anywhere (`tests/tidy.rs`).

use sqlx::FromRow;

use super::chain::Link;
use crate::{
    admin::model::{Action, Entry},
    domain::{
        ids::UserId,
        page::{Limit, Page, WRONG_CURSOR},
        time::EpochMs,
    },
    error::AppError,
    server::database::{Database, Transaction, on_engine},
};

/// The last entry of the chain.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct Head {
    pub seq: i64,
    pub hash: String,
}

/// Locks the chain's end until the transaction's.
///
/// # Errors
/// When the database fails.
pub async fn lock(tx: &mut Transaction) -> sqlx::Result<Head> {
    const LOCK: &str = "update audit_head set seq = seq where id = 1 returning seq, hash";

    on_engine!(tx, |tx| sqlx::query_as(LOCK).fetch_one(&mut **tx).await)
}

/// The chain's end as it is.
///
/// # Errors
/// When the database fails.
pub async fn head(tx: &mut Transaction) -> sqlx::Result<Head> {
    const SELECT: &str = "select seq, hash from audit_head where id = 1";

    on_engine!(tx, |tx| sqlx::query_as(SELECT).fetch_one(&mut **tx).await)
}

/// Adds an entry behind the chain's end, which [`lock`] gave.
///
/// # Errors
/// When the database fails.
pub async fn append(tx: &mut Transaction, link: &Link) -> sqlx::Result<()> {
    const INSERT: &str = "
        insert into audit_entries (seq, at, actor_id, action, subject_id, object, before_text, after_text, reason, address,
                                   reference, previous_hash, hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    const HEAD: &str = "update audit_head set seq = $1, hash = $2 where id = 1";

    let hash = link.hash();
    on_engine!(tx, |tx| {
        let insert = sqlx::query(INSERT).bind(link.seq).bind(link.at).bind(&link.actor_id).bind(&link.action);
        let insert = insert.bind(&link.subject_id).bind(&link.object).bind(&link.before_text).bind(&link.after_text);
        let insert = insert.bind(&link.reason).bind(&link.address).bind(&link.reference).bind(&link.previous_hash);
        insert.bind(&hash).execute(&mut **tx).await?;
        sqlx::query(HEAD).bind(link.seq).bind(&hash).execute(&mut **tx).await.map(drop)
    })
}

/// An entry with the hash that the table has for it.
#[derive(Clone, FromRow)]
pub struct Written {
    #[sqlx(flatten)]
    pub link: Link,
    pub hash: String,
}

/// So many entries behind one, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn after(tx: &mut Transaction, seq: i64, most: i64) -> sqlx::Result<Vec<Written>> {
    const SELECT: &str = "
        select seq, at, actor_id, action, subject_id, object, before_text, after_text, reason, address, reference, previous_hash,
               hash
          from audit_entries where seq > $1 order by seq limit $2";

    on_engine!(tx, |tx| sqlx::query_as(SELECT).bind(seq).bind(most).fetch_all(&mut **tx).await)
}

/// The entry of a form that was sent before.
///
/// # Errors
/// When the database fails.
pub async fn of_reference(tx: &mut Transaction, reference: &str) -> sqlx::Result<Option<Entry>> {
    const SELECT: &str = "
        select e.seq, e.at, a.email as actor, e.action, e.subject_id, s.email as subject, e.object, e.before_text, e.after_text,
               e.reason, e.address
          from audit_entries e left join users a on a.id = e.actor_id left join users s on s.id = e.subject_id
         where e.reference = $1";

    let row: Option<EntryRow> = on_engine!(tx, |tx| sqlx::query_as(SELECT).bind(reference).fetch_optional(&mut **tx).await)?;
    Ok(row.map(EntryRow::into_entry))
}

/// Which entries are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub action: Option<Action>,
    pub subject: Option<UserId>,
}

/// A page of the log, newest first.
///
/// # Errors
/// [`AppError::Invalid`] for a wrong cursor, or when the database fails.
pub async fn page(db: &Database, filter: &Filter, cursor: Option<&str>, limit: Limit) -> Result<Page<Entry>, AppError> {
    const SELECT: &str = "
        select e.seq, e.at, a.email as actor, e.action, e.subject_id, s.email as subject, e.object, e.before_text, e.after_text,
               e.reason, e.address
          from audit_entries e left join users a on a.id = e.actor_id left join users s on s.id = e.subject_id
         where (cast($1 as text) is null or e.action = $1)
           and (cast($2 as text) is null or e.subject_id = $2)
           and e.seq < $3
         order by e.seq desc limit $4";

    let before = cursor.map_or(Ok(i64::MAX), str::parse).map_err(|_| AppError::invalid("cursor", WRONG_CURSOR))?;
    let action = filter.action.map(Action::word);
    let rows: Vec<EntryRow> = on_engine!(db, |pool| {
        let query = sqlx::query_as(SELECT).bind(action).bind(&filter.subject).bind(before);
        query.bind(limit.rows() + 1).fetch_all(pool).await
    })?;
    let entries = rows.into_iter().map(EntryRow::into_entry).collect();
    Ok(Page::of(entries, limit, |entry: &Entry| entry.seq.to_string()))
}

#[derive(FromRow)]
struct EntryRow {
    seq: i64,
    at: EpochMs,
    actor: Option<String>,
    action: Action,
    subject_id: Option<UserId>,
    subject: Option<String>,
    object: String,
    before_text: String,
    after_text: String,
    reason: String,
    address: String,
}

impl EntryRow {
    fn into_entry(self) -> Entry {
        let Self { seq, at, actor, action, subject_id, subject, object, before_text, after_text, reason, address } = self;
        Entry { seq, at, actor, action, subject_id, subject, object, before: before_text, after: after_text, reason, address }
    }
}
