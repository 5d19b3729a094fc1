//! Reading the sources: files, what they name, what they say, how long their functions are.

use std::{
    fs,
    path::{Path, PathBuf},
};

use proc_macro2::{Spacing, TokenStream, TokenTree};
use syn::{ItemFn, spanned::Spanned, visit::Visit};

/// A Rust file of `src/`.
pub struct Source {
    /// Relative to `src/`, with forward slashes: `calls/settle.rs`.
    pub path: String,
    /// Before the unit tests.
    pub text: String,
    /// Before the unit tests.
    pub tokens: TokenStream,
}

/// Every Rust file of `src/` that is not for tests alone, sorted.
pub fn sources() -> Vec<Source> {
    let root = Path::new("src");
    let mut found = Vec::new();
    collect(root, &mut found);
    found.sort();
    found.retain(|path| path.extension().is_some_and(|kind| kind == "rs"));
    let for_tests: Vec<PathBuf> = found.iter().flat_map(|path| declared_for_tests(path)).collect();
    found.retain(|path| !for_tests.iter().any(|module| path.with_extension("") == *module || path.starts_with(module)));
    found.iter().map(|path| read(root, path)).collect()
}

/// The modules that a file declares as `#[cfg(test)] mod …;`, without extension.
fn declared_for_tests(path: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(path).expect("source files are text");
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let declared = lines.windows(2).filter(|pair| pair[0] == "#[cfg(test)]").filter_map(|pair| pair[1].strip_suffix(';'));
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    declared.filter_map(|line| line.rsplit_once("mod ")).map(|(_, name)| folder.join(name)).collect()
}

/// Every file below a folder.
pub fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be listed").path();
        if path.is_dir() { collect(&path, found) } else { found.push(path) }
    }
}

fn read(root: &Path, path: &Path) -> Source {
    let all = fs::read_to_string(path).expect("source files are text");
    let text = ["mod tests", "pub mod tests", "pub(crate) mod tests", "pub(super) mod tests"]
        .iter()
        .fold(all.as_str(), |text, tests| text.split(&format!("\n#[cfg(test)]\n{tests}")).next().unwrap_or_default())
        .to_owned();
    let tokens = text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let path = path.strip_prefix(root).expect("below src/").to_string_lossy().replace('\\', "/");
    Source { path, text, tokens }
}

impl Source {
    /// The first folder, or the file's own name at the top: `calls`, `app`.
    pub fn module(&self) -> &str {
        self.path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    /// The name of the second part: `settle` of `calls/settle.rs`, `store` of `calls/store/read.rs`, `mod` of `calls/mod.rs`.
    pub fn part(&self) -> &str {
        self.path.split('/').nth(1).unwrap_or_default().trim_end_matches(".rs")
    }

    /// Every path that starts at the crate's root, as its first two names: `("ledger", "store")`.
    pub fn names(&self) -> Vec<(String, String)> {
        let mut named = Vec::new();
        let mut paths = Vec::new();
        walk_paths(self.tokens.clone(), &mut paths);
        let depth = self.path.matches('/').count() - usize::from(self.path.ends_with("/mod.rs"));
        for path in paths {
            let mut rest = path.as_slice();
            if rest.first().is_some_and(|name| name == "crate") {
                rest = &rest[1..];
            } else {
                let supers = rest.iter().take_while(|name| *name == "super").count();
                if supers <= depth {
                    continue;
                }
                rest = &rest[supers..];
            }
            let name = |at: usize| rest.get(at).cloned().unwrap_or_default();
            if !name(0).is_empty() {
                named.push((name(0), name(1)));
            }
        }
        named
    }

    /// Every text literal.
    pub fn texts(&self) -> Vec<String> {
        let mut texts = Vec::new();
        walk_texts(self.tokens.clone(), &mut texts);
        texts
    }

    /// Every function, methods too.
    pub fn functions(&self) -> Vec<Function> {
        let file: syn::File = syn::parse2(self.tokens.clone()).unwrap_or_else(|error| panic!("{}: {error}", self.path));
        let mut visitor = Functions::default();
        visitor.visit_file(&file);
        visitor.0
    }
}

/// All paths that begin with `crate` or `super`, the branches of a `use` tree taken apart.
fn walk_paths(tokens: TokenStream, paths: &mut Vec<Vec<String>>) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while at < trees.len() {
        match &trees[at] {
            TokenTree::Ident(word) if word == "crate" || word == "super" => at = follow(&trees, at, Vec::new(), paths),
            TokenTree::Group(group) => {
                walk_paths(group.stream(), paths);
                at += 1;
            }
            _ => at += 1,
        }
    }
}

