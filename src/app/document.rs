//! The HTML document around the app, which the server alone makes.

use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;

use super::{App, keys::Keys, styles::Sheets};
use crate::{
    ui::site::{Site, use_site},
    words,
};

/// The document of a page.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let Site { theme, language, account, .. } = use_site();
    let as_of_words = words::live_in(language).as_of();
    view! {
        <!DOCTYPE html>
        <html lang=language.tag() data-theme=theme data-account=account data-as-of-words=as_of_words>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="description" content=words::App::of(language).about()/>
                <meta name="theme-color" content="#f6f5f2" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#121311" media="(prefers-color-scheme: dark)"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/icons/apple-180.png"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <script src=concat!("/live.js?v=", env!("CARGO_PKG_VERSION")) defer nonce=use_nonce()></script>
                <AutoReload options=options.clone()/>
                <HydrationScripts options=options.clone()/>
                <script type="module" src="/drawn.js" nonce=use_nonce()></script>
                <Sheets options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
                <Keys/>
            </body>
        </html>
    }
}
