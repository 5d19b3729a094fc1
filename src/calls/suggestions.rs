//! Whom the text in the field may mean: a list under the field, chosen from by keyboard or pointer (the combobox pattern of
//! the ARIA practices).

use leptos::{ev, prelude::*, wasm_split::wasm_split};

use super::{
    dialled::Dialled,
    model::look::{Look, Suggestion},
    typing::{is_name, key},
};
use crate::{
    ui::{
        avatar::Avatar,
        effect::effect,
        erase::Erase,
        later::{NotFetched, once, ready},
        state::{Known, State},
    },
    words,
};

/// The list and what is chosen in it; cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Choice {
    /// Those that fit.
    pub found: State<Vec<Suggestion>>,
    /// Which one the arrow keys are at.
    at: State<Option<usize>>,
    open: RwSignal<bool>,
}

impl Choice {
    pub fn new() -> Self {
        Self { found: State::default(), at: State::new(None), open: RwSignal::new(false) }
    }

    pub fn is_open(self) -> bool {
        self.open.get() && !self.found.with(Vec::is_empty)
    }

    /// The id of the option that the arrow keys are at.
    pub fn active_id(self) -> Option<String> {
        self.at.get().filter(|_| self.is_open()).map(option_id)
    }

    pub fn close(self) {
        self.open.set(false);
        self.at.set(None);
    }

    /// The text has changed.
    pub fn typed(self) {
        self.at.set(None);
        self.open.set(true);
    }

    /// What fits now.
    pub fn take(self, found: Vec<Suggestion>) {
        if self.found.with_untracked(|known| *known != found) {
            self.at.set(None);
            self.found.set(found);
        }
    }

    /// Takes the one at the arrow keys, else the first where `any` will do; whether there was one.
    pub fn pick(self, dialled: Dialled, any: bool) -> bool {
        let open = self.open.get_untracked();
        let at = self.at.get_untracked().filter(|_| open).or(any.then_some(0));
        let number = at.and_then(|at| self.found.with_untracked(|found| found.get(at).map(|one| one.international.clone())));
        if let Some(number) = &number {
            dialled.put(number);
            self.close();
        }
        number.is_some()
    }

    /// Arrow keys and Esc in the field. Enter submits the form, which asks [`Choice::pick`].
    pub fn key(self, event: &ev::KeyboardEvent, dialled: Dialled) {
        let (open, count) = (self.open.get_untracked(), self.found.with_untracked(Vec::len));
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if count > 0 => {
                event.prevent_default();
                self.open.set(true);
                let down = event.key() == "ArrowDown";
                let at = self.at.get_untracked().filter(|_| open);
                self.at.set(Some(moved(at, down, count)));
            }
            "Escape" if open && count > 0 => {
                event.prevent_default();
                self.close();
                dialled.focus();
            }
            _ => {}
        }
    }
}

/// The next option in a ring of `count`.
fn moved(at: Option<usize>, down: bool, count: usize) -> usize {
    match (at, down) {
        (None, true) => 0,
        (None, false) => count - 1,
        (Some(at), true) => (at + 1) % count,
        (Some(at), false) => (at + count - 1) % count,
    }
}

fn option_id(at: usize) -> String {
    format!("suggestion-{at}")
}

/// Shows what an answer suggests, if the field still says the same.
pub fn follow(choice: Choice, dialled: Dialled, answer: Known<Option<Look>>) {
    effect(move |_| {
        let fits = answer.with(|look| {
            let look = look.as_ref().filter(|look| dialled.text.with(|text| key(text)) == look.typed)?;
            Some(look.suggestions.clone())
        });
        if let Some(found) = fits {
            choice.take(found);
        }
    });
}

/// The list.
#[component]
pub fn Suggestions(
    /// What is typed.
    dialled: Dialled,
    /// Whom it may mean.
    choice: Choice,
) -> impl IntoView {
    let t = words::dialer();
    let open = Signal::derive(move || choice.is_open());
    let said = move || open.get().then(|| t.found(choice.found.with(Vec::len)));
    let nobody = move || {
        let searched = dialled.rested.with(|text| is_name(text)) && dialled.text.with(|text| is_name(text));
        searched && choice.found.with(Vec::is_empty)
    };
    view! {
        <ul id="suggestions" class="suggestions" role="listbox" aria-label=t.suggestions() hidden=move || !open.get()>
            {once(open, move || options(choice, dialled))}
        </ul>
        <p class="visually-hidden" role="status">
            {said}
        </p>
        <p class="suggestions-none muted" role="status" hidden=move || !nobody()>
            {t.nobody()}
        </p>
    }
}

#[wasm_split(dialled, fallible, wasm_split_path = leptos::wasm_split)]
fn options(choice: Choice, dialled: Dialled) -> Result<AnyView, NotFetched> {
    let options = move || {
        let found = choice.found.get();
        found.into_iter().enumerate().map(|(at, one)| option(choice, dialled, at, one)).collect_view()
    };
    ready(options.erase())
}

/// One of them. `mousedown` and not `click`: the field must not lose the focus first.
fn option(choice: Choice, dialled: Dialled, at: usize, one: Suggestion) -> impl IntoView {
    let pick = move |event: ev::MouseEvent| {
        event.prevent_default();
        choice.at.set(Some(at));
        choice.pick(dialled, false);
    };
    let name = one.name.unwrap_or_else(|| words::dialer().recently_called().to_owned());
    view! {
        <li
            id=option_id(at)
            class="suggestion"
            role="option"
            aria-selected=move || (choice.at.get() == Some(at)).to_string()
            on:mousedown=pick
        >
            <Avatar name=name.clone()/>
            <span class="suggestion-name">{name}</span>
            <span class="suggestion-number">{one.international}</span>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn the_arrow_keys_go_around() {
        assert_eq!((moved(None, true, 3), moved(None, false, 3)), (0, 2));
        assert_eq!((moved(Some(2), true, 3), moved(Some(0), false, 3)), (0, 2));
        assert_eq!((moved(Some(0), true, 3), moved(Some(2), false, 3)), (1, 1));
    }
}
