//! Proving one caller's balance to them: the rules of the books over their rows alone, recomputed when they ask.

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex, PoisonError},
    time::Instant,
};

use tokio::sync::Semaphore;

use super::{
    proof_model::{Proof, ProvenBreach, ProvenRule, grouped},
    statement_model::Totals,
    store,
    verify::{Examination, Finding, Scope},
};
use crate::{
    domain::{ids::UserId, money::Micros, time::EpochMs},
    error::AppError,
    server::{state::AppState, unit_of_work::to_its_end},
};

/// A proof reads every row of an account several times: so many of them run at once, the others wait their turn.
static AT_ONCE: Semaphore = Semaphore::const_new(2);
/// When each caller's budget of proofs is full again, in epoch milliseconds.
static BUDGETS: LazyLock<Mutex<HashMap<UserId, i64>>> = LazyLock::new(Mutex::default);
/// So many proofs in a row, then one more each time so many milliseconds have passed.
const IN_A_ROW: i64 = 20;
const REFILL_MS: i64 = 6_000;
/// Above so many callers, those whose budget is full again are forgotten.
const CALLERS_MOST: usize = 10_000;

/// Recomputes every rule from a caller's rows, in one state of the database.
///
/// # Errors
/// [`AppError::TooMany`] when the caller asks too often, or when the database fails.
pub async fn prove(state: &AppState, user: &UserId) -> Result<Proof, AppError> {
    let now = state.clock.now();
    take_turn(user, now)?;
    let _turn = AT_ONCE.acquire().await.map_err(|error| AppError::internal(&error))?;
    let (db, user) = (state.db.clone(), user.clone());
    to_its_end(async move {
        let started = Instant::now();
        let mut examination = Examination::begin(&db, Scope::One(&user), now).await?;
        let findings = examination.check_all().await?;
        let (totals, balance) = store::account_sums(examination.transaction(), &user).await?;
        examination.end().await?;
        let holds = findings.iter().all(Finding::holds) && totals.amount() == balance;
        if !holds {
            tracing::error!(account = %user, "a caller's books do not prove their balance; see `ringfare ledger verify`");
        }
        Ok(Proof {
            account: user,
            made_at: now,
            took_us: microseconds(started.elapsed()),
            holds,
            entries: totals.lines(),
            sum: written_out(&totals, balance),
            rules: findings
                .into_iter()
                .filter(|finding| !finding.rule.plain.is_empty() || !finding.holds())
                .map(proven)
                .collect(),
        })
    })
    .await
}

fn take_turn(user: &UserId, now: EpochMs) -> Result<(), AppError> {
    let mut full_at = BUDGETS.lock().unwrap_or_else(PoisonError::into_inner);
    if full_at.len() > CALLERS_MOST {
        full_at.retain(|_, moment| *moment > now.0);
    }
    let moment = full_at.entry(user.clone()).or_insert(now.0);
    let after = (*moment).max(now.0) + REFILL_MS;
    let wait_ms = after - now.0 - IN_A_ROW * REFILL_MS;
    if wait_ms > 0 {
        return Err(AppError::TooMany { retry_after_seconds: wait_ms.div_euclid(1_000) + 1 });
    }
    *moment = after;
    Ok(())
}

fn proven(finding: Finding) -> ProvenRule {
    let (rule, more) = (finding.rule, finding.broken - 1);
    ProvenRule {
        name: rule.name.into(),
        rule: if rule.plain.is_empty() { rule.sentence.into() } else { rule.plain.into() },
        holds: finding.holds(),
        looked_at: rule.subject.words().into(),
        rows: finding.rows,
        took_us: microseconds(finding.took),
        breach: finding.first.map(|first| ProvenBreach { id: first.id, expected: first.expected, found: first.found, more }),
    }
}

fn microseconds(took: std::time::Duration) -> i64 {
    i64::try_from(took.as_micros()).unwrap_or(i64::MAX)
}

/// The sum of all lines by kind: `3 entries: +$5.000000 top-ups −$0.042000 calls = $4.958000, which is your balance.`
fn written_out(totals: &Totals, balance: Micros) -> String {
    let (entries, sum) = (totals.lines(), totals.amount());
    let head = match entries {
        0 => "No entries:".to_owned(),
        1 => "1 entry:".to_owned(),
        entries => format!("{} entries:", grouped(entries)),
    };
    let kinds = totals.each().into_iter().filter(|(_, total)| total.lines > 0).map(|(kind, total)| {
        let sign = if total.amount_micros < Micros::ZERO { "" } else { "+" };
        format!("{sign}{} {}", total.amount_micros.exact(), kind.to_lowercase())
    });
    let text: Vec<String> = std::iter::once(head).chain(kinds).collect();
    let verdict = if sum == balance {
        "which is your balance.".to_owned()
    } else {
        format!("which is not your balance of {}.", balance.exact())
    };
    format!("{} = {}, {verdict}", text.join(" "), sum.exact())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ledger::model::TransactionKind, server::ids};

    #[test]
    fn the_sum_is_written_out_by_kind() {
        let mut totals = Totals::default();
        assert_eq!(written_out(&totals, Micros(0)), "No entries: = $0.000000, which is your balance.");
        totals.add(TransactionKind::Topup, false, 2, Micros(50_000_000));
        totals.add(TransactionKind::Call, true, 1_202, Micros(-12_345_600));
        let words = "1,204 entries: +$50.000000 top-ups −$12.345600 calls = $37.654400, which is ";
        assert_eq!(written_out(&totals, Micros(37_654_400)), format!("{words}your balance."));
        assert_eq!(written_out(&totals, Micros(37_654_401)), format!("{words}not your balance of $37.654401."));
    }

    #[test]
    fn who_asks_again_and_again_waits_and_nobody_else_does() {
        let (eager, other, now) = (ids::user_id(), ids::user_id(), EpochMs(1_800_000_000_000));
        let let_through = (0..1_000).filter(|_| take_turn(&eager, now).is_ok()).count();
        assert_eq!(let_through, 20);
        assert!(take_turn(&other, now).is_ok());
        assert!(take_turn(&eager, now.plus_seconds(5)).is_err());
        assert!(take_turn(&eager, now.plus_seconds(6)).is_ok());
    }
}
