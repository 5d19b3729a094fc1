//! `/styleguide`: every widget in every state, for whoever builds or judges the looks. Served by development builds only, and
//! without the browser's half of the app: states that need a script stand open. In English, apart from what the widgets say.

mod data;
mod forms;
mod tokens;

use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::{MetaTags, Title, provide_meta_context};

use self::{
    data::{Amounts, Charts, Lists},
    forms::{Buttons, Fields, Messages},
    tokens::Tokens,
};
use super::styles::Sheets;
use crate::{
    ui::{
        brand::Brand,
        erase::{Erase, Kids},
        language::LanguageSwitch,
        layout::{Card, PageHeader},
        site::use_site,
        theme::ThemeChoice,
        toast::provide_toasts,
    },
    words,
};

/// The document.
pub fn document(options: LeptosOptions) -> impl IntoView {
    let site = use_site();
    provide_meta_context();
    provide_toasts();
    view! {
        <!DOCTYPE html>
        <html lang=words::language().tag() data-theme=site.theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <Sheets options/>
                <Title text="Styleguide · Ringfare"/>
                <MetaTags/>
            </head>
            <body>
                <main class="page">
                    <Brand href="/"/>
                    <PageHeader title="Styleguide" text="Every widget in every state. Tab through it, narrow it, zoom it, switch the colours."/>
                    <div class="cluster">
                        <LanguageSwitch/>
                        <ThemeChoice/>
                    </div>
                    <Tokens/>
                    <Buttons/>
                    <Fields/>
                    <Messages/>
                    <Amounts/>
                    <Lists/>
                    <Charts/>
                </main>
                <script src="/keys.js" defer nonce=use_nonce()></script>
            </body>
        </html>
    }
}

/// A group of specimens.
#[component]
fn Specimens(
    /// What they are.
    title: &'static str,
    /// What to look for.
    #[prop(optional)]
    note: &'static str,
    /// The specimens.
    children: Kids,
) -> impl IntoView {
    view! {
        <Card title=title.to_owned()>
            <div class="stack">
                {(!note.is_empty()).then(|| view! { <p class="muted small">{note}</p> })}
                {children.view()}
            </div>
        </Card>
    }
    .erase()
}
