//! On the server: the links in the page's head.

use std::{env, fs, sync::OnceLock};

use axum::http::request::Parts;
use leptos::prelude::*;

use super::{FIRST, SECOND};
use crate::app::HOME;

/// The hash in the names of the sheets, as `tools/site.mjs` wrote it beside the executable; read once.
static HASH: OnceLock<Option<String>> = OnceLock::new();

/// The links of the page that is asked for.
#[component]
pub fn Sheets(
    /// Where the site's files are.
    options: LeptosOptions,
) -> impl IntoView {
    let (folder, name) = (&options.site_pkg_dir, &options.output_name);
    let hash = if options.hash_files { HASH.get_or_init(|| hash(&options.hash_file)).as_ref() } else { None };
    let (first, second) = match hash {
        Some(hash) => (format!("/{folder}/{name}.{hash}.css"), Some(format!("/{folder}/pages.{hash}.css"))),
        // What `cargo leptos watch` makes is one sheet, without a hash.
        None => (format!("/{folder}/{name}.css"), None),
    };
    let is_dialer = use_context::<Parts>().is_some_and(|asked| asked.uri.path() == HOME);
    let told = second.clone();
    let needed = second.filter(|_| !is_dialer).map(|href| view! { <link id=SECOND rel="stylesheet" href=href/> });
    view! {
        <link id=FIRST rel="stylesheet" href=first data-pages=told/>
        {needed}
    }
}

fn hash(file: &str) -> Option<String> {
    let hashes = fs::read_to_string(env::current_exe().ok()?.with_file_name(file)).ok()?;
    hashes.lines().find_map(|line| line.strip_prefix("css:")).map(|hash| hash.trim().to_owned())
}

/// The page has what it needs.
pub async fn sheet_of_pages() {}
