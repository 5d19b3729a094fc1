//! Recomputes the invariants of the books from the rows: run by `ringfare ledger verify`, hourly by the server, for one
//! caller by the proof page, and after every test that moves money.
//!
//! All rules read one state of the database, so that they hold while money moves. A new rule goes to `rules/`, with a way to
//! break it in `tamper.rs`: what no test can break proves nothing.

mod report;
pub mod rules;
pub mod watch;

#[cfg(test)]
mod tamper;

use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use serde::Serialize;

use self::rules::{Rule, STORAGE};
pub use self::{
    report::{Breach, Finding, Report, Rows},
    rules::FORGOTTEN_CALL,
};
use crate::{
    domain::{ids::UserId, time::EpochMs},
    server::database::{Database, Transaction, on_engine},
};

/// A row that breaks a rule of the books: the first one of that rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// The rule's name, for programs.
    pub name: &'static str,
    /// The rule, as a sentence.
    pub rule: &'static str,
    /// The id of the account, call or payment that breaks it, or account and number of the line.
    pub id: String,
    pub expected: String,
    pub found: String,
    /// How many more rows break it.
    pub more: i64,
}

/// Whose books are looked at.
#[derive(Debug, Clone, Copy)]
pub enum Scope<'a> {
    Everybody,
    One(&'a UserId),
}

impl Scope<'_> {
    /// The lowest and the highest id of an account.
    fn range(self) -> (String, String) {
        match self {
            // Ids are ASCII and start with `u_`: sorted below this by every collation.
            Self::Everybody => (String::new(), "zzzzzzzz".into()),
            Self::One(user) => (user.to_string(), user.to_string()),
        }
    }
}

/// How many ids of broken rows are kept of each rule.
const IDS_KEPT: usize = 10;

/// One state of the books, rule by rule.
pub struct Examination {
    tx: Transaction,
    range: (String, String),
    now: EpochMs,
    rows: Rows,
}

impl Examination {
    /// Takes hold of the present state. Run it in a task of its own (`Database::begin_read`).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin(db: &Database, scope: Scope<'_>, now: EpochMs) -> sqlx::Result<Self> {
        const COUNTS: &str = "
            select (select count(*) from users where id between $1 and $2), (select count(*) from calls where user_id between $1 and $2),
                   (select count(*) from calls where settled_at is null and user_id between $1 and $2),
                   (select count(*) from transactions where user_id between $1 and $2),
                   (select count(*) from payments where user_id between $1 and $2)";

        let (mut tx, range) = (db.begin_read().await?, scope.range());
        let (accounts, calls, open_calls, lines, payments) =
            on_engine!(&mut tx, |tx| sqlx::query_as(COUNTS).bind(&range.0).bind(&range.1).fetch_one(&mut **tx).await)?;
        Ok(Self { tx, range, now, rows: Rows { accounts, calls, open_calls, lines, payments } })
    }

    /// What there is to look at.
    pub const fn rows(&self) -> Rows {
        self.rows
    }

    /// The state itself, for a unit of work that tells more about it.
    pub const fn transaction(&mut self) -> &mut Transaction {
        &mut self.tx
    }

    /// Recomputes one rule. Rows that break it are counted as they come, so that a ruined database does not fill the memory.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn check(&mut self, rule: &'static Rule) -> sqlx::Result<Finding> {
        let (started, mut finding) = (Instant::now(), Finding::of(rule, self.rows.of(rule.subject)));
        let ((low, high), now) = (&self.range, self.now);
        on_engine!(&mut self.tx, |tx| {
            let query = sqlx::query_as(rule.sql).bind(low).bind(high);
            let query = if rule.sql.contains("$3") { query.bind(now) } else { query };
            let mut broken = query.fetch(&mut **tx);
            while let Some((id, expected, found)) = broken.try_next().await? {
                finding.add(id, expected, found);
            }
        });
        finding.took = started.elapsed();
        Ok(finding)
    }

    /// The engine's own check of its file, where it has one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn check_storage(&mut self) -> sqlx::Result<Option<Finding>> {
        let started = Instant::now();
        let Some(storage) = self.tx.check_storage().await? else { return Ok(None) };
        let mut finding = Finding::of(&STORAGE, storage.pages);
        for problem in storage.problems {
            finding.add("the file".into(), "ok".into(), problem);
        }
        finding.took = started.elapsed();
        Ok(Some(finding))
    }

    /// Every rule.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn check_all(&mut self) -> sqlx::Result<Vec<Finding>> {
        let mut findings = Vec::new();
        for rule in rules::all() {
            findings.push(self.check(rule).await?);
        }
        Ok(findings)
    }

    /// Gives the connection back.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end(self) -> sqlx::Result<()> {
        self.tx.commit().await
    }
}

/// Recomputes every rule over all rows.
///
/// # Errors
/// When the database fails.
pub async fn examine(db: &Database, now: EpochMs) -> sqlx::Result<Report> {
    let started = Instant::now();
    let mut examination = Examination::begin(db, Scope::Everybody, now).await?;
    let mut findings = examination.check_all().await?;
    findings.extend(examination.check_storage().await?);
    let rows = examination.rows();
    examination.end().await?;
    Ok(Report { rows, took: started.elapsed(), findings })
}

/// The first row that breaks each rule; empty when the books are right.
///
/// # Errors
/// When the database fails.
pub async fn verify(db: &Database, now: EpochMs) -> sqlx::Result<Vec<Violation>> {
    Ok(examine(db, now).await?.violations())
}

/// A length of time as people read it: `0.8 ms`, `1.204 s`.
pub(super) fn time_words(took: Duration) -> String {
    let micros = took.as_micros();
    if micros < 1_000_000 {
        format!("{}.{} ms", micros / 1_000, micros / 100 % 10)
    } else {
        format!("{}.{:03} s", micros / 1_000_000, micros / 1_000 % 1_000)
    }
}
