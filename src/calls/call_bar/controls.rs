//! What one does in the bar: mute, keypad, audio, note, end; and the keys for it.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

use super::{
    super::{number::is_editable, phone::EnhancedCall, phone::Phone},
    panel::Part,
};
use crate::{
    ui::{
        button::IconButton,
        effect::effect,
        icon::{Glyph, Icon, LiveIcon},
        state::State,
    },
    words,
};

/// Every button of the bar; those that mean nothing now are not there.
#[component]
pub fn Controls(
    /// The page's phone.
    phone: EnhancedCall,
    /// Which part of the panel is open.
    part: State<Option<Part>>,
    /// Puts the call away.
    dismiss: Callback<()>,
) -> impl IntoView {
    let t = words::calls();
    let connected = Signal::derive(move || phone.state().with(Phone::is_connected));
    let over = Signal::derive(move || !phone.state().with(Phone::is_live));
    let known = Signal::derive(move || over.get() && phone.call_row().with(Option::is_some));
    let talked = Signal::derive(move || connected.get() || known.get());
    let receipt = move || phone.id().get().map(|id| format!("/dashboard/calls/{id}"));
    view! {
        <div class="call-bar-controls" role="group" aria-label=t.call()>
            <button
                type="button"
                class="call-bar-button"
                data-testid="mute-button"
                aria-pressed=move || phone.muted().to_string()
                aria-keyshortcuts="M"
                disabled=move || !connected.get()
                hidden=over
                on:click=move |_| {
                    phone.press("m");
                }
            >
                <LiveIcon glyph=Signal::derive(move || if phone.muted() { Glyph::MicOff } else { Glyph::Mic })/>
                <span>{move || if phone.muted() { t.muted() } else { t.mute() }}</span>
            </button>
            <Toggle part this=Part::Keypad ready=connected hidden=over/>
            <Toggle part this=Part::Audio ready=connected hidden=over/>
            <Toggle part this=Part::Note ready=talked hidden=Signal::stored(false)/>
            <button
                type="button"
                class="button button-danger call-bar-end"
                data-testid="end-button"
                aria-keyshortcuts="Control+Shift+E Meta+Shift+E"
                title=t.end_title()
                hidden=over
                on:click=move |_| phone.hang_up()
            >
                <Icon glyph=Glyph::Hangup/>
                {t.end()}
            </button>
            <a class="button button-plain" data-testid="receipt-button" href=receipt hidden=move || !known.get()>
                {t.receipt()}
            </a>
            <span hidden=move || !over.get()>
                <IconButton glyph=Glyph::Close label=t.put_away() on:click=move |_| dismiss.run(())/>
            </span>
        </div>
    }
}

/// Opens and closes a part of the panel.
#[component]
fn Toggle(
    /// Which part is open.
    part: State<Option<Part>>,
    /// The part that this one opens.
    this: Part,
    /// Whether it can be opened now.
    ready: Signal<bool>,
    /// Whether it is not there.
    hidden: Signal<bool>,
) -> impl IntoView {
    let open = move || part.get() == Some(this);
    view! {
        <button
            type="button"
            class="call-bar-button"
            data-testid=this.testid()
            aria-expanded=move || open().to_string()
            aria-controls="call-panel"
            disabled=move || !ready.get()
            hidden=hidden
            on:click=move |_| part.update(|part| *part = (*part != Some(this)).then_some(this))
        >
            <Icon glyph=this.glyph()/>
            <span>{this.label(words::calls())}</span>
        </button>
    }
}

/// Keys while the bar has the focus: M, and the keys of the pad. They work there even when single letters are switched off
/// elsewhere, because dictated words do not land there. Esc closes the panel and never ends a call.
pub fn bar_keys(phone: EnhancedCall, part: State<Option<Part>>, event: &ev::KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    if event.key() == "Escape" {
        close_panel(part);
    } else if !is_editable(event.target()) && phone.press(&event.key()) {
        // So that the page's own shortcuts do not press it once more.
        event.prevent_default();
    }
}

/// Closes what is open. A focus inside it would be lost with it: the button that opened it gets it.
fn close_panel(part: State<Option<Part>>) {
    let Some(open) = part.get_untracked() else { return };
    let is_inside = focused().is_some_and(|element| matches!(element.closest("#call-panel"), Ok(Some(_))));
    let button = document().query_selector(&format!("[data-testid={}]", open.testid())).ok().flatten();
    if let Some(button) = button.filter(|_| is_inside).and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
        drop(button.focus());
    }
    part.set(None);
}

/// Wherever the focus is: Ctrl or Cmd with Shift and E ends the call, digits, star and hash are tones. M is the frame's
/// (`public/keys.js`), which also keeps single keys from coming here when they are switched off.
pub fn catch_end_key(phone: EnhancedCall) {
    effect(move |_| {
        let handle = window_event_listener(ev::keydown, move |event| {
            let chord = (event.ctrl_key() || event.meta_key()) && event.shift_key() && event.code() == "KeyE";
            if chord && phone.state().with_untracked(Phone::is_live) {
                event.prevent_default();
                phone.hang_up();
            } else if is_free_tone(&event) && phone.press(&event.key()) {
                event.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
    });
}

/// A key of the telephone's pad that nobody else has taken.
fn is_free_tone(event: &ev::KeyboardEvent) -> bool {
    let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented());
    let key = event.key();
    plain && key.len() == 1 && "0123456789*#".contains(&key) && !is_editable(event.target())
}

/// What has the focus; nothing when that is the page as a whole.
pub fn focused() -> Option<web_sys::HtmlElement> {
    let element = document().active_element().filter(|element| element.tag_name() != "BODY");
    element.and_then(|element| element.dyn_into().ok())
}

/// Gives the focus back to what had it before the call, else to the number field, else to the page's content.
pub fn give_focus_back(before: Option<web_sys::HtmlElement>) {
    let known = before.filter(|element| element.is_connected());
    let other = || ["number-field", "content"].iter().find_map(|id| document().get_element_by_id(id));
    if let Some(element) = known.or_else(|| other().and_then(|element| element.dyn_into().ok())) {
        drop(element.focus());
    }
}
