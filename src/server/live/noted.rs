//! A transaction that knows whose data it changes, and what it has to write last.

use std::{
    collections::BTreeSet,
    mem,
    ops::{Deref, DerefMut},
};

use sqlx::{Pool, Postgres, Sqlite};
use tokio::sync::OwnedSemaphorePermit;

use super::{changed, tell};
use crate::domain::ids::UserId;

/// A transaction that remembers whose wallet or calls it changes, and says so once it is committed. Rolled back, it says
/// nothing.
#[derive(Debug)]
pub struct Noted<D: sqlx::Database> {
    tx: sqlx::Transaction<'static, D>,
    pool: Pool<D>,
    users: Vec<UserId>,
    last: BTreeSet<(&'static str, String)>,
    /// Behind the transaction, so that it ends first.
    turn: Option<OwnedSemaphorePermit>,
}

impl<D: sqlx::Database> Noted<D> {
    /// A transaction that was begun on a connection of this pool.
    pub fn new(pool: &Pool<D>, tx: sqlx::Transaction<'static, D>) -> Self {
        Self { tx, pool: pool.clone(), users: Vec::new(), last: BTreeSet::new(), turn: None }
    }

    /// Keeps the turn to write until the end.
    #[must_use]
    pub fn in_turn(self, turn: OwnedSemaphorePermit) -> Self {
        Self { turn: Some(turn), ..self }
    }

    /// Notes that the transaction changes a wallet or calls of this account, or may.
    pub fn note(&mut self, user: &UserId) {
        if !self.users.contains(user) {
            self.users.push(user.clone());
        }
    }

    /// Has a statement about this id run right before the commit, once.
    pub fn at_end(&mut self, statement: &'static str, id: &str) {
        self.last.insert((statement, id.to_owned()));
    }

    /// What is to run right before the commit.
    pub fn take_last(&mut self) -> BTreeSet<(&'static str, String)> {
        mem::take(&mut self.last)
    }

    async fn end(self) -> sqlx::Result<(Pool<D>, Vec<UserId>)> {
        let Self { tx, pool, users, turn, .. } = self;
        tx.commit().await?;
        drop(turn);
        users.iter().for_each(changed);
        Ok((pool, users))
    }
}

impl Noted<Sqlite> {
    /// # Errors
    /// When the commit fails: nothing was written.
    pub async fn commit(self) -> sqlx::Result<()> {
        self.end().await.map(drop)
    }
}

impl Noted<Postgres> {
    /// # Errors
    /// When the commit fails: nothing was written.
    pub async fn commit(self) -> sqlx::Result<()> {
        let (pool, users) = self.end().await?;
        tell::others(&pool, users);
        Ok(())
    }
}

impl<D: sqlx::Database> Deref for Noted<D> {
    type Target = D::Connection;

    fn deref(&self) -> &Self::Target {
        &self.tx
    }
}

impl<D: sqlx::Database> DerefMut for Noted<D> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.tx
    }
}
