//! The database's own schema against what export and deletion know: **a table that you add needs a line here**.
//!
//! Each line says how the rows of an account are found, which file of the archive shows them, and whether they go when the account
//! is deleted; `traces.rs` must leave one. A column that you add to `users` needs a line in [`COLUMNS`].

use std::collections::BTreeSet;

use super::traces::{EMAIL, FRIEND, Traces, count, names, text_columns};
use crate::support::TestApp;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// With the account.
    Goes,
    /// For the books, or for the log of what operators did; what of it tells whose it was goes (`mod.rs` looks for that).
    Stays,
}
use Fate::{Goes, Stays};

const OF_CALLS: &str = "call_id in (select id from calls where user_id = $1)";
const OF_USER: &str = "user_id = $1";

/// Table, which of its rows are of the account `$1` with the address `$2`, what becomes of them, the file that shows them, and a
/// text that only they bring there.
const OF_ACCOUNTS: [(&str, &str, Fate, &str, &str); 22] = [
    ("users", "id = $1", Stays, "account", EMAIL),
    ("sessions", OF_USER, Goes, "sessions", "signed_in_at"),
    ("tokens", OF_USER, Goes, "tokens", "for Wilhelmina's watch"),
    ("contacts", OF_USER, Goes, "contacts", FRIEND),
    ("contact_numbers", OF_USER, Goes, "contacts", "+447911123456"),
    ("contact_imports", OF_USER, Goes, "contact-files", "Ford Prefect"),
    ("calls", OF_USER, Stays, "calls", "+447911123456"),
    // What the calls add up to. The rows stay with those of the calls, emptied.
    ("call_sums", OF_USER, Stays, "calls", "+447911123456"),
    ("call_records", OF_CALLS, Goes, "call-notes", "was late"),
    ("webhook_events", OF_CALLS, Stays, "call-events", "completed"),
    ("payments", OF_USER, Stays, "payments", "reference-1"),
    ("transactions", OF_USER, Stays, "transactions", "a welcome"),
    ("spending_limits", OF_USER, Goes, "limits", "600"),
    ("alarms", OF_USER, Goes, "alarms", "velocity"),
    ("links", "user_id = $1 or email = $2", Goes, "links", "wilhelmina.new@ringfare.test"),
    ("letters", "recipient = $2 or body like '%' || $2 || '%'", Goes, "letters", "A letter to Wilhelmina"),
    ("totp", OF_USER, Goes, "factors", "code_app"),
    ("recovery_codes", OF_USER, Goes, "factors", "recovery_code"),
    ("passkeys", OF_USER, Goes, "factors", "Wilhelmina's ring"),
    ("identities", OF_USER, Goes, "identities", "subject-of-wilhelmina"),
    ("ceremonies", OF_USER, Goes, "begun", "new_passkey"),
    ("audit_entries", "subject_id = $1", Stays, "operators-acts", "a welcome"),
];

/// Tables in which nothing is anybody's.
const OF_NOBODY: [&str; 5] = ["settings", "decks", "rates", "audit_head", "_sqlx_migrations"];

/// The columns of `users`, and as what the archive shows them; nothing where it is a secret or only counts for the server.
const COLUMNS: [(&str, Option<&str>); 21] = [
    ("id", Some("id")),
    ("email", Some("email")),
    ("password_hash", None),
    ("e164", Some("number")),
    ("is_admin", Some("is_operator")),
    ("currency", Some("currency")),
    ("status", Some("status")),
    ("status_reason", Some("status_reason")),
    ("status_changed_at", Some("status_changed_at")),
    ("balance_micros", Some("balance_micros")),
    ("held_micros", Some("held_micros")),
    ("txn_seq", None),
    ("wallet_version", None),
    ("active_calls", None),
    ("max_calls", Some("calls_at_once")),
    ("created_at", Some("opened_at")),
    ("caller_id", Some("caller_id")),
    ("warn_below_micros", Some("warn_below_micros")),
    ("email_verified_at", Some("email_verified_at")),
    ("language", Some("language")),
    ("password_changed_at", Some("password_changed_at")),
];

