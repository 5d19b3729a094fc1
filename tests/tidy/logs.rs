//! Logs and `Debug` show no secret and nobody's number.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::Visit;

use crate::{faults, hold, source::Source};

/// What no line of the log may be made of: say an id instead, or a `domain::masked` form.
const PERSONAL: [&str; 17] = [
    "number",
    "e164",
    "to_e164",
    "from_e164",
    "phone",
    "email",
    "password",
    "secret",
    "credential",
    "cookie",
    "body",
    "form",
    "query",
    "fields",
    "note",
    "reason",
    "expose",
];

/// The names of a log line's values: words of its macro, and what its text takes by `{name}`.
fn said(tokens: TokenStream, names: &mut Vec<String>) {
    for tree in tokens {
        match tree {
            TokenTree::Group(group) => said(group.stream(), names),
            TokenTree::Ident(name) => names.push(name.to_string()),
            TokenTree::Literal(text) => {
                let text = text.to_string();
                let taken = text.split('{').skip(1).filter_map(|rest| rest.split(['}', ':', '.']).next());
                names.extend(taken.map(str::to_owned));
            }
            TokenTree::Punct(_) => {}
        }
    }
}

/// The arguments of every `tracing::…!(…)`.
fn lines_of_the_log(tokens: TokenStream, found: &mut Vec<TokenStream>) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, tree) in trees.iter().enumerate() {
        let TokenTree::Group(group) = tree else { continue };
        let word = |back: usize| at.checked_sub(back).map(|at| trees[at].to_string()).unwrap_or_default();
        if word(5) == "tracing" && word(1) == "!" {
            found.push(group.stream());
        }
        lines_of_the_log(group.stream(), found);
    }
}

#[test]
fn no_line_of_the_log_names_a_person() {
    let judge = |source: &Source| {
        let mut lines = Vec::new();
        lines_of_the_log(source.tokens.clone(), &mut lines);
        let personal = |line: TokenStream| {
            let mut names = Vec::new();
            said(line, &mut names);
            names.into_iter().filter(|name| PERSONAL.contains(&name.as_str())).collect::<Vec<_>>()
        };
        lines.into_iter().flat_map(personal).map(|name| format!("logs `{name}`")).collect()
    };
    let rule = "No tracing field is a number, an address, a free text or a secret: log the id, or a form of domain::masked.";
    hold(rule, faults(judge));
}

/// Structs that derive `Debug` over a secret or a person's address kept as plain text.
#[derive(Default)]
struct Tellers(Vec<String>);

impl<'a> Visit<'a> for Tellers {
    fn visit_item_struct(&mut self, item: &'a syn::ItemStruct) {
        let derives_debug = item.attrs.iter().filter(|attribute| attribute.path().is_ident("derive")).any(|attribute| {
            attribute.meta.require_list().is_ok_and(|list| list.tokens.to_string().split(',').any(|name| name.trim() == "Debug"))
        });
        for field in item.fields.iter().filter(|_| derives_debug) {
            let (name, kind) = (field.ident.as_ref().map(ToString::to_string).unwrap_or_default(), &field.ty);
            let last = name.rsplit('_').next().unwrap_or_default();
            let kind = quoted(kind);
            let is_plain = ["String", "str", "u8", "bytes"].iter().any(|plain| kind.iter().any(|word| word == plain));
            let tells = matches!(last, "password" | "secret" | "token" | "credential" | "hash" | "cookie" | "email")
                || name.starts_with("password")
                || name.starts_with("secret");
            if tells && is_plain && !name.contains("idempotency") {
                self.0.push(format!("{}.{name}", item.ident));
            }
        }
    }
}

/// The words of a type.
fn quoted(kind: &syn::Type) -> Vec<String> {
    struct Words(Vec<String>);
    impl<'a> Visit<'a> for Words {
        fn visit_ident(&mut self, name: &'a proc_macro2::Ident) {
            self.0.push(name.to_string());
        }
    }
    let mut words = Words(Vec::new());
    words.visit_type(kind);
    words.0
}

#[test]
fn debug_shows_no_secret_and_no_address() {
    let judge = |source: &Source| {
        let file: syn::File = syn::parse2(source.tokens.clone()).unwrap_or_else(|error| panic!("{}: {error}", source.path));
        let mut tellers = Tellers::default();
        tellers.visit_file(&file);
        tellers.0
    };
    let rule =
        "A struct that derives Debug holds secrets as domain::secret::Secret and addresses as Email; others leave Debug out.";
    hold(rule, faults(judge));
}
