//! Small books that are right, and a way to break each rule in them behind the back of every guard: exactly that rule is
//! named. A rule that nothing here breaks fails the build.

use std::collections::BTreeSet;

use super::{Examination, Scope, examine, rules, verify};
use crate::{
    domain::{ids::UserId, time::EpochMs},
    server::{
        database::{Database, Engine, on_engine},
        scratch::{self, Scratch},
    },
};

const NOW: EpochMs = EpochMs(1_795_341_670_123);
/// The account with everything; its id has to be one that [`UserId`] takes.
const ANN: &str = "u_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

/// A charged call, one that was refunded, a free one, one that runs; a payment that succeeded and one that failed; credit.
const BOOKS: &[&str] = &[
    "insert into users (id, email, password_hash, balance_micros, held_micros, txn_seq, active_calls, created_at)
     values ('u_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'ann@example.test', 'x', 9958000, 1260000, 5, 1, 0),
            ('u_bea', 'bea@example.test', 'x', 1000000, 0, 1, 0, 0)",
    "insert into decks (id, name, created_at) values ('deck', 'Test', 0)",
    "insert into rates (deck_id, prefix, destination, blocked, rate_micros_per_min, connect_micros, initial_s, increment_s)
     values ('deck', '447', 'UK mobile', false, 21000, 0, 60, 60)",
    "insert into payments (id, user_id, provider, provider_ref, amount_micros, currency, state, created_at)
     values ('p_good', 'u_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'test', '1', 5000000, 'USD', 'succeeded', 0),
            ('p_bad', 'u_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'test', '2', 7000000, 'USD', 'failed', 0)",
    "insert into calls (id, user_id, to_e164, from_e164, destination, deck_id, prefix, origin, rate_micros_per_min, connect_micros,
                        initial_s, increment_s, free_under_s, time_limit_s, hold_micros, hold_expires_at, status, status_rank,
                        duration_s, created_at, ended_at, settled_at, settled_by, billed_s, rated_micros, charged_micros)
     values ('c_long', 'u_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '+447911123456', '+14155550100', 'UK mobile', 'deck', '447', '',
             21000, 0, 60, 60, 0, 3598, 1260000, 0, 'completed', 10, 107, 0, 9, 9, 'status', 120, 42000, 42000),
            ('c_silent', 'u_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '+447911123456', '+14155550100', 'UK mobile', 'deck', '447', '',
             21000, 0, 60, 60, 0, 3598, 1260000, 0, 'completed', 10, 5, 0, 9, 9, 'status', 60, 21000, 21000),
            ('c_free', 'u_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '+447911123456', '+14155550100', 'UK mobile', 'deck', '447', '',
             21000, 0, 60, 60, 0, 3598, 1260000, 0, 'no-answer', 10, 0, 0, 9, 9, 'status', 0, 0, 0),
            ('c_open', 'u_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '+447911123456', '+14155550100', 'UK mobile', 'deck', '447', '',
             21000, 0, 60, 60, 0, 3598, 1260000, 1795345670123, 'in-progress', 3, null, 0, null, null, null, null, null, null)",
    "insert into transactions (user_id, seq, kind, amount_micros, balance_after_micros, call_id, payment_id, operator, note, created_at)
     values ('u_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 1, 'adjust', 5000000, 5000000, null, null, 'op', 'welcome', 1),
            ('u_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 2, 'topup', 5000000, 10000000, null, 'p_good', null, null, 2),
            ('u_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 3, 'call', -42000, 9958000, 'c_long', null, null, null, 3),
            ('u_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 4, 'call', -21000, 9937000, 'c_silent', null, null, null, 4),
            ('u_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 5, 'adjust', 21000, 9958000, 'c_silent', null, 'ringfare', 'silent', 5),
            ('u_bea', 1, 'adjust', 1000000, 1000000, null, null, 'op', 'welcome', 1)",
];

/// A rule and statements that break it and no other.
const TAMPERED: &[(&str, &[&str])] = &[
    (
        "balance_is_the_sum_of_its_lines",
        &[
            "update users set balance_micros = balance_micros + 5 where id = 'u_bea'",
            "update users set balance_micros = balance_micros - 5 where id like 'u_aa%'",
        ],
    ),
    ("held_is_held_for_open_calls", &["update users set held_micros = held_micros + 1 where id like 'u_aa%'"]),
    ("the_carrier_was_told_no_more_than_is_held", &["update calls set carrier_limit_s = 3599 where id = 'c_open'"]),
    (
        "a_carrier_price_is_the_sum_of_its_legs",
        &["update calls set carrier_parent_micros = 4, carrier_child_micros = 14, carrier_micros = 19 where id = 'c_long'"],
    ),
    ("active_calls_are_counted", &["update users set active_calls = 2 where id like 'u_aa%'"]),
    (
        "balance_covers_what_is_held",
        &[
            "update calls set hold_micros = 20000000 where id = 'c_open'",
            "update users set held_micros = 20000000 where id like 'u_aa%'",
        ],
    ),
    ("last_number_counts_the_lines", &["update users set txn_seq = 2 where id = 'u_bea'"]),
    (
        "accounts_and_house_add_to_zero",
        &["insert into transactions (user_id, seq, kind, amount_micros, balance_after_micros, operator, note, created_at)
           values ('u_gone', 1, 'adjust', 7, 7, 'op', 'why', 9)"],
    ),
    ("lines_have_no_gaps", &["update transactions set seq = 9 where user_id like 'u_aa%' and seq = 5"]),
    (
        "balance_runs_from_line_to_line",
        &["update transactions set balance_after_micros = balance_after_micros + 1 where user_id like 'u_aa%' and seq = 2"],
    ),
    (
        "no_balance_was_negative",
        &[
            "update transactions set amount_micros = -5, balance_after_micros = -5 where user_id = 'u_bea'",
            "insert into transactions (user_id, seq, kind, amount_micros, balance_after_micros, operator, note, created_at)
             values ('u_bea', 2, 'adjust', 1000005, 1000000, 'op', 'why', 9)",
            "update users set txn_seq = 2 where id = 'u_bea'",
        ],
    ),
    ("lines_name_their_owners_calls", &["update calls set user_id = 'u_bea' where id = 'c_long'"]),
    (
        "a_call_is_charged_once",
        &["update transactions set kind = 'adjust', call_id = null, operator = 'op', note = 'why' where call_id = 'c_long'"],
    ),
    (
        "a_call_is_charged_once",
        &[
            "drop index one_charge_per_call",
            "insert into transactions (user_id, seq, kind, amount_micros, balance_after_micros, call_id, created_at)
             values ('u_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 6, 'call', -42000, 9916000, 'c_long', 9)",
            "update users set txn_seq = 6, balance_micros = 9916000 where id like 'u_aa%'",
        ],
    ),
    ("settled_means_final", &["update calls set status = 'in-progress', status_rank = 3 where id = 'c_free'"]),
    ("status_and_rank_agree", &["update calls set status = 'ringing' where id = 'c_free'"]),
    ("a_settlement_is_whole", &["update calls set settled_by = null where id = 'c_long'"]),
    ("a_settlement_is_whole", &["update calls set settled_by = 'status' where id = 'c_open'"]),
    ("billed_time_follows_the_increments", &["update calls set duration_s = 30 where id = 'c_long'"]),
    ("rated_price_is_rate_times_time", &["update calls set rated_micros = 42001, hold_micros = 42000 where id = 'c_long'"]),
    ("a_charge_is_the_price_at_most_the_hold", &["update calls set hold_micros = 41999 where id = 'c_long'"]),
    (
        "a_hold_pays_for_the_permitted_time",
        &[
            "update calls set hold_micros = 1259999 where id = 'c_open'",
            "update users set held_micros = 1259999 where id like 'u_aa%'",
        ],
    ),
    ("a_frozen_rate_is_still_in_its_deck", &["update rates set rate_micros_per_min = 21001"]),
    ("a_frozen_rate_is_still_in_its_deck", &["delete from rates"]),
    ("no_call_is_forgotten", &["update calls set hold_expires_at = 1795341670123 - 900001 where id = 'c_open'"]),
    (
        "kept_sums_are_those_of_the_calls",
        &["insert into call_sums (user_id, width_ms, began_at, version, calls, charged_micros, times, whom)
           values ('u_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 900000, 0, 1, 4, 62999, '', '')"],
    ),
    ("a_payment_is_credited_once", &["update payments set state = 'succeeded' where id = 'p_bad'"]),
    ("a_payment_is_in_its_wallets_currency", &["update payments set currency = 'EUR' where id = 'p_good'"]),
    ("credit_has_a_source", &["update transactions set kind = 'refund', operator = null where user_id = 'u_bea'"]),
    (
        "a_refund_gives_back_a_charge",
        &["update transactions set call_id = 'c_free' where kind = 'adjust' and call_id = 'c_silent'"],
    ),
    ("an_adjustment_is_explained", &["update transactions set note = null where user_id = 'u_bea'"]),
];

/// What guards the rows on PostgreSQL.
const GUARDS: &str = "
    select 'alter table ' || conrelid::regclass || ' drop constraint ' || quote_ident(conname)
      from pg_constraint where contype in ('c', 'f') and connamespace = 'public'::regnamespace";

async fn books() -> Scratch {
    let scratch = scratch::database().await;
    for sql in BOOKS {
        on_engine!(&*scratch, |pool| sqlx::query(*sql).execute(pool).await.map(drop)).expect("the books are written");
    }
    scratch
}

/// Changes rows behind the guards: CHECKs and foreign keys are switched off first.
async fn tamper(db: &Database, statements: &[&'static str]) {
    match db {
        Engine::Sqlite(pool) => {
            let mut connection = pool.acquire().await.expect("a connection").detach();
            let guards = ["pragma ignore_check_constraints = on", "pragma foreign_keys = off"];
            for sql in guards.iter().chain(statements) {
                sqlx::query(*sql).execute(&mut connection).await.unwrap_or_else(|error| panic!("{error}: {sql}"));
            }
        }
        Engine::Postgres(pool) => {
            let guards: Vec<String> = sqlx::query_scalar(GUARDS).fetch_all(pool).await.expect("the guards");
            for guard in guards {
                sqlx::raw_sql(sqlx::AssertSqlSafe(guard)).execute(pool).await.expect("a guard falls");
            }
            for sql in statements {
                sqlx::query(*sql).execute(pool).await.unwrap_or_else(|error| panic!("{error}: {sql}"));
            }
        }
    }
}

#[tokio::test]
async fn books_that_are_right_break_no_rule() {
    let db = books().await;
    let report = examine(&db, NOW).await.expect("read");
    assert!(report.holds(), "{}", report.text());
    assert_eq!((report.rows.accounts, report.rows.calls, report.rows.open_calls, report.rows.lines), (2, 4, 1, 6));
}

#[tokio::test]
async fn every_rule_is_named_when_it_is_broken_and_no_other() {
    for (rule, statements) in TAMPERED {
        let db = books().await;
        tamper(&db, statements).await;
        let violations = verify(&db, NOW).await.expect("read");
        // SQLite's own check sees rows behind a CHECK too.
        let named: BTreeSet<_> = violations.iter().map(|broken| broken.name).filter(|name| *name != "storage_is_sound").collect();
        assert_eq!(named, BTreeSet::from([*rule]), "{statements:?}: {violations:#?}");
        let broken = violations.iter().find(|broken| broken.name == *rule).expect("named");
        assert!(!broken.id.is_empty() && broken.expected != broken.found, "{broken:?}");
    }
}

#[test]
fn every_rule_has_somebody_who_breaks_it() {
    let broken: BTreeSet<_> = TAMPERED.iter().map(|(rule, _)| *rule).collect();
    let unbroken: Vec<_> = rules::all().map(|rule| rule.name).filter(|name| !broken.contains(name)).collect();
    assert!(unbroken.is_empty(), "add statements to TAMPERED that break {unbroken:?}");
}

#[tokio::test]
async fn the_first_violation_says_what_was_expected_and_how_many_more_there_are() {
    let db = books().await;
    tamper(&db, &["update rates set rate_micros_per_min = 21001"]).await;
    let violation = verify(&db, NOW).await.expect("read").remove(0);
    assert_eq!((violation.id.as_str(), violation.more), ("c_free", 3));
    assert_eq!(violation.expected, "21001 + 0, 60/60, free under 0");
    assert_eq!(violation.found, "21000 + 0, 60/60, free under 0");
}

#[tokio::test]
async fn sqlite_says_itself_that_its_file_is_sound() {
    let db = books().await;
    let names = |report: super::Report| report.findings.iter().map(|finding| finding.rule.name).collect::<Vec<_>>();
    let checked = names(examine(&db, NOW).await.expect("read")).contains(&"storage_is_sound");
    assert_eq!(checked, matches!(&*db, Engine::Sqlite(_)));
    if checked {
        tamper(&db, &["update users set held_micros = -1, active_calls = -1 where id = 'u_bea'"]).await;
        let violations = verify(&db, NOW).await.expect("read");
        assert!(violations.iter().any(|broken| broken.name == "storage_is_sound"), "{violations:?}");
    }
}

#[tokio::test]
async fn one_accounts_books_are_looked_at_alone() {
    let db = books().await;
    let ann = UserId::parse(ANN).expect("an id");
    let broken = async |user: &UserId| {
        let mut examination = Examination::begin(&db, Scope::One(user), NOW).await.expect("begun");
        let findings = examination.check_all().await.expect("read");
        let rows = examination.rows();
        examination.end().await.expect("ended");
        (rows.accounts, rows.lines, findings.iter().filter(|finding| !finding.holds()).count())
    };
    assert_eq!(broken(&ann).await, (1, 5, 0));
    tamper(&db, &["update transactions set note = null, balance_after_micros = 1 where user_id = 'u_bea'"]).await;
    assert_eq!(broken(&ann).await, (1, 5, 0), "somebody else's trouble is not hers");
    tamper(&db, &["update transactions set note = null where user_id like 'u_aa%' and seq = 1"]).await;
    assert_eq!(broken(&ann).await, (1, 5, 1));
    let nobody = UserId::parse("u_00000000000000000000000000000000").expect("an id");
    assert_eq!(broken(&nobody).await, (0, 0, 0));
}

#[tokio::test]
async fn all_rules_read_one_state_while_money_moves() {
    // No guard is lifted here: on PostgreSQL that waits for whoever reads.
    const LATER: &str = "update users set balance_micros = balance_micros + 5, held_micros = 3, txn_seq = 9";

    let db = books().await;
    let mut examination = Examination::begin(&db, Scope::Everybody, NOW).await.expect("begun");
    on_engine!(&*db, |pool| sqlx::query(LATER).execute(pool).await.map(drop)).expect("written while the books are read");
    let findings = examination.check_all().await.expect("read");
    assert!(findings.iter().all(super::Finding::holds), "what was written later was seen");
    examination.end().await.expect("ended");
    assert!(verify(&db, NOW).await.expect("read").len() >= 3);
}