/// Follows one path from a name on; gives the place behind it.
fn follow(trees: &[TokenTree], mut at: usize, mut path: Vec<String>, paths: &mut Vec<Vec<String>>) -> usize {
    loop {
        match trees.get(at) {
            Some(TokenTree::Ident(name)) => path.push(name.to_string()),
            Some(TokenTree::Group(branches)) => {
                let inner: Vec<TokenTree> = branches.stream().into_iter().collect();
                let mut start = 0;
                while start < inner.len() {
                    if matches!(inner[start], TokenTree::Punct(_)) {
                        start += 1;
                        continue;
                    }
                    let end = follow(&inner, start, path.clone(), paths);
                    start = end.max(start + 1);
                }
                return at + 1;
            }
            _ => break,
        }
        at += 1;
        let is_colon = |tree: Option<&TokenTree>| matches!(tree, Some(TokenTree::Punct(mark)) if mark.as_char() == ':');
        let joint = matches!(trees.get(at), Some(TokenTree::Punct(mark)) if mark.spacing() == Spacing::Joint);
        if !(is_colon(trees.get(at)) && joint && is_colon(trees.get(at + 1))) {
            break;
        }
        at += 2;
    }
    paths.push(path);
    at
}

fn walk_texts(tokens: TokenStream, texts: &mut Vec<String>) {
    for tree in tokens {
        match tree {
            TokenTree::Group(group) => walk_texts(group.stream(), texts),
            TokenTree::Literal(literal) => {
                if let Ok(syn::Lit::Str(text)) = syn::parse_str(&literal.to_string()) {
                    texts.push(text.value());
                }
            }
            _ => {}
        }
    }
}

/// A function's measures.
pub struct Function {
    pub name: String,
    pub attributes: Vec<syn::Attribute>,
    /// From `fn` to its closing brace.
    pub lines: usize,
    /// Between its braces.
    pub body_lines: usize,
    pub parameters: usize,
}

impl Function {
    pub fn attribute(&self, name: &str) -> Option<&syn::Attribute> {
        self.attributes.iter().find(|attribute| attribute.path().is_ident(name))
    }
}

#[derive(Default)]
struct Functions(Vec<Function>);

impl Functions {
    fn add(&mut self, attributes: &[syn::Attribute], signature: &syn::Signature, block: &syn::Block) {
        let (first, last) = (signature.span().start().line, block.span().end().line);
        let body = last.saturating_sub(block.span().start().line + 1);
        self.0.push(Function {
            name: signature.ident.to_string(),
            attributes: attributes.to_vec(),
            lines: last - first + 1,
            body_lines: body,
            parameters: signature.inputs.len(),
        });
    }
}

impl<'a> Visit<'a> for Functions {
    fn visit_item_fn(&mut self, item: &'a ItemFn) {
        self.add(&item.attrs, &item.sig, &item.block);
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_item_impl(&mut self, item: &'a syn::ItemImpl) {
        let before = self.0.len();
        syn::visit::visit_item_impl(self, item);
        if item.trait_.is_some() {
            // The trait says what its functions take.
            self.0[before..].iter_mut().for_each(|function| function.parameters = 0);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'a syn::ImplItemFn) {
        self.add(&item.attrs, &item.sig, &item.block);
        syn::visit::visit_impl_item_fn(self, item);
    }
}
