//! The frame around every page of a signed-in caller. It stays while pages change, and so does what it provides.

use leptos::prelude::*;
use leptos_router::components::Outlet;

use super::nav::{Sidebar, TabBar, TopBar};
use crate::{
    calls::{
        call_bar::CallBar,
        listener::provide_call_listener,
        phone::{CallOptions, provide_enhanced_call},
    },
    ledger::{listener::provide_balance_listener, notes::BalanceNotes},
    live::{feed::follow_stream, mark::LiveNews},
    ui::{
        erase::Erase,
        icon::{Glyph, Icon},
        live::provide_live_link,
        site::use_site,
        toast::{ToastRegion, provide_toasts},
    },
    words,
};

/// Navigation, balance, the call in progress, and the page itself.
#[component]
pub fn DashboardLayout() -> impl IntoView {
    provide_toasts();
    provide_live_link();
    provide_balance_listener();
    provide_call_listener();
    provide_enhanced_call(CallOptions::default());
    follow_stream();
    view! {
        <a class="skip-link" href="#content">
            {words::app().skip()}
        </a>
        <div class="frame">
            <Sidebar/>
            <TopBar/>
            <div class="stage">
                <BalanceNotes/>
                <CarrierNote/>
                <AddressNote/>
                <CallBar/>
                <main id="content" class="page" tabindex="-1">
                    <Outlet/>
                </main>
            </div>
            <TabBar/>
        </div>
        <ToastRegion/>
        <LiveNews/>
    }
    .erase_for_good()
}

/// Says that no real call is made, where that is so.
#[component]
fn CarrierNote() -> impl IntoView {
    let t = words::app();
    use_site().local_carrier.then(|| {
        view! {
            <aside class="carrier-note" aria-label=t.local_carrier()>
                <Icon glyph=Glyph::Info/>
                <span>
                    <strong>{t.local_carrier()}</strong>
                    {t.local_carrier_means()}
                </span>
            </aside>
        }
    })
}

/// Says that the caller's address is not confirmed, where that keeps them from calling.
#[component]
fn AddressNote() -> impl IntoView {
    (!use_site().verified).then(|| {
        view! {
            <p class="carrier-note frozen-note" role="status" data-testid="unverified-note">
                <Icon glyph=Glyph::Warning/>
                <a href="/dashboard/settings">{words::letters().unverified()}</a>
            </p>
        }
    })
}
