//! What is typed on the dialer: a number in any form, or a contact's name.

use gloo_timers::future::TimeoutFuture;
use leptos::{html::Input, prelude::*, task::spawn_local_scoped_with_cancellation};
use leptos_router::hooks::use_query_map;
use wasm_bindgen::JsCast;

use crate::{
    contacts::{api::list_contacts, model::Contact},
    ui::{
        avatar::Avatar,
        button::IconButton,
        field::bind_input,
        icon::{Glyph, Icon},
    },
};

/// How long typing must rest before the server is asked, in milliseconds.
const REST_MS: u32 = 300;
/// Contacts offered while a name is typed.
const MOST_SUGGESTIONS: usize = 5;

/// What stands in the field, and what the server was asked about; cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Dialled {
    /// As typed.
    pub text: RwSignal<String>,
    /// The same once typing rests.
    pub rested: RwSignal<String>,
    pub input: NodeRef<Input>,
}

impl Dialled {
    /// Begins with the number in the page's address, and follows it.
    pub fn from_address() -> Self {
        let query = use_query_map();
        let asked = move || query.with(|query| query.get("to")).map(|to| from_query(&to)).unwrap_or_default();
        let first = untrack(asked);
        let dialled = Self { text: RwSignal::new(first.clone()), rested: RwSignal::new(first), input: NodeRef::new() };
        Effect::new(move |before: Option<String>| {
            let now = asked();
            if before.is_some_and(|before| before != now) && !now.is_empty() {
                dialled.text.set(now.clone());
            }
            now
        });
        Effect::new(move |_| {
            let text = dialled.text.get();
            spawn_local_scoped_with_cancellation(async move {
                TimeoutFuture::new(REST_MS).await;
                if dialled.rested.try_get_untracked().is_some_and(|rested| rested != text) {
                    drop(dialled.rested.try_set(text));
                }
            });
        });
        dialled
    }

    /// Adds a key of the pad.
    pub fn press(self, key: char) {
        self.text.update(|text| text.push(key));
    }

    /// Puts a number in place of what is there.
    pub fn put(self, number: &str) {
        self.text.set(number.to_owned());
        self.focus();
    }

    pub fn focus(self) {
        if let Some(input) = self.input.get_untracked() {
            drop(input.focus());
        }
    }
}

/// The number of a link. A `+` in a query arrives as a space, and links may carry the digits of an E.164 number alone.
pub fn from_query(raw: &str) -> String {
    let text = raw.trim();
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let international = digits && (11..=15).contains(&text.len()) && !text.starts_with('0');
    if international || (raw.starts_with(' ') && digits) { format!("+{text}") } else { text.to_owned() }
}

/// Whether the text is a name to search, not a number.
pub fn is_name(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

/// Whether it is an emergency number of some country: those are never dialled from here.
pub fn is_emergency(text: &str) -> bool {
    matches!(
        text.trim(),
        "000"
            | "061"
            | "100"
            | "101"
            | "102"
            | "108"
            | "110"
            | "111"
            | "112"
            | "113"
            | "117"
            | "118"
            | "119"
            | "911"
            | "995"
            | "999"
    )
}

/// Whether there are enough digits to ask the server about.
pub fn is_number(text: &str) -> bool {
    !is_name(text) && text.bytes().filter(u8::is_ascii_digit).count() >= 4
}

/// The field.
#[component]
pub fn NumberField(
    /// What is typed.
    dialled: Dialled,
) -> impl IntoView {
    bind_input(dialled.input, dialled.text);
    let empty = Signal::derive(move || dialled.text.with(String::is_empty));
    view! {
        <div class="dialled">
            <label class="visually-hidden" for="number-field">"Number or contact"</label>
            <input
                node_ref=dialled.input
                id="number-field"
                data-testid="number-field"
                class="number-input"
                type="tel"
                name="to"
                autocomplete="off"
                autofocus
                placeholder="Number or name"
                value=dialled.text.get_untracked()
                aria-describedby="call-hint"
                on:input=move |event| dialled.text.set(event_target_value(&event))
            />
            <IconButton
                glyph=Glyph::Backspace
                label="Delete the last digit; twice for all"
                disabled=empty
                on:click=move |_| {
                    dialled.text.update(|text| {
                        text.pop();
                    });
                }
                on:dblclick=move |_| dialled.text.set(String::new())
            />
        </div>
    }
}

/// Contacts whose names match what is typed.
#[component]
pub fn Suggestions(
    /// What is typed.
    dialled: Dialled,
    /// Those found; the dialer takes the first on Enter.
    found: RwSignal<Vec<Contact>>,
) -> impl IntoView {
    Effect::new(move |_| {
        let name = dialled.rested.get();
        if !is_name(&name) {
            found.set(Vec::new());
            return;
        }
        spawn_local_scoped_with_cancellation(async move {
            let contacts = list_contacts(name).await.unwrap_or_default();
            drop(found.try_set(contacts.into_iter().take(MOST_SUGGESTIONS).collect()));
        });
    });
    let nobody = move || is_name(&dialled.rested.get()) && found.with(Vec::is_empty);
    view! {
        <ul class="suggestions" aria-label="Matching contacts">
            <For each=move || found.get() key=|contact| contact.id.clone() let:contact>
                <li>
                    <Suggestion contact dialled/>
                </li>
            </For>
        </ul>
        <Show when=nobody>
            <p class="muted number-nobody">
                <Icon glyph=Glyph::Search/>
                " No contact of this name."
            </p>
        </Show>
    }
}

/// One contact; a click takes its number.
#[component]
fn Suggestion(
    /// Who.
    contact: Contact,
    /// Where the number goes.
    dialled: Dialled,
) -> impl IntoView {
    let number = contact.phone.as_str().to_owned();
    let shown = number.clone();
    view! {
        <button type="button" class="suggestion" on:click=move |_| dialled.put(&number)>
            <Avatar name=contact.name.clone()/>
            <span class="suggestion-name">{contact.name}</span>
            <span class="suggestion-number">{shown}</span>
        </button>
    }
}

/// Lets digits typed anywhere on the page land in the field, unless `elsewhere` wants them or a field has the focus.
pub fn catch_digits(dialled: Dialled, elsewhere: Signal<bool>) {
    Effect::new(move |_| {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_may_carry_its_plus_as_a_plus_a_space_or_not_at_all() {
        for raw in ["+447911123456", " 447911123456", "447911123456"] {
            assert_eq!(from_query(raw), "+447911123456", "{raw:?}");
        }
        for raw in ["07911 123456", "4155552671", "(415) 555-2671", ""] {
            assert_eq!(from_query(raw), raw);
        }
    }

    #[test]
    fn letters_mean_a_name_and_a_few_digits_are_not_worth_a_question() {
        assert!(is_name("Ada") && !is_name("+44 (0)20"));
        assert!(is_emergency("112 ") && !is_emergency("+44 112"));
        assert!(is_number("+44 20 79") && !is_number("+44") && !is_number("Ada 2000"));
    }
}
