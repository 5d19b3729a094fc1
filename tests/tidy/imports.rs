//! Who may import whom.

use crate::{
    hold,
    source::{Source, sources},
};

const SLICES: [&str; 11] =
    ["users", "ledger", "limits", "rates", "payments", "contacts", "calls", "analytics", "live", "admin", "privacy"];

/// Which slices' server halves a slice's server half may use; their models are open to all.
const EDGES: [(&str, &[&str]); 11] = [
    ("users", &[]),
    ("ledger", &["users"]),
    ("limits", &["users", "ledger"]),
    // A quote compares its rate with those of the caller's last calls.
    ("rates", &["users", "ledger", "limits", "calls"]),
    // Saving a contact links the calls that were made to the number before; the countries with their time zones are of rates.
    ("contacts", &["users", "calls", "rates"]),
    ("payments", &["users", "ledger"]),
    ("calls", &["users", "ledger", "limits", "rates", "contacts"]),
    ("analytics", &["users", "calls", "ledger", "contacts", "rates"]),
    ("live", &["users", "calls", "ledger"]),
    ("admin", &["users", "calls", "ledger", "limits", "rates"]),
    // An account as a whole: everything of it in one archive, and its end.
    ("privacy", &["users", "ledger", "limits", "contacts", "calls", "admin"]),
];

/// What a file of a slice is, read from how `mod.rs` declares it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Words both sides know: no leptos.
    Model,
    /// Pages and parts of pages, and the server functions they call.
    Browser,
    Store,
    /// Handlers, commands and units of work.
    Server,
}

/// Whether `mod.rs` compiles a part for the server alone.
fn is_gated(all: &[Source], slice: &str, part: &str) -> bool {
    let Some(list) = all.iter().find(|source| source.path == format!("{slice}/mod.rs")) else { return false };
    let lines: Vec<&str> = list.text.lines().map(str::trim).collect();
    let declaration = format!("mod {part};");
    lines
        .iter()
        .position(|line| line.ends_with(&declaration))
        .is_some_and(|at| at > 0 && lines[at - 1].contains("feature = \"ssr\""))
}

fn kind(all: &[Source], slice: &str, part: &str) -> Kind {
    let path = [format!("{slice}/{part}.rs"), format!("{slice}/{part}/mod.rs")];
    let file = all.iter().find(|source| path.contains(&source.path));
    match (part, is_gated(all, slice, part)) {
        ("store" | "verify" | "sql", _) => Kind::Store,
        (_, true) => Kind::Server,
        (_, false) if file.is_none_or(|source| source.text.contains("leptos")) => Kind::Browser,
        _ => Kind::Model,
    }
}

#[test]
fn imports_follow_the_table() {
    let all = sources();
    let mut broken = Vec::new();
    for source in &all {
        for (module, part) in source.names() {
            // Macros stand at the crate's root.
            if module != "wire_enum" && module != source.module() && !may(&all, source, &module, &part) {
                broken.push(format!("src/{} imports {module}::{part}", source.path));
            }
        }
    }
    broken.dedup();
    hold("Imports follow the table in docs/architecture.md.", broken);
}

fn may(all: &[Source], from: &Source, module: &str, part: &str) -> bool {
    let is_slice = |name: &str| SLICES.contains(&name);
    match from.module() {
        "lib" | "main" | "serve" | "demo" => true,
        "domain" => false,
        "error" | "twilio" | "words" => module == "domain",
        "ui" => matches!(module, "domain" | "error" | "words"),
        "carrier" => matches!(module, "domain" | "twilio"),
        "app" => !matches!(module, "server" | "twilio" | "carrier"),
        "server" if from.part() == "router" => true,
        "server" => matches!(module, "domain" | "error" | "twilio" | "words"),
        _ if matches!(module, "domain" | "error" | "words") => true,
        slice if is_slice(slice) => from_slice(all, from, module, part),
        other => panic!("src/{other} is new: give it a line in tests/tidy/imports.rs and in docs/architecture.md"),
    }
}

fn from_slice(all: &[Source], from: &Source, module: &str, part: &str) -> bool {
    let to_slice = SLICES.contains(&module).then(|| kind(all, module, part));
    let edge = || EDGES.iter().any(|(slice, open)| *slice == from.module() && open.contains(&module));
    // `users::Caller` and `users::caller()` are named without their file, and so are those who confirmed.
    let is_caller = module == "users" && matches!(part.to_ascii_lowercase().as_str(), "caller" | "confirmed" | "model");
    if from.part() == "command" {
        return true;
    }
    match (kind(all, from.module(), from.part()), to_slice) {
        (Kind::Model, to) => to == Some(Kind::Model),
        (Kind::Store, Some(to)) => to == Kind::Model,
        (Kind::Store, None) => module == "server",
        (Kind::Browser, Some(to)) => is_caller || matches!(to, Kind::Model | Kind::Browser) || (from.part() == "api" && edge()),
        (Kind::Browser, None) => module == "ui" || (from.part() == "api" && matches!(module, "server" | "twilio")),
        (Kind::Server, Some(to)) => is_caller || to == Kind::Model || edge(),
        // What the server draws is made of the same widgets.
        (Kind::Server, None) => matches!(module, "server" | "twilio") || (module == "ui" && from.text.contains("leptos")),
    }
}
