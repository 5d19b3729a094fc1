//! The document, the app, and the one table of pages.
//!
//! A new page is a line in [`App`], a link in `nav.rs` if it belongs into the navigation, and a component in its slice.

mod dashboard;
mod nav;
mod not_found;
mod shortcuts;

use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags, Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Redirect, Route, Router, Routes},
    path,
};

use self::{dashboard::DashboardLayout, not_found::NotFoundPage};
use crate::{
    analytics::history::CallHistoryPage,
    calls::{dialer::DialerPage, receipt_page::ReceiptPage},
    contacts::page::ContactsPage,
    ledger::{month_page::StatementPage, proof_page::ProofPage, transactions::TransactionsPage},
    ui::site::{Site, provide_site},
    users::{settings::SettingsPage, sign_in::SignInPage, sign_up::SignUpPage},
};

/// Where a caller begins.
const HOME: &str = "/dashboard/dialer";

/// The HTML document around the app.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let theme = use_context::<Site>().and_then(|site| site.theme);
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="description" content="A prepaid phone in the browser: the price before you call, a receipt after."/>
                <meta name="theme-color" content="#f6f5f2" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#121311" media="(prefers-color-scheme: dark)"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
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
    provide_site();
    view! {
        <Title formatter=|title: String| if title.is_empty() { "Ringfare".into() } else { format!("{title} · Ringfare") }/>
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/") view=|| view! { <Redirect path=HOME/> }/>
                <Route path=path!("/sign-in") view=SignInPage/>
                <Route path=path!("/sign-up") view=SignUpPage/>
                // In order, so that a page is complete without scripts however long its data takes.
                <ParentRoute path=path!("/dashboard") view=DashboardLayout ssr=SsrMode::InOrder>
                    <Route path=path!("") view=|| view! { <Redirect path=HOME/> }/>
                    <Route path=path!("dialer") view=DialerPage/>
                    <Route path=path!("call-history") view=CallHistoryPage/>
                    <Route path=path!("calls/:id") view=ReceiptPage/>
                    <Route path=path!("transactions") view=TransactionsPage/>
                    <Route path=path!("statements") view=StatementPage/>
                    <Route path=path!("statements/:month") view=StatementPage/>
                    <Route path=path!("proof") view=ProofPage/>
                    <Route path=path!("contacts") view=ContactsPage/>
                    <Route path=path!("settings") view=SettingsPage/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}
