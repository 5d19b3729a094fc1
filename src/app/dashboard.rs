//! The frame around every page of a signed-in caller. It stays while pages change, and so does what it provides.

use leptos::prelude::*;
use leptos_router::components::Outlet;

use super::{
    nav::{Sidebar, TabBar, TopBar},
    shortcuts::Shortcuts,
};
use crate::{
    calls::{
        call_bar::CallBar,
        listener::provide_call_listener,
        phone::{CallOptions, provide_enhanced_call},
    },
    ledger::{frozen::FrozenNote, listener::provide_balance_listener},
    ui::{
        icon::{Glyph, Icon},
        site::use_site,
        toast::{ToastRegion, provide_toasts},
    },
};

/// Navigation, balance, the call in progress, and the page itself.
#[component]
pub fn DashboardLayout() -> impl IntoView {
    provide_toasts();
    provide_balance_listener();
    provide_call_listener();
    provide_enhanced_call(CallOptions::default());
    view! {
        <a class="skip-link" href="#content">
            "Skip to the content"
        </a>
        <div class="frame">
            <Sidebar/>
            <TopBar/>
            <div class="stage">
                <FrozenNote/>
                <CarrierNote/>
                <CallBar/>
                <main id="content" class="page" tabindex="-1">
                    <Outlet/>
                </main>
            </div>
            <TabBar/>
        </div>
        <ToastRegion/>
        <Shortcuts/>
    }
}

/// Says that no real call is made, where that is so.
#[component]
fn CarrierNote() -> impl IntoView {
    use_site().local_carrier.then(|| {
        view! {
            <p class="carrier-note">
                <Icon glyph=Glyph::Info/>
                <span>
                    <strong>"Local carrier"</strong>
                    ": calls are echoed, no money leaves this machine."
                </span>
            </p>
        }
    })
}
