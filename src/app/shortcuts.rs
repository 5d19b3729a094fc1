//! Keys: `g` and a letter goes to a page, `/` to the number field, `?` lists them all. They can be switched off, because
//! people who dictate trigger single letters by talking (WCAG 2.1.4).

use leptos::{ev::KeyboardEvent, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{HOME, nav::DESTINATIONS};
use crate::ui::{
    button::{Button, Kind},
    dialog::Dialog,
};

/// Where the browser keeps that they are off.
const STORAGE_KEY: &str = "ringfare.shortcuts";
/// How long a `g` waits for its letter, in milliseconds.
const CHORD_MS: f64 = 1_200.0;
/// The dialer's number field.
const NUMBER_FIELD: &str = "number-field";

/// What a key press means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// Waits for a second key.
    Begin,
    Go(&'static str),
    Number,
    Help,
    Nothing,
}

/// What `key` means, after a `g` or not.
fn meaning(key: &str, after_g: bool) -> Meaning {
    if after_g && let Some(place) = DESTINATIONS.iter().find(|place| place.key == key) {
        return Meaning::Go(place.path);
    }
    match key {
        "g" => Meaning::Begin,
        "/" => Meaning::Number,
        "?" => Meaning::Help,
        _ => Meaning::Nothing,
    }
}

/// Listens for the keys, and shows the list of them.
#[component]
pub fn Shortcuts() -> impl IntoView {
    let help = RwSignal::new(false);
    let off = RwSignal::new(false);
    let begun_at = StoredValue::new(f64::MIN);
    let navigate = use_navigate();
    let press = move |event: KeyboardEvent, navigate: &dyn Fn(&str)| {
        if is_typing(&event) || (off.get_untracked() && event.key() != "?") {
            return;
        }
        let after_g = js_sys::Date::now() - begun_at.get_value() < CHORD_MS;
        begun_at.set_value(f64::MIN);
        match meaning(&event.key(), after_g) {
            Meaning::Begin => begun_at.set_value(js_sys::Date::now()),
            Meaning::Go(path) => navigate(path),
            Meaning::Number => {
                event.prevent_default();
                focus_number(|| navigate(HOME));
            }
            Meaning::Help => help.set(true),
            Meaning::Nothing => {}
        }
    };
    Effect::new(move |_| {
        off.set(stored_off());
        // Kept by the effect, which the server drops at once: stored, it would be dropped on another thread and panic there.
        let navigate = navigate.clone();
        let listener = window_event_listener(leptos::ev::keydown, move |event| {
            press(event, &|path| navigate(path, NavigateOptions::default()));
        });
        on_cleanup(move || listener.remove());
    });
    view! { <Help open=help off/> }
}

/// Whether the key belongs to a field, a dialog or the browser.
fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let in_field = target.is_some_and(|element| {
        element.is_content_editable() || element.closest("input, textarea, select, dialog").is_ok_and(|found| found.is_some())
    });
    in_field || event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented()
}

/// Focuses the number field, or leads to the page that has it and focuses it by itself.
fn focus_number(leave: impl FnOnce()) {
    let field = document().get_element_by_id(NUMBER_FIELD).and_then(|field| field.dyn_into::<HtmlElement>().ok());
    match field {
        Some(field) => drop(field.focus()),
        None => leave(),
    }
}

fn stored_off() -> bool {
    let storage = window().local_storage().ok().flatten();
    storage.and_then(|storage| storage.get_item(STORAGE_KEY).ok().flatten()).as_deref() == Some("off")
}

fn store_off(off: bool) {
    if let Ok(Some(storage)) = window().local_storage() {
        drop(storage.set_item(STORAGE_KEY, if off { "off" } else { "on" }));
    }
}

/// The list of keys, and the switch.
#[component]
fn Help(open: RwSignal<bool>, off: RwSignal<bool>) -> impl IntoView {
    let places = DESTINATIONS.iter().map(|place| key_row(&["g", place.key], place.name)).collect_view();
    let toggle = move |_| {
        off.update(|off| *off = !*off);
        store_off(off.get_untracked());
    };
    view! {
        <Dialog title="Keyboard shortcuts" open=open on_close=Callback::new(move |()| open.set(false))>
            <dl class="keys">
                {key_row(&["/"], "Type a number")}
                {key_row(&["Enter"], "Call the number")}
                {key_row(&["m"], "Mute or unmute, in a call")}
                {places}
                {key_row(&["Esc"], "Close what is open; never ends a call")}
                {key_row(&["?"], "This list")}
            </dl>
            <footer class="dialog-footer">
                <Button kind=Kind::Plain on:click=toggle>
                    {move || if off.get() { "Switch letter shortcuts on" } else { "Switch letter shortcuts off" }}
                </Button>
            </footer>
        </Dialog>
    }
}

fn key_row(keys: &[&'static str], does: &'static str) -> impl IntoView + use<> {
    let keys = keys.iter().map(|key| view! { <kbd>{*key}</kbd> }).collect_view();
    view! {
        <div class="keys-row">
            <dt>{keys}</dt>
            <dd>{does}</dd>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_leads_somewhere_only_after_g() {
        assert_eq!(meaning("h", true), Meaning::Go("/dashboard/call-history"));
        assert_eq!(meaning("h", false), Meaning::Nothing);
        assert_eq!(meaning("g", false), Meaning::Begin);
        assert_eq!(meaning("/", true), Meaning::Number);
    }
}
