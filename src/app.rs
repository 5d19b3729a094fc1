//! The document, the app, and the one table of pages.

use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags, Title, provide_meta_context};
use leptos_router::{
    components::{Route, Router, Routes},
    path,
};

use crate::{
    analytics::history::CallHistoryPage,
    calls::dialer::DialerPage,
    contacts::page::ContactsPage,
    ledger::transactions::TransactionsPage,
    users::{settings::SettingsPage, sign_in::SignInPage, sign_up::SignUpPage},
};

/// The HTML document around the app.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <AutoReload options=options.clone()/>
                <HydrationScripts options=options.clone()/>
                <HashedStylesheet id="style" options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title formatter=|title: String| if title.is_empty() { "Ringfare".into() } else { format!("{title} · Ringfare") }/>
        <Router>
            <Routes fallback=|| view! { <h1>"There is no such page"</h1> }>
                <Route path=path!("/sign-in") view=SignInPage/>
                <Route path=path!("/sign-up") view=SignUpPage/>
                <Route path=path!("/dashboard/dialer") view=DialerPage/>
                <Route path=path!("/dashboard/call-history") view=CallHistoryPage/>
                <Route path=path!("/dashboard/transactions") view=TransactionsPage/>
                <Route path=path!("/dashboard/contacts") view=ContactsPage/>
                <Route path=path!("/dashboard/settings") view=SettingsPage/>
            </Routes>
        </Router>
    }
}
