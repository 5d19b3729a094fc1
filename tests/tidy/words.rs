//! Sentences stand in `src/words/`, where every language is side by side.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::source::Source;

/// What is read aloud or shown of an element beside its text.
const SPOKEN: [&str; 7] = ["aria-label", "title", "placeholder", "label", "alt", "text", "hint"];
/// Names, which no language changes.
const NAMES: [&str; 2] = ["Ringfare", "Voice SDK"];

/// The literals of a source's `view!`s that people would read.
pub fn sentences(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    walk(&source.tokens, false, &mut found);
    found
}

/// `in_view`: whether these tokens are markup, in which a literal that is no attribute's value is text.
fn walk(tokens: &TokenStream, in_view: bool, found: &mut Vec<String>) {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    for (at, tree) in trees.iter().enumerate() {
        match tree {
            TokenTree::Group(group) => {
                let opens_view = at >= 2 && is_punct(&trees[at - 1], '!') && is_word(&trees[at - 2], "view");
                let is_markup = opens_view || (in_view && group.delimiter() == Delimiter::None);
                walk(&group.stream(), is_markup, found);
            }
            TokenTree::Literal(literal) if in_view => {
                let text = literal.to_string();
                if is_read(&trees[..at]) && is_sentence(&text) {
                    found.push(text);
                }
            }
            _ => {}
        }
    }
}

/// Whether a literal behind these tokens is text, or the value of an attribute that people hear or see.
fn is_read(before: &[TokenTree]) -> bool {
    let [rest @ .., last] = before else { return true };
    if !is_punct(last, '=') {
        // What is typed is typed alike in every language.
        let tag = rest.iter().rposition(|tree| is_punct(tree, '<')).and_then(|at| rest.get(at + 1));
        let is_typed = is_punct(last, '>') && tag.is_some_and(|tag| is_word(tag, "code") || is_word(tag, "kbd"));
        return !is_typed;
    }
    let mut name = String::new();
    for tree in rest.iter().rev() {
        match tree {
            TokenTree::Ident(word) if name.is_empty() || name.starts_with('-') => name.insert_str(0, &word.to_string()),
            TokenTree::Punct(punct) if punct.as_char() == '-' && !name.starts_with('-') => name.insert(0, '-'),
            _ => break,
        }
    }
    SPOKEN.contains(&name.as_str())
}

fn is_sentence(literal: &str) -> bool {
    let text = literal.trim_matches('"');
    literal.starts_with('"') && text.chars().filter(|letter| letter.is_alphabetic()).count() >= 2 && !NAMES.contains(&text.trim())
}

fn is_punct(tree: &TokenTree, wanted: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

fn is_word(tree: &TokenTree, wanted: &str) -> bool {
    matches!(tree, TokenTree::Ident(word) if word == wanted)
}

#[test]
fn text_and_spoken_attributes_are_found_and_the_rest_is_not() {
    let text = r#"fn page() { view! { <p class="large words">"Some text" {t.title()} {then("never read")}</p> <a aria-label="Go on" href="/x">"·"</a>
        <Card title="A card" testid="the-card">{move || view! { <b>"Inside"</b> }}</Card> <i>"Ringfare"</i> <code>"ringfare serve"</code> <kbd class="key">"Ctrl K"</kbd> } }"#;
    let source = Source { path: "x.rs".into(), text: text.into(), tokens: text.parse().expect("tokens") };
    assert_eq!(sentences(&source), ["\"Some text\"", "\"Go on\"", "\"A card\"", "\"Inside\""]);
}
