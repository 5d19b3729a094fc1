//! The dialer's field: a number in any form, or a contact's name.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

use super::{
    dialled::Dialled,
    keypad::hold,
    suggestions::{Choice, Suggestions},
};
use crate::{
    ui::{
        effect::effect,
        icon::{Glyph, Icon},
    },
    words,
};

/// The field, with the list of whom it may mean.
#[component]
pub fn NumberField(
    /// What is typed.
    dialled: Dialled,
    /// Whom it may mean.
    choice: Choice,
) -> impl IntoView {
    let t = words::dialer();
    let composing = StoredValue::new(false);
    let input = move |event: ev::Event| {
        let Some(input) = dialled.input.get_untracked() else { return };
        let kind = js_sys::Reflect::get(&event, &"inputType".into()).ok().and_then(|kind| kind.as_string()).unwrap_or_default();
        choice.typed();
        if composing.get_value() { dialled.text.set(input.value()) } else { dialled.take(&input, &kind) }
    };
    let composed = move |_| {
        composing.set_value(false);
        if let Some(input) = dialled.input.get_untracked() {
            dialled.take(&input, "insertText");
        }
    };
    view! {
        <div class="dialled">
            <label class="visually-hidden" for="number-field">{t.field()}</label>
            <input
                node_ref=dialled.input
                id="number-field"
                data-testid="number-field"
                class="number-input"
                type="text"
                name="to"
                dir="auto"
                role="combobox"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                enterkeyhint="go"
                maxlength="200"
                autofocus
                placeholder=t.placeholder()
                value=dialled.text.get_untracked()
                aria-autocomplete="list"
                aria-controls="suggestions"
                aria-describedby="call-hint"
                aria-expanded=move || choice.is_open().to_string()
                aria-activedescendant=move || choice.active_id()
                on:input=input
                on:compositionstart=move |_| composing.set_value(true)
                on:compositionend=composed
                on:keydown=move |event| choice.key(&event, dialled)
                on:blur=move |_| choice.close()
            />
            <DeleteKey dialled/>
            <Suggestions dialled choice/>
        </div>
    }
}

/// Deletes the last digit; held, everything.
#[component]
fn DeleteKey(
    /// What is typed.
    dialled: Dialled,
) -> impl IntoView {
    let t = words::dialer();
    let empty = move || dialled.text.with(String::is_empty);
    let (press, release, click) = hold(Callback::new(move |()| dialled.delete()), Callback::new(move |()| dialled.set("")));
    view! {
        <button
            type="button"
            class="button button-quiet button-icon"
            aria-label=t.delete()
            title=t.delete()
            disabled=empty
            on:pointerdown=press
            on:pointerleave=release
            on:pointercancel=release
            on:click=click
        >
            <Icon glyph=Glyph::Backspace/>
        </button>
    }
}

/// Lets digits typed anywhere on the page land in the field, unless `elsewhere` wants them or a field has the focus.
pub fn catch_digits(dialled: Dialled, elsewhere: Signal<bool>) {
    effect(move |_| {
        let handle = window_event_listener(leptos::ev::keydown, move |event| {
            let plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
            let mut keys = event.key().chars().collect::<Vec<_>>().into_iter();
            let (Some(key), None) = (keys.next(), keys.next()) else { return };
            let digit = key.is_ascii_digit() || matches!(key, '+' | '*' | '#');
            if plain && digit && !elsewhere.get_untracked() && !is_editable(event.target()) {
                event.prevent_default();
                dialled.press(key);
                dialled.focus();
            }
        });
        on_cleanup(move || handle.remove());
    });
}

/// Whether typing there means something else already.
pub fn is_editable(target: Option<web_sys::EventTarget>) -> bool {
    target.and_then(|target| target.dyn_into::<web_sys::Element>().ok()).is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") || element.has_attribute("contenteditable")
    })
}
