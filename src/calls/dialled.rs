//! What stands in the dialer's field, and what the server was asked about it.

use gloo_timers::future::TimeoutFuture;
use leptos::{html::Input, prelude::*, task::spawn_local_scoped_with_cancellation};
use leptos_router::hooks::use_query_map;

use super::typing::{Form, Pressed, edited, is_numeric, key, number_in};
use crate::ui::effect::effect;
use crate::ui::state::State;

/// How long typing must rest before the server is asked, in milliseconds.
const REST_MS: u32 = 250;

/// What stands in the field, and what the server was asked about; cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Dialled {
    /// As shown.
    pub text: RwSignal<String>,
    /// What the server is asked about: [`key`] of the text once typing rests.
    pub rested: RwSignal<String>,
    /// How the number is written, as the server last said.
    pub form: State<Form>,
    pub input: NodeRef<Input>,
}

impl Dialled {
    /// Begins with the number in the page's address, and follows it.
    pub fn from_address() -> Self {
        let query = use_query_map();
        let asked = move || query.with(|query| query.get("to")).map(|to| from_query(&to)).unwrap_or_default();
        let first = untrack(asked);
        let dialled = Self {
            rested: RwSignal::new(key(&first)),
            text: RwSignal::new(first),
            form: State::default(),
            input: NodeRef::new(),
        };
        effect(move |before: Option<String>| {
            let now = asked();
            if before.is_some_and(|before| before != now) && !now.is_empty() {
                dialled.put(&now);
            }
            now
        });
        dialled.follow_typing();
        dialled.follow_form();
        dialled
    }

    /// Asks the server once typing rests.
    fn follow_typing(self) {
        let typed = Memo::new(move |_| self.text.with(|text| key(text)));
        effect(move |_| {
            let typed = typed.get();
            spawn_local_scoped_with_cancellation(async move {
                TimeoutFuture::new(REST_MS).await;
                if self.rested.try_get_untracked().is_some_and(|rested| rested != typed) {
                    self.rested.try_set(typed);
                }
            });
        });
    }

    /// Shows what was typed before WASM came, and writes the number anew when its form has become known.
    fn follow_form(self) {
        effect(move |before: Option<()>| {
            let form = self.form.get();
            let Some(input) = self.input.get() else { return };
            let typed_early = before.is_none() && self.text.with_untracked(String::is_empty) && !input.value().is_empty();
            if typed_early {
                self.text.set(input.value());
            } else if self.text.with_untracked(|text| is_numeric(text)) {
                let text = self.text.get_untracked();
                let edit = edited(&text, &text, caret_of(&input, &text), Pressed::Other, &form);
                self.show(&input, edit.text, edit.caret);
            }
        });
    }

    /// Takes an edit of the field.
    pub fn take(self, input: &web_sys::HtmlInputElement, kind: &str) {
        let (before, mut now) = (self.text.get_untracked(), input.value());
        let mut caret = caret_of(input, &now);
        // Whatever did not come key by key may have text around the number.
        let handed_over = !matches!(kind, "insertText" | "insertCompositionText" | "") && !kind.starts_with("delete");
        if handed_over
            && !is_numeric(&now)
            && let Some(number) = number_in(&now)
        {
            caret = number.len();
            now = number;
        }
        let pressed = match kind {
            "deleteContentBackward" => Pressed::Backspace,
            "deleteContentForward" => Pressed::Delete,
            _ => Pressed::Other,
        };
        let edit = self.form.with_untracked(|form| edited(&before, &now, caret, pressed, form));
        self.show(input, edit.text, edit.caret);
    }

    fn show(self, input: &web_sys::HtmlInputElement, text: String, caret: usize) {
        if input.value() != text {
            input.set_value(&text);
            // At the end it is by itself, and Safari would give the field the focus.
            if caret < text.len() {
                let caret = u32::try_from(caret).unwrap_or(u32::MAX);
                drop(input.set_selection_range(caret, caret));
            }
        }
        if self.text.with_untracked(|shown| *shown != text) {
            self.text.set(text);
        }
    }

    /// Adds a key of the pad where the caret was left; behind a name, at the end.
    pub fn press(self, key: char) {
        let Some(input) = self.input.get_untracked() else { return };
        let value = input.value();
        let (from, to) = if value.is_ascii() { selection_of(&input, &value) } else { (value.len(), value.len()) };
        let (Some(head), Some(tail)) = (value.get(..from), value.get(to..)) else { return };
        let (now, caret) = (format!("{head}{key}{tail}"), head.encode_utf16().count() + 1);
        let edit = self.form.with_untracked(|form| edited(&value, &now, caret, Pressed::Other, form));
        self.show(&input, edit.text, edit.caret);
    }

    /// Deletes the last digit or letter.
    pub fn delete(self) {
        let text = self.text.get_untracked();
        let mut shorter = text.clone();
        shorter.pop();
        let edit = self.form.with_untracked(|form| edited(&text, &shorter, usize::MAX, Pressed::Backspace, form));
        self.set(&edit.text);
    }

    /// Puts a text in place of what is there.
    pub fn set(self, text: &str) {
        self.text.set(text.to_owned());
        if let Some(input) = self.input.get_untracked() {
            input.set_value(text);
        }
    }

    /// Puts a number in place of what is there, and asks about it at once.
    pub fn put(self, number: &str) {
        let text = self.form.with_untracked(|form| if is_numeric(number) { form.write(&key(number)) } else { number.to_owned() });
        self.set(&text);
        self.rested.set(key(number));
        self.focus();
    }

    pub fn focus(self) {
        if let Some(input) = self.input.get_untracked() {
            drop(input.focus());
        }
    }
}

/// The caret as browsers count; at the end where they do not tell.
fn caret_of(input: &web_sys::HtmlInputElement, text: &str) -> usize {
    input.selection_start().ok().flatten().map_or_else(|| text.encode_utf16().count(), |caret| caret as usize)
}

fn selection_of(input: &web_sys::HtmlInputElement, text: &str) -> (usize, usize) {
    let from = caret_of(input, text);
    let to = input.selection_end().ok().flatten().map_or(from, |to| to as usize);
    (from.min(to), to.max(from))
}

/// The number of a link. A `+` in a query arrives as a space, links may carry the digits of an E.164 number alone, and a
/// handler of phone links gets the whole `tel:` address.
pub fn from_query(raw: &str) -> String {
    let text = raw.trim();
    if text.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("tel:")) {
        return number_in(text).unwrap_or_default();
    }
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let international = digits && (11..=15).contains(&text.len()) && !text.starts_with('0');
    if international || (raw.starts_with(' ') && digits) { format!("+{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_may_carry_its_plus_as_a_plus_a_space_or_not_at_all() {
        for raw in ["+447911123456", " 447911123456", "447911123456", "tel:+447911123456", "TEL:+44-7911-123456;ext=2"] {
            assert_eq!(from_query(raw), "+447911123456", "{raw:?}");
        }
        for raw in ["07911 123456", "4155552671", "(415) 555-2671", "Ada", ""] {
            assert_eq!(from_query(raw), raw);
        }
    }
}