/// Every table with each of its columns.
async fn columns(app: &TestApp) -> Vec<(String, String)> {
    const SQLITE: &str = "
        select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c
         where m.type = 'table' and m.name not like 'sqlite\\_%' escape '\\'";
    const POSTGRES: &str = "
        select cast(table_name as text), cast(column_name as text) from information_schema.columns where table_schema = 'public'";

    names(app, SQLITE, POSTGRES).await
}

/// Every table with each table that it refers to.
async fn references(app: &TestApp) -> Vec<(String, String)> {
    const SQLITE: &str = "
        select m.name, f.\"table\" from sqlite_master m join pragma_foreign_key_list(m.name) f where m.type = 'table'";
    const POSTGRES: &str = "
        select cast(cast(conrelid as regclass) as text), cast(cast(confrelid as regclass) as text)
          from pg_constraint where contype = 'f'";

    names(app, SQLITE, POSTGRES).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_table_is_known_to_export_and_deletion_or_is_nobodys() {
    let app = TestApp::start().await;
    let there: BTreeSet<String> = columns(&app).await.into_iter().map(|(table, _)| table).collect();
    let of_accounts: BTreeSet<&str> = OF_ACCOUNTS.iter().map(|(table, ..)| *table).collect();
    let known: BTreeSet<String> = of_accounts.iter().chain(&OF_NOBODY).map(|table| (*table).to_owned()).collect();
    assert_eq!(
        there, known,
        "\nEvery table needs a line in tests/http/privacy/schema.rs: what of an account is in it must be in the archive \
         (src/privacy/export.rs) and go with the account (src/privacy/erase.rs), or stay for a reason that docs/privacy.md tells.\n"
    );
    let personal = ["user_id", "email", "e164", "recipient", "actor_id", "subject_id", "call_id"];
    for (table, column) in columns(&app).await.iter().filter(|(table, _)| OF_NOBODY.contains(&table.as_str())) {
        assert!(!personal.contains(&column.as_str()), "{table}.{column} is somebody's");
    }
    for (table, other) in references(&app).await {
        let is_somebodys = of_accounts.contains(other.as_str());
        assert!(!is_somebodys || of_accounts.contains(table.as_str()), "{table} refers to {other}, which is somebody's");
    }
    assert!(references(&app).await.len() > 15 && text_columns(&app).await.len() > 50, "the schema was read");
}

async fn rows(traces: &Traces, (table, of): (&str, &str)) -> i64 {
    let used = "cast($1 as text) is not null and cast($2 as text) is not null";
    count(&traces.line.app, format!("select count(*) from {table} where {used} and ({of})"), &[traces.user.as_str(), EMAIL]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn of_every_table_the_archive_shows_what_is_the_accounts_and_deletion_takes_what_the_books_do_not_need() {
    let traces = Traces::leave().await;
    traces.talk().await;
    let files = traces.files().await;
    let mut before = Vec::new();
    for (table, of, _, file, shows) in OF_ACCOUNTS {
        before.push(rows(&traces, (table, of)).await);
        assert!(before.last() > Some(&0), "{table}: tests/http/privacy/traces.rs leaves no row there");
        assert!(files[&format!("{file}.json")].contains(shows), "{file}.json does not show '{shows}' of {table}");
    }
    assert!(traces.delete(EMAIL).await.status.as_u16() < 400);
    for ((table, of, fate, ..), before) in OF_ACCOUNTS.into_iter().zip(before) {
        let left = rows(&traces, (table, of)).await;
        assert_eq!(left, if fate == Goes { 0 } else { before }, "{table}: {fate:?}");
    }
    traces.line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_column_of_an_account_is_in_the_archive_or_counts_for_the_server_alone() {
    let traces = Traces::leave().await;
    let there: BTreeSet<String> =
        columns(&traces.line.app).await.into_iter().filter(|(table, _)| table == "users").map(|(_, column)| column).collect();
    let known: BTreeSet<String> = COLUMNS.iter().map(|(column, _)| (*column).to_owned()).collect();
    assert_eq!(there, known, "a column of users needs a line in tests/http/privacy/schema.rs");
    let account: serde_json::Value = serde_json::from_str(&traces.files().await["account.json"]).expect("JSON");
    for name in COLUMNS.into_iter().filter_map(|(_, name)| name) {
        assert!(account[0].get(name).is_some(), "account.json has no {name}");
    }
    traces.line.finish().await;
}
