//! The rules of the house (docs/architecture.md), held by a test. Each failure prints the rule and who broke it.

#[path = "tidy/source.rs"]
mod source;

#[path = "tidy/imports.rs"]
mod imports;

#[path = "tidy/logs.rs"]
mod logs;

#[path = "tidy/papers.rs"]
mod papers;

#[path = "tidy/words.rs"]
mod words;

use std::{collections::BTreeSet, fs};

use source::{Source, sources};

/// Fails with the rule's sentence when anybody broke it.
pub(crate) fn hold(rule: &str, broken: Vec<String>) {
    assert!(broken.is_empty(), "\n{rule}\n  {}\n", broken.join("\n  "));
}

/// One line for every source that a judge finds at fault.
pub(crate) fn faults(judge: impl Fn(&Source) -> Vec<String>) -> Vec<String> {
    sources()
        .iter()
        .flat_map(|source| judge(source).into_iter().map(move |fault| format!("src/{}: {fault}", source.path)))
        .collect()
}

#[test]
fn files_are_short() {
    let long = |source: &Source| match source.text.lines().count() {
        0..=250 => Vec::new(),
        lines => vec![format!("{lines} lines")],
    };
    hold("A file has at most 250 lines before its tests: split it by what its parts do.", faults(long));
}

#[test]
fn functions_are_short_and_take_few_parameters() {
    let judge = |source: &Source| {
        let mut broken = Vec::new();
        for function in source.functions() {
            let (name, lines) = (&function.name, function.lines);
            let limit = if function.attribute("component").is_some() { 60 } else { 70 };
            if lines > limit {
                broken.push(format!("{name} has {lines} lines of at most {limit}"));
            }
            if function.attribute("server").is_some() && function.body_lines > 10 {
                broken.push(format!("the body of the server function {name} has {} lines of at most 10", function.body_lines));
            }
            // Properties of a component have names where it is used.
            let most = if function.attribute("component").is_some() { 8 } else { 5 };
            if function.parameters > most {
                broken.push(format!("{name} takes {} parameters of at most {most}", function.parameters));
            }
        }
        broken
    };
    hold(
        "A function has at most 70 lines, a component 60, a server function's body 10; 5 parameters, 8 for a component.",
        faults(judge),
    );
}

#[test]
fn every_folder_says_what_it_is_for() {
    let silent = |source: &Source| {
        let speaks = source.text.starts_with("//!") || !source.path.ends_with("mod.rs");
        if speaks { Vec::new() } else { vec!["does not open with //!".to_owned()] }
    };
    hold("Every mod.rs opens with //!: what the folder does and how to add to it.", faults(silent));
}

#[test]
fn features_are_chosen_in_a_few_places() {
    let judge = |source: &Source| {
        let lines: Vec<&str> = source.text.lines().collect();
        let misplaced =
            |at: &usize| is_misplaced_feature(source, lines[*at].trim(), lines.get(at + 1).map_or("", |next| next.trim()));
        (0..lines.len()).filter(misplaced).map(|at| format!("line {}", at + 1)).collect()
    };
    hold(
        "cfg(feature) stands on mod lines of lib.rs and mod.rs, in main.rs, on hydrate(), and as cfg_attr on wire types; nowhere else.",
        faults(judge),
    );
}

fn is_misplaced_feature(source: &Source, line: &str, next: &str) -> bool {
    let is_comment = line.starts_with("//");
    if is_comment || !(line.contains("cfg(") || line.contains("cfg_attr(") || line.contains("cfg!(")) || !line.contains("feature")
    {
        return false;
    }
    let on_mod_line =
        ["mod ", "pub mod ", "pub(crate) mod ", "pub use ", "use self::"].iter().any(|start| next.starts_with(start));
    let in_list = source.path == "lib.rs" || source.path.ends_with("mod.rs");
    let on_hydrate = source.path == "lib.rs" && next.contains("wasm_bindgen");
    let on_wire_type = line.contains("cfg_attr(")
        && (source.path.ends_with("model.rs") || source.module() == "domain" || source.path.contains("/model/"));
    !(source.path == "main.rs" || (in_list && on_mod_line) || on_hydrate || on_wire_type)
}

