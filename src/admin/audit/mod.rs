//! The audit log: a chain of entries that is only ever made longer.
//!
//! `begin` locks the chain's end before anything else of the operator's transaction is touched, `write` adds the entry and moves the
//! end. Both in the transaction of what was done.

pub mod chain;
mod store;
pub mod verify;

pub use self::store::{Filter, page};
use self::{chain::Link, store::Head};
use super::model::{Action, Entry};
use crate::{
    domain::{ids::UserId, time::EpochMs},
    server::database::Transaction,
};

/// Who acts, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Nobody: the command line.
    pub id: Option<UserId>,
    /// What the caller's statement says: an e-mail address, or `cli`.
    pub name: String,
    pub address: String,
}

impl Actor {
    /// Whoever has a shell on the server.
    pub fn command_line() -> Self {
        Self { id: None, name: "cli".to_owned(), address: String::new() }
    }
}

/// What was done, for the log.
#[derive(Debug, Clone, Copy)]
pub struct Deed<'a> {
    pub action: Action,
    pub subject: Option<&'a UserId>,
    pub object: &'a str,
    pub before: &'a str,
    pub after: &'a str,
    pub reason: &'a str,
    pub at: EpochMs,
}

/// The chain's end, locked until the transaction's.
pub struct Pen<'a> {
    actor: &'a Actor,
    reference: Option<&'a str>,
    head: Head,
}

/// Locks the chain for an act. The entry of an act with the same reference that is in the log already comes back instead.
///
/// # Errors
/// When the database fails.
pub async fn begin<'a>(
    tx: &mut Transaction,
    actor: &'a Actor,
    reference: Option<&'a str>,
) -> sqlx::Result<Result<Pen<'a>, Box<Entry>>> {
    let head = store::lock(tx).await?;
    if let Some(reference) = reference
        && let Some(entry) = store::of_reference(tx, reference).await?
    {
        return Ok(Err(Box::new(entry)));
    }
    Ok(Ok(Pen { actor, reference, head }))
}

impl Pen<'_> {
    /// Writes the entry.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write(self, tx: &mut Transaction, deed: Deed<'_>) -> sqlx::Result<()> {
        let Self { actor, reference, head } = self;
        let link = Link {
            seq: head.seq + 1,
            at: deed.at,
            actor_id: actor.id.clone(),
            action: deed.action.word().to_owned(),
            subject_id: deed.subject.cloned(),
            object: deed.object.to_owned(),
            before_text: deed.before.to_owned(),
            after_text: deed.after.to_owned(),
            reason: deed.reason.to_owned(),
            address: actor.address.clone(),
            reference: reference.map(str::to_owned),
            previous_hash: head.hash,
        };
        tracing::warn!(audit.seq = link.seq, action = link.action, "an operator acted");
        store::append(tx, &link).await
    }
}
