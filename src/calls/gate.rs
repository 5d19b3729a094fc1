//! From the press of Call to the call: the price must be known, a surprising one is confirmed, and the microphone is
//! explained before the browser asks for it.

use leptos::{ev, prelude::*, task::spawn_local, wasm_split::wasm_split};

use super::{
    audio::{self, Microphone},
    hint::{Circumstances, Hint},
    listener::{CallListener, use_call_listener},
    phone::Phone,
    suggestions::Choice,
    typing::{is_name, key},
};
use crate::{
    rates::model::Quote,
    ui::{
        dialog::Dialog,
        effect::effect,
        erase::Erase,
        later::{NotFetched, once, ready},
        state::{Known, State},
    },
    words,
};

/// A question before the call.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Question {
    /// What is called once the answer is yes.
    number: String,
    title: String,
    sentences: Vec<String>,
    yes: String,
    /// Whether it is the microphone's: the last one.
    is_last: bool,
}

/// The way to a call; cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Gate {
    on: Circumstances,
    /// Asks for the price again.
    again: Callback<()>,
    question: State<Option<Question>>,
    listener: CallListener,
    t: words::Dialer,
}

impl Gate {
    /// Begins to watch for wishes.
    pub fn new(on: Circumstances, again: Callback<()>) -> Self {
        let (listener, t) = (use_call_listener(), words::dialer());
        let gate = Self { on, again, question: State::new(None), listener, t };
        effect(move |_| gate.grant());
        // A number that was changed meanwhile is not the one that was meant.
        effect(move |_| {
            let typed = on.dialled.text.with(|text| key(text));
            if on.wish.with_untracked(|wish| wish.as_ref().is_some_and(|wish| *wish != typed)) {
                on.wish.set(None);
            }
        });
        gate
    }

    /// Call was pressed, or Enter.
    pub fn submit(self, choice: Choice, hint: Known<Option<Hint>>) {
        let text = self.on.dialled.text.get_untracked();
        let blocked = hint.with_untracked(|hint| hint.as_ref().is_some_and(|hint| hint.blocks));
        if self.on.phone.state().with_untracked(Phone::is_live) || choice.pick(self.on.dialled, is_name(&text)) || blocked {
            return;
        }
        choice.close();
        if text.trim().is_empty() {
            self.bring_last();
        } else if !is_name(&text) {
            self.wish(&text);
        }
    }

    /// As on a desk phone: Call on an empty field brings the last number back, a second press calls it.
    fn bring_last(self) {
        let calls = self.listener.recent();
        let last =
            calls.with_untracked(|calls| calls.iter().flatten().max_by_key(|call| call.created_at).map(|call| call.to.clone()));
        if let Some(to) = last {
            self.on.dialled.put(to.as_str());
        }
    }

    /// Wants a number called once its price is known.
    pub fn wish(self, number: &str) {
        let failed = self.on.answer.with_untracked(|answer| answer.as_ref().is_some_and(|(_, look)| look.is_err()));
        if failed {
            self.on.answer.set(None);
            self.again.run(());
        }
        self.on.dialled.rested.set(key(number));
        self.on.wish.set(Some(key(number)));
    }

    /// Looks whether a wish can be granted now.
    fn grant(self) {
        let Some(number) = self.on.wish.get() else { return };
        let answered = self.on.answer.with(|answer| {
            let (_, look) = answer.as_ref().filter(|(asked, _)| *asked == number)?;
            Some(look.as_ref().ok().and_then(|look| look.quote.clone()).filter(|quote| quote.allowed))
        });
        let Some(quote) = answered else { return };
        self.on.wish.set(None);
        match quote {
            Some(quote) if quote.needs_confirmation() => self.question.set(Some(surprise(&quote))),
            Some(quote) => self.listen(quote.to),
            // The hint says why not.
            None => {}
        }
    }

    /// The last step: the microphone.
    fn listen(self, number: String) {
        spawn_local(async move {
            let state = audio::permission().await;
            self.on.microphone.try_set(state);
            match state {
                Microphone::Prompt => self.question.try_set(Some(explanation(self.t, number))),
                Microphone::Denied | Microphone::Missing | Microphone::Insecure => {}
                Microphone::Unknown | Microphone::Granted => self.on.phone.call(number),
            }
        });
    }

    fn agree(self) {
        let Some(question) = self.question.get_untracked() else { return };
        self.question.set(None);
        if question.is_last { self.on.phone.call(question.number) } else { self.listen(question.number) }
    }
}

/// The question about a price or a country that the caller may not expect.
fn surprise(quote: &Quote) -> Question {
    let t = words::dialer();
    let text = |amount| words::language().price(amount);
    let rate = text(quote.rate_micros_per_minute);
    let dear = quote.times_usual.zip(quote.usual_rate_micros_per_minute).map(|(times, usual)| t.dear(times, &rate, &text(usual)));
    let abroad = quote.first_call_to_country.then(|| t.new_country(&quote.phone.international, &quote.country_name));
    let title = if dear.is_some() { t.dear_title() } else { t.new_country_title() };
    Question {
        number: quote.to.clone(),
        title: title.to_owned(),
        sentences: dear.into_iter().chain(abroad).collect(),
        yes: t.call_for(&rate),
        is_last: false,
    }
}

/// What the microphone is for, before the browser asks.
fn explanation(t: words::Dialer, number: String) -> Question {
    let sentences = vec![t.mic_why().to_owned()];
    Question { number, title: t.mic_title().to_owned(), sentences, yes: t.go_on().to_owned(), is_last: true }
}

/// The dialog that asks.
#[component]
pub fn Questions(
    /// Whose questions.
    gate: Gate,
) -> impl IntoView {
    once(Signal::derive(move || gate.question.with(Option::is_some)), move || questions(gate))
}

#[wasm_split(questions, fallible, wasm_split_path = leptos::wasm_split)]
fn questions(gate: Gate) -> Result<AnyView, NotFetched> {
    ready(view! { <Asking gate/> }.erase())
}

#[component]
fn Asking(gate: Gate) -> impl IntoView {
    let t = words::dialer();
    let question = gate.question;
    let open = Signal::derive(move || question.with(Option::is_some));
    let title = Signal::derive(move || {
        question.with(|question| question.as_ref().map(|question| question.title.clone()).unwrap_or_default())
    });
    let yes = move || question.with(|question| question.as_ref().map(|question| question.yes.clone()));
    let sentences = move || {
        let sentences = question.with(|question| question.as_ref().map(|question| question.sentences.clone()));
        sentences.unwrap_or_default().into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view()
    };
    let close = Callback::new(move |()| {
        if question.with_untracked(Option::is_some) {
            question.set(None);
            gate.on.dialled.focus();
        }
    });
    // The Enter that pressed Call may still be held: what it asks for was not read yet.
    let held = |event: ev::KeyboardEvent| {
        if event.repeat() {
            event.prevent_default();
        }
    };
    view! {
        <Dialog title open on_close=close>
            <div class="dial-question" data-testid="call-question">
                {sentences}
            </div>
            <footer class="dialog-footer">
                <button type="button" class="button button-plain" on:click=move |_| close.run(())>
                    {t.not_now()}
                </button>
                <button
                    type="button"
                    class="button button-call"
                    data-testid="call-anyway"
                    autofocus
                    on:keydown=held
                    on:click=move |_| gate.agree()
                >
                    {yes}
                </button>
            </footer>
        </Dialog>
    }
}