#[test]
fn forbidden_words_stay_out() {
    const NEVER: [(&str, &str); 9] = [
        ("todo!", "finish it"),
        ("unimplemented!", "finish it"),
        ("dbg!", "trace it"),
        ("#[allow(", "write #[expect(…, reason = \"…\")]"),
        ("#![allow(", "write #![expect(…, reason = \"…\")]"),
        ("leptos_axum::redirect", "it does not return: use server::redirect"),
        (" style=", "the page's security policy refuses style attributes: use a class"),
        (" style:", "the page's security policy refuses style attributes: use a class"),
        ("inner_html", "it would let text become markup"),
    ];
    let judge = |source: &Source| {
        let prints = source.path == "main.rs" || source.part() == "command" || source.path.ends_with("command.rs");
        let mut broken = Vec::new();
        for (at, line) in source.text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            // A drawing comes from a view, which escapes what people wrote.
            let is_exempt = matches!(source.path.as_str(), "server/redirect.rs" | "ui/drawing.rs");
            let found = NEVER.iter().filter(|(word, _)| line.contains(word) && !is_exempt);
            broken.extend(found.map(|(word, remedy)| format!("line {}: {word} ({remedy})", at + 1)));
            if line.contains("println!") && !prints {
                broken.push(format!("line {}: println! outside the command line", at + 1));
            }
        }
        broken
    };
    hold("These words have no place here.", faults(judge));
}

