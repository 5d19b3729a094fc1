//! Adds up the calls of a span: what is kept as it is kept, the rest call by call, and keeps what was worth it.

use std::{cmp::Reverse, collections::HashMap};

use super::found::{Found, Sums};
use crate::{
    analytics::{period::Span, store},
    calls::store::sums::{self, Fresh, Kept},
    domain::{ids::UserId, time::EpochMs},
    server::database::{Database, Transaction},
};

/// So many calls are read sooner than their sums are looked for.
const FEW: i64 = 200;
/// Sums that are kept in one transaction, so that others who write need not wait for all of them.
const KEPT_AT_ONCE: usize = 32;

/// What of the sums is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Everything,
    /// By time and outcome alone.
    Times,
}

/// Adds up a caller's calls that began in a span, in one state of the database. Who asked does not wait until sums are kept.
///
/// # Errors
/// When the database fails; sums that cannot be kept are no failure.
pub async fn gather(db: &Database, user: &UserId, span: Span, wanted: Wanted) -> sqlx::Result<Found> {
    let (found, fresh) = found(db, user, span, wanted).await?;
    if !fresh.is_empty() {
        tokio::spawn(keep(db.clone(), user.clone(), fresh));
    }
    Ok(found)
}

/// The sums, and those of them that are worth keeping.
///
/// # Errors
/// When the database fails.
pub async fn found(db: &Database, user: &UserId, span: Span, wanted: Wanted) -> sqlx::Result<(Found, Vec<Fresh>)> {
    let mut gathering = Gathering { tx: db.begin_read().await?, user, fresh: Vec::new() };
    let found = gathering.add_up(span, wanted).await?;
    let Gathering { tx, mut fresh, .. } = gathering;
    tx.commit().await?;
    // In the order in which `outdate` locks rows.
    fresh.sort_by_key(|sums| (Reverse(sums.width_ms), sums.began_at));
    Ok((found, fresh))
}

/// Keeps sums; what cannot be kept is added up again by whoever looks next.
pub async fn keep(db: Database, user: UserId, fresh: Vec<Fresh>) {
    let kept = async {
        for some in fresh.chunks(KEPT_AT_ONCE) {
            let mut tx = db.begin().await?;
            for sums in some {
                sums::keep(&mut tx, &user, sums).await?;
            }
            tx.commit().await?;
        }
        Ok::<(), sqlx::Error>(())
    };
    if let Err(error) = kept.await {
        tracing::warn!(%error, "sums of calls could not be kept");
    }
}

struct Gathering<'a> {
    tx: Transaction,
    user: &'a UserId,
    fresh: Vec<Fresh>,
}

impl Gathering<'_> {
    async fn add_up(&mut self, whole: Span, wanted: Wanted) -> sqlx::Result<Found> {
        if whole.is_narrow() || self.has_few(whole).await? {
            return self.read(whole).await;
        }
        let (mut found, mut gap) = (Found::default(), Vec::new());
        let parts = whole.parts();
        let mut kept = self.kept(&parts, wanted).await?;
        for part in parts {
            let kept = kept.remove(&part);
            if kept.as_ref().is_some_and(|kept| merge(&mut found, kept)) {
                self.fill(&mut found, &mut gap).await?;
            } else {
                gap.push((part, kept.map_or(0, |kept| kept.version)));
            }
        }
        self.fill(&mut found, &mut gap).await?;
        Ok(found)
    }

    /// Adds up stretches that follow each other and of which nothing is kept yet; empties the list.
    async fn fill(&mut self, found: &mut Found, gap: &mut Vec<(Span, i64)>) -> sqlx::Result<()> {
        let (Some((first, _)), Some((last, _))) = (gap.first(), gap.last()) else { return Ok(()) };
        let whole = Span { from: first.from, to: last.to };
        if self.has_few(whole).await? {
            gap.clear();
            found.merge(self.read(whole).await?);
            return Ok(());
        }
        for (part, version) in gap.drain(..) {
            let sums = Box::pin(self.add_up(part, Wanted::Everything)).await?;
            self.fresh.extend(fresh(part, version, &sums));
            found.merge(sums);
        }
        Ok(())
    }

    /// Whether to read the calls of a stretch is less work than to look for their sums.
    async fn has_few(&mut self, stretch: Span) -> sqlx::Result<bool> {
        Ok(store::count(&mut self.tx, self.user, stretch, FEW + 1).await? <= FEW)
    }

    /// Adds up call by call.
    async fn read(&mut self, stretch: Span) -> sqlx::Result<Found> {
        let mut found = Found::default();
        for call in store::calls(&mut self.tx, self.user, stretch).await? {
            found.add(call);
        }
        Ok(found)
    }

    /// What is kept of stretches, each with its version.
    async fn kept(&mut self, stretches: &[Span], wanted: Wanted) -> sqlx::Result<HashMap<Span, Kept>> {
        let mut all = HashMap::new();
        for run in stretches.chunk_by(|one, next| one.width() == next.width()) {
            let (width, began) = (run[0].width(), run[0].from.0..run[run.len() - 1].to.0);
            if run[0].is_keepable() {
                let kept = sums::kept(&mut self.tx, self.user, width, began, wanted == Wanted::Everything).await?;
                all.extend(
                    kept.into_iter().map(|kept| (Span { from: kept.began_at, to: EpochMs(kept.began_at.0 + width) }, kept)),
                );
            }
        }
        Ok(all)
    }
}

/// Adds what is kept, if anything is.
fn merge(found: &mut Found, kept: &Kept) -> bool {
    let Some(times) = &kept.times else { return false };
    let reads = found.merge_kept(times, kept.whom.as_deref());
    if !reads {
        tracing::warn!(began_at = kept.began_at.0, "kept sums do not read and are added up anew");
    }
    reads
}

fn fresh(stretch: Span, version: i64, found: &Found) -> Option<Fresh> {
    let (times, whom) = stretch.is_keepable().then(|| found.encode().ok()).flatten()?;
    let Sums { calls, spent, .. } = found.sums();
    Some(Fresh { width_ms: stretch.width(), began_at: stretch.from, version, calls, charged_micros: spent, times, whom })
}
