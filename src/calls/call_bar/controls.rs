//! What one does in the bar: mute, tones, end; and the keys for it.

use leptos::{ev, prelude::*};

use super::super::{
    number::is_editable,
    phone::{EnhancedCall, Phone},
};
use crate::{
    domain::ids::CallId,
    ui::{
        button::IconButton,
        icon::{Glyph, Icon, LiveIcon},
    },
};

/// Mute, keypad, end.
#[component]
pub fn Controls(
    /// The page's phone.
    phone: EnhancedCall,
    /// Whether the pad is open.
    pad: RwSignal<bool>,
    /// Whether the other end is there.
    connected: Signal<bool>,
) -> impl IntoView {
    let muted = phone.muted();
    view! {
        <div class="call-bar-controls">
            <button
                type="button"
                class="button button-plain call-bar-toggle"
                data-testid="mute-button"
                aria-pressed=move || muted.get().to_string()
                aria-keyshortcuts="M"
                disabled=move || !connected.get()
                on:click=move |_| phone.mute(!muted.get_untracked())
            >
                <LiveIcon glyph=Signal::derive(move || if muted.get() { Glyph::MicOff } else { Glyph::Mic })/>
                {move || if muted.get() { "Muted" } else { "Mute" }}
            </button>
            <button
                type="button"
                class="button button-plain call-bar-toggle"
                data-testid="dtmf-button"
                aria-expanded=move || pad.get().to_string()
                disabled=move || !connected.get()
                on:click=move |_| pad.update(|open| *open = !*open)
            >
                <Icon glyph=Glyph::Keypad/>
                "Keypad"
            </button>
            <button
                type="button"
                class="button button-danger call-bar-end"
                data-testid="end-button"
                aria-keyshortcuts="Control+Shift+E Meta+Shift+E"
                title="End the call (Ctrl+Shift+E)"
                on:click=move |_| phone.hang_up()
            >
                <Icon glyph=Glyph::Hangup/>
                "End"
            </button>
        </div>
    }
}

/// Once it is over: the receipt, and putting the bar away.
#[component]
pub fn Afterwards(
    /// The page's phone.
    phone: EnhancedCall,
    /// Which call's receipt is open.
    opened: RwSignal<Option<CallId>>,
) -> impl IntoView {
    let dismiss = move |_| {
        phone.dismiss();
        if let Some(field) = document().get_element_by_id("number-field") {
            drop(wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>(field).focus());
        }
    };
    view! {
        <div class="call-bar-controls">
            <button
                type="button"
                class="button button-plain"
                data-testid="receipt-button"
                on:click=move |_| opened.set(phone.id().get_untracked())
            >
                "Receipt"
            </button>
            <IconButton glyph=Glyph::Close label="Put this call away" on:click=dismiss/>
        </div>
    }
}

/// Keys while the bar has the focus: M and the keys of the pad (single letters elsewhere would catch dictated words).
pub fn bar_keys(phone: EnhancedCall, event: &ev::KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || is_editable(event.target()) {
        return;
    }
    match event.key().as_str() {
        "m" | "M" => phone.mute(!phone.muted().get_untracked()),
        key if key.len() == 1 && "0123456789*#".contains(key) => phone.digits(key),
        _ => {}
    }
}

/// Ctrl or Cmd with Shift and E ends the call, wherever the focus is.
pub fn catch_end_key(phone: EnhancedCall) {
    Effect::new(move |_| {
        let handle = window_event_listener(ev::keydown, move |event| {
            let chord = (event.ctrl_key() || event.meta_key()) && event.shift_key() && event.code() == "KeyE";
            if chord && phone.state().with_untracked(Phone::is_live) {
                event.prevent_default();
                phone.hang_up();
            }
        });
        on_cleanup(move || handle.remove());
    });
}
