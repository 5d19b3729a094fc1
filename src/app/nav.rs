//! The navigation: at the side where there is room, along the bottom on a phone.

use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_location};

use super::HOME;
use crate::{
    ledger::{
        balance::{BalanceDisplay, BalancePill},
        transactions,
    },
    live::mark::LiveMark,
    ui::{
        brand::Brand,
        erase::Erase,
        icon::{Glyph, Icon},
        site::use_site,
        theme::ThemeButton,
    },
    words::{self, App},
};

/// A place in the navigation.
pub struct Destination {
    /// Where it is.
    pub path: &'static str,
    /// Its name.
    pub name: fn(words::App) -> &'static str,
    /// Its name where there is little room.
    pub short: fn(words::App) -> &'static str,
    /// Its picture.
    pub glyph: Glyph,
}

/// Every place, in the order shown.
pub const DESTINATIONS: [Destination; 5] = [
    Destination { path: HOME, name: App::dialer, short: App::dialer, glyph: Glyph::Keypad },
    Destination { path: "/dashboard/call-history", name: App::history, short: App::history_short, glyph: Glyph::History },
    Destination { path: "/dashboard/contacts", name: App::contacts, short: App::contacts, glyph: Glyph::Contacts },
    Destination {
        path: "/dashboard/transactions",
        name: App::transactions,
        short: App::transactions_short,
        glyph: Glyph::Wallet,
    },
    Destination { path: "/dashboard/settings", name: App::settings, short: App::settings_short, glyph: Glyph::Settings },
];

/// The column at the side.
#[component]
pub fn Sidebar() -> impl IntoView {
    let t = words::app();
    let links = DESTINATIONS
        .iter()
        .map(|place| {
            view! {
                <A href=place.path attr:class="nav-link">
                    <Icon glyph=place.glyph/>
                    <span>{(place.name)(t)}</span>
                </A>
            }
        })
        .collect_view();
    let operators = use_site().operator.then(|| {
        view! {
            <A href="/admin" attr:class="nav-link">
                <Icon glyph=Glyph::Globe/>
                <span>{t.admin()}</span>
            </A>
        }
    });
    // The statement shows the balance itself, on a phone as well, where there is no sidebar: it is read out there.
    let path = use_location().pathname;
    let on_statement = Signal::derive(move || path.with(|path| path == transactions::PATH));
    view! {
        <aside class="sidebar">
            <Brand href=HOME/>
            {search_button()}
            <nav class="nav" aria-label=t.main()>
                {links}
                {operators}
            </nav>
            <div class="sidebar-foot">
                <BalanceDisplay silent=on_statement/>
                <LiveMark/>
                <div class="sidebar-tools">
                    <SignOut/>
                    <span class="cluster">
                        {keys_button()}
                        <ThemeButton/>
                    </span>
                </div>
            </div>
        </aside>
    }
    .erase_for_good()
}

/// The bar on top of a phone's screen.
#[component]
pub fn TopBar() -> impl IntoView {
    view! {
        <header class="topbar">
            <Brand href=HOME/>
            <BalancePill/>
            <LiveMark/>
            {search_icon()}
            <ThemeButton/>
            <SignOut/>
        </header>
    }
    .erase_for_good()
}

/// Opens the palette (`public/keys.js`).
fn search_button() -> impl IntoView {
    let t = words::app();
    view! {
        <button type="button" class="search-button needs-script" data-palette-open aria-keyshortcuts="Control+K Meta+K">
            <Icon glyph=Glyph::Search/>
            <span>{t.search()}</span>
            <kbd aria-hidden="true">{format!("{} K", t.key_ctrl())}</kbd>
        </button>
    }
}

/// The same on a phone.
fn search_icon() -> impl IntoView {
    let t = words::app();
    view! {
        <button type="button" class="button button-quiet button-icon needs-script" data-palette-open aria-label=t.palette() title=t.palette()>
            <Icon glyph=Glyph::Search/>
        </button>
    }
}

/// Opens the list of keys (`public/keys.js`).
fn keys_button() -> impl IntoView {
    let t = words::app();
    view! {
        <button type="button" class="button button-quiet button-icon needs-script" data-keys-open aria-keyshortcuts="?" aria-label=t.keys() title=t.keys()>
            <Icon glyph=Glyph::Keyboard/>
        </button>
    }
}

/// The bar at the bottom of a phone's screen.
#[component]
pub fn TabBar() -> impl IntoView {
    let t = words::app();
    let links = DESTINATIONS
        .iter()
        .map(|place| {
            view! {
                <A href=place.path attr:class="tab">
                    <Icon glyph=place.glyph/>
                    <span>{(place.short)(t)}</span>
                </A>
            }
        })
        .collect_view();
    view! {
        <nav class="tabbar" aria-label=t.main()>
            {links}
        </nav>
    }
    .erase_for_good()
}

/// Ends the session. A plain form, so that it always works and leaves no page of the session behind.
#[component]
pub fn SignOut() -> impl IntoView {
    let t = words::app();
    view! {
        <form method="post" action="/app/sign-out">
            <button class="button button-quiet sign-out" title=t.sign_out()>
                <Icon glyph=Glyph::SignOut/>
                <span>{t.sign_out()}</span>
            </button>
        </form>
    }
}