#[test]
fn server_functions_have_stable_addresses() {
    let mut seen = BTreeSet::new();
    let mut broken = Vec::new();
    for source in sources() {
        for function in source.functions() {
            let Some(attribute) = function.attribute("server") else { continue };
            let arguments =
                attribute.meta.require_list().map(|list| list.tokens.to_string()).unwrap_or_default().replace(' ', "");
            let endpoint =
                arguments.split("endpoint=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
            let kebab = !endpoint.is_empty()
                && endpoint.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
            // Another codec than the one of all answers would bring a second reader of JSON into the browser.
            let has_form = arguments.contains("prefix=\"/app\"") && arguments.ends_with("output=Answer");
            if !has_form || !kebab || !seen.insert(endpoint.clone()) {
                broken.push(format!("src/{}: {} ('{endpoint}')", source.path, function.name));
            }
        }
    }
    hold(
        "A server function says #[server(prefix = \"/app\", endpoint = \"kebab-name\", output = Answer)], each name once.",
        broken,
    );
}

/// The tables and the slice that alone writes them; the wallet columns of `users` are checked apart.
const WRITERS: [(&str, &str); 26] = [
    ("users", "users"),
    ("sessions", "users"),
    ("tokens", "users"),
    ("links", "users"),
    ("letters", "server"),
    ("totp", "users"),
    ("recovery_codes", "users"),
    ("passkeys", "users"),
    ("identities", "users"),
    ("ceremonies", "users"),
    ("settings", "server"),
    ("spending_limits", "limits"),
    ("alarms", "limits"),
    ("contacts", "contacts"),
    ("contact_numbers", "contacts"),
    ("contact_imports", "contacts"),
    ("decks", "rates"),
    ("rates", "rates"),
    ("calls", "calls"),
    ("call_records", "calls"),
    ("call_sums", "calls"),
    ("webhook_events", "calls"),
    ("payments", "payments"),
    ("transactions", "ledger"),
    ("audit_entries", "admin"),
    ("audit_head", "admin"),
];

fn is_sql(text: &str) -> bool {
    let start = text.trim_start().to_ascii_lowercase();
    ["select ", "insert into ", "update ", "delete from ", "with ", "create table ", "pragma "]
        .iter()
        .any(|verb| start.starts_with(verb))
        && (start.contains(" from ") || start.contains(" into ") || start.contains(" set ") || start.starts_with("select "))
}

#[test]
fn sql_stands_in_stores() {
    let judge = |source: &Source| {
        let is_store = source.path.ends_with("/store.rs")
            || source.path.contains("/store/")
            || source.path.starts_with("analytics/sql")
            || source.path.starts_with("ledger/verify/");
        if is_store || matches!(source.path.as_str(), "server/database.rs" | "server/settings.rs" | "server/live/tell.rs") {
            return Vec::new();
        }
        source.texts().into_iter().filter(|text| is_sql(text)).map(|text| text.trim().chars().take(60).collect()).collect()
    };
    hold("SQL stands in store.rs, analytics/sql/ or ledger/verify/.", faults(judge));
}

#[test]
fn sql_is_one_text_for_both_engines() {
    const FOREIGN: [&str; 8] = ["for update", "ilike", "::", "now()", "strftime", "to_char", "jsonb", "autoincrement"];
    let judge = |source: &Source| {
        let sql = source.texts().into_iter().filter(|text| is_sql(text));
        sql.flat_map(|text| {
            let shouts = text.split_whitespace().next().is_some_and(|verb| verb.chars().any(char::is_uppercase));
            let found = FOREIGN.iter().filter(|word| text.contains(**word)).map(|word| (*word).to_owned());
            found.chain(shouts.then(|| "capital letters".to_owned())).collect::<Vec<_>>()
        })
        .collect()
    };
    hold("SQL is lower-case text that SQLite and PostgreSQL read alike.", faults(judge));
}

#[test]
fn a_table_has_one_writer() {
    const WALLET: [&str; 5] = ["balance_micros =", "held_micros =", "txn_seq =", "wallet_version =", "active_calls ="];
    let judge = |source: &Source| {
        let mut broken = Vec::new();
        for text in source.texts().into_iter().filter(|text| is_sql(text)) {
            let words: Vec<&str> = text.split_whitespace().collect();
            for pair in words.windows(3) {
                let table = match pair {
                    ["insert", "into", table, ..] | ["delete", "from", table] | ["update", table, "set"] => {
                        table.trim_matches(|c: char| !c.is_alphanumeric() && c != '_')
                    }
                    _ => continue,
                };
                let writer = WRITERS.iter().find(|(known, _)| *known == table).map(|(_, slice)| *slice);
                let is_wallet = table == "users" && WALLET.iter().any(|column| text.contains(column));
                let writer = if is_wallet { Some("ledger") } else { writer };
                if writer.is_some_and(|slice| slice != source.module()) {
                    broken.push(format!("writes {table}, which belongs to {}", writer.unwrap_or_default()));
                }
            }
        }
        broken
    };
    hold("Only a table's own slice writes it, and only the ledger writes the wallet columns of users.", faults(judge));
}

/// A line of the statement, a row of a deck and an entry of the audit log are never changed: a correction is a new row, a new price a
/// new deck, an act undone another act.
const APPEND_ONLY: [&str; 4] = ["transactions", "rates", "decks", "audit_entries"];

#[test]
fn what_is_booked_stays() {
    let judge = |source: &Source| {
        let sql = source.texts().into_iter().filter(|text| is_sql(text));
        let changes = |text: &String| {
            let words: Vec<&str> = text.split_whitespace().collect();
            words.windows(3).any(|three| match three {
                ["update", table, "set"] | ["delete", "from", table] => APPEND_ONLY.contains(table),
                _ => false,
            })
        };
        sql.filter(changes).map(|text| text.trim().chars().take(60).collect()).collect()
    };
    hold("Transactions, rates, decks and the audit log are append-only.", faults(judge));
}

#[test]
fn leptos_toml_equals_cargo_toml() {
    let table = |file: &str| -> toml::Value {
        let whole: toml::Table = fs::read_to_string(file).expect("the file is there").parse().expect("it is TOML");
        whole["package"]["metadata"]["leptos"].clone()
    };
    assert_eq!(
        table("Leptos.toml"),
        table("Cargo.toml"),
        "\n[package.metadata.leptos] is the same in Leptos.toml, which the server reads, and Cargo.toml, which cargo-leptos reads.\n"
    );
}

#[test]
fn whoever_moves_a_wallet_or_begins_a_call_says_whose_it_is() {
    let judge = |source: &Source| {
        let writes = |function: &&str| {
            (function.contains("wallet_version = wallet_version + 1") || function.contains("insert into calls ("))
                && ![".note(", "live::changed("].iter().any(|said| function.contains(said))
        };
        let name = |function: &str| function.split('(').next().unwrap_or_default().to_owned();
        source.text.split(" fn ").filter(writes).map(name).collect()
    };
    hold("Whoever writes a wallet or a new call notes the account (docs/live.md), or open pages hear of it late.", faults(judge));
}

#[test]
fn whoever_changes_what_is_summed_says_so() {
    const SUMMED: [&str; 7] =
        [" status =", " duration_s =", " charged_micros =", " to_e164 =", " country =", " user_id =", " created_at ="];
    let judge = |source: &Source| {
        let writes = |function: &&str| {
            let changes = |text: &str| {
                let set = text.split(" where ").next().unwrap_or_default();
                SUMMED.iter().any(|column| set.contains(column))
            };
            (["insert into calls (", "delete from calls "].iter().any(|verb| function.contains(verb))
                || function.split("update calls set").skip(1).any(changes))
                && !["outdate(", "outdate_all("].iter().any(|said| function.contains(said))
        };
        let name = |function: &str| function.split('(').next().unwrap_or_default().to_owned();
        source.text.split(" fn ").filter(writes).map(name).collect()
    };
    hold("Whoever writes what is summed of a call outdates the sums (calls/store/sums.rs).", faults(judge));
}

#[test]
fn words_stand_in_src_words() {
    let judge = |source: &Source| {
        let is_exempt = source.module() == "words" || source.path.contains("styleguide");
        if is_exempt { Vec::new() } else { words::sentences(source) }
    };
    hold(
        "What people read stands in src/words, in every language: write {t.name()} instead of a literal in view!.",
        faults(judge),
    );
}
