//! The document, the app, and the one table of pages.
//!
//! A new page is a line in [`Pages`], a link in `nav.rs` if it belongs into the navigation, and a component in its slice.

mod admin;
mod dashboard;
#[cfg(feature = "ssr")]
mod document;
#[cfg(feature = "ssr")]
mod keys;
mod nav;
mod not_found;
mod pages;
mod route;
#[cfg(feature = "ssr")]
pub mod styleguide;
mod styles;

use leptos::prelude::*;
use leptos_router::{
    any_nested_route::AnyNestedRoute,
    components::{Redirect, Router, Routes},
    path,
};

#[cfg(feature = "ssr")]
pub use self::document::shell;
use self::{
    admin::AdminLayout,
    dashboard::DashboardLayout,
    not_found::NotFoundPage,
    route::{Shown, Table, route, within},
};
use crate::ui::{site::provide_site, theme::provide_theme, title::provide_titles};

/// Where a caller begins.
const HOME: &str = "/dashboard/dialer";

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    provide_titles();
    provide_site();
    provide_theme();
    view! {
        <Router>
            <Routes fallback=NotFoundPage>
                <Pages/>
            </Routes>
        </Router>
    }
}

/// The one table of pages.
#[component(transparent)]
fn Pages() -> Table {
    Table::from(vec![
        route(path!("/"), Shown::Here(home)),
        route(path!("/sign-in"), Shown::lazy::<pages::SignIn>()),
        route(path!("/sign-in/code"), Shown::lazy::<pages::SignInCode>()),
        route(path!("/sign-up"), Shown::lazy::<pages::SignUp>()),
        route(path!("/letter-sent"), Shown::lazy::<pages::LetterSent>()),
        route(path!("/welcome"), Shown::lazy::<pages::Welcome>()),
        route(path!("/verify"), Shown::lazy::<pages::Verify>()),
        route(path!("/reset"), Shown::lazy::<pages::Reset>()),
        route(path!("/confirm"), Shown::lazy::<pages::Confirm>()),
        within(path!("/dashboard"), || DashboardLayout().into_any(), dashboard()),
        within(path!("/admin"), || AdminLayout().into_any(), operators()),
    ])
}

fn dashboard() -> Vec<AnyNestedRoute> {
    vec![
        route(path!(""), Shown::Here(home)),
        route(path!("dialer"), Shown::lazy::<pages::Dialer>().in_main_style()),
        route(path!("devices"), Shown::lazy::<pages::Devices>()),
        route(path!("call-history"), Shown::lazy::<pages::CallHistory>()),
        route(path!("calls/:id"), Shown::lazy::<pages::Receipt>()),
        route(path!("transactions"), Shown::lazy::<pages::Transactions>()),
        route(path!("statements"), Shown::lazy::<pages::Statement>()),
        route(path!("statements/:month"), Shown::lazy::<pages::Statement>()),
        route(path!("proof"), Shown::lazy::<pages::Proof>()),
        route(path!("contacts"), Shown::lazy::<pages::Contacts>()),
        route(path!("contacts/import"), Shown::lazy::<pages::ContactsImport>()),
        route(path!("contacts/duplicates"), Shown::lazy::<pages::ContactsDuplicates>()),
        route(path!("settings"), Shown::lazy::<pages::Settings>()),
    ]
}

fn operators() -> Vec<AnyNestedRoute> {
    vec![
        route(path!(""), Shown::lazy::<pages::Accounts>()),
        route(path!("users/:id"), Shown::lazy::<pages::OneAccount>()),
        route(path!("calls"), Shown::lazy::<pages::LiveCalls>()),
        route(path!("alarms"), Shown::lazy::<pages::Alarms>()),
        route(path!("rates"), Shown::lazy::<pages::PriceLists>()),
        route(path!("books"), Shown::lazy::<pages::Books>()),
        route(path!("log"), Shown::lazy::<pages::AuditLog>()),
    ]
}

fn home() -> AnyView {
    view! { <Redirect path=HOME/> }.into_any()
}
