//! Proving one caller's balance to them: the rules of the books over their rows alone, recomputed when they ask.

use std::time::Instant;

use tokio::sync::Semaphore;

use super::{
    proof_model::{Proof, ProvenBreach, ProvenRule},
    statement_model::Totals,
    store,
    verify::{Examination, Finding, Scope},
};
use crate::{
    domain::{ids::UserId, money::Micros},
    error::AppError,
    server::{state::AppState, throttle::Door, unit_of_work::to_its_end},
    words::{self, Language},
};

/// A proof reads every row of an account several times: so many of them run at once, the others wait their turn.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Recomputes every rule from a caller's rows, in one state of the database.
///
/// # Errors
/// [`AppError::TooMany`] when the caller asks too often, or when the database fails.
pub async fn prove(state: &AppState, user: &UserId) -> Result<Proof, AppError> {
    let now = state.clock.now();
    state.throttle.take(Door::Proof, Some(user.as_str()), None)?;
    let turn = AT_ONCE.acquire().await.map_err(|error| AppError::internal(&error))?;
    let (db, user) = (state.db.clone(), user.clone());
    // Asked for here: the task has no reader.
    let (t, language) = (words::proof(), words::language());
    to_its_end(async move {
        // Also when whoever asked has hung up.
        let _turn = turn;
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
            sum: written_out(&totals, balance, t, language),
            rules: findings
                .into_iter()
                .filter(|finding| finding.rule.plain.is_some() || !finding.holds())
                .map(|finding| proven(finding, t, language))
                .collect(),
        })
    })
    .await
}

fn proven(finding: Finding, t: words::Proof, language: Language) -> ProvenRule {
    let (rule, more) = (finding.rule, finding.broken - 1);
    ProvenRule {
        name: rule.name.into(),
        rule: rule.plain.map_or(rule.sentence, |plain| plain(t)).into(),
        holds: finding.holds(),
        looked_at: rule.subject.words().into(),
        counted: rule.subject.counted(t, finding.rows, &language.number(finding.rows)),
        rows: finding.rows,
        took_us: microseconds(finding.took),
        breach: finding.first.map(|first| ProvenBreach { id: first.id, expected: first.expected, found: first.found, more }),
    }
}

fn microseconds(took: std::time::Duration) -> i64 {
    i64::try_from(took.as_micros()).unwrap_or(i64::MAX)
}

/// The sum of all lines by kind: `3 entries: +$5.000000 top-ups −$0.042000 calls = $4.958000, which is your balance.`
fn written_out(totals: &Totals, balance: Micros, t: words::Proof, language: Language) -> String {
    let (entries, sum) = (totals.lines(), totals.amount());
    let head = if entries == 0 { t.no_entries().to_owned() } else { t.entries(entries, &language.number(entries)) };
    let names = [t.top_ups(), t.calls(), t.refunds(), t.adjustments(), t.chargebacks()];
    let kinds = totals.each().into_iter().zip(names).filter(|(total, _)| total.lines > 0).map(|(total, name)| {
        let sign = if total.amount_micros < Micros::ZERO { "" } else { "+" };
        format!("{sign}{} {name}", language.exact(total.amount_micros))
    });
    let text: Vec<String> = std::iter::once(head).chain(kinds).collect();
    let verdict = if sum == balance { t.is_balance().to_owned() } else { t.is_not_balance(&language.exact(balance)) };
    format!("{} = {}, {verdict}", text.join(" "), language.exact(sum))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::model::TransactionKind;

    fn written(totals: &Totals, balance: i64) -> String {
        written_out(totals, Micros(balance), words::proof(), Language::En)
    }

    #[test]
    fn the_sum_is_written_out_by_kind() {
        let mut totals = Totals::default();
        assert_eq!(written(&totals, 0), "No entries: = $0.000000, which is your balance.");
        totals.add(TransactionKind::Topup, false, 2, Micros(50_000_000));
        totals.add(TransactionKind::Call, true, 1_202, Micros(-12_345_600));
        let words = "1,204 entries: +$50.000000 top-ups −$12.345600 calls = $37.654400, which is ";
        assert_eq!(written(&totals, 37_654_400), format!("{words}your balance."));
        assert_eq!(written(&totals, 37_654_401), format!("{words}not your balance of $37.654401."));
    }
}
