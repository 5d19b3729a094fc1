//! Choosing the language: a plain form, so that it works before any script and the server renders the whole page anew.

use leptos::prelude::*;

use super::erase::Erase;
use crate::words::{self, Language};

/// The languages, each under its own name.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let (t, now) = (words::widgets(), words::language());
    let buttons = Language::ALL
        .into_iter()
        .map(|language| {
            view! {
                <button
                    class="segment"
                    name="language"
                    value=language.tag()
                    lang=language.tag()
                    aria-pressed=if language == now { "true" } else { "false" }
                >
                    {language.name()}
                </button>
            }
        })
        .collect_view();
    view! {
        <form method="post" action="/app/preferences">
            <div class="segments" role="group" aria-label=t.language()>
                {buttons}
            </div>
        </form>
    }
    .erase()
}
