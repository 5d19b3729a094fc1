//! The call in progress, on every page: who, how it stands, what it costs, and how to end it.
//!
//! `facts` shows, `controls` acts, `elsewhere` ends calls that another window began.

mod controls;
mod elsewhere;
mod facts;

use leptos::{html, prelude::*};

use self::{
    controls::{Afterwards, Controls, bar_keys, catch_end_key},
    elsewhere::Elsewhere,
    facts::{Figures, Notes, Party},
};
use super::{
    keypad::Keypad,
    listener::use_call_listener,
    phone::{
        CallOptions, EnhancedCall, Phone,
        meter::{Warning, more_time},
        use_enhanced_call,
    },
    receipt::ReceiptDrawer,
};
use crate::domain::ids::CallId;

/// The bar; in the layout of the signed-in pages, so that it stays while the caller goes about.
#[component]
pub fn CallBar() -> impl IntoView {
    let phone = use_enhanced_call(CallOptions::default());
    let listener = use_call_listener();
    let opened = RwSignal::new(None::<CallId>);
    let shown = Memo::new(move |_| {
        phone.state().with(|state| match state {
            Phone::Idle => false,
            // What fails before a call exists is told on the dialer.
            Phone::Failed(_) => phone.id().with(Option::is_some),
            _ => true,
        })
    });
    let (warning, extended) = (phone.warning(), phone.extended());
    catch_end_key(phone);
    view! {
        <div class="visually-hidden" role="status" aria-live="polite">{move || announcement(phone)}</div>
        <div class="visually-hidden" role="status" aria-live="polite">{move || extended.get().map(more_time)}</div>
        <div class="visually-hidden" role="alert">{move || warning.get().map(Warning::label)}</div>
        <Show when=move || shown.get()>
            <Bar phone opened/>
        </Show>
        <Elsewhere phone listener/>
        <ReceiptDrawer opened/>
    }
    .into_any()
}

/// What is read out: the state alone, never the ticking figures.
fn announcement(phone: EnhancedCall) -> String {
    let state = phone.state().get();
    if state == Phone::Idle { String::new() } else { format!("{}: {}", who(phone), state.label()) }
}

fn who(phone: EnhancedCall) -> String {
    phone.contact().with(|contact| contact.as_ref().map(|contact| contact.name.clone())).unwrap_or_else(|| phone.to().get())
}

/// The bar itself.
#[component]
fn Bar(
    /// The page's phone.
    phone: EnhancedCall,
    /// Which call's receipt is open.
    opened: RwSignal<Option<CallId>>,
) -> impl IntoView {
    let bar = NodeRef::<html::Section>::new();
    let pad = RwSignal::new(false);
    Effect::new(move |_| {
        if let Some(bar) = bar.get() {
            drop(bar.focus());
        }
    });
    let connected = Signal::derive(move || phone.state().with(Phone::is_connected));
    let over = Memo::new(move |_| !phone.state().with(Phone::is_live));
    view! {
        <section
            node_ref=bar
            class="call-bar"
            data-testid="call-bar"
            data-state=move || phone.state().with(Phone::word)
            aria-label="Call"
            tabindex="-1"
            on:keydown=move |event| bar_keys(phone, &event)
        >
            <div class="call-bar-line">
                <Party phone/>
                <Figures phone/>
                <Show when=move || over.get() fallback=move || view! { <Controls phone pad connected/> }>
                    <Afterwards phone opened/>
                </Show>
            </div>
            <Notes phone/>
            <Show when=move || pad.get() && connected.get()>
                <Keypad label="Tones" on_key=Callback::new(move |key: char| phone.digits(&key.to_string()))/>
            </Show>
        </section>
    }
    .into_any()
}
