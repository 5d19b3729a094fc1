//! Recomputes the invariants of the books from the rows: run by `ringfare ledger verify`, hourly, and after every test that
//! moves money.

use std::time::Duration;

use serde::Serialize;
use tokio::sync::watch;

use crate::{
    domain::time::EpochMs,
    server::{
        database::{Database, on_engine},
        state::AppState,
    },
};

/// A row that breaks a rule of the books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// The rule, as a sentence.
    pub rule: &'static str,
    /// The id of the user, call or payment that breaks it.
    pub id: String,
}

/// Each rule with the query that finds the rows breaking it. `$1` is the present moment where it is used.
const RULES: &[(&str, &str)] = &[
    (
        "a balance is the sum of its transactions",
        "select u.id from users u left join transactions t on t.user_id = u.id
          group by u.id, u.balance_micros having u.balance_micros <> coalesce(sum(t.amount_micros), 0)",
    ),
    (
        "what is held is held for open calls, and active calls are counted",
        "select u.id from users u left join calls c on c.user_id = u.id and c.settled_at is null
          group by u.id, u.held_micros, u.active_calls
         having u.held_micros <> coalesce(sum(c.hold_micros), 0) or u.active_calls <> count(c.id)",
    ),
    ("a balance covers what is held", "select id from users where held_micros < 0 or balance_micros < held_micros"),
    (
        "the statement has no gaps and its balance runs",
        "select user_id from (
           select user_id, seq, amount_micros, balance_after_micros as after_micros, lag(seq) over w as seq_before,
                  lag(balance_after_micros) over w as before_micros
             from transactions window w as (partition by user_id order by seq)) t
          where seq <> coalesce(seq_before, 0) + 1 or after_micros <> coalesce(before_micros, 0) + amount_micros",
    ),
    (
        "a charged call has one transaction of its charge, a free one none",
        "select c.id from calls c left join transactions t on t.call_id = c.id and t.kind = 'call'
          where coalesce(-t.amount_micros, 0) <> coalesce(c.charged_micros, 0)",
    ),
    (
        "a call is settled exactly when its status is final",
        "select id from calls where (status_rank >= 10) <> (settled_at is not null)",
    ),
    (
        "a rated price is connect fee plus rate times billed seconds, rounded up",
        "select id from calls where settled_at is not null and rated_micros <>
           case when billed_s = 0 then 0 else connect_micros + (rate_micros_per_min * billed_s + 59) / 60 end",
    ),
    (
        "billed seconds follow from the duration and the frozen increments",
        "select id from calls where settled_at is not null and billed_s <>
           case when coalesce(duration_s, 0) = 0 or duration_s <= free_under_s then 0
                when duration_s <= initial_s then initial_s
                else initial_s + (duration_s - initial_s + increment_s - 1) / increment_s * increment_s end",
    ),
    (
        "a charge is the rated price, at most the hold",
        "select id from calls where settled_at is not null and charged_micros <>
           case when rated_micros < hold_micros then rated_micros else hold_micros end",
    ),
    (
        "the last sequence number counts the transactions",
        "select u.id from users u left join transactions t on t.user_id = u.id
          group by u.id, u.txn_seq having u.txn_seq <> count(t.seq)",
    ),
    (
        "a succeeded payment has one top-up of its amount, another none",
        "select p.id from payments p left join transactions t on t.payment_id = p.id and t.kind = 'topup'
          where (p.state = 'succeeded') <> (t.seq is not null) or t.amount_micros <> p.amount_micros",
    ),
    (
        "credit comes from a payment or from a named operator",
        "select user_id from transactions
          where amount_micros > 0 and payment_id is null and not (kind = 'adjust' and operator is not null)",
    ),
    (
        "the deck row that a call froze has not changed",
        "select c.id from calls c left join rates r on r.deck_id = c.deck_id and r.prefix = c.prefix and r.origin = c.origin
          where r.deck_id is null or r.rate_micros_per_min <> c.rate_micros_per_min or r.connect_micros <> c.connect_micros
             or r.initial_s <> c.initial_s or r.increment_s <> c.increment_s or r.free_under_s <> c.free_under_s",
    ),
    (
        "a refund names a settled call of the same account and gives back at most its charge",
        "select coalesce(t.call_id, t.user_id) from transactions t left join calls c on c.id = t.call_id and c.user_id = t.user_id
          where t.kind = 'adjust' and t.call_id is not null
            and (c.settled_at is null or t.amount_micros <= 0 or t.amount_micros > c.charged_micros)",
    ),
];

/// Between two verifications of a running server.
const VERIFY_EVERY: Duration = Duration::from_hours(1);
/// The rule that is an alarm rather than a broken book.
pub const FORGOTTEN_CALL: &str = "no call is open a quarter of an hour after the end of its hold";
/// How long after the end of its hold an open call is an alarm, in milliseconds.
const ALARM_AFTER_MS: i64 = 900_000;

/// Every row that breaks a rule; empty when the books are right.
///
/// # Errors
/// When the database fails.
pub async fn verify(db: &Database, now: EpochMs) -> sqlx::Result<Vec<Violation>> {
    const FORGOTTEN: &str = "select id from calls where settled_at is null and hold_expires_at < $1";

    let mut violations = Vec::new();
    for &(rule, sql) in RULES {
        let ids: Vec<String> = on_engine!(db, |pool| sqlx::query_scalar(sql).fetch_all(pool).await)?;
        violations.extend(ids.into_iter().map(|id| Violation { rule, id }));
    }
    let before = now.0 - ALARM_AFTER_MS;
    let forgotten: Vec<String> = on_engine!(db, |pool| sqlx::query_scalar(FORGOTTEN).bind(before).fetch_all(pool).await)?;
    let rule = FORGOTTEN_CALL;
    violations.extend(forgotten.into_iter().map(|id| Violation { rule, id }));
    Ok(violations)
}

/// Verifies every hour, until told to stop; what is broken goes to the log as an error.
pub async fn watch(state: AppState, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(VERIFY_EVERY) => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
        match verify(&state.db, state.clock.now()).await {
            Ok(violations) if violations.is_empty() => tracing::info!("the books are right"),
            Ok(violations) => tracing::error!(?violations, "the books are wrong"),
            Err(error) => tracing::error!(%error, "the books could not be verified"),
        }
    }
}

/// How many rules [`verify`] checks.
pub const RULES_CHECKED: usize = RULES.len() + 1;
