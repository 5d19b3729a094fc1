//! The navigation: at the side where there is room, along the bottom on a phone.

use leptos::prelude::*;
use leptos_router::components::A;

use super::HOME;
use crate::{
    ledger::balance::{BalanceDisplay, BalancePill},
    ui::{
        brand::Brand,
        icon::{Glyph, Icon},
        theme::ThemeButton,
    },
};

/// A place in the navigation.
pub struct Destination {
    /// Where it is.
    pub path: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its name where there is little room.
    pub short: &'static str,
    /// Its picture.
    pub glyph: Glyph,
    /// The key that leads there after `g`.
    pub key: &'static str,
}

/// Every place, in the order shown.
pub const DESTINATIONS: [Destination; 5] = [
    Destination { path: HOME, name: "Dialer", short: "Dialer", glyph: Glyph::Keypad, key: "d" },
    Destination { path: "/dashboard/call-history", name: "Call history", short: "History", glyph: Glyph::History, key: "h" },
    Destination { path: "/dashboard/contacts", name: "Contacts", short: "Contacts", glyph: Glyph::Contacts, key: "c" },
    Destination { path: "/dashboard/transactions", name: "Transactions", short: "Money", glyph: Glyph::Wallet, key: "t" },
    Destination { path: "/dashboard/settings", name: "Settings", short: "Settings", glyph: Glyph::Settings, key: "s" },
];

/// The column at the side.
#[component]
pub fn Sidebar() -> impl IntoView {
    let links = DESTINATIONS
        .iter()
        .map(|place| {
            view! {
                <A href=place.path attr:class="nav-link" attr:aria-keyshortcuts=format!("g {}", place.key)>
                    <Icon glyph=place.glyph/>
                    <span>{place.name}</span>
                </A>
            }
        })
        .collect_view();
    view! {
        <aside class="sidebar">
            <Brand href=HOME/>
            <nav class="nav" aria-label="Main">
                {links}
            </nav>
            <div class="sidebar-foot">
                <BalanceDisplay/>
                <div class="sidebar-tools">
                    <SignOut/>
                    <ThemeButton/>
                </div>
            </div>
        </aside>
    }
    .into_any()
}

/// The bar on top of a phone's screen.
#[component]
pub fn TopBar() -> impl IntoView {
    view! {
        <header class="topbar">
            <Brand href=HOME/>
            <BalancePill/>
            <ThemeButton/>
            <SignOut/>
        </header>
    }
    .into_any()
}

/// The bar at the bottom of a phone's screen.
#[component]
pub fn TabBar() -> impl IntoView {
    let links = DESTINATIONS
        .iter()
        .map(|place| {
            view! {
                <A href=place.path attr:class="tab">
                    <Icon glyph=place.glyph/>
                    <span>{place.short}</span>
                </A>
            }
        })
        .collect_view();
    view! {
        <nav class="tabbar" aria-label="Main">
            {links}
        </nav>
    }
    .into_any()
}

/// Ends the session. A plain form, so that it always works and leaves no page of the session behind.
#[component]
pub fn SignOut() -> impl IntoView {
    view! {
        <form method="post" action="/app/sign-out">
            <button class="button button-quiet sign-out" title="Sign out">
                <Icon glyph=Glyph::SignOut/>
                <span>"Sign out"</span>
            </button>
        </form>
    }
}
